"""The outline: nesting, run-in titles, contents, signatures."""

from __future__ import annotations

import pytest

from policytext.outline import Outline, build_outline
from policytext.readers.source import Cell, Paragraph, SourceText, Table
from policytext.text.normalise import normalise


def outline(text: str) -> Outline:
    return build_outline(normalise(SourceText(text, "text/plain")))


def tree(text: str) -> list[tuple[int, str | None, str]]:
    return [(section.level, section.number, section.title) for section in outline(text)]


def test_three_levels_with_run_in_titles() -> None:
    text = (
        "一、夯实基础\n（一）建设网络。各县要把光纤通到村。\n1．修路。修通到户的路。\n"
        "2．架线。架好电线。\n（二）建设平台\n二、保障措施\n（一）加强领导：各级负责。"
    )
    assert tree(text) == [
        (1, "一、", "夯实基础"),
        (2, "（一）", "建设网络"),
        (3, "1．", "修路"),
        (3, "2．", "架线"),
        (2, "（二）", "建设平台"),
        (1, "二、", "保障措施"),
        (2, "（一）", "加强领导"),
    ]


def test_tasks_numbered_through_all_aspects() -> None:
    text = "一、网络\n1.光纤入户\n2.基站到村\n二、产业\n3.电商兴农\n三、人才\n4.培训农民"
    assert [number for _, number, _ in tree(text)] == [
        "一、",
        "1.",
        "2.",
        "二、",
        "3.",
        "三、",
        "4.",
    ]
    assert [section.parent for section in outline(text)] == [None, 0, 0, None, 3, None, 5]


def test_a_number_out_of_series_is_no_heading() -> None:
    assert tree("一、网络\n90.当地的老邮编已经停用\n二、产业") == [
        (1, "一、", "网络"),
        (1, "二、", "产业"),
    ]


def test_contents_do_not_double_the_headings() -> None:
    text = "目录\n一、网络……1\n二、产业……5\n一、网络\n光纤通到村。\n二、产业\n电商进乡。"
    sections = outline(text)
    assert [section.title for section in sections] == ["网络", "产业"]
    assert sections[0].start > text.index("5")


def test_the_signature_belongs_to_no_section() -> None:
    text = (
        "请认真落实。\n一、网络\n光纤通到村。\n某某市农业农村局\n2024年5月15日\n"
        "某某市行动方案\n一、产业\n电商进乡。"
    )
    first, second = outline(text)
    assert text[first.body_start : first.body_end].strip() == "光纤通到村。"
    assert second.parent is None


def test_fixed_headings_need_no_number() -> None:
    text = "工作目标\n到年底建成网络。\n一、网络\n光纤通到村。\n保障措施\n各级负责。"
    assert tree(text) == [(1, None, "工作目标"), (1, "一、", "网络"), (1, None, "保障措施")]


def test_a_fixed_heading_of_tasks_holds_the_numbered_parts() -> None:
    assert [level for level, _, _ in tree("重点任务\n一、网络\n（一）光纤\n二、产业")] == [
        1,
        2,
        3,
        2,
    ]


def test_running_enumeration() -> None:
    text = "通知作出部署。一是建好网络。包括修路，架线。二是兴旺产业。三是培育人才。各地要落实。"
    assert [title for _, _, title in tree(text)] == ["建好网络", "兴旺产业", "培育人才"]


def test_a_number_at_the_very_end_is_no_heading() -> None:
    text = "部署如下。一是建好网络。二是兴旺产业。三是培育人才。四是"
    assert [title for _, _, title in tree(text)] == ["建好网络", "兴旺产业", "培育人才"]


def test_responsible_bodies_are_no_part_of_a_title() -> None:
    assert tree("一、建设网络（责任单位：省通信管理局）\n二、发展电商")[0][2] == "建设网络"


def test_english_ordinals() -> None:
    text = (
        "The plan says:\nFirst, build networks. It includes laying fibre.\nSecond, train farmers."
    )
    assert tree(text) == [(1, "First", "build networks"), (1, "Second", "train farmers")]


def test_numbers_in_tables_are_no_headings() -> None:
    text = "一、网络\n1.光纤入户\n二、产业"
    start = text.index("1.")
    lines = [Paragraph(0, 4), Paragraph(5, 11), Paragraph(12, len(text))]
    table = Table(start, start + 6, (Cell(0, 0, start, start + 6),))
    source = SourceText(text, "text/html", paragraphs=tuple(lines), tables=(table,))
    assert [section.title for section in build_outline(normalise(source))] == ["网络", "产业"]


@pytest.mark.parametrize("text", ["", "只有一段话，没有标题。", "\n\n"])
def test_no_headings(text: str) -> None:
    assert outline(text) == ()


def test_bodies_nest() -> None:
    text = "一、网络\n（一）光纤\n甲。\n（二）基站\n乙。\n二、产业\n丙。"
    sections = outline(text)
    for section in sections:
        assert section.start <= section.title_start <= section.end <= section.body_end
        if section.parent is not None:
            parent = sections[section.parent]
            assert parent.end <= section.start
            assert section.body_end <= parent.body_end
