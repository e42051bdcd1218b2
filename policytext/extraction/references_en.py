"""Titles of documents in English: Opinions of … on …, the Rural Commerce Action Plan (2021-2025).

English has no title marks, so a title is read from its capitals: from the noun of a document
type forward over "of", "on", "for" and capitalised words, or back over the capitalised words
in front of it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from policytext.extraction.doc_types import title_nouns
from policytext.patterns import lazy

if TYPE_CHECKING:
    import ahocorasick_rs

_LONGEST = 400
_LINKS = frozenset(
    "of on for to in and the with by a an at from into through as under via or its".split()
)
_OPENS = lazy(
    r"[\"”]? (?:of|on|for|to|concerning|regarding|governing|about)(?: the| a| an)?"
    r" (?=[\"“‘(]?[A-Z0-9])"
)
_TOKEN = lazy(
    r"(?P<quote>[\"“][^\"”\n]{1,120}[\"”])"
    r"|(?P<year>\((?:\d{4}(?: ?[-–—] ?\d{4})?(?: edition)?|Trial(?: Implementation)?"
    r"|Draft[^()]{0,30}|Interim|Revised)\))"
    r"|(?P<acronym>\([A-Z]{2,8}\))"
    r"|(?P<comma>,(?= [A-Z\"“]|(?= and [A-Z])))"
    r"|(?P<word>[A-Za-z0-9][\w'’&/+-]*(?:\.(?=\d))?)"
)
# Words in capitals, with links between them that never need a look at what follows.
_PLAIN_WORDS = lazy(
    r"(?:(?: (?:of|on|for|in|the|by|an?|at|from|into|through|under|via|its)(?= ))*"
    r" ?[A-Z0-9][\w'’&/+-]*(?![\w'’&/+-]|\.\d))+"
)
_E_WORD = lazy(r"e-[a-z]+$")
_BEFORE = lazy(r"[A-Za-z0-9][\w'’&/+-]* $")
_GENERIC = frozenset("work the this these key main implementation".split())
_NO_TOPIC = _LINKS | _GENERIC
_LINKS_BEFORE = frozenset({"of", "and", "for", "on", "in"})
_JOINS = frozenset({"and", "or", "as", "to", "with"})
# Opinions and notices are on something; "Decision of the Committee" alone is no title.
_ON_SOMETHING = frozenset(
    "Opinions Opinion Decision Decisions Order Reply Report Notice Circular Announcement Resolution"
    " Communique Guidance Notification".split()
)
_SUBJECT = lazy(r"\b(?:on|for|concerning|regarding|to)\b")
_NEXT_RUN = lazy(r" (?:the |its )?((?:[A-Z0-9][\w'’-]* ?){1,8})")
_NEXT_BODY = lazy(
    r" (?:the )?(?:[A-Z][\w'’-]* |of |the |and ){0,10}?"
    r"(?:Ministry|Bureau|Commission|Department|Office|Administration|Government|Committee|Council)"
    r"(?: of)?(?: the)?(?: (?:[A-Z][\w'’-]*|and))* (?!on\b|for\b|concerning\b|regarding\b)[a-z]"
)
_LISTED = lazy(
    r" (?:and )?[A-Z\"“][\w'’-]*(?: (?:[A-Z][\w'’-]*|of|and)){0,4}(?:,| and [A-Z]| of | in )"
)
_NAMED = lazy(r"(?:\bthe |china's |[\"“])$")
_NOT_TITLES = lazy(r"Five-Year Plan$")


@cache
def _whole_noun() -> re.Pattern[str]:
    nouns = title_nouns("en").ordered
    return lazy(r"\b(?:" + "|".join(re.escape(noun) for noun in nouns) + r")\b")


@cache
def _automata() -> tuple[ahocorasick_rs.AhoCorasick, ahocorasick_rs.AhoCorasick]:
    """The nouns one after the other, each the longest at its place; and all, one in another."""
    import ahocorasick_rs as ac  # noqa: PLC0415

    nouns = title_nouns("en").ordered
    kinds = (ac.MatchKind.LeftmostLongest, ac.MatchKind.Standard)
    one, every = (ac.AhoCorasick(nouns, matchkind=kind) for kind in kinds)
    return one, every


def find_english_titles(text: str) -> list[tuple[int, int]]:
    """Extents of document titles, in order and disjoint, document numbers left out."""
    found: list[tuple[int, int]] = []
    ends = _whole_nouns(text)
    starts = sorted(ends)
    done = place = 0
    for start in starts:
        if start < place:
            continue
        place = ends[start]
        if start < done:
            continue
        noun = (start, place)
        extent = _forward(text, noun, done, starts) or _backward(text, noun, done)
        if extent is None:
            continue
        found.append(extent)
        done = extent[1]
    return found


def _whole_nouns(text: str) -> dict[int, int]:
    """The nouns that stand as whole words: the end of the longest by its start.

    Those that lie in another are left out.
    """
    one, every = _automata()
    longest = title_nouns("en").lengths[0]
    ends: dict[int, int] = {}
    for _, start, end in one.find_matches_as_indexes(text):
        if _is_whole(text, start, end):
            ends[start] = end
            continue
        # A shorter noun may be whole, or one that begins inside: Work Plans.
        around = text[start : end + longest]
        # Of those with one start the longest is found last.
        for _, low, high in every.find_matches_as_indexes(around, overlapping=True):
            if start + low < end and _is_whole(text, start + low, start + high):
                ends[start + low] = start + high
    return ends


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether no word goes on in front of ``start`` or behind ``end``."""
    before, behind = text[start - 1 : start], text[end : end + 1]
    return not (behind.isalnum() or before.isalnum() or behind == "_" or before == "_")


