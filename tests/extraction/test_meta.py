"""Metadata: composed heads with floors, and one test for each class of failure."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from gold_meta import as_text, entries
from hypothesis import given
from hypothesis import strategies as st

import policytext as pt
from policytext.extraction.items import MetaItem
from policytext.extraction.meta import find_meta
from policytext.outline import build_outline

FIELDS = (
    "title", "doc_number", "doc_type", "level", "adcode", "issued_on", "published_on", "period",
)  # fmt: skip
HEADS = entries("heads.jsonl")
# Share of the heads whose field must be right. Lowering one takes a line in CHANGELOG.md.
FLOOR = 1.0


def meta_of(text: str, stated: tuple[tuple[str, str], ...] = ()) -> MetaItem:
    normal = as_text(text, stated)
    return find_meta(normal, build_outline(normal), stated)


def test_gold_floor() -> None:
    right: Counter[str] = Counter()
    wrong: list[str] = []
    for head in HEADS:
        found = meta_of(head["text"], tuple((a, b) for a, b in head["stated"]))
        for field in FIELDS:
            value = getattr(found, field)
            value = value.isoformat() if isinstance(value, date) else value
            right[field] += value == head[field]
            if value != head[field]:
                wrong.append(f"{head['id']} {head['kind']}: {field} {value!r}")
    assert len(HEADS) >= 50
    assert all(right[field] >= FLOOR * len(HEADS) for field in FIELDS), "\n".join(wrong)


def test_gold_is_not_trivial() -> None:
    """Every field is filled in many heads and empty in some, where it can be empty."""
    for field in FIELDS:
        filled = sum(head[field] is not None for head in HEADS)
        assert filled >= 8, field
        assert filled < len(HEADS) or field == "doc_type"


@pytest.mark.parametrize("head", HEADS, ids=lambda head: head["id"])
def test_extents_quote_what_they_say(head: dict[str, str]) -> None:
    normal = as_text(head["text"])
    found = find_meta(normal, build_outline(normal), ())
    if found.title_at:
        quoted = normal.written[slice(*found.title_at)]
        assert "".join(quoted.split()) == "".join((found.title or "").split())
    for day, extent in (
        (found.issued_on, found.issued_at),
        (found.published_on, found.published_at),
    ):
        assert (day is None) == (extent is None)
        if day and extent:
            quoted = normal.text[slice(*extent)]
            assert str(day.day) in quoted or "二" in quoted or "三" in quoted


class TestTitle:
    def test_a_line_that_repeats_the_issuer_is_letterhead(self) -> None:
        found = meta_of("湖东省林业局\n湖东省林业局关于护林员定位的通知\n各市林业局：\n请照办。\n")
        assert found.title == "湖东省林业局关于护林员定位的通知"

    def test_a_label_between_ends_the_title(self) -> None:
        found = meta_of("专题专栏\n浏览次数：15\n湖东省林业局关于护林员定位的通知\n各市林业局：\n")
        assert found.title == "湖东省林业局关于护林员定位的通知"

    def test_a_site_name_behind_the_stated_title_is_dropped_to_find_it(self) -> None:
        stated = (("title", "护林员定位办法_湖东林业网"),)
        found = meta_of("首页\n护林员定位办法\n第一条 定位器随身带。\n", stated)
        assert found.title == "护林员定位办法"
        assert found.title_at is not None

    def test_no_title_is_made_up(self) -> None:
        found = meta_of(
            "护林员每天走二十里山路，手机没有信号就用北斗发短报文，回到站里再补记录。\n"
        )
        assert (found.title, found.title_at) == (None, None)


class TestDates:
    def test_day_of_effect_is_not_day_of_issue(self) -> None:
        found = meta_of("护林员定位办法\n第一条 定位器随身带。\n自2031年2月3日起施行\n")
        assert found.issued_on is None

    def test_impossible_day_is_no_date(self) -> None:
        assert meta_of("护林员定位办法\n湖东省林业局\n2023年2月30日\n").issued_on is None

    def test_dateline_later_than_publication_is_of_the_year_before(self) -> None:
        found = meta_of(
            "护林员有了新装备\n来源：山乡网 2024-01-01\n新华社12月31日电 记者从林业局获悉，"
            "护林员领到了定位器。\n"
        )
        assert found.issued_on == date(2023, 12, 31)

    def test_dateline_without_any_year_is_no_date(self) -> None:
        found = meta_of("护林员有了新装备\n新华社12月31日电 记者从林业局获悉，定位器到了。\n")
        assert (found.doc_type, found.issued_on) == ("news", None)

    def test_date_of_publication_that_only_the_format_states(self) -> None:
        found = meta_of("护林员定位办法\n第一条 随身带。\n", (("pubdate", "2022-04-05 08:00"),))
        assert (found.published_on, found.published_at) == (date(2022, 4, 5), None)


class TestTerritory:
    def test_number_of_another_document_says_nothing(self) -> None:
        found = meta_of("护林员定位办法\n第一条 根据粤府办〔2023〕5号文件，定位器随身带。\n")
        assert (found.level, found.doc_number) == (None, None)

    def test_code_word_of_the_number_decides_where_nothing_else_does(self) -> None:
        found = meta_of("关于护林员定位的通知\n粤林函〔2023〕5号\n各单位：\n定位器随身带。\n")
        assert (found.level, found.adcode) == ("provincial", "440000")

    def test_region_in_the_topic_does_not_beat_the_issuer(self) -> None:
        found = meta_of("水利部关于四川都江堰数字孪生工作的通知\n有关单位：\n请照办。\n")
        assert found.adcode == "100000"


@given(
    st.text(
        alphabet="关于印发的通知意见《》（）〔〕2024年5月1日号省市\n：。，一、 abcPlan",
        max_size=300,
    )
)
def test_any_text_gives_extents_inside_it(text: str) -> None:
    normal = as_text(text)
    found = find_meta(normal, build_outline(normal), ())
    for extent in (found.title_at, found.issued_at, found.published_at):
        assert extent is None or 0 <= extent[0] < extent[1] <= len(normal.text)


def speech(rival: int, parts: int) -> str:
    """A composed work report that names 绍兴 ten times, 杭州 and its own districts as told."""
    opening = "各位代表：\n现在，我代表市人民政府，向大会报告工作，请予审议。绍兴修渠，全市种茶。\n"
    body = [f"第{i}季度绍兴市修好水渠{i}条，全市受益。" for i in range(1, 9)]
    body += [f"与杭州市合办茶会{i + 2}场。" for i in range(rival)]
    body += [f"越城区种茶{i + 3}亩，柯桥区修塘{i + 2}口。" for i in range(parts)]
    return opening + "\n".join(body) + "\n各位代表，绍兴水美茶香，全市人民齐心向前。"


def test_a_city_that_names_its_districts_is_told_from_its_partner() -> None:
    assert pt.extract_text(speech(5, 0)).meta.jurisdiction is None
    found = pt.extract_text(speech(5, 3)).meta.jurisdiction
    assert found is not None
    assert found.adcode == "330600"
    assert pt.extract_text(speech(20, 3)).meta.jurisdiction is None
