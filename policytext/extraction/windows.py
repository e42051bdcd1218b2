"""Where in a text a pattern can match at all: around words that every match of it holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ahocorasick_rs

Extent = tuple[int, int]


def windows(text: str, words: tuple[str, ...], before: int, after: int) -> list[Extent]:
    """Stretches from ``before`` characters before each of ``words`` to ``after`` behind it.

    Sorted, and joined where they touch.
    """
    found: list[Extent] = []
    for _, start, end in _automaton(words).find_matches_as_indexes(text):
        low, high = max(0, start - before), min(len(text), end + after)
        if found and low <= found[-1][1]:
            found[-1] = (found[-1][0], high)
        else:
            found.append((low, high))
    return found


def matches(
    pattern: re.Pattern[str], text: str, words: tuple[str, ...], reach: tuple[int, int]
) -> Iterator[re.Match[str]]:
    """``pattern.finditer(text)``, read only near ``words``; ``reach``: characters before, after.

    Right where no match begins further before or ends further behind one of the words.
    """
    for low, high in windows(text, words, *reach):
        yield from pattern.finditer(text, low, high)


@cache
def _automaton(words: tuple[str, ...]) -> ahocorasick_rs.AhoCorasick:
    import ahocorasick_rs as ac  # noqa: PLC0415

    return ac.AhoCorasick(words, matchkind=ac.MatchKind.LeftmostLongest)