def _forward(
    text: str, noun: tuple[int, int], floor: int, nouns: Sequence[int]
) -> tuple[int, int] | None:
    """A title that begins with its noun: Opinions of …, Strategic Outline for …"""
    noun_start, noun_end = noun
    if not _OPENS.match(text, noun_end):
        return None
    start = _capitals_before(text, noun_start, floor, links=False)
    opened = text[noun_end] in '"”' and start > 0 and text[start - 1] in '"“'
    if text[noun_end] in '"”' and not opened:
        return None
    start -= opened
    end, words = _title_end(text, noun_end + opened, start, nouns)
    if _NO_TOPIC.issuperset(map(str.lower, words)):
        return None
    last = text[noun_start:noun_end].rpartition(" ")[2]
    if last in _ON_SOMETHING and not _SUBJECT.search(text, noun_end, end):
        return None
    return start, end


def _backward(text: str, noun: tuple[int, int], floor: int) -> tuple[int, int] | None:
    """A title that ends in its noun: the Digital Village Development Action Plan (2022-2025)."""
    noun_start, end = noun
    start = _capitals_before(text, noun_start, floor, links=True)
    if start == noun_start:
        return None
    words = text[start:noun_start].split()
    if len([w for w in words if w.lower() not in _LINKS]) < 2 or _NOT_TITLES.search(
        text, start, end
    ):
        return None
    if text.startswith("(", end + 1):
        year = _TOKEN.match(text, end + 1)
        if year and year["year"]:
            return start, year.end()
    if start == 0 or text[start - 1] not in ' "“\n':
        return None
    before = text[max(0, start - 12) : start].lower()
    return (start, end) if _NAMED.search(before) else None


def _capitals_before(text: str, start: int, floor: int, *, links: bool) -> int:
    """Start of the run of capitalised words that ends at ``start``; a first "The" is left out."""
    place = best = start
    for _ in range(14):
        low = max(floor, place - 40)
        if place <= low or text[place - 1] not in " \n":
            break
        low = max(low, text.rfind(" ", low, max(place - 2, 0)) + 1)
        word = _BEFORE.search(text, low, place)
        if word is None:
            break
        place = word.start()
        if not text[place].islower():
            best = place
        elif not links or word[0].rstrip() not in _LINKS_BEFORE:
            break
    return best + 4 if text.startswith("The ", best) else best


def _title_end(text: str, at: int, start: int, nouns: Sequence[int]) -> tuple[int, list[str]]:
    """Where a title ends that goes on at ``at``, and the words read on the way.

    ``nouns``: where the nouns of document types begin.
    """
    end = place = at
    words: list[str] = []
    limit = min(len(text), start + _LONGEST)
    while place < limit:
        # Capitals and plain links at once; what the limit may cut is read word by word.
        plain = _PLAIN_WORDS.match(text, place, limit)
        if plain and plain.end() < limit - 1:
            end = place = plain.end()
            words += plain[0].split()
        gap = 1 if text[place] == " " else 0
        token = _TOKEN.match(text, place + gap)
        if token is None:
            break
        kind, written, place = token.lastgroup, token[0], token.end()
        if kind == "year":
            return place, words
        if kind == "comma":
            if gap or not _list_goes_on(text, place, nouns):
                break
        elif kind == "word":
            if written in _LINKS:
                if written in _JOINS and _another_title(text, place, nouns):
                    break
                if written == "and" and _NEXT_BODY.match(text, place):
                    break
            elif (written[0].islower() or written[-1] == ".") and not _E_WORD.match(written):
                break
            else:
                words.append(written)
                end = place
        else:
            if kind == "quote":
                words.append(written)
            end = place
    return end, words


def _another_title(text: str, at: int, nouns: Sequence[int]) -> bool:
    """Whether "and" is followed by a title of its own: (the) Action Plan for …"""
    run = _NEXT_RUN.match(text, at)
    if run is None:
        return False
    i = bisect_left(nouns, run.start(1))
    if i == len(nouns) or nouns[i] >= run.end(1):
        return False
    return _whole_noun().search(run[1]) is not None


def _list_goes_on(text: str, at: int, nouns: Sequence[int]) -> bool:
    """Whether a comma stands in an enumeration inside the title: Agriculture, Rural Areas and …"""
    return _LISTED.match(text, at) is not None and not _another_title(text, at, nouns)
