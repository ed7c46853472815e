"""The report, as text and in a real browser."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from lianpu.pipeline import open_dossier
from lianpu.views.dossier import Dossier
from lianpu.views.report import render_report


class Anchors(HTMLParser):
    """The ids of a page and the places inside it that its links go to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.targets: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.ids.append(value)
            if name == "href" and value and value.startswith("#"):
                self.targets.add(value[1:])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_link_inside_the_page_has_its_place(dossier: Dossier, lang: str) -> None:
    page = Anchors(render_report(dossier, lang))
    assert page.targets <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))
    assert {"fig-gap-alumina-A", "stage-polysilicon", "row-AL-smelt-alumina-2022"} <= set(page.ids)


def test_the_page_asks_for_nothing_from_outside(dossier: Dossier) -> None:
    page = render_report(dossier, "zh")
    assert not re.findall(r'<(?:script|img|iframe|link|source)[^>]+(?:src|href)="(?!data:)', page)
    assert "@import" not in page and "url(http" not in page


def test_the_same_dossier_gives_the_same_page(dossier: Dossier) -> None:
    assert render_report(dossier, "zh") == render_report(dossier, "zh")


def test_a_hostile_document_stays_text(tmp_path: Path) -> None:
    path = tmp_path / "<b>evil.txt"
    path.write_text("曲靖市<script>alert(1)</script>年产10万吨电解铝项目已建成投产。\n", encoding="utf-8")
    page = render_report(open_dossier([path]), "zh")
    assert "<script>alert" not in page and "<b>evil" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.browser
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [1360, 400])
def test_in_a_browser_nothing_is_cut_asked_for_or_wrong(
    dossier: Dossier, chromium: str, tmp_path: Path, lang: str, width: int
) -> None:
    from playwright.sync_api import sync_playwright

    path = tmp_path / "report.html"
    path.write_text(render_report(dossier, lang), encoding="utf-8")
    wrong: list[str] = []
    asked: list[str] = []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.on("console", lambda message: wrong.append(message.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(path.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        cut = page.evaluate(
            """() => [...document.querySelectorAll('.chainmap a')].flatMap(box => {
                const frame = box.querySelector('.box').getBoundingClientRect();
                return [...box.querySelectorAll('text')].filter(t => !t.classList.contains('foot'))
                    .map(t => [t.textContent, t.getBoundingClientRect()])
                    .filter(([, r]) => r.left < frame.left - 1 || r.right > frame.right + 1).map(([words]) => words)})"""
        )
        page.goto(f"{path.as_uri()}#fig-gap-alumina-A")
        assert page.evaluate("document.getElementById('fig-gap-alumina-A').getBoundingClientRect().height") > 0
        browser.close()
    assert (cut, wrong) == ([], [])
    assert {url.partition("#")[0] for url in asked if not url.startswith("data:")} == {path.as_uri()}
