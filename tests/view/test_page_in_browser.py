from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import chromium
from composed import TEXT, composed

from policytext import schema
from policytext.view.page import render_html

DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
ATTACK = '<script>document.title=\'owned\'</script><img src=x "onerror="alert(1)">\n'


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("page") / "page.html"
    text = TEXT + ATTACK
    path.write_text(render_html(composed(text=text), text), encoding="utf-8")
    return path.as_uri()


def opened(browser: Any, address: str, **context: Any) -> Any:
    """The page, with what it asked for and complained about kept on it."""
    page = browser.new_context(**{"viewport": DESKTOP, **context}).new_page()
    page.asked, page.complaints = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("console", lambda message: page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto(address)
    page.wait_for_selector("html[data-ready]")
    return page


def words_of(page: Any, selector: str) -> str:
    """The marked words, joined over the segments of one place."""
    return "".join(page.locator(selector).all_text_contents())


def test_the_page_asks_for_nothing_and_runs_nothing_of_the_document(
    browser: Any, address: str
) -> None:
    page = opened(browser, address)
    assert page.asked == [address]
    assert page.complaints == []
    assert page.title() == "云山省数字乡村建设年度安排"
    assert page.evaluate("document.getElementById('text').textContent") == TEXT + ATTACK


def test_an_item_leads_to_its_place_and_back(browser: Any, address: str) -> None:
    page = opened(browser, address)
    page.locator("li", has_text="农产品网络零售额").locator("a.go").click()
    assert words_of(page, ".m.here") == "农产品网络零售额力争达到300亿元左右"
    page.locator(".m.here").first.click()
    assert "农产品网络零售额" in words_of(page, "li.here")
    page.go_back()
    assert words_of(page, ".m.here") == "农产品网络零售额力争达到300亿元左右"


def test_overlapping_marks_are_reached_one_after_the_other(browser: Any, address: str) -> None:
    page = opened(browser, address)
    mark = page.locator(".m.k-target.k-label").first
    mark.click()
    first = page.evaluate("location.hash")
    mark.click()
    assert page.evaluate("location.hash") != first


def test_kinds_and_tasks_filter_the_list_and_the_marks(browser: Any, address: str) -> None:
    page = opened(browser, address)
    page.locator("input[data-kind=agency]").uncheck()
    assert not page.locator(".group[data-kind=agency]").is_visible()
    colour = "getComputedStyle(document.querySelector('.m.k-agency')).borderBottomWidth"
    assert page.evaluate(colour) == "0px"
    page.locator("#task").select_option("T09")
    visible = page.locator(".group[data-kind=target] li:visible").all_text_contents()
    assert len(visible) == 1
    assert "农产品网络零售额" in visible[0]
    dimmed = "getComputedStyle(document.querySelector('.m.k-target.off')).backgroundImage"
    assert page.evaluate(dimmed) == "none"
    page.locator("#task").select_option("A1.T1")
    assert page.locator(".group[data-kind=target] li:visible").count() == 2


def test_search_narrows_the_list_and_says_when_nothing_fits(browser: Any, address: str) -> None:
    page = opened(browser, address)
    page.keyboard.press("/")
    page.keyboard.type("通信管理局")
    assert page.locator("li[id]:visible").count() == 1
    page.keyboard.type("无此机构")
    assert page.locator("#nothing").is_visible()


def test_the_keyboard_walks_the_marks(browser: Any, address: str) -> None:
    page = opened(browser, address)
    for key, selector, words in (
        ("j", ".m.here", "《数字乡村发展行动计划（2022-2025年）》"),
        ("j", ".m.here", "列出2项任务"),
        ("k", ".m.here", "《数字乡村发展行动计划（2022-2025年）》"),
        ("Enter", "li.here", "行动计划"),
    ):
        page.keyboard.press(key)
        # The mark moves when the browser tells of the new address, a moment after the key.
        page.locator(selector).filter(has_text=words).first.wait_for()


def test_the_interface_changes_its_language(browser: Any, address: str) -> None:
    page = opened(browser, address)
    assert page.locator(".group[data-kind=target] h2").text_content() == "目标"
    page.locator("#language").click()
    assert page.locator(".group[data-kind=target] h2").text_content() == "Targets"
    assert page.locator("#search").get_attribute("placeholder") == "Search the list"


@pytest.mark.parametrize(("scheme", "other"), [("light", "dark"), ("dark", "light")])
def test_light_and_dark_follow_the_system_and_the_button(
    browser: Any, address: str, scheme: str, other: str
) -> None:
    page = opened(browser, address, color_scheme=scheme)
    backdrop = "getComputedStyle(document.body).backgroundColor"
    colours = {"light": "rgb(251, 250, 247)", "dark": "rgb(22, 24, 27)"}
    assert page.evaluate(backdrop) == colours[scheme]
    page.locator("#theme").click()
    assert page.evaluate(backdrop) == colours[other]


def test_a_phone_shows_text_and_list_in_turn_and_never_scrolls_sideways(
    browser: Any, address: str
) -> None:
    page = opened(browser, address, viewport=PHONE)
    assert not page.locator("aside").is_visible()
    page.locator("#to-items").click()
    assert not page.locator("main").is_visible()
    page.locator("li", has_text="农产品网络零售额").locator("a.go").click()
    assert page.locator("main").is_visible()
    for view in ("text", "items"):
        page.locator(f"#to-{view}").click()
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_print_shows_the_text_and_the_lists_without_controls(browser: Any, address: str) -> None:
    page = opened(browser, address, viewport=PHONE)
    page.emulate_media(media="print")
    assert page.locator("main").is_visible()
    assert page.locator("aside").is_visible()
    assert not page.locator("#controls").is_visible()


def test_half_a_megabyte_opens_whole(browser: Any, tmp_path: Path) -> None:
    copies = 500_000 // len(TEXT.encode()) + 1
    doc = composed()
    targets = [
        target.model_copy(update={"id": f"{copy}-{target.id}", "span": _moved(target.span, copy)})
        for copy in range(copies)
        for target in doc.targets
    ]
    path = tmp_path / "big.html"
    big = doc.model_copy(update={"targets": targets})
    path.write_text(render_html(big, TEXT * copies), encoding="utf-8")
    page = opened(browser, path.as_uri())
    assert page.locator(".group[data-kind=target] li").count() == 3 * copies
    page.evaluate(f"location.hash = 'm{3 * copies - 1}.0'")
    page.wait_for_selector(".m.here")
    assert words_of(page, ".m.here") == doc.targets[-1].span.quote
    assert page.locator(".m.here").first.bounding_box()["y"] < DESKTOP["height"]


def _moved(span: schema.Span, copies: int) -> schema.Span:
    by = copies * len(TEXT)
    return span.model_copy(update={"start": span.start + by, "end": span.end + by})
