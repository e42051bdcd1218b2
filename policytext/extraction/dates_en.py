"""Dates in English text: by the end of 2024, March 5, 2024, 2022-2025, this year, a plan's period.

The words that every date holds (a year, the word "year", a month) are looked for first; the
patterns are read only around them.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from policytext.extraction.items import DateMention
from policytext.patterns import lazy
from policytext.text.letters import folded, occurrences

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
    r"Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
_CENTURIES = ("19", "20")
_YEAR = lazy(r"(?:19|20)\d\d\b(?<!\w\d{4})")
_DATED = lazy(
    rf"(?P<by>\b(?i:by|before|until|till|through|no later than|in|at|during|"
    rf"for) )?(?P<end>(?i:the end of|the close of|end of|the end-|end-|"
    rf"year-end ) ?)?"
    rf"(?:(?P<mon>\b{_MONTH})\.? (?:(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y>(?:19|"
    rf"20)\d\d)\b|(?:of )?(?P<y1>(?:19|20)\d\d)\b)"
    rf"|(?P<d2>\b\d{{1,2}}) (?P<mon2>{_MONTH})\.?,? (?P<y2>(?:19|20)\d\d)\b"
    rf"|(?<![\d./\[-])\b(?P<y3>(?:19|20)\d\d)(?:(?:-|–|—| to | through |"
    rf" and (?=(?:19|20)))(?P<y4>(?:19|20)\d\d)\b|(?![\d%./,-]\d)\b(?! (?:yuan|"
    rf"mu|people|households|villages))))"
)
# How far a match of _DATED reaches before its first year, and what it may look at behind it.
_BEFORE_YEAR, _BEHIND_YEAR = 48, 64
_ANY_MONTH = lazy(_MONTH)
_MONTH_REACH = 18
# What may stand before a year that has no month, apart from each other in this order.
_BY = ("by ", "before ", "until ", "till ", "through ", "no later than ", "in ", "at ", "during ",
       "for ")  # fmt: skip
_END = ("the end of ", "the close of ", "end of ", "the end- ", "end- ", "year-end ", "year-end  ")
_LEAD_REACH = 28
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
    done = 0
    for at in sorted([at for digits in _CENTURIES for at in occurrences(text, digits)]):
        if at < done or not _YEAR.match(text, at):
            continue
        low, exact = _earliest(text, at, done)
        read = _DATED.match if exact else _DATED.search
        match = read(text, low, at + _BEHIND_YEAR)
        if match is None or not match.start() <= at < match.end():
            continue
        done = match.end()
        if mention := _mention(match):
            found.append(mention)
    return found


def _earliest(text: str, at: int, done: int) -> tuple[int, bool]:
    """Where the date begins whose year stands at ``at``; False: there or behind it."""
    if at == done or text[at - 1] != " ":
        return at, True
    lead = text[max(done, at - _LEAD_REACH) : at]
    if not lead.isascii() or _ANY_MONTH.search(lead, max(0, len(lead) - _MONTH_REACH)):
        return max(done, at - _BEFORE_YEAR), False
    lead = lead.lower()
    left = len(lead)
    if lead.endswith(_END):
        left -= max(len(words) for words in _END if lead.endswith(words))
    if lead.endswith(_BY, 0, left):
        by = left - next(len(word) for word in _BY if lead.endswith(word, 0, left))
        before = text[at - len(lead) + by - 1 : at - len(lead) + by]
        if not (before.isalnum() or before == "_"):
            left = by
    return at - len(lead) + left, True


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
    for match in _DAY.finditer(text):
        start = match.start()
        if start and (text[start - 1].isalnum() or text[start - 1] == "_"):
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


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
