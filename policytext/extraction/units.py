"""The unit table: unit text -> canonical unit, dimension and exact factor."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache, cached_property
from typing import Generic, TypeVar

from policytext.errors import DataError
from policytext.resources import read_table

T = TypeVar("T")
_UNITS = "corpora/lexicons/units.tsv"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as written; one of it is ``factor`` of ``canonical``."""

    text: str
    canonical: str
    dimension: str
    factor: Decimal


class Phrases(Generic[T]):
    """A table of phrases, searched longest first at a place or before it."""

    def __init__(self, table: dict[str, T]) -> None:
        self.table = table
        self._by_first: dict[str, tuple[int, ...]] = {}
        self._by_last: dict[str, tuple[int, ...]] = {}
        for index, place in ((self._by_first, 0), (self._by_last, -1)):
            lengths: dict[str, set[int]] = {}
            for phrase in table:
                lengths.setdefault(phrase[place], set()).add(len(phrase))
            index.update({c: tuple(sorted(ns, reverse=True)) for c, ns in lengths.items()})

    def at(self, text: str, start: int) -> str:
        """The longest phrase that ``text`` has at ``start``; "" if none."""
        for length in self._by_first.get(text[start : start + 1], ()):
            piece = text[start : start + length]
            if piece in self.table:
                return piece
        return ""

    def before(self, text: str, end: int, low: int = 0) -> str:
        """The longest phrase that ``text[low:end]`` ends with; "" if none."""
        if end <= low:
            return ""
        for length in self._by_last.get(text[end - 1], ()):
            if end - length >= low and (piece := text[end - length : end]) in self.table:
                return piece
        return ""

    def find(self, text: str, start: int, end: int) -> tuple[int, str]:
        """Place and text of the first phrase inside ``text[start:end]``; (-1, "") if none.

        Of several at one place the longest.
        """
        found = self._pattern.search(text, start, end)
        return (found.start(), found.group()) if found else (-1, "")

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        longest_first = sorted(self.table, key=len, reverse=True)
        return re.compile("|".join(map(re.escape, longest_first)) or "(?!)")


@cache
def units(language: str) -> Phrases[Unit]:
    """Units of a language ("zh" or "en") by their text."""
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
    return Phrases(table)
