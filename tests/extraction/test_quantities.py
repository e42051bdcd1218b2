from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policytext.extraction.items import Quantity
from policytext.extraction.quantities import find_quantities
from policytext.extraction.units import units


def one(text: str, language: str = "zh-Hans") -> Quantity:
    found = find_quantities(text, language)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "comparator", "value", "value_max", "unit"),
    [
        ("用户超过2亿", "gt", "200000000", None, None),
        ("提升2个百分点", "eq", "2", None, "pp"),
        ("突破6300亿元", "gt", "630000000000", None, "CNY"),
        ("提高5-20%", "range", "5", "20", "%"),
        ("新建200至300家", "range", "200", "300", "count:家"),
        ("种植2—3万亩", "range", "20000", "30000", "mu"),
        ("不低于百分之零点九", "ge", "0.9", None, "%"),
        ("三分之二以上", "ge", "0.666667", None, "fraction"),
        ("达到两成", "eq", "20", None, "%"),
        ("实现翻两番", "eq", "4", None, "times"),
        ("约20多万人", "gt", "200000", None, "person"),
        ("发放2000余元", "gt", "2000", None, "CNY"),
        ("缩小到2.5:1", "eq", "2.5", None, "ratio"),
        ("控制在5%左右", "approx", "5", None, "%"),
        ("控制在5%以内", "le", "5", None, "%"),
        ("降至每亩18公斤", "eq", "18", None, "公斤/亩"),
        ("能耗0.3吨标准煤/万元", "eq", "0.3", None, "吨标准煤/万元"),
        ("产量300斤", "eq", "0.15", None, "t"),
        ("发电1.6亿千瓦时", "eq", "160000000", None, "kWh"),
        ("收入超万亿元", "gt", "1000000000000", None, "CNY"),
        ("服务队伍一百零八支", "eq", "108", None, "count:支"),
    ],
)
def test_chinese(
    text: str, comparator: str, value: str, value_max: str | None, unit: str | None
) -> None:
    found = one(text)
    assert (found.comparator, found.value, found.unit) == (comparator, Decimal(value), unit)
    assert found.value_max == (None if value_max is None else Decimal(value_max))


@pytest.mark.parametrize(
    ("text", "comparator", "value", "unit"),
    [
        ("sales exceeded 630 billion yuan", "gt", "630000000000", "CNY"),
        ("rose by 2 percentage points", "eq", "2", "pp"),
        ("no less than 30 percent", "ge", "30", "%"),
        ("worth RMB 3.5 billion", "eq", "3500000000", "CNY"),
        ("about two hundred million yuan", "approx", "200000000", "CNY"),
        ("two-thirds of villages", "eq", "0.666667", "fraction"),
        ("a ratio of 2.5:1", "eq", "2.5", "ratio"),
    ],
)
def test_english(text: str, comparator: str, value: str, unit: str) -> None:
    found = one(text, "en")
    assert (found.comparator, found.value, found.unit) == (comparator, Decimal(value), unit)


@pytest.mark.parametrize(
    "text",
    [
        "推广5G应用", "做好三农工作", "绘制一张图", "健全“1+16”体系", "深化千村示范工程",
        "国发〔2021〕11号", "第三条 总则", "进一步完善", "零售业态", "2024年5月16日", "1. 总则",
        "（3）附则", "守牢“两条底线”", "00:06:35", "培育几百家", "30万吨级码头",
    ],
)  # fmt: skip
def test_not_quantities(text: str) -> None:
    assert find_quantities(text.replace("（", "(").replace("）", ")"), "zh-Hans") == []


@pytest.mark.parametrize(
    "text",
    ["the first step", "28 key tasks in 9 aspects", "5G networks", 'the "1000 Village" project',
     "(ZF [2024] No. 1)", "one of the goals", "up to a higher level"],
)  # fmt: skip
def test_not_quantities_in_english(text: str) -> None:
    assert find_quantities(text, "en") == []


@pytest.mark.parametrize(
    ("text", "comparator", "value", "unit"),
    [
        ("Income reached rmb 500 million", "eq", "500000000", "CNY"),
        ("Income reached Cny 5 a head", "eq", "5", "CNY"),
        ("Exports reached us$ 5 million", "eq", "5000000", "USD"),
        ("Visits reached 5 m\u0131llion people", "eq", "5000000", "person"),
        ("Output will tr\u0131ple", "eq", "3", "times"),
        ("At lea\u017ft 5 km", "ge", "5", "km"),
        ("A road of 5 km or le\u017fs", "le", "5", "km"),
    ],
)
def test_words_are_looked_up_as_the_pattern_reads_them(
    text: str, comparator: str, value: str, unit: str
) -> None:
    # Small letters, and letters that count as i or s where case is ignored, raised KeyError.
    found = one(text, "en")
    assert (found.comparator, found.value, found.unit) == (comparator, Decimal(value), unit)


def test_an_unknown_unit_is_kept_and_flagged() -> None:
    found = one("频率达到12bpm")
    assert (found.unit, found.unit_text, found.known) == ("bpm", "bpm", False)


def test_a_percentage_point_standing_only_behind_the_last_value() -> None:
    units_found = [item.unit for item in find_quantities("分别提高29个、6个百分点", "zh-Hans")]
    assert units_found == ["pp", "pp"]


def test_a_large_count_before_a_common_noun_is_no_turn_of_phrase() -> None:
    assert one("48个重大工程").value == 48
    assert find_quantities("三个重大转变", "zh-Hans") == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_unit_of_the_table_is_read(language: str) -> None:
    for text, unit in units(language).table.items():
        if unit.dimension == "time" or text in ("里", "户次"):
            continue
        space = " " if language == "en" and text[0].isalpha() else ""
        found = find_quantities(
            f"{'reach' if language == 'en' else '达到'} 37.5{space}{text}", language
        )
        assert [(q.value, q.unit) for q in found] == [
            (Decimal("37.5") * unit.factor, unit.canonical)
        ], text


@given(
    st.text(
        alphabet="0123456789一二百千万亿点%-—至个亩元超约以上多余百分之 ,.:;()“”《》ab", max_size=80
    )
)
def test_spans_are_ordered_and_inside(text: str) -> None:
    for language in ("zh-Hans", "en"):
        place = 0
        for item in find_quantities(text, language):
            assert place <= item.start < item.end <= len(text)
            place = item.end


@pytest.mark.parametrize("text", ["大陆.", "大陆,", "两岸大陆点", "大陆.。"])
def test_a_mark_behind_a_formal_numeral_of_a_word_is_no_number(text: str) -> None:
    assert find_quantities(text, "zh-Hans") == []
