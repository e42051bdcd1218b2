"""A statement: a quantity with what it measures, and whether it is a level or a change."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from policytext.extraction.indicators import phrases
from policytext.extraction.items import Quantity
from policytext.schema import Measure

_OF_ACCIDENTS = frozenset(("死亡人数", "亡人数", "受伤人数", "伤亡人数", "直接经济损失"))


class Statement(NamedTuple):
    """A quantity with what it measures; ranges are into the normalised text."""

    quantity: Quantity
    start: int
    end: int
    indicator: str
    measure: Measure
    unit: str | None
    baseline: Decimal | None
    scope: str | None
    strive: bool
    rule: str


def measure_of(verb: str, quantity: Quantity, baseline: Decimal | None) -> Measure:
    """Level or change, by the kind of verb and the unit; a value with a baseline is a level."""
    if quantity.rule == "multiple":
        return "multiple"
    if verb == "down":
        return "decrease"
    if verb == "up" and baseline is None:
        if quantity.unit in ("%", "‰", "times", "fraction"):
            return "growth_rate"
        return "increase"
    if quantity.unit == "pp":
        return "increase"
    if quantity.unit == "times":
        return "multiple"
    return "level"


def measure_by_name(name: str, measure: Measure) -> Measure:
    """城镇新增就业 and the like are levels by themselves."""
    return "level" if measure == "increase" and name.startswith("城镇新增") else measure


def is_business(name: str) -> bool:
    """Whether an indicator counts businesses, whose 户 are no households."""
    return phrases("business").pattern.search(name) is not None


def of_accidents(name: str, above: str) -> str:
    """事故起数、死亡人数: the second indicator is that of the accidents too."""
    if name in _OF_ACCIDENTS and above.endswith("事故起数"):
        return above.removesuffix("起数") + name
    return name
