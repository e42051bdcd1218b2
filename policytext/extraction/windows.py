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
    size = len(text)
    low = high = -1
    for start, end in extents(automaton(words), text):
        if low < 0 or start - before > high:
            if low >= 0:
                found.append((low, high))
            low = start - before if start > before else 0
        high = end + after
    if low >= 0:
        found.append((low, high if high < size else size))
    return found


def matches(
    pattern: re.Pattern[str], text: str, words: tuple[str, ...], reach: tuple[int, int]
) -> Iterator[re.Match[str]]:
    """``pattern.finditer(text)``, read only near ``words``; ``reach``: characters before, after.

    Right where no match begins further before or ends further behind one of the words.
    """
    for low, high in windows(text, words, *reach):
        yield from pattern.finditer(text, low, high)


def extents(automaton: ahocorasick_rs.AhoCorasick, text: str) -> list[Extent]:
    """Where an automaton finds its words in a text; not for one that finds overlapping words.

    An automaton goes over bytes: to tell the places itself, it first makes a table of the
    characters at all bytes of the text, which costs more than the search.
    """
    found: list[Extent] = []
    end = 0
    for word in automaton.find_matches_as_strings(text):
        start = text.find(word, end)
        end = start + len(word)
        found.append((start, end))
    return found


@cache
def automaton(words: tuple[str, ...]) -> ahocorasick_rs.AhoCorasick:
    """Finds words in a text, the longer of two at one place; one is made for each set of words."""
    import ahocorasick_rs as ac  # noqa: PLC0415

    return ac.AhoCorasick(words, matchkind=ac.MatchKind.LeftmostLongest)
