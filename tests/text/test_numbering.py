"""Numbers at the head of a paragraph and in running text."""

from __future__ import annotations

import pytest

from policytext.text.numbering import inline_markers, marker_at, ordinal


@pytest.mark.parametrize(
    ("line", "kind", "value", "rest"),
    [
        ("一、总体要求", "han", 1, "总体要求"),
        ("二十一、附则", "han", 21, "附则"),
        ("(三)加强领导", "han_paren", 3, "加强领导"),
        ("12.建设平台", "decimal", 12, "建设平台"),
        ("3、建设平台", "decimal", 3, "建设平台"),
        ("(4)建设平台", "decimal_paren", 4, "建设平台"),
        ("2.3 建设平台", "dotted", 3, "建设平台"),
        ("②建设平台", "circled", 2, "建设平台"),
        ("第十二条 本办法自发布之日起施行", "article", 12, "本办法自发布之日起施行"),
        ("第二章 职责", "chapter", 2, "职责"),
        ("二是建设平台", "han_is", 2, "建设平台"),
        ("First, build a base", "ordinal_word", 1, "build a base"),
        ("Secondly, build a base", "ordinal_word", 2, "build a base"),
        ("IV. Build a base", "roman", 4, "Build a base"),
        ("Article 7 These measures", "article", 7, "These measures"),
        ("附件2", "appendix", 2, ""),
    ],
)
def test_markers(line: str, kind: str, value: int, rest: str) -> None:
    marker = marker_at(line, 0, len(line))
    assert marker is not None
    assert (marker.kind, marker.value, line[marker.title_start :]) == (kind, value, rest)


@pytest.mark.parametrize(
    "line",
    [
        "2024年工作要点",
        "1.5万亩",
        "12.5%的农户",
        "三农工作",
        "一是否决",
        "I think",
        "firstly",
        "5G网络",
    ],
)
def test_what_is_no_marker(line: str) -> None:
    assert marker_at(line, 0, len(line)) is None


@pytest.mark.parametrize(
    ("number", "value"),
    [
        ("第一百零三条", 103),
        ("（十）", 10),
        ("XIX.", 19),
        ("⑳", 20),
        ("1.2.3", 3),
        ("Twentieth", 20),
    ],
)
def test_ordinals(number: str, value: int) -> None:
    assert ordinal(number) == value


def test_inline_enumeration_counts_from_one() -> None:
    text = "部署如下。一是建网络。包括A。二是兴产业;三是育人才。这一是非之地不算。"
    assert [marker.value for marker in inline_markers(text)] == [1, 2, 3]


def test_two_inline_numbers_are_no_enumeration() -> None:
    assert inline_markers("原因有二。一是缺钱。二是缺人。") == []


@pytest.mark.parametrize(
    ("number", "value"),
    [
        ("第二十一条", 21),
        ("(十)", 10),
        ("九十九、", 99),
        ("一百零二、", 102),
        ("拾壹、", 11),
        ("2.13", 13),
    ],
)
def test_ordinals_of_two_digits(number: str, value: int) -> None:
    assert ordinal(number) == value
