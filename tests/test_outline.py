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


def test_articles_numbered_through_parts_stand_below_them() -> None:
    text = (
        "一、农田\n第一条 修渠\n修好西渠。\n第二条 护田\n看护农田。\n二、鱼塘\n第三条 清塘\n"
        "（一）排水\n（二）晒塘\n第四条 放苗\n放下鱼苗。"
    )
    assert [(level, number) for level, number, _ in tree(text)] == [
        (1, "一、"), (2, "第一条"), (2, "第二条"), (1, "二、"), (2, "第三条"), (3, "（一）"),
        (3, "（二）"), (2, "第四条"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("第一条 修渠\n一、选址\n看地。\n二、开工\n动土。\n第二条 护田\n一、巡查\n看田。", "12212"),
        (
            "一、看好水\n要看好。\n二、管好渠\n要管好。\n修渠办法\n第一条 修渠。\n第二条 护渠。",
            "1111",
        ),
        ("一、公布\n现予公布。\n第一条 修渠\n一、选址\n看地。\n第二条 护田", "1121"),
    ],
)
def test_other_articles_hold_what_is_numbered_below_them(text: str, levels: str) -> None:
    assert "".join(str(level) for level, _, _ in tree(text)) == levels


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


def formatted(*paragraphs: tuple[str, dict[str, object]]) -> list[tuple[int, str | None, str]]:
    """The tree of paragraphs given with what their format says of them."""
    text, made = "", []
    for words, marks in paragraphs:
        made.append(Paragraph(len(text), len(text) + len(words), **marks))  # type: ignore[arg-type]
        text += words + "\n"
    source = SourceText(text, "text/html", paragraphs=tuple(made))
    return [(s.level, s.number, s.title) for s in build_outline(normalise(source))]


BODY = "各村把去年修好的渠道逐段看过，坏的补上，堵的疏通，赶在春灌以前做完这件事。"


def test_an_annex_takes_the_title_below_its_mark() -> None:
    text = f"一、要求\n{BODY}\n附件1\n渠道分工表\n一、东渠\n{BODY}\n附件2：西渠名单"
    assert tree(text) == [
        (1, "一、", "要求"),
        (1, "附件1", "渠道分工表"),
        (1, "一、", "东渠"),
        (1, "附件2", "西渠名单"),
    ]


def test_a_list_of_annexes_at_the_foot_holds_no_headings() -> None:
    foot = "附件：1.渠道分工表\n2.西渠名单\n某县水利局\n2024年3月1日\n"
    assert tree(f"一、要求\n{BODY}\n{foot}") == [(1, "一、", "要求")]
    annexes = "附件1\n渠道分工表\n附件2\n西渠名单"
    assert tree(f"一、要求\n{BODY}\n{foot}{annexes}")[1:] == [
        (1, "附件1", "渠道分工表"),
        (1, "附件2", "西渠名单"),
    ]


def test_a_list_of_annexes_in_the_text_holds_no_headings() -> None:
    text = (
        f"一、要求\n{BODY}\n二、附件\n1.渠道分工表\n2.西渠名单\n附件1\n渠道分工表\n附件2\n西渠名单"
    )
    assert [title for _, _, title in tree(text)] == ["要求", "附件", "渠道分工表", "西渠名单"]


def test_levels_of_the_format_nest_headings_without_numbers() -> None:
    plain: dict[str, object] = {}
    assert formatted(
        ("修渠通报", {"level": 1}),
        ("总体进展", {"level": 2}),
        (BODY, plain),
        ("主要做法", {"level": 2}),
        ("先看后修", {"level": 3}),
        (BODY, plain),
    ) == [(1, None, "总体进展"), (1, None, "主要做法"), (2, None, "先看后修")]


def test_bold_headings_hold_the_numbered_ones_below_them() -> None:
    plain: dict[str, object] = {}
    assert formatted(
        ("修渠总结", {"centred": True}),
        ("主要成效", {"bold": True}),
        ("（一）水到田头", plain),
        (BODY, plain),
        ("几点体会", {"bold": True}),
        (BODY, plain),
    ) == [(1, None, "主要成效"), (2, "（一）", "水到田头"), (1, None, "几点体会")]


def test_bold_headings_below_numbered_ones_are_nested() -> None:
    plain: dict[str, object] = {}
    assert formatted(
        ("一、修渠", plain),
        (BODY, plain),
        ("先看后修", {"bold": True}),
        (BODY, plain),
        ("二、种树", plain),
        (BODY, plain),
    ) == [(1, "一、", "修渠"), (2, None, "先看后修"), (1, "二、", "种树")]


def test_lines_that_stand_alone_between_sentences_are_headings() -> None:
    text = f"修渠记\n{BODY}\n先看后修\n{BODY}\n边修边验\n{BODY}"
    assert tree(text) == [(1, None, "先看后修"), (1, None, "边修边验")]
    assert tree(f"修渠记\n{BODY}\n先看后修\n{BODY}") == []


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("壹、緣起\n貳、內容\n一、設點\n參、經費", ["壹、", "貳、", "一、", "參、"]),
        ("I. Aims\n(I) Water\n(II) Trees\nII. Funds", ["I.", "(I)", "(II)", "II."]),
        ("行动一：修渠\n1.清淤\n行动二：种树", ["行动一：", "1.", "行动二："]),
        ("1.2024年修几条渠？\n答：三条。\n2.谁来修？", ["1.", "2."]),
        ("一是新修渠道。\n二是不断加固渠道。", ["一是", "二是"]),
        ("2.1 选址\n2.1.1灌区\n2.1.2水源", ["2.1", "2.1.1", "2.1.2"]),
    ],
)
def test_series_of_every_kind(text: str, numbers: list[str]) -> None:
    assert [number for _, number, _ in tree(text)] == numbers


def test_one_named_number_is_no_series() -> None:
    assert tree(f"行动一：修渠\n{BODY}") == []


def test_a_number_that_a_typist_doubled_is_a_heading() -> None:
    text = "一、修渠\n（一）清淤\n（二）加固\n（二）验收"
    assert [title for _, _, title in tree(text)] == ["修渠", "清淤", "加固", "验收"]


def test_an_article_takes_its_label_as_title() -> None:
    text = "第一条【目的】为修渠，制定本规定。\n第二条（范围）本县适用。\n第三条 渠长负责。"
    assert [title for _, _, title in tree(text)] == ["目的", "范围", ""]


def test_rows_of_a_plain_table_are_no_headings() -> None:
    assert tree("一、分工\n1.\t清淤\t水利站\n2.\t种树\t林业站") == [(1, "一、", "分工")]


def test_lines_that_lead_to_a_page_are_contents() -> None:
    assert tree(f"一、修渠…………2\n二、种树…………5\n一、修渠\n{BODY}\n二、种树") == [
        (1, "一、", "修渠"),
        (1, "二、", "种树"),
    ]
