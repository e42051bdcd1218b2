"""Classes of failure met in real documents; all sentences are composed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from policytext import quantities
from policytext.pipeline import extract_text
from policytext.schema import Target


def targets(sentence: str) -> list[Target]:
    return extract_text(f"云溪县2026年工作要点\n{sentence}\n", taxonomy="none").targets


CASES = [
    # A formal numeral in a name is no number.
    ("组建陆羽书院和伍家茶社。", []),
    # The number of an entry is not part of the indicator.
    ("（3）培训电商学员2600人。", [("电商学员", "2600", "person")]),
    ("②新建冷库18座。", [("冷库", "18", "count:座")]),
    # Values of different units given in order: one that is not read must not shift the others.
    ("果品、蔬菜分别达到38种、9门类。", [("果品", "38", "count:种")]),
    # A yield with its subject.
    ("力争竹木加工企业实现产值12亿元。", [("竹木加工企业实现产值", "1200000000", "CNY")]),
    # The partner of trade.
    ("对东盟贸易额增长8%。", [("对东盟贸易额", "8", "%")]),
    # Two values of one noun.
    ("拆除旧棚36处5万平方米。", [("旧棚", "36", "count:处"), ("旧棚", "50000", "m2")]),
    # 且 parts two values as a comma does.
    (
        "合作社总收入40万元以上且直播收入12万元以上。",
        [("合作社总收入", "400000", "CNY"), ("直播收入", "120000", "CNY")],
    ),
    (
        "田间网络覆盖率达到95%并且建成气象站30个。",
        [("田间网络覆盖率", "95", "%"), ("气象站", "30", "count:个")],
    ),
    # A formula is no target.
    ("入户率=入户数÷总户数×100%。", []),
]


@pytest.mark.parametrize(("sentence", "expected"), CASES, ids=[c[0] for c in CASES])
def test_classes(sentence: str, expected: list[tuple[str, str, str]]) -> None:
    found = [(t.indicator, t.value, t.unit) for t in targets(sentence)]
    assert found == [(name, Decimal(value), unit) for name, value, unit in expected]


@pytest.mark.parametrize(
    ("sentence", "qualifier"),
    [
        ("粮食播种面积预期性目标为30万亩。", "expected"),
        ("主要预期目标是：茶叶产量增长6%左右；农民收入增长7%。", "expected"),
        ("约束性指标：化肥用量下降3%。", "binding"),
        ("林草覆盖率达到61%（约束性）。", "binding"),
        ("力争林草覆盖率达到61%。", "strive_for"),
        ("林草覆盖率达到61%左右。", "approximately"),
        ("林草覆盖率达到61%。", None),
    ],
)
def test_what_the_text_calls_a_target(sentence: str, qualifier: str | None) -> None:
    found = targets(sentence)
    assert found
    assert {target.qualifier for target in found} == {qualifier}
    assert all("预期" not in (target.indicator or "") for target in found)


def test_a_qualifier_holds_for_its_clause() -> None:
    found = targets("林草覆盖率预期性目标为61%，新建冷库18座。")
    assert [target.qualifier for target in found] == ["expected", None]


def test_english_names_of_targets() -> None:
    text = "Work Plan of Yunxi County for 2026\nThe binding target for forest cover is 61%.\n"
    assert [t.qualifier for t in extract_text(text, taxonomy="none").targets] == ["binding"]


def test_a_long_clause_without_a_mark_takes_linear_time() -> None:
    """Each value looks a bounded way ahead; the whole is counted in steps, not seconds."""
    assert targets("百分之" * 3000) == []


def test_a_fraction_above_one_is_none() -> None:
    """Found by fuzzing: the quotient had more digits than a decimal context holds."""
    found = quantities("达到三分之9999999999999999亿亿。", "zh-Hans")
    assert all(quantity.unit != "fraction" for quantity in found)
    (share,) = quantities("达到三分之二。", "zh-Hans")
    assert share.unit == "fraction"


def test_a_range_whose_unit_stands_behind_the_lower_value() -> None:
    """Found by Hypothesis: the range reached past the end of the text."""
    (found,) = quantities("3亩—5", "zh-Hans")
    assert (found.value, found.value_max, found.unit, found.end) == (3, 5, "mu", 4)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # 一半 is no half in 半导体.
        ("加快新一半导体项目建设，产业营收达到17亿元。", [("产业营收", 1_700_000_000, "level")]),
        # The share of a whole, with 的, without a subject, and behind a verb of change.
        ("花卉产量占全县花卉产量的37%。", [("花卉产量占全县花卉产量", 37, "level")]),
        ("装配式建筑占新建建筑面积的42%。", [("装配式建筑占新建建筑面积", 42, "level")]),
        (
            "边贸总额增长17%，占全区31%。",
            [("边贸总额", 17, "growth_rate"), ("占全区", 31, "level")],
        ),
        ("占全区的42%。", []),
        ("地方占地比例的说明，完成计划的94%。", []),
        # 及 inside a name, and members that are lists themselves.
        (
            "乡村5G普及率、卫生厕所普及率分别达97%、92%。",
            [("乡村5G普及率", 97, "level"), ("卫生厕所普及率", 92, "level")],
        ),
        ("农村5G普及率分别为97%、92%。", []),
        (
            "茶叶及相关产业、花卉及相关产业增加值分别增长6%、5%。",
            [
                ("茶叶及相关产业增加值", 6, "growth_rate"),
                ("花卉及相关产业增加值", 5, "growth_rate"),
            ],
        ),
        ("村控、镇控及以上断面水质比例分别达到100%、96%。", []),
        # Accidents are counted, and their dead.
        (
            "生产安全事故起数、死亡人数分别下降10%、8%。",
            [("生产安全事故起数", 10, "decrease"), ("生产安全事故死亡人数", 8, "decrease")],
        ),
        # What is added is counted; the money behind it is a level.
        (
            "新增茶产业项目33个、总投资13亿元。",
            [("茶产业项目", 33, "increase"), ("总投资", 1_300_000_000, "level")],
        ),
        # Adverbs of the predicate are no part of the noun.
        ("39幢标准厂房全面建成。", [("标准厂房", 39, "level")]),
        ("21项民生实事均提前超额完成。", [("民生实事", 21, "level")]),
        ("全县27所乡村小学纳入集团化办学管理。", [("乡村小学", 27, "level")]),
        # A verb inside brackets or behind a subject.
        ("育成县级审定（登记、认定）茶种6个。", [("县级审定（登记、认定）茶种", 6, "level")]),
        ("配合上级部门出台地方性法规3件。", [("地方性法规", 3, "level")]),
        ("引进到位外来投资48亿元。", [("外来投资", 4_800_000_000, "level")]),
    ],
)  # fmt: skip
def test_classes_of_a_sixth_real_draw(sentence: str, expected: list[tuple[str, int, str]]) -> None:
    found = targets(sentence)
    assert [(t.indicator, t.value, t.measure) for t in found] == expected


@pytest.mark.parametrize(
    ("sentence", "indicator"),
    [
        ("零就业家庭动态清零。", "零就业家庭"),
        ("便民服务站行政村全覆盖。", "便民服务站"),
        ("历史积案提前清零。", "历史积案"),
        ("推广全覆盖检查。", None),
        ("落实清零行动，加强调度。", None),
    ],
)
def test_an_end_state_is_the_predicate_of_its_clause(sentence: str, indicator: str | None) -> None:
    found = targets(sentence)
    assert [t.indicator for t in found] == ([] if indicator is None else [indicator])
    assert all(t.measure == "qualitative" and t.value is None for t in found)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # A list longer than an indicator, with a count inside a member.
        (
            "全县林地环境空气质量优良率、12个河流断面水质优良率、乡镇以上集中式饮用水源地水质达标率、"
            "医疗废物安全处置率均达100%。",
            [
                "林地环境空气质量优良率",
                "12个河流断面水质优良率",
                "乡镇以上集中式饮用水源地水质达标率",
                "医疗废物安全处置率",
            ],
        ),
        ("上级交办第一、二、三批积案办结率均达100%。", ["上级交办第一、二、三批积案办结率"]),
        ("打通北河路延伸段等10条断头路。", ["断头路"]),
        ("31个事项实行告知承诺。", ["事项"]),
        ("细化提出22项主要指标，推出10项便民措施。", []),
        ("综合整治农贸市场13个，复耕撂荒地3万亩。", ["农贸市场", "撂荒地"]),
    ],
)
def test_classes_of_a_seventh_real_draw(sentence: str, expected: list[str]) -> None:
    assert [target.indicator for target in targets(sentence)] == expected


def test_two_end_states_of_one_clause_have_an_indicator_each() -> None:
    found = targets("实现光纤全覆盖和5G网络全覆盖。")
    assert [target.indicator for target in found] == ["光纤", "5G网络"]


def test_the_year_of_a_vision_is_no_deadline() -> None:
    (found,) = targets("综合考虑2035年远景目标，地区生产总值年均增长5%。")
    assert found.deadline is None or found.deadline.year != 2035
