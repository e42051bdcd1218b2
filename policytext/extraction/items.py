"""What the extractors give: frozen values with offsets into ``NormalText.text``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from policytext.schema import (
    BodyType,
    Comparator,
    DocType,
    Level,
    Measure,
    Qualifier,
    Relation,
    Role,
    Status,
)


class Quantity(NamedTuple):
    """A number with its unit. ``start``..``end`` covers both and the words of the comparator.

    ``unit`` is canonical ("%", "pp", "CNY", "count:个"), ``unit_text`` as written; an unknown
    unit has ``unit == unit_text`` and ``known == False``.
    """

    start: int
    end: int
    value: Decimal
    value_max: Decimal | None
    comparator: Comparator
    unit: str | None
    unit_text: str | None
    known: bool = True
    rule: str = ""


@dataclass(slots=True)
class DateMention:
    """A date or deadline. ``day`` is the last day it covers (2024年底 -> 2024-12-31).

    ``kind``: "day" | "month" | "year" | "year_end" | "period"; ``first`` is its first day.
    """

    start: int
    end: int
    first: date
    day: date
    kind: str
    rule: str = ""


@dataclass(slots=True)
class TargetItem:
    """A target before it is mapped to the JSON; fields as in ``schema.Target``."""

    start: int
    end: int
    indicator: str | None
    comparator: Comparator | None
    measure: Measure
    value: Decimal | None
    value_max: Decimal | None
    baseline: Decimal | None
    unit: str | None
    unit_text: str | None
    qualifier: Qualifier | None
    status: Status
    deadline: date | None
    deadline_text: str | None
    scope: str | None
    known_unit: bool = True
    rule: str = ""


class AgencyMention(NamedTuple):
    """One mention of a body, resolved where possible; fields as in ``schema.Agency``."""

    start: int
    end: int
    agency_id: str
    name: str
    name_en: str | None
    type: BodyType
    level: Level | None
    adcode: str | None
    role: Role
    rule: str = ""


class ReferenceItem(NamedTuple):
    """A cited document; fields as in ``schema.Reference``."""

    start: int
    end: int
    title: str
    doc_number: str | None
    alias: str | None
    relation: Relation
    rule: str = ""


class MetaItem(NamedTuple):
    """What the head and the signature say of the document; ranges are ``(start, end)`` or None."""

    title: str | None = None
    title_at: tuple[int, int] | None = None
    doc_number: str | None = None
    doc_type: DocType = "other"
    level: Level | None = None
    adcode: str | None = None
    issued_on: date | None = None
    issued_at: tuple[int, int] | None = None
    published_on: date | None = None
    published_at: tuple[int, int] | None = None
    period: str | None = None
