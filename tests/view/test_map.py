from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from browser import chromium
from composed import composed

from policytext import schema
from policytext.errors import PolicytextError
from policytext.view.coverage import coverage_table
from policytext.view.heatmap import map_html, write_map

ATTACK = "</script><script>document.title='owned'</script>"


def document(adcode: str | None, year: int | None = 2024, **covered: str) -> schema.PolicyDocument:
    """A result of a territory and year whose coverage is as said: T01="covered"."""
    place = adcode and schema.Jurisdiction(adcode=adcode, name="某地", name_en="Somewhere")
    doc = composed(
        jurisdiction=place, issued_on=year and date(year, 1, 2), title=f"{adcode} {ATTACK}"
    )
    coverage = [
        entry.model_copy(
            update={
                "status": covered.get(entry.task_id, "absent"),
                "evidence": ["P1"] if entry.task_id in covered else [],
            }
        )
        for entry in doc.coverage
    ]
    return doc.model_copy(update={"coverage": coverage})


DOCS = [
    document("330000", T01="covered", T02="partial"),
    document("330100", 2023, T02="covered"),
    document("500000", T09="covered"),
    document("100000", T01="covered", T09="covered"),
    document(None, None, T03="partial"),
]


def test_documents_count_for_the_province_they_lie_in() -> None:
    table = coverage_table(DOCS)
    assert [row.adcode for row in table.rows] == ["000000", "100000", "330000", "500000"]
    assert [row.name for row in table.rows] == ["地区不详", "某地", "浙江省", "重庆市"]
    assert table.status("330000", "T02") == "covered"
    best = table.best("330000", "T02")
    assert best is not None
    assert best.year == 2023
    assert table.total("330000") == 2
    assert table.status("000000", "T03") == "partial"
    assert table.total("000000") == 0
    assert len(table.tasks) == 28


def test_documents_that_failed_are_counted() -> None:
    failed = schema.ErrorRecord(uri="x", error="input-unreadable", message="broken")
    assert coverage_table([*DOCS, failed]).failed == 1


def test_results_that_cannot_be_compared_are_refused() -> None:
    other = DOCS[0].provenance.model_copy(
        update={"taxonomy": schema.Artefact(id="mine", sha256="2" * 64)}
    )
    with pytest.raises(PolicytextError, match=r"several: digital-rural-2024 .*mine"):
        coverage_table([*DOCS, DOCS[0].model_copy(update={"provenance": other})])
    none = DOCS[0].provenance.model_copy(update={"taxonomy": None})
    with pytest.raises(PolicytextError, match="without a taxonomy"):
        coverage_table([DOCS[0].model_copy(update={"provenance": none})])
    with pytest.raises(PolicytextError, match="nothing to map"):
        coverage_table([])


def test_the_data_in_the_page_is_whole_and_cannot_end_its_element() -> None:
    page = map_html(coverage_table(DOCS))
    inside = re.search(r'id="data">(.*?)</script>', page, re.DOTALL)
    assert inside is not None
    data = json.loads(inside[1])
    assert len(data["findings"]) == 5 * 28
    assert ATTACK in data["findings"][0]["document"]
    assert page.count("<script") == 3


@pytest.mark.parametrize("ending", ["svg", "png"])
def test_figures_are_the_same_twice(ending: str, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    paths = [tmp_path / f"{number}.{ending}" for number in (1, 2)]
    for path in paths:
        write_map(DOCS, path, order="total")
    assert paths[0].read_bytes() == paths[1].read_bytes()
    assert paths[0].stat().st_size > 1000


def test_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PolicytextError, match=r"\.html, \.png, \.svg"):
        write_map(DOCS, tmp_path / "map.gif")


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Any:
    path = tmp_path_factory.mktemp("map") / "map.html"
    write_map(DOCS, path)
    with chromium() as browser:
        opened = browser.new_page()
        opened.complaints = []
        opened.on("pageerror", lambda error: opened.complaints.append(str(error)))
        opened.on("console", lambda message: opened.complaints.append(message.text))
        opened.asked = []
        opened.on("request", lambda request: opened.asked.append(request.url))
        opened.address = path.as_uri()
        yield opened


def names(page: Any) -> list[str]:
    return page.locator("#grid tbody th").all_text_contents()  # type: ignore[no-any-return]


def test_the_map_in_a_browser(page: Any) -> None:
    page.goto(page.address)
    assert page.asked == [page.address]
    assert page.title() == "省份 × 任务覆盖图"
    assert names(page) == ["地区不详", "某地", "浙江省", "重庆市"]
    assert page.locator("#grid tfoot td").all_text_contents()[:3] == ["2", "1", "0"]
    page.locator("#sort-rows").select_option("total")
    assert names(page) == ["某地", "浙江省", "重庆市", "地区不详"]
    page.locator("#grid thead button", has_text="T03").click()
    assert names(page)[0] == "地区不详"
    page.locator("#year").select_option("2023")
    assert names(page) == ["浙江省"]
    page.locator("td button.covered").click()
    shown = page.locator("#evidence").inner_text()
    assert ATTACK in shown
    assert "山区光纤用户超过120万户" in shown
    page.keyboard.press("Escape")
    assert page.locator("#years tbody th").all_text_contents() == ["无日期", "2023", "2024"]
    page.locator("#language").click()
    assert names(page) == ["Zhejiang"]
    assert page.complaints == []
