"""The unit table: unit text -> canonical unit, dimension and exact factor."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache

from policytext.errors import DataError
from policytext.resources import read_table

_UNITS = "corpora/lexicons/units.tsv"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as written; one of it is ``factor`` of ``canonical``."""

    text: str
    canonical: str
    dimension: str
    factor: Decimal


@cache
def units(language: str) -> tuple[dict[str, Unit], int]:
    """Units of a language ("zh" or "en") by their text, and the length of the longest."""
    table: dict[str, Unit] = {}
    for text, canonical, dimension, factor, where in read_table(
        _UNITS, ("unit", "canonical", "dimension", "factor", "language")
    ):
        if where not in ("zh", "en", "any"):
            raise DataError(f"{_UNITS}: unknown language {where!r} of {text!r}")
        if where not in (language, "any"):
            continue
        try:
            exact = Decimal(factor)
        except InvalidOperation as error:
            raise DataError(f"{_UNITS}: {factor!r} of {text!r} is no number") from error
        if text in table:
            raise DataError(f"{_UNITS}: {text!r} stands twice for {language!r}")
        table[text] = Unit(text, canonical, dimension, exact)
    return table, max(map(len, table))


def longest_at(text: str, start: int, table: dict[str, Unit] | dict[str, str], longest: int) -> str:
    """The longest key of ``table`` that ``text`` has at ``start``; "" if none."""
    for length in range(min(longest, len(text) - start), 0, -1):
        piece = text[start : start + length]
        if piece in table:
            return piece
    return ""


def longest_before(text: str, end: int, table: dict[str, str], longest: int) -> str:
    """The longest key of ``table`` that ``text`` has just before ``end``; "" if none."""
    for length in range(min(longest, end), 0, -1):
        piece = text[end - length : end]
        if piece in table:
            return piece
    return ""
