from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policytext.extraction.items import TargetItem
from policytext.extraction.targets import find_targets
from policytext.outline import build_outline
from policytext.readers.source import SourceText
from policytext.schema import DocType
from policytext.text.normalise import normalise

FIXTURES = Path(__file__).parent.parent / "fixtures"
END_OF_2024 = date(2024, 12, 31)


def targets(
    text: str, issued_on: date | None = None, doc_type: DocType = "plan"
) -> list[TargetItem]:
    normal = normalise(SourceText(text, "text/plain"))
    return find_targets(normal, build_outline(normal), issued_on, doc_type)


@pytest.mark.parametrize(
    "name", ["notice-2024.news.hans.txt", "notice-2024.full.hans.txt", "notice-2024.news.hant.txt"]
)
def test_the_notice_gives_its_four_targets_and_nothing_else(name: str) -> None:
    found = targets((FIXTURES / name).read_text("utf-8"), date(2024, 5, 15), "key_points")
    assert [(i.comparator, i.measure, i.value, i.unit) for i in found] == [
        ("gt", "level", Decimal(200_000_000), None),
        ("eq", "increase", Decimal(2), "pp"),
        ("gt", "level", Decimal(630_000_000_000), "CNY"),
        (None, "qualitative", None, None),
    ]
    assert {(i.deadline, i.status) for i in found} == {(END_OF_2024, "target")}


def test_indicators_keep_the_characters_of_the_source() -> None:
    text = (FIXTURES / "notice-2024.news.hant.txt").read_text("utf-8")
    assert all(item.indicator and item.indicator in text for item in targets(text))


def test_baseline() -> None:
    (found,) = targets("到2027年，农村互联网普及率由67%提高到76%。")
    assert (found.baseline, found.value, found.measure) == (Decimal(67), Decimal(76), "level")


def test_values_given_in_order_share_verb_and_comparator() -> None:
    found = targets("到2027年，智慧畜牧、智慧渔业产值分别突破40亿元、25亿元。")
    assert [(i.indicator, i.comparator) for i in found] == [
        ("智慧畜牧产值", "gt"),
        ("智慧渔业产值", "gt"),
    ]


def test_town_and_country_are_told_apart() -> None:
    found = targets("到2027年，城乡居民人均可支配收入分别增长5%、7%。")
    assert [i.indicator for i in found] == ["城镇居民人均可支配收入", "农村居民人均可支配收入"]


def test_a_clause_whose_own_indicator_is_unclear_takes_nothing_up() -> None:
    # The class: a value attributed to the indicator of the clause before.
    assert [i.indicator for i in targets("到2027年，化解率达到90%，惠及8.8万户。")] == ["化解率"]


def test_what_describes_a_thing_is_no_target() -> None:
    assert targets("到2027年，新建3亿元以上产业项目12个。")[0].value == 12
    assert targets("推动30万吨级码头与腹地产业联动，完善500千伏主网架。") == []


def test_grants_and_conditions_are_no_targets() -> None:
    assert targets("对符合条件的企业，给予最高不超过100万元的奖励。", doc_type="notice") == []
    assert targets("申报企业年营业收入不低于2000万元。", doc_type="measures") == []


def test_sections_of_a_work_report_decide_the_status() -> None:
    found = targets(
        "一、2025年工作回顾\n农村网络零售额增长14.2%。\n二、2026年工作安排\n农村网络零售额增长12%以上。",
        date(2026, 1, 20),
        "work_report",
    )
    assert [(i.status, i.deadline) for i in found] == [
        ("achievement", None),
        ("target", date(2026, 12, 31)),
    ]


def test_the_time_limit_of_a_task_governs_its_paragraph() -> None:
    (found,) = targets("编制数据标准18项。（完成时限：2026年底）")
    assert found.deadline == date(2026, 12, 31)


def test_scope_and_qualifier() -> None:
    (found,) = targets("力争到2027年，全省数字农场达到230家左右。")
    assert (found.scope, found.qualifier, found.comparator) == ("全省", "strive_for", "approx")


def test_businesses_are_not_households() -> None:
    assert targets("到2026年，经营主体达到5.4万户。")[0].unit == "count:户"
    assert targets("到2026年，家庭农场达到5.4万户。")[0].unit == "household"


def test_qualitative_targets_need_a_deadline_and_an_indicator() -> None:
    assert [i.indicator for i in targets("到2026年，农业生产信息化率进一步提升。")] == [
        "农业生产信息化率"
    ]
    assert targets("农业生产信息化率进一步提升。") == []
    assert targets("到2026年，发展环境进一步优化。") == []


def test_english_past_tense_under_a_deadline_is_a_target() -> None:
    (found,) = targets("By the end of 2024, the number of broadband users exceeded 200 million.")
    assert (found.indicator, found.status) == ("broadband users", "target")
    assert found.deadline == END_OF_2024


def test_an_unread_language_gives_nothing() -> None:
    assert targets("Сто двадцать 120 километров дорог и 5 процентов роста населения.") == []


PIECES = [
    "到2025年，",
    "覆盖率",
    "达到",
    "90%",
    "以上",
    "、",
    "，",
    "。",
    "\n",
    "建设",
    "12个",
    "园区",
    "分别",
    "由5%提高到",
    "全覆盖",
    "一、",
    "进一步提升",
    "(",
    ")",
    "“",
    "”",
    "3亿元",
]


@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_items_lie_in_the_text_and_have_indicators(pieces: list[str]) -> None:
    text = normalise(SourceText("".join(pieces), "text/plain"))
    for item in find_targets(text, build_outline(text), None, "plan"):
        assert 0 <= item.start < item.end <= len(text.text)
        assert item.indicator
        assert (item.value is None) == (item.measure == "qualitative")
