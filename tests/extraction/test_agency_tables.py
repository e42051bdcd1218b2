"""Bodies in tables: roles by column, regions and kinds of bodies in a column of bodies."""

from __future__ import annotations

from policytext.extraction.agencies import find_agencies
from policytext.readers.source import Cell, SourceText, Table
from policytext.text.normalise import normalise

ZHEJIANG, HANGZHOU = "330000", "330100"


def in_tables(*tables: list[list[str]], adcode: str | None = None) -> list[tuple[str, str]]:
    """Ids and roles of the bodies in composed tables that stand one below the other."""
    text = "".join(words + "\n" for rows in tables for row in rows for words in row)
    place, found = 0, []
    for rows in tables:
        cells = []
        for r, row in enumerate(rows):
            for c, words in enumerate(row):
                cells.append(Cell(r, c, place, place + len(words)))
                place += len(words) + 1
        found.append(Table(cells[0].start, cells[-1].end, tuple(cells)))
    normal = normalise(SourceText(text, "text/html", tables=tuple(found)))
    return [(m.agency_id, m.role) for m in find_agencies(normal, (), adcode, None)]


def test_a_table_overleaf_keeps_the_head_of_its_first_part() -> None:
    found = in_tables([["任务", "牵头单位"], ["晒谷", "水利部"]], [["晒鱼", "财政部"]])
    assert found == [("cn/water", "lead"), ("cn/finance", "lead")]


def test_a_region_alone_in_a_column_of_bodies_is_its_government() -> None:
    rows = [["任务", "责任单位"], ["修渠", "桐庐县、市水务局"], ["在建德市种茶", "市财政局"]]
    assert in_tables(rows, adcode=HANGZHOU) == [
        ("cn-330122/gov", "lead"),
        ("cn-3301/water", "responsible"),
        ("cn-3301/finance", "lead"),
    ]


def test_regions_elsewhere_in_a_table_are_no_bodies() -> None:
    assert in_tables([["地区", "任务"], ["桐庐县", "修渠"]], adcode=HANGZHOU) == []


def test_a_bracket_in_a_column_gives_no_roles_of_its_own() -> None:
    rows = [
        ["任务", "牵头单位", "配合单位"],
        ["建园", "市财政局", "市水务局，三园两带（桐庐县政府、淳安县政府）"],
    ]
    assert in_tables(rows, adcode=HANGZHOU) == [
        ("cn-3301/finance", "lead"),
        ("cn-3301/water", "cooperating"),
        ("cn-330122/gov", "cooperating"),
        ("cn-330127/gov", "cooperating"),
    ]


def test_a_label_in_a_cell_goes_before_the_head_of_its_column() -> None:
    rows = [["任务", "责任单位"], ["建园", "市财政局（配合单位：市水务局）"]]
    assert in_tables(rows, adcode=HANGZHOU)[1] == ("cn-3301/water", "cooperating")


def test_universities_of_a_place_are_a_kind_of_body_in_lists_only() -> None:
    rows = [["任务", "配合单位"], ["办班", "市财政局，各在杭高校"]]
    assert in_tables(rows, adcode=HANGZHOU)[1] == ("generic/universities", "cooperating")
    prose = normalise(SourceText("二十所在杭高校开设了课程。", "text/plain"))
    assert find_agencies(prose, (), HANGZHOU, None) == []
