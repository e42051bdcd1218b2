"""The unit table: unit text -> canonical unit, dimension and exact factor."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from functools import cache, cached_property
from typing import Generic, NamedTuple, TypeVar

from policytext.errors import DataError
from policytext.resources import read_table

T = TypeVar("T")
_UNITS = "corpora/lexicons/units.tsv"


class Unit(NamedTuple):
    """A unit as written; one of it is ``factor`` of ``canonical``."""

    text: str
    canonical: str
    dimension: str
    factor: Decimal


class Phrases(Generic[T]):
    """A table of phrases, searched longest first at a place or before it."""

    def __init__(self, table: dict[str, T]) -> None:
        self.table = table
        # Lengths of the phrases of more than two characters, by the first two and by the last two.
        self.lengths = _lengths((phrase[:2], len(phrase)) for phrase in table)
        self._by_tail = _lengths((phrase[-2:], len(phrase)) for phrase in table)
        # The first and the last characters of the phrases: elsewhere none need be sought.
        self.firsts = frozenset(phrase[0] for phrase in table)
        self.lasts = frozenset(phrase[-1] for phrase in table)

    def at(self, text: str, start: int) -> str:
        """The longest phrase that ``text`` has at ``start``; "" if none."""
        first = text[start : start + 1]
        if first not in self.firsts:
            return ""
        pair = text[start : start + 2]
        for length in self.lengths.get(pair, ()):
            piece = text[start : start + length]
            if piece in self.table:
                return piece
        if pair in self.table:
            return pair
        return first if first in self.table else ""

    def before(self, text: str, end: int, low: int = 0) -> str:
        """The longest phrase that ``text[low:end]`` ends with; "" if none."""
        if end <= low:
            return ""
        last = text[end - 1]
        if last not in self.lasts:
            return ""
        if end - low > 1:
            pair = text[end - 2 : end]
            for length in self._by_tail.get(pair, ()):
                if end - length >= low and (piece := text[end - length : end]) in self.table:
                    return piece
            if pair in self.table:
                return pair
        return last if last in self.table else ""

    def find(self, text: str, start: int, end: int) -> tuple[int, str]:
        """Place and text of the first phrase inside ``text[start:end]``; (-1, "") if none.

        Of several at one place the longest.
        """
        found = self.pattern.search(text, start, end)
        return (found.start(), found.group()) if found else (-1, "")

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What ``find`` searches for: the phrases, grouped by their first characters."""
        if not self.table:
            return re.compile("(?!)")
        rests: dict[str, list[str]] = {}
        for phrase in sorted(self.table, key=len, reverse=True):
            rests.setdefault(phrase[0], []).append(re.escape(phrase[1:]))
        branches = (f"{re.escape(first)}(?:{'|'.join(those)})" for first, those in rests.items())
        return re.compile("|".join(branches))


def _lengths(named: Iterable[tuple[str, int]]) -> dict[str, tuple[int, ...]]:
    found: dict[str, set[int]] = {}
    for key, length in named:
        if length > 2:
            found.setdefault(key, set()).add(length)
    return {key: tuple(sorted(lengths, reverse=True)) for key, lengths in found.items()}


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
