"""Indicator tables: base, target years, units, binding or expected. All tables are composed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from test_task_tables import Row, read

from policytext.schema import PolicyDocument


def found(doc: PolicyDocument) -> list[tuple[object, ...]]:
    for target in doc.targets:
        assert doc.text is not None
        assert doc.text[target.span.start : target.span.end] == target.span.quote
    return [
        (t.indicator, t.comparator, t.value, t.unit, t.baseline, t.deadline, t.qualifier)
        for t in doc.targets
    ]


def due(year: int) -> object:
    return date(year, 12, 31)


def test_base_target_unit_and_nature() -> None:
    rows: list[Row] = [
        ["序号", "指标名称", "单位", "2023年实际", "2027年", "属性"],
        ["1", "行政村5G通达率", "%", "71", "≥95", "约束性"],
        ["2", "数字农场数量", "家", "12", "60", "预期性"],
        ["3", "农村网络零售额", "亿元", "88.5", "150左右", "预期性"],
        ["4", "数字治理水平", "—", "—", "明显提升", "预期性"],
    ]
    doc = read("河湾市数字乡村发展规划", ["主要指标如下表。"], rows)
    assert found(doc) == [
        ("行政村5G通达率", "ge", Decimal(95), "%", Decimal(71), due(2027), "binding"),
        ("数字农场数量", "eq", Decimal(60), "count:家", Decimal(12), due(2027), "expected"),
        (
            "农村网络零售额", "approx", Decimal("15000000000"), "CNY", Decimal("8850000000"),
            due(2027), "expected",
        ),
    ]  # fmt: skip


def test_several_target_years_and_units_in_brackets() -> None:
    rows: list[Row] = [
        ["指标", "2026年目标", "2030年目标"],
        ["农业生产信息化率(%)", "35", "45"],
        ["智慧灌溉面积(万亩)", "18", "40"],
    ]
    doc = read("河湾市行动方案", [], rows)
    assert found(doc) == [
        ("农业生产信息化率", "eq", Decimal(35), "%", None, due(2026), None),
        ("农业生产信息化率", "eq", Decimal(45), "%", None, due(2030), None),
        ("智慧灌溉面积", "eq", Decimal(180000), "mu", None, due(2026), None),
        ("智慧灌溉面积", "eq", Decimal(400000), "mu", None, due(2030), None),
    ]


def test_a_year_before_the_issue_is_the_base() -> None:
    rows: list[Row] = [["指标", "2020年", "2025年"], ["农村宽带用户(万户)", "80", "120"]]
    doc = read("河湾市“十四五”数字乡村规划", ["河湾市人民政府", "2022年3月1日"], rows)
    assert found(doc) == [
        ("农村宽带用户", "eq", Decimal(1200000), "household", Decimal(800000), due(2025), None)
    ]


def test_values_in_the_text_stay() -> None:
    rows: list[Row] = [["指标", "2027年"], ["农业生产信息化率(%)", "35"]]
    doc = read("河湾市行动方案", ["到2027年，建成数字农场60家。"], rows)
    assert [(t.indicator, t.value) for t in doc.targets] == [
        ("数字农场", Decimal(60)),
        ("农业生产信息化率", Decimal(35)),
    ]


def test_english() -> None:
    rows: list[Row] = [
        ["Indicator", "Unit", "Baseline", "2027", "Nature"],
        ["5G coverage of villages", "%", "71", "95", "Binding"],
    ]
    doc = read("Plan for Digital Villages of Hewan", ["The indicators are given below."], rows)
    assert found(doc) == [
        ("5G coverage of villages", "eq", Decimal(95), "%", Decimal(71), due(2027), "binding")
    ]
