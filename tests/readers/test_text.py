"""Plain text: encodings and page furniture. All texts are composed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policytext.errors import InputError, PolicytextError
from policytext.readers import Limits, read_bytes, read_text
from tests.readers.invariants import assert_holds, body

SIMPLIFIED = "各乡镇要加快建设农村网络，把光纤通到每个行政村，让农民用得上、用得好。\n" * 3
TRADITIONAL = "各鄉鎮要加快建設農村網絡，把光纖通到每個行政村，讓農民用得上、用得好。\n" * 3


@pytest.mark.parametrize(
    ("text", "encoding", "named"),
    [
        (SIMPLIFIED, "utf-8", "utf-8"),
        (SIMPLIFIED, "utf-8-sig", "utf-8"),
        (SIMPLIFIED, "gb18030", "gb18030"),
        (SIMPLIFIED, "gb2312", "gb18030"),
        (SIMPLIFIED, "utf-16", "utf-16"),
        (SIMPLIFIED, "utf-16-le", "utf-16-le"),
        (SIMPLIFIED, "utf-16-be", "utf-16-be"),
        (SIMPLIFIED, "utf-32", "utf-32"),
        (TRADITIONAL, "big5", "big5hkscs"),
        (TRADITIONAL, "gbk", "gb18030"),
        ("Build rural networks, and keep them.\n", "ascii", "utf-8"),
    ],
)
def test_encodings(text: str, encoding: str, named: str) -> None:
    source = read_bytes(text.encode(encoding), name="notice.txt")
    assert source.text == text
    assert source.encoding == named


def test_a_guess_says_so() -> None:
    assert [note.code for note in read_bytes(SIMPLIFIED.encode("gb18030")).notes] == [
        "encoding-guessed"
    ]
    assert read_bytes(SIMPLIFIED.encode()).notes == ()


def test_a_text_cut_inside_a_character_is_read_with_a_note() -> None:
    source = read_bytes(SIMPLIFIED.encode()[:-2])
    assert source.text.startswith("各乡镇要")
    assert [note.code for note in source.notes] == ["encoding-damaged"]


def test_line_ends_stay_as_they_are() -> None:
    assert read_bytes("甲。\r\n乙。\r丙。".encode()).text == "甲。\r\n乙。\r丙。"


@pytest.mark.parametrize("data", [b"", b" \n\t", bytes(range(256)) * 20, b"\x00\x01\x02\x03" * 99])
def test_no_text(data: bytes) -> None:
    with pytest.raises(InputError):
        read_bytes(data, name="x.txt")


def test_limits() -> None:
    with pytest.raises(PolicytextError, match="over the limit of 10"):
        read_bytes(b"a" * 11, limits=Limits(max_bytes=10))
    with pytest.raises(PolicytextError, match="over the limit of 10"):
        read_bytes(b"a" * 11, limits=Limits(max_chars=10))


PAGE = """下载
打印
【字号：
大
】
某县智慧农业行动方案
来源：某县日报
一、总体目标
全县要建成一批智慧农场。各乡镇负责落实。技术人员下乡指导。农户自愿参加。每季度通报进展。
二、保障措施
加强领导。落实资金。
友情链接
农业农村部 国家发展和改革委员会 某省农业农村厅
版权所有：某县人民政府
"""


def test_navigation_and_foot_of_a_saved_page() -> None:
    source = read_text(PAGE)
    kept = body(source)
    assert kept.split() == PAGE.split()[5:-5]
    assert "来源：某县日报" in kept


def test_a_link_word_in_the_middle_of_a_text_is_no_foot() -> None:
    text = PAGE.replace("来源：某县日报", "联系我们")
    assert "各乡镇负责落实" in body(read_text(text))


def test_words_of_navigation_inside_a_sentence_stay() -> None:
    text = "打印机要配到每个村委会，收藏好说明书。\n加快建设。\n"
    assert body(read_text(text)) == text


@given(st.binary(max_size=300))
def test_any_bytes_give_a_text_or_our_error(data: bytes) -> None:
    try:
        source = read_bytes(data)
    except PolicytextError:
        return
    assert_holds(source)


@given(st.text(max_size=300))
def test_any_text_holds(text: str) -> None:
    try:
        source = read_text(text)
    except InputError:
        return
    assert_holds(source)
    assert source.text == text
