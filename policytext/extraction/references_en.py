"""Titles of documents in English: Opinions of … on …, the Rural Commerce Action Plan (2021-2025).

English has no title marks, so a title is read from its capitals: from the noun of a document
type forward over "of", "on", "for" and capitalised words, or back over the capitalised words
in front of it.
"""

from __future__ import annotations

import re
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
_CAPITALISED = lazy(r"[A-Z0-9][\w'’&/+-]*$")
_BEFORE = lazy(r"[A-Za-z0-9][\w'’&/+-]* $")
_GENERIC = frozenset("work the this these key main implementation".split())
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
_NOT_TITLES = lazy(r"Five-Year Plan$")


@cache
def _whole_noun() -> re.Pattern[str]:
    nouns = title_nouns("en").ordered
    return lazy(r"\b(?:" + "|".join(re.escape(noun) for noun in nouns) + r")\b")


@cache
def _automaton() -> ahocorasick_rs.AhoCorasick:
    import ahocorasick_rs as ac  # noqa: PLC0415

    return ac.AhoCorasick(title_nouns("en").ordered, matchkind=ac.MatchKind.Standard)


def find_english_titles(text: str) -> list[tuple[int, int]]:
    """Extents of document titles, in order and disjoint, document numbers left out."""
    found: list[tuple[int, int]] = []
    hits = _automaton().find_matches_as_indexes(text, overlapping=True)
    done = place = 0
    for start in sorted({start for _, start, _ in hits}):
        if start < place or not (match := _whole_noun().match(text, start)):
            continue
        place = match.end()
        if start < done:
            continue
        extent = _forward(text, match, done) or _backward(text, match, done)
        if extent is None:
            continue
        found.append(extent)
        done = extent[1]
    return found


def _forward(text: str, noun: re.Match[str], floor: int) -> tuple[int, int] | None:
    """A title that begins with its noun: Opinions of …, Strategic Outline for …"""
    if not _OPENS.match(text, noun.end()):
        return None
    start = _capitals_before(text, noun.start(), floor, links=False)
    opened = text[noun.end()] in '"”' and start > 0 and text[start - 1] in '"“'
    if text[noun.end()] in '"”' and not opened:
        return None
    start -= opened
    end, words = _title_end(text, noun.end() + opened, start)
    if noun[0].split()[-1] in _ON_SOMETHING and not _SUBJECT.search(text, noun.end(), end):
        return None
    topic = [word for word in words if word.lower() not in _LINKS]
    if not topic or all(word.lower() in _GENERIC for word in topic):
        return None
    return start, end


def _backward(text: str, noun: re.Match[str], floor: int) -> tuple[int, int] | None:
    """A title that ends in its noun: the Digital Village Development Action Plan (2022-2025)."""
    start = _capitals_before(text, noun.start(), floor, links=True)
    words = text[start : noun.start()].split()
    if len([w for w in words if w.lower() not in _LINKS]) < 2 or _NOT_TITLES.search(
        text, start, noun.end()
    ):
        return None
    end = noun.end()
    year = _TOKEN.match(text, end + 1)
    if year and year["year"]:
        return start, year.end()
    before = text[max(0, start - 12) : start].lower()
    return (start, end) if re.search(r"(?:\bthe |china's |[\"“])$", before) else None


def _capitals_before(text: str, start: int, floor: int, *, links: bool) -> int:
    """Start of the run of capitalised words that ends at ``start``; a first "The" is left out."""
    place = best = start
    for _ in range(14):
        word = _BEFORE.search(text, max(floor, place - 40), place)
        if word is None:
            break
        written = word[0].rstrip()
        if _CAPITALISED.match(written):
            best = place = word.start()
        elif links and written in ("of", "and", "for", "on", "in"):
            place = word.start()
        else:
            break
    return best + 4 if text.startswith("The ", best) else best


def _title_end(text: str, at: int, start: int) -> tuple[int, list[str]]:
    """Where a title ends that goes on at ``at``, and the words read on the way."""
    end = place = at
    words: list[str] = []
    limit = min(len(text), start + _LONGEST)
    while place < limit:
        gap = 1 if text[place] == " " else 0
        token = _TOKEN.match(text, place + gap)
        if token is None:
            break
        kind, written = token.lastgroup, token[0]
        if kind == "year":
            return token.end(), words
        if kind == "comma":
            if gap or not _list_goes_on(text, token.end()):
                break
        elif kind == "word":
            if written in _LINKS:
                if written in _JOINS and _another_title(text, token.end()):
                    break
                if written == "and" and _NEXT_BODY.match(text, token.end()):
                    break
            elif not (_CAPITALISED.match(written) or re.match(r"e-[a-z]+$", written)):
                break
            else:
                words.append(written)
                end = token.end()
        else:
            if kind == "quote":
                words.append(written)
            end = token.end()
        place = token.end()
    return end, words


def _another_title(text: str, at: int) -> bool:
    """Whether "and" is followed by a title of its own: (the) Action Plan for …"""
    run = _NEXT_RUN.match(text, at)
    return run is not None and _whole_noun().search(run[1]) is not None


def _list_goes_on(text: str, at: int) -> bool:
    """Whether a comma stands in an enumeration inside the title: Agriculture, Rural Areas and …"""
    return _LISTED.match(text, at) is not None and not _another_title(text, at)
