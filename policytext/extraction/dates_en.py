"""Dates in English text: by the end of 2024, March 5, 2024, 2022-2025, this year, a plan's period.

The words that every date holds (a year, the word "year", a month) are looked for first; the
patterns are read only around them.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from policytext.extraction.items import DateMention
from policytext.extraction.windows import extents
from policytext.patterns import lazy
from policytext.text.letters import folded, occurrences

if TYPE_CHECKING:
    import ahocorasick_rs

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may may", "june jun",
            "july jul", "august aug", "september sep sept", "october oct", "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|"
    r"Aug(?:ust)?|Sep(?:t(?:ember)?)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
_CENTURIES = ("19", "20")
_YEAR = lazy(r"(?:19|20)\d\d\b(?<!\w\d{4})")
# A year, or two, without a month.
_YEARS = (
    r"(?<![\d./\[-])\b(?P<y3>(?:19|20)\d\d)(?:(?:-|–|—| to | through |"
    r" and (?=(?:19|20)))(?P<y4>(?:19|20)\d\d)\b|(?![\d%./,-]\d)\b(?! (?:yuan|"
    r"mu|people|households|villages)))"
)
_YEARS_ALONE = lazy(_YEARS)
_DATED = lazy(
    rf"(?P<by>\b(?i:by|before|until|till|through|no later than|in|at|during|"
    rf"for) )?(?P<end>(?i:the end of|the close of|end of|the end-|end-|"
    rf"year-end ) ?)?"
    rf"(?:(?P<mon>\b{_MONTH})\.? (?:(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y>(?:19|"
    rf"20)\d\d)\b|(?:of )?(?P<y1>(?:19|20)\d\d)\b)"
    rf"|(?P<d2>\b\d{{1,2}}) (?P<mon2>{_MONTH})\.?,? (?P<y2>(?:19|20)\d\d)\b"
    rf"|{_YEARS})"
)
# How far a match of _DATED reaches before its first year, and what it may look at behind it.
_BEFORE_YEAR, _BEHIND_YEAR = 48, 64
_ANY_MONTH = lazy(_MONTH)
_MONTH_REACH = 18
# A month, its day behind it or none, behind which a year stands.
_MONTH_BEFORE = lazy(rf"{_MONTH}(?:\.?,? |\.? (?:\d{{1,2}}(?:st|nd|rd|th)?,? |of ))\Z")
_DAY_BEFORE = lazy(r"\b\d{1,2} \Z")
# What may stand before a year that has no month, apart from each other in this order.
_BY = ("by ", "before ", "until ", "till ", "through ", "no later than ", "in ", "at ", "during ",
       "for ")  # fmt: skip
_END = ("the end of ", "the close of ", "end of ", "the end- ", "end- ", "year-end ", "year-end  ")
_BY_ALONE = frozenset(words[:-1] for words in _BY if words.count(" ") == 1)
_LAST_OF_MORE = ("of", "than")
# The same before a month.
_END_OF_MONTH = tuple(
    words + more
    for words in ("the end of ", "the close of ", "end of ", "the end-", "end-", "year-end ")
    for more in ("", " ")
)
_LEAD_REACH = 28
# What the names of months begin with: a day without a year is read only where one stands.
_MONTH_STEMS = tuple(name[:3].title() for name in _MONTHS if len(name) == 3)
_DAY = lazy(rf"(?P<mon>{_MONTH})\.? (?P<d>3[01]|[12]\d|[1-9])(?:st|nd|rd|th)?\b(?!,? \d{{4}})")
_RELATIVE = lazy(
    r"(?i)\b(?:by |before |at |within )?(?:the )?(?:end of )?(?P<w>this year|"
    r"next year|last year|the current year|year-end|the end of the year)\b"
)
_PLAN = lazy(
    r"(?i)\b(?P<end>end of (?:the )?)?(?P<n>10|11|12|13|14|15|16)th five-year plan(?: period)?"
)


def english_dates(text: str, issued_on: date | None) -> list[DateMention]:
    """Dates in an English text, not sorted; days and years without a year need ``issued_on``."""
    found = _dated(text)
    if issued_on:
        found += _days(text, issued_on)
    found += _years_in_words(text, issued_on)
    return found


def _dated(text: str) -> list[DateMention]:
    """Dates that hold a year."""
    found: list[DateMention] = []
    done = last = 0
    for at in sorted([at for digits in _CENTURIES for at in occurrences(text, digits)]):
        if at < done or not _YEAR.match(text, at):
            continue
        before, last = last, at + 1
        lead = ""
        if at > done and text[at - 1] == " ":
            lead = text[max(done, at - _LEAD_REACH) : at]
            # The names of months have a capital.
            near = lead[-_MONTH_REACH:]
            if not lead.isascii() or not (near.islower() or not _ANY_MONTH.search(near)):
                # An earlier year, that is part of no date, could be read with this month.
                low = max(done, at - _BEFORE_YEAR)
                match = _with_month(text, low, at) if before <= low else None
                if match is None:
                    match = _DATED.search(text, low, at + _BEHIND_YEAR)
                if match is not None and match.start() <= at < match.end():
                    done = match.end()
                    if mention := _mention(match):
                        found.append(mention)
                continue
        years = _YEARS_ALONE.match(text, at)
        if years is None:
            continue
        done = years.end()
        if mention := _of_years(text, years, lead):
            found.append(mention)
    return found


def _with_month(text: str, low: int, at: int) -> re.Match[str] | None:
    """The date whose year stands at ``at``, with the month in front of it."""
    month = _MONTH_BEFORE.search(text, max(low, at - _MONTH_REACH), at)
    if month is None:
        return None
    start = month.start()
    if day := _DAY_BEFORE.search(text, max(low, start - 3), start):
        start = day.start()
    lead = text[low:start]
    if not lead.isascii():
        return None
    _, by = _words_before(text, start, lead.lower(), _END_OF_MONTH)
    match = _DATED.match(text, start - by, at + _BEHIND_YEAR)
    return match if match is not None and match.end() > at else None


def _words_before(text: str, at: int, lead: str, ends: tuple[str, ...]) -> tuple[int, int]:
    """How far before ``at`` "the end of" begins, and how far "by", or where that would stand."""
    begin = lead.rfind(" ", 0, -1) + 1
    word = lead[begin:-1]
    if begin and word.isalpha() and word not in _LAST_OF_MORE and lead[-1] == " ":
        return 0, len(word) + 1 if word in _BY_ALONE else 0
    end = 0
    if lead.endswith(ends):
        end = max([len(words) for words in ends if lead.endswith(words)])
    left = len(lead) - end
    if lead.endswith(_BY, 0, left):
        by = end + next(len(word) for word in _BY if lead.endswith(word, 0, left))
        before = text[at - by - 1 : at - by]
        if not (before.isalnum() or before == "_"):
            return end, by
    return end, end


def _of_years(text: str, match: re.Match[str], lead: str) -> DateMention | None:
    """A year, or two, with the words for it that ``lead`` ends with: by the end of."""
    at, stop = match.span()
    end, by = _words_before(text, at, lead.lower(), _END) if lead else (0, 0)
    start = at - by
    if by > end == 0 and text[start : start + 4].lower() in ("for ", "duri"):
        start = at
    year = int(match["y3"])
    if match["y4"]:
        last_year = int(match["y4"])
        if not year < last_year < year + 40:
            return None
        return DateMention(
            start, stop, date(year, 1, 1), date(last_year, 12, 31), "period", "years"
        )
    kind = "year_end" if end else "year"
    return DateMention(start, stop, date(year, 1, 1), date(year, 12, 31), kind, kind)


def _mention(match: re.Match[str]) -> DateMention | None:
    start, end = match.span()
    by = match["by"]
    if by and not match["end"] and by.lower() in ("for ", "during "):
        start = match.end("by")
    month = match["mon"] or match["mon2"]
    if month:
        number = _MONTHS[month.lower()]
        year = int(match["y"] or match["y1"] or match["y2"])
        written_day = match["d"] or match["d2"]
        day = _day(year, number, int(written_day) if written_day else 1)
        if day is None:
            return None
        if written_day:
            return DateMention(start, end, day, day, "day", "day")
        last = date(year, number, monthrange(year, number)[1])
        return DateMention(start, end, day, last, "month", "month")
    year = int(match["y3"])
    if match["y4"]:
        last_year = int(match["y4"])
        if not year < last_year < year + 40:
            return None
        return DateMention(start, end, date(year, 1, 1), date(last_year, 12, 31), "period", "years")
    kind = "year_end" if match["end"] else "year"
    return DateMention(start, end, date(year, 1, 1), date(year, 12, 31), kind, kind)


def _days(text: str, issued_on: date) -> list[DateMention]:
    """Days without a year, which is that of the issue."""
    found: list[DateMention] = []
    for start, _ in extents(_month_names(), text):
        match = _DAY.match(text, start)
        if match is None or (start and (text[start - 1].isalnum() or text[start - 1] == "_")):
            continue
        day = _day(issued_on.year, _MONTHS[match["mon"].lower()], int(match["d"]))
        if day:
            found.append(DateMention(start, match.end(), day, day, "day", "relative"))
    return found


def _years_in_words(text: str, issued_on: date | None) -> list[DateMention]:
    """This year, the end of the year, the 14th Five-Year Plan."""
    relative: list[DateMention] = []
    plans: list[DateMention] = []
    done = plan_done = 0
    for at in occurrences(folded(text), "year"):
        following = text[at + 4 : at + 5]
        if following.isalnum() or following == "_":
            continue
        if text[at - 1 : at] == "-" and text[at + 4 : at + 9].lower() == " plan":
            match = _PLAN.search(text, max(plan_done, at - 32), at + 24)
            if match:
                plan_done = match.end()
                plans.append(_plan(match))
        if issued_on and at >= done:
            match = _RELATIVE.search(text, max(done, at - 40), at + 16)
            if match and match.start() <= at < match.end():
                done = match.end()
                relative.append(_relative(match, issued_on))
    return relative + plans


def _relative(match: re.Match[str], issued_on: date) -> DateMention:
    year = issued_on.year + {"next year": 1, "last year": -1}.get(match["w"].lower(), 0)
    kind = "year_end" if "end" in match[0].lower() else "year"
    first, last = date(year, 1, 1), date(year, 12, 31)
    return DateMention(match.start(), match.end(), first, last, kind, "relative")


def _plan(match: re.Match[str]) -> DateMention:
    first = 1901 + 5 * (int(match["n"]) + 10)
    kind = "year_end" if match["end"] else "period"
    days = date(first, 1, 1), date(first + 4, 12, 31)
    return DateMention(match.start(), match.end(), *days, kind, "plan")


@cache
def _month_names() -> ahocorasick_rs.AhoCorasick:
    import ahocorasick_rs as ac  # noqa: PLC0415

    return ac.AhoCorasick(_MONTH_STEMS)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
