"""Where English text has numbers: in digits, with a currency in front, or spelled out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from policytext.extraction.numerals import ENGLISH_WORDS
from policytext.patterns import lazy
from policytext.text.letters import folded

if TYPE_CHECKING:
    import ahocorasick_rs

SCALE = r"(?: |-)?(?:hundred|thousand|million|billion|trillion|mn|bn)\b"
DIGITS = r"\d+(?:,\d{3})*(?:\.\d+)?"
_SPELLED = (*ENGLISH_WORDS, "hundred", "thousand", "million", "billion")
WORD = "|".join(sorted(_SPELLED, key=len)[::-1])
# Where these stand, a word that begins with one of them is looked at.
_STEMS = (*_SPELLED, "double", "triple", "treble", "quadruple", "half", "halve")
_CURRENCY = r"RMB ?|CNY ?|¥ ?|US\$ ?|\$ ?|€ ?"
NUMBER = lazy(
    rf"(?<![\w.,/+:-])(?P<cur>{_CURRENCY})?(?P<n>{DIGITS})(?P<s>{SCALE})?"
    rf"|\b(?P<w>(?:a |one )?(?:{WORD})(?:(?:-| and | )(?:{WORD})){{0,8}})\b(?!-(?!thir"
    rf"ds?|quarters?|fifths?))"
    r"|\b(?P<x>doubled?|tripled?|trebled?|quadrupled?|halve|halved|half)\b",
    re.IGNORECASE,
)
_CURRENCY_BEFORE = lazy(rf"(?i)(?<![\w.,/+:-])(?:{_CURRENCY})\Z")
_CURRENCY_REACH = 5
_CURRENCY_ENDS = frozenset("$¥€BYby")
# Behind one of these, a letter or a digit no number begins.
_GLUED = frozenset("_.,/+:-")
_RUN = lazy(r"\d\d*")
_RUN_ASCII = lazy(r"[0-9][0-9]*")


def digit_runs(text: str) -> list[int]:
    """Where runs of digits begin."""
    pattern = _RUN_ASCII if text.isascii() else _RUN
    return [run.start() for run in pattern.finditer(text)]


def numbers(text: str, runs: Sequence[int]) -> Iterator[re.Match[str]]:
    """Matches of ``NUMBER``, in order and disjoint; ``runs``: where runs of digits begin."""
    done = 0
    for place in sorted([*_in_digits(text, runs), *_in_words(text)]):
        if place >= done and (match := NUMBER.match(text, place)):
            done = match.end()
            yield match


def _in_digits(text: str, runs: Sequence[int]) -> list[int]:
    places: list[int] = []
    for at in runs:
        before = text[at - 1] if at else ""
        last = text[at - 2 : at - 1] if before == " " else before
        if last in _CURRENCY_ENDS:
            currency = _CURRENCY_BEFORE.search(text, max(0, at - _CURRENCY_REACH), at)
            if currency:
                places.append(currency.start())
        if not (before.isalnum() or before in _GLUED):
            places.append(at)
    return places


def _in_words(text: str) -> list[int]:
    lowered = folded(text)
    places: list[int] = []
    for _, start, _ in _automaton().find_matches_as_indexes(lowered):
        before = lowered[start - 1 : start]
        if before.isalnum() or before == "_":
            continue
        if before == " " and start > 1 and lowered[start - 2] == "a":
            places.append(start - 2)
        places.append(start)
    return places


@cache
def _automaton() -> ahocorasick_rs.AhoCorasick:
    import ahocorasick_rs as ac  # noqa: PLC0415

    return ac.AhoCorasick(_STEMS, matchkind=ac.MatchKind.LeftmostLongest)
