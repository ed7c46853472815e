"""The ledger's page in a real browser, at a desk and on a phone."""

from __future__ import annotations

from typing import Any

import pytest

from web.conftest import Served

pytestmark = pytest.mark.browser

VIEWS = ("", "&view=conflicts", "&view=checks", "&view=documents", "&view=news")


@pytest.mark.parametrize("width", [1360, 400])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_is_cut_on_any_view(shared_served: Served, watch: Any, width: int, lang: str) -> None:
    page = watch(width).page
    for view in VIEWS:
        page.goto(f"{shared_served.address}/ledger?lang={lang}{view}")
        page.wait_for_selector("main .card")
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, view


def test_a_row_opens_its_sentences_and_the_address_brings_them_back(shared_served: Served, watch: Any) -> None:
    page = watch().page
    page.goto(f"{shared_served.address}/ledger?lang=zh")
    page.locator("tr.pick", has_text="磷酸铁锂").first.click()
    page.wait_for_selector(".panel mark")
    told = page.locator(".panel mark").all_inner_texts()
    assert any("5.3万吨磷酸铁锂" in text for text in told)
    address = page.url
    again = watch().page
    again.goto(address)
    again.wait_for_selector(".panel mark")
    assert again.locator(".panel mark").all_inner_texts() == told
    page.go_back()
    page.wait_for_selector(".panel.idle", state="attached")


def test_the_slider_goes_back_in_time(shared_served: Served, watch: Any) -> None:
    page = watch().page
    page.goto(f"{shared_served.address}/ledger?lang=zh&at=2020-10")
    page.wait_for_load_state("networkidle")
    early = page.locator("tr.pick").count()
    page.locator("#when").focus()
    page.keyboard.press("End")
    page.wait_for_url(lambda url: "at=" not in url)
    page.wait_for_load_state("networkidle")
    assert page.locator("tr.pick").count() >= early
    page.keyboard.press("Home")
    page.wait_for_url(lambda url: "at=20" in url)
