"""Chain and balance in a real browser, at a desk and on a phone."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from web.conftest import Served

pytestmark = pytest.mark.browser

PAGES = (
    "chain", "chain?stage=prebaked_anode", "chain?figure=gap/alumina/A", "balance", "balance?view=power",
    "balance?view=value", "balance?view=goods&figure=gap/alumina/A", "questions?q=3", "questions?q=12", "recruit",
    "plan", "carbon", "places", "risk",
    "norms", "indicators", "export",
)  # fmt: skip


@pytest.mark.parametrize("width", [1360, 400])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_is_cut(shared_served: Served, watch: Any, width: int, lang: str) -> None:
    page = watch(width).page
    for path in PAGES:
        page.goto(f"{shared_served.address}/{path}{'&' if '?' in path else '?'}lang={lang}")
        page.wait_for_selector("main .card")
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_a_stage_opens_its_plants_balance_and_sentences(shared_served: Served, watch: Any) -> None:
    page = watch().page
    page.goto(f"{shared_served.address}/chain?lang=zh")
    page.click('a.stage[href="#stage-prebaked_anode"]')
    panel = page.locator(".panel")
    assert "90 万吨" in panel.inner_text() and "索通云铝" in panel.inner_text()
    assert any("90万吨阳极炭素" in text for text in panel.locator("mark").all_inner_texts())
    panel.locator("tr.pick").first.click()
    page.wait_for_selector(".panel .trace")
    assert "AL-smelt-anode" in page.locator(".panel").inner_text()
    assert "figure=gap" in page.url
    page.go_back()
    page.wait_for_selector("table.tight")


def test_a_figure_is_drawn_and_goes_along_as_a_file(shared_served: Served, watch: Any) -> None:
    page = watch().page
    page.goto(f"{shared_served.address}/balance?view=power&lang=zh")
    page.wait_for_selector(".figure canvas")
    for button, start in (("存为 SVG", b"<svg"), ("存为 PNG", b"\x89PNG"), ("数据 CSV", b"\xef\xbb\xbf")):
        with page.expect_download() as waited:
            page.locator(".figure").first.get_by_text(button).click()
        assert Path(waited.value.path()).read_bytes().startswith(start)


def test_a_slider_asks_anew_and_stands_in_the_address(shared_served: Served, watch: Any) -> None:
    page = watch().page
    page.goto(f"{shared_served.address}/risk?lang=zh")
    page.wait_for_selector("main table")
    before = page.locator("main table").first.inner_text()
    page.focus("#recover")
    page.keyboard.press("End")
    page.wait_for_url(lambda url: "recover=365" in url)
    table = page.locator("main table").first
    until = time.monotonic() + 20
    while table.inner_text() == before and time.monotonic() < until:
        page.wait_for_timeout(100)
    assert table.inner_text() != before
    again = watch().page
    again.goto(page.url)
    again.wait_for_selector("main table")
    assert again.locator("main table").first.inner_text() == table.inner_text()


def test_the_twelve_questions_are_answered(shared_served: Served, watch: Any) -> None:
    page = watch().page
    page.goto(f"{shared_served.address}/questions?lang=zh")
    for number in range(1, 13):
        page.locator(".list button").nth(number - 1).click()
        page.locator(".said h2", has_text=f"{number}. ").wait_for()
        assert page.locator(".said p").count() or page.locator(".lacking li").count(), number


def test_text_stands_out_from_its_ground(shared_served: Served, watch: Any) -> None:
    """Contrast of at least 4.5 for the tokens that carry text, in light and dark."""
    page = watch().page
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        page.goto(f"{shared_served.address}/chain")
        page.wait_for_selector("main .card")
        colors = page.evaluate(
            """() => {
                const probe = document.body.appendChild(document.createElement('i'));
                const of = name => {
                    probe.style.color = `var(--${name})`;
                    return getComputedStyle(probe).color.match(/\\d+/g).slice(0, 3).map(Number);
                };
                const names = ['ink', 'soft', 'warn', 'amber', 'card', 'paper', 'wash', 'warn-wash'];
                return Object.fromEntries(names.map(name => [name, of(name)]));
            }"""
        )
        pairs = [(a, b) for a in ("ink", "soft", "warn", "amber") for b in ("card", "paper")]
        for text, ground in [*pairs, ("soft", "wash"), ("warn", "warn-wash")]:
            assert _contrast(colors[text], colors[ground]) >= 4.5, (theme, text, ground)


def _contrast(one: list[int], other: list[int]) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: list[int]) -> float:
    parts = [c / 255 / 12.92 if c / 255 <= 0.03928 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in color]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
