"""Listings of tasks in running text ("It includes X, Y, and Z"; 包括A，B，C): find and split."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from policytext.patterns import lazy
from policytext.resources import read_table
from policytext.text.sentences import Extent

_FILE = "corpora/lexicons/task_openings.tsv"
_LEAD_IN = {
    True: lazy(r"(?:包括|涵盖|分别[是为]|即)[:，]?"),
    False: lazy(
        r"\b(?:(?:[Ii]t|[Tt]his|[Tt]hey|[Tt]hese|[Tt]he \w+)\s+)?(?:mainly\s+|specifically\s+)?"
        r"(?:[Ii]nclud(?:e|es|ing)|[Cc]over(?:s|ing)?|[Cc]ompris(?:e|es|ing)|[Ii]nvolv(?:es|ing))\b"
        r"[:,]?\s*"
    ),
}
# No lead-in is without one of these.
_IN_LEAD_IN = {
    True: ("包括", "涵盖", "分别", "即"),
    False: ("nclud", "over", "ompris", "nvolv"),
}
# A shorter Chinese stretch is searched for the lead-in at once.
_SHORT = 60
# What may stand before a Chinese lead-in other than 即, as part of it.
_BEFORE_LEAD_IN = ("主要", "具体", "重点", "其中")
_SEPARATOR = {
    True: lazy(r"[，;、](?:以及|并且|同时|及|并|和)?|以及|和"),
    False: lazy(r"[,;]\s+(?:and\s+|as well as\s+)?|\s+and\s+|\s+as well as\s+"),
}
_CHINESE_TAIL = lazy(
    r"等?(?:\d{1,3}|[一二三四五六七八九十]{1,3})?[个项]?(?:重点|主要|具体)?(?:任务|工作|内容|方面)?$"
)
_ENGLISH_TAIL = lazy(r",?\s+(?:etc\.?|and so on|and other (?:tasks|work))$")
# The first words of a title, up to four.
_FIRST_WORDS = lazy(
    r"[^A-Za-z'-]*([A-Za-z'-]+)(?:[^A-Za-z'-]+([A-Za-z'-]+)"
    r"(?:[^A-Za-z'-]+([A-Za-z'-]+)(?:[^A-Za-z'-]+([A-Za-z'-]+))?)?)?"
)
# A title of fewer characters or words than this is no task: 培养、壮大 is one verb phrase.
_SHORTEST = {True: 6, False: 3}


@dataclass(frozen=True, slots=True)
class _Openings:
    """``chinese``: openings by their first character."""

    chinese: dict[str, tuple[str, ...]]
    base: frozenset[str]
    gerund: frozenset[str]
    nouns: frozenset[str]


@cache
def _openings() -> _Openings:
    chinese: dict[str, tuple[str, ...]] = {}
    base: set[str] = set()
    gerund: set[str] = set()
    nouns: set[str] = set()
    for language, opening, form in read_table(_FILE, ("language", "opening", "gerund")):
        if language == "zh":
            chinese[opening[0]] = (*chinese.get(opening[0], ()), opening)
        elif language == "en-noun":
            nouns.add(form)
        else:
            base.add(opening)
            gerund.add(form)
    return _Openings(chinese, frozenset(base), frozenset(gerund), frozenset(nouns))


def chinese_openings() -> dict[str, tuple[str, ...]]:
    """The verbs and adverbs with which Chinese titles of tasks open, by their first character."""
    return _openings().chinese


def opens_like_a_task(title: str, *, chinese: bool) -> bool:
    """Whether a title begins with a verb of the lexicon, an adverb before it allowed."""
    return _form(title, chinese=chinese) is not None


def find_listing(text: str, start: int, end: int, *, chinese: bool) -> Extent | None:
    """The listing behind a lead-in (包括, "It includes") in one sentence, lead-in left out."""
    lead = _lead(text, start, end, chinese=chinese)
    return (lead.end(), end) if lead else None


def may_lead_in(text: str, *, chinese: bool) -> bool:
    """Whether a lead-in may stand in a text: one of the words that each of them has does."""
    return any(word in text for word in _IN_LEAD_IN[chinese])


def lead_in(text: str, start: int, end: int, *, chinese: bool) -> int | None:
    """Where the lead-in of a listing begins, with the comma before it, or None."""
    lead = _lead(text, start, end, chinese=chinese)
    if lead is None:
        return None
    at = lead.start()
    if chinese and text[at] != "即" and text.endswith(_BEFORE_LEAD_IN, start, at):
        at -= 2
    while at > start and text[at - 1] in ",，: ":
        at -= 1
    return at


def _lead(text: str, start: int, end: int, *, chinese: bool) -> re.Match[str] | None:
    """The first lead-in, if the words behind it open a task."""
    if not chinese or end - start > _SHORT:
        for words in _IN_LEAD_IN[chinese]:
            if text.find(words, start, end) >= 0:
                break
        else:
            return None
    lead = _LEAD_IN[chinese].search(text, start, end)
    return lead if lead and _form(text[lead.end() : end], chinese=chinese) else None


def split_listing(text: str, start: int, end: int, *, chinese: bool) -> list[Extent]:
    """Titles in a listing, in order, without separators, "and", 以及 and trailing 等.

    A separator divides two titles only if the next words open a title in the form of the first
    one (gerund, base form, Chinese verb): "the integration of agriculture, culture and tourism"
    stays whole.
    """
    end = _without_tail(text, start, end, chinese=chinese)
    form = _form(text[start:end], chinese=chinese)
    if form is None:
        return [(start, end)] if start < end else []
    titles: list[Extent] = []
    place = start
    enclosed = _enclosed(text, start, end)
    for separator in _SEPARATOR[chinese].finditer(text, start, end):
        if separator.start() in enclosed or not _divides(text, place, separator, end, form):
            continue
        titles.append((place, separator.start()))
        place = separator.end()
    titles.append((place, end))
    return [(s, e) for s, e in titles if s < e]


def _divides(text: str, place: int, separator: re.Match[str], end: int, form: str) -> bool:
    mark = separator.group().strip()
    before = text[place : separator.start()]
    after = text[separator.end() : min(end, separator.end() + 80)]
    if form == "zh":
        if _form(after, chinese=True) is None:
            return mark[0] == ";"
        if mark[0] in "，;":
            return True
        until = re.split("[，;、]", after, maxsplit=1)[0]
        return len(before) >= _SHORTEST[True] and len(until) >= _SHORTEST[True]
    if _form(after, chinese=False) != form:
        return mark[0] == ";"
    # "cultivating and strengthening the team" is one task, "improving A and enriching B" are two.
    return mark[0] in ",;" or len(before.split()) >= _SHORTEST[False]


def _form(title: str, *, chinese: bool) -> str | None:
    """Form in which a title opens: "zh", "gerund", "base", "the"; None if it opens otherwise."""
    openings = _openings()
    if chinese:
        return "zh" if title.startswith(openings.chinese.get(title[:1], ())) else None
    first = _FIRST_WORDS.match(title[:80].lower())
    words = [word for word in first.groups() if word] if first else []
    if words[:2] == ["efforts", "to"]:
        return "base"
    if words and words[0] == "to":
        words = words[1:]
    if words and words[0].endswith("ly") and words[0] not in openings.base:
        words = words[1:]
    if not words:
        return None
    if words[0] == "the" and " of " in title[:80]:
        return "the"
    # "monitoring of", "training, and", "planning and": nouns
    noun = len(words) < 2 or words[1] == "of" or _followed_by_comma(title, words[0])
    joined = len(words) > 2 and words[1] == "and" and not _is_gerund(words[2])
    if _is_gerund(words[0]):
        return None if noun or joined else "gerund"
    return "base" if words[0] in openings.base and not noun else None


def _is_gerund(word: str) -> bool:
    openings = _openings()
    known = word in openings.gerund and word not in openings.nouns
    # The lexicon cannot list every verb; a longer word in -ing that is no known noun is one too.
    return known or (word.endswith("ing") and len(word) > 5 and word not in openings.nouns)


def _followed_by_comma(title: str, word: str) -> bool:
    at = title.lower().find(word) + len(word)
    return title[at : at + 1] in (",", ";")


def _enclosed(text: str, start: int, end: int) -> set[int]:
    """Offsets inside brackets or quotation marks."""
    inside: set[int] = set()
    depth = 0
    quoted = False
    for at in range(start, end):
        character = text[at]
        if character == '"':
            quoted = not quoted
        elif character in "(“《[":
            depth += 1
        elif character in ")”》]":
            depth = max(0, depth - 1)
        if quoted or depth:
            inside.add(at)
    return inside


def _without_tail(text: str, start: int, end: int, *, chinese: bool) -> int:
    pattern = _CHINESE_TAIL if chinese else _ENGLISH_TAIL
    end = _stripped(text, start, end)
    tail = pattern.search(text, max(start, end - 24), end)
    if tail and tail.group().startswith("等" if chinese else (",", " ")):
        end = tail.start()
    return _stripped(text, start, end)


def _stripped(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in " .。,，;":
        end -= 1
    return end
