"""Where English text has numbers: in digits, with a currency in front, or spelled out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from policytext.extraction.numerals import ENGLISH_WORDS
from policytext.extraction.windows import extents
from policytext.patterns import lazy
from policytext.text.letters import folded
from policytext.text.sentences import Extent

if TYPE_CHECKING:
    import ahocorasick_rs

SCALE = r"(?: |-)?(?:hundred|thousand|million|billion|trillion|mn|bn)\b"
DIGITS = r"\d+(?:,\d{3})*(?:\.\d+)?"
_SPELLED = (*ENGLISH_WORDS, "hundred", "thousand", "million", "billion")
WORD = "|".join(sorted(_SPELLED, key=len)[::-1])
# Where these stand, a word that begins with one of them is looked at.
_STEMS = (*_SPELLED, "double", "triple", "treble", "quadruple", "half", "halve")
_CURRENCY = r"RMB ?|CNY ?|¥ ?|US\$ ?|\$ ?|€ ?"
# The two are tried where a number may begin: at a currency or a digit, and at a word.
_FIGURES = lazy(rf"(?P<cur>{_CURRENCY})?(?P<n>{DIGITS})(?P<s>{SCALE})?", re.IGNORECASE)
_SPOKEN = lazy(
    rf"\b(?P<w>(?:a |one )?(?:{WORD})(?:(?:-| and | )(?:{WORD})){{0,8}})\b(?!-(?!thir"
    rf"ds?|quarters?|fifths?))"
    r"|\b(?P<x>doubled?|tripled?|trebled?|quadrupled?|halve|halved|half)\b",
    re.IGNORECASE,
)
_CURRENCY_BEFORE = lazy(rf"(?i)(?<![\w.,/+:-])(?:{_CURRENCY})\Z")
_CURRENCY_REACH = 5
_CURRENCY_ENDS = frozenset("$¥€")
_CURRENCY_PAIRS = frozenset(a + b for pair in ("MB", "NY") for a in pair[0] + pair[0].lower()
                            for b in pair[1] + pair[1].lower())  # fmt: skip
# Behind one of these, a letter or a digit no number begins.
_GLUED = frozenset("_.,/+:-")
_ASCII = bytes(range(128))
_DIGITS_AS_ZERO = bytes.maketrans(b"123456789", b"000000000")
_RUN = re.compile(rb"00*")
_RUN_OF_ANY = lazy(r"\d+")


class Places(NamedTuple):
    """Where numbers may begin, in order, and at which of these places a word does."""

    all: list[int]
    words: frozenset[int]


def digit_runs(text: str) -> list[Extent]:
    """Runs of digits."""
    if not text.isascii():
        foreign = text.encode(errors="ignore").translate(None, _ASCII).decode()
        if _RUN_OF_ANY.search(foreign):
            return [run.span() for run in _RUN_OF_ANY.finditer(text)]
    # With one digit only, the search is for one character.
    figures = text.encode("ascii", "replace").translate(_DIGITS_AS_ZERO)
    return [run.span() for run in _RUN.finditer(figures)]


def number_places(text: str, runs: Sequence[Extent]) -> Places:
    """Where numbers may begin; ``runs`` are the runs of digits."""
    words = _in_words(text)
    return Places(sorted([*_in_digits(text, runs), *words]), frozenset(words))


def number_at(text: str, place: int, places: Places) -> re.Match[str] | None:
    """The number that begins at one of the places.

    In digits: its groups are currency, digits and scale; in words: the words, or a multiple.
    """
    return (_SPOKEN if place in places.words else _FIGURES).match(text, place)


def _in_digits(text: str, runs: Sequence[Extent]) -> list[int]:
    places: list[int] = []
    for at, _ in runs:
        before = text[at - 1 : at]
        if before == " ":
            places.append(at)
            end = at - 1
        elif before.isalnum():
            end = at
        else:
            end = at
            if before not in _GLUED:
                places.append(at)
        if text[end - 1 : end] in _CURRENCY_ENDS or text[end - 2 : end] in _CURRENCY_PAIRS:
            currency = _CURRENCY_BEFORE.search(text, max(0, at - _CURRENCY_REACH), at)
            if currency:
                places.append(currency.start())
    return places


def _in_words(text: str) -> list[int]:
    lowered = folded(text)
    places: list[int] = []
    for start, _ in extents(_automaton(), lowered):
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
