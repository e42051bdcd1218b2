"""Normalisation: what changes, and that every range finds its way back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policytext.readers.source import Paragraph, SourceText
from policytext.text.normalise import normalise

TEXTS = st.text(
    alphabet=st.one_of(
        st.sampled_from(
            "农業村数字发展網絡，。（）12３亿％ \n\r\u3000\u00a0\u200b⾰⻓㎡㈠ﬁ①abThe.-"
        ),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=80,
)


def plain(text: str) -> SourceText:
    return SourceText(text, "text/plain")


@given(TEXTS, st.data())
def test_every_character_maps_back_in_order(text: str, data: st.DataObject) -> None:
    cut = sorted(
        data.draw(st.lists(st.integers(0, len(text)), max_size=4, unique=True), label="furniture")
    )
    furniture = tuple(zip(cut[::2], cut[1::2], strict=False))
    normal = normalise(SourceText(text, "text/plain", furniture=furniture))
    assert len(normal.text) == len(normal.written) == normal.offsets.length
    last = 0
    for i, character in enumerate(normal.written):
        start, end = normal.offsets.to_source(i, i + 1)
        assert last <= start <= end <= len(text)
        last = start
        if character.isalnum():
            assert start < end
            assert not any(a <= start < b for a, b in furniture)
    for start, end in normal.paragraphs:
        assert start < end
        assert "\n" not in normal.text[start:end]


@given(TEXTS)
def test_a_second_pass_changes_nothing(text: str) -> None:
    once = normalise(plain(text)).written
    paragraphs = []
    place = 0
    for line in once.split("\n"):
        paragraphs.append(Paragraph(place, place + len(line)))
        place += len(line) + 1
    source = SourceText(once, "text/plain", paragraphs=tuple(paragraphs))
    assert normalise(source).written.split() == once.split()


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("（一）加强１０．５％的投入；", "(一)加强10.5%的投入;"),
        ("深化改⾰，服务⺠⽣，加快增⻓", "深化改革，服务民生，加快增长"),
        ("数 字 乡 村", "数字乡村"),
        ("通　　知", "通知"),
        ("王 强　示例大学教授", "王强 示例大学教授"),  # rosters: a name set apart, then the body
        ("责 任 单位", "责任单位"),
        ("到 2025 年底达到 200 万户", "到2025年底达到200万户"),
        ("中共中央 国务院关于三农工作的意见", "中共中央 国务院关于三农工作的意见"),
        ("一　总体要求", "一 总体要求"),
        ("面积1000㎡，㈠目标", "面积1000m²，(一)目标"),
        ("①②见注¹，约½", "①②见注¹，约½"),
        ("分别为100，200万", "分别为100，200万"),
        ("推进农村电商,发展物流", "推进农村电商，发展物流"),
        ("共1,200个", "共1,200个"),
        ("数\u200b字", "数字"),
    ],
)
def test_what_changes_in_chinese(raw: str, text: str) -> None:
    assert normalise(plain(raw)).text == text


def test_written_keeps_script_and_marks() -> None:
    normal = normalise(plain("農業農村廳（網絡）：發展數字鄉村"))
    assert normal.language == "zh-Hant"
    assert normal.text == "农业农村厅(网络):发展数字乡村"
    assert normal.written == "農業農村廳（網絡）：發展數字鄉村"


def test_hard_wrapped_lines_are_joined() -> None:
    body = "各地要加快建设面向农户的信息服务站点并且把服务延伸到每个行政村和自然村" * 4
    lines = [body[i : i + 24] for i in range(0, len(body), 24)]
    raw = "总体要求\n" + "\n".join(lines) + "\n二、工作任务\n" + "\n".join(lines)
    normal = normalise(plain(raw))
    assert normal.text == f"总体要求\n{body}\n二、工作任务\n{body}"


def test_hard_wrapped_english_is_joined_with_spaces() -> None:
    sentence = "Townships will publish the list of service stations and keep it up to date. "
    words = (sentence * 6).split()
    lines: list[str] = [""]
    for word in words:
        if len(lines[-1]) + len(word) > 60:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    assert normalise(plain("\n".join(lines))).text == " ".join(words)


def test_a_short_notice_is_not_taken_for_wrapped_lines() -> None:
    raw = (
        "某某省人民政府办公厅关于做好秋粮收购工作的通知\n某政办发〔2026〕9号\n"
        "各市、县人民政府，省政府各有关部门和单位：\n秋粮收购事关农民收入，各地要早做准备。\n"
        "收购资金要按时足额到位，不得打白条。\n粮库要开足窗口，方便农民交粮。\n"
    )
    assert normalise(plain(raw)).text == raw.strip().replace("：", ":")


def test_lines_that_are_paragraphs_stay_apart() -> None:
    raw = "一、总体要求\n坚持统筹推进。\n二、主要目标\n到年底取得进展。\n三、保障措施\n加强领导。"
    assert normalise(plain(raw)).text == raw


def test_furniture_inside_a_paragraph_is_bridged() -> None:
    raw = "推进农村网络\n— 3 —\n设施建设。"
    at = raw.index("—")
    source = SourceText(
        raw,
        "application/pdf",
        page_starts=(0, at),
        paragraphs=(Paragraph(0, len(raw)),),
        furniture=((at, at + 5),),
    )
    normal = normalise(source)
    assert normal.text == "推进农村网络设施建设。"
    start, end = normal.offsets.to_source(4, 8)
    assert raw[start:end] == "网络\n— 3 —\n设施"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("加快农村网络建设", "zh-Hans"),
        ("加快農村網絡建設", "zh-Hant"),
        ("Build rural networks", "en"),
        ("Le ministère de l'agriculture a publié les mesures pour la campagne. " * 5, "und"),
        ("農業をすすめるためのデジタルかについて", "und"),
        ("Министерство сельского хозяйства", "und"),
        ("12345", "und"),
        ("", "und"),
    ],
)
def test_language(text: str, language: str) -> None:
    assert normalise(plain(text)).language == language


def test_places_map_back_through_segments_of_every_kind() -> None:
    raw = "  数 字㈠ab\n\n完"
    normal = normalise(SourceText(raw, "text/plain"))
    assert normal.written == "数字(一)ab\n完"
    to_source = normal.offsets.to_source
    assert [to_source(i, i + 1) for i in range(9)] == [
        (2, 3), (4, 5), (5, 6), (5, 6), (5, 6), (6, 7), (7, 8), (8, 10), (10, 11),
    ]  # fmt: skip
    assert to_source(0, 9) == (2, 11)
    assert to_source(9, 9) == (11, 11)
    assert to_source(1, 1) == (4, 4)
    with pytest.raises(ValueError, match="outside the text"):
        to_source(3, 10)


def test_traditional_runs_are_converted_side_by_side() -> None:
    normal = normalise(plain("發展，網絡；後來1990年代的乾坤。" * 3))
    assert normal.text == "发展，网络;后来1990年代的乾坤。" * 3
