"""From a file to a reviewed claim, by keyboard, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from web.conftest import EXAMPLE, Served

pytestmark = pytest.mark.browser


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Served]:
    server = Served(tmp_path / "new" / "ledger.sqlite").start()
    yield server
    server.stop()


def _decisions(server: Served) -> list[str]:
    told = httpx.get(f"{server.address}/api/ledger/reviews").json()["claims"]
    return sorted(claim["decision"] for claim in told if claim["decision"])


def test_a_file_is_dropped_and_its_claims_reviewed_by_keyboard(fresh: Served, watch: Any) -> None:
    page = watch().page
    page.goto(f"{fresh.address}/?lang=zh")
    assert "/inbox" in page.url
    page.set_input_files("#files", str(EXAMPLE))
    page.wait_for_selector(".queue li", timeout=60_000)
    assert page.locator(".queue li").count() == 36
    page.wait_for_selector(".text mark.here")
    first = page.locator(".claim-pane mark").inner_text()
    assert first == "".join(page.locator(".text mark.here").all_inner_texts())
    page.keyboard.press("a")
    page.locator(".queue .tag.good").first.wait_for()
    page.keyboard.press("r")
    page.locator(".queue .tag.error").first.wait_for()
    assert _decisions(fresh) == ["accept", "reject"]
    page.keyboard.press("u")
    page.locator(".queue .tag.error").first.wait_for(state="detached")
    assert _decisions(fresh) == ["accept"]
    page.keyboard.press("e")
    page.fill("[name=place]", "曲靖市沾益区")
    page.keyboard.press("Enter")
    for _ in range(100):
        if "edit" in _decisions(fresh):
            break
        page.wait_for_timeout(100)
    edited = httpx.get(f"{fresh.address}/api/inbox?show=all").json()["claims"]
    assert [c["place"] for c in edited if c["decision"] == "edit"] == ["曲靖市沾益区"]
    page.keyboard.press("j")
    page.keyboard.press("k")
    address = page.url
    here = page.locator(".claim-pane mark").inner_text()
    page.goto(address)
    page.wait_for_selector(".claim-pane mark")
    assert page.locator(".claim-pane mark").inner_text() == here


def test_a_mistake_in_an_edit_is_told_and_what_was_typed_stays(served: Served, watch: Any) -> None:
    watched = watch()
    page = watched.page
    page.goto(f"{served.address}/inbox?kind=capacity&lang=en")
    page.wait_for_selector(".claim-pane mark")
    page.keyboard.press("e")
    page.fill("[name=value]", "many")
    page.keyboard.press("Enter")
    assert "not a number" in page.locator(".claim-pane [role=alert]").inner_text()
    page.reload()
    page.wait_for_selector(".claim-pane mark")
    page.keyboard.press("e")
    assert page.input_value("[name=value]") == "many"
    watched.wrong[:] = [line for line in watched.wrong if "400" not in line]  # the browser logs the refusal itself


def test_two_persons_see_each_others_reviews(served: Served, watch: Any) -> None:
    one, two = watch().page, watch().page
    for page in (one, two):
        page.goto(f"{served.address}/inbox?show=all&lang=zh")
        page.wait_for_selector(".claim-pane mark")
    one.keyboard.press("a")
    two.locator(".queue .tag.good").first.wait_for(timeout=15_000)
    assert re.search(r"已看 1 /", two.locator("main").inner_text())


def test_a_server_killed_under_a_page_loses_nothing(served: Served, watch: Any) -> None:
    watched = watch()
    page = watched.page
    page.goto(f"{served.address}/inbox?kind=capacity&lang=zh")
    page.wait_for_selector(".claim-pane mark")
    port = int(served.address.rpartition(":")[2])
    served.process.kill()
    served.process.wait(10)
    page.keyboard.press("e")
    page.fill("[name=place]", "曲靖市马龙区")
    page.keyboard.press("Enter")
    page.locator(".claim-pane [role=alert]").wait_for()
    served.start(port)
    page.focus("[name=place]")
    page.keyboard.press("Enter")
    page.locator(".queue .tag.good").first.wait_for()
    places = [c["place"] for c in httpx.get(f"{served.address}/api/inbox?show=all").json()["claims"]]
    assert "曲靖市马龙区" in places
    watched.wrong[:] = [line for line in watched.wrong if "ERR_CONNECTION" not in line]


@pytest.mark.parametrize("width", [1360, 400])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_is_cut(shared_served: Served, watch: Any, width: int, lang: str) -> None:
    page = watch(width).page
    page.goto(f"{shared_served.address}/inbox?lang={lang}")
    page.wait_for_selector(".text mark.here")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("button", name="修改" if lang == "zh" else "Edit").click()
    page.wait_for_selector(".edit")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
