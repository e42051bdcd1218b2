"""Dates, deadlines and periods: 2024年底, “十四五”末, 明年6月底前, by the end of 2024."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from policytext.extraction.dates_en import english_dates
from policytext.extraction.items import DateMention
from policytext.extraction.numerals import parse_number
from policytext.patterns import lazy
from policytext.text.sentences import Extent

_HAN_SMALL = "[一二三四五六七八九十]{1,3}"
_TO = "(?:-|—{1,2}|–|~|至|到)"
_ZH_YEAR_TAIL = (
    rf"(?:年?{_TO}(?P<y2>(?:19|20|21)\d\d)(?=年|[)\s])|(?=年))(?P<nian>年)?"  # then its month, 底
)
# Each begins with the characters that stand there, so that the search is one quick scan; what may
# stand in front (到, “) is looked at afterwards.
_ZH_YEARS = tuple(
    lazy(body + _ZH_YEAR_TAIL)
    for body in (
        r"19(?<![\d.]19)\d\d",
        r"20(?<![\d.]20)\d\d",
        r"21(?<![\d.]21)\d\d",
        "一[〇○零九][〇○零一二三四五六七八九]{2}",
        "二[〇○零九][〇○零一二三四五六七八九]{2}",
    )
)
_ZH_TAIL = lazy(
    rf"(?P<m>\d{{1,2}}|{_HAN_SMALL})月(?:份)?(?:(?P<d>\d{{1,2}}|{_HAN_SMALL})[日号]|(?P<mend>底|末))?"
    r"|(?P<end>年底|年末|底|末)|第?(?P<q>[一二三四1-4])季度|(?P<half>[上下])半年|(?P<early>年?初)"
)
_TAIL_OPENS = frozenset("0123456789一二三四五六七八九十年底末第上下初")
_ZH_THIS_YEAR = lazy(r"年(?:(?<=[今当明后去前]年)|(?<=本年)度?|[底末内])")
_ZH_MONTH = lazy(r"月(?=底|末|\d{1,2}日|份|前)")
_ZH_MONTH_NUMBER = lazy(r"(?<![\d年一二三四五六七八九十])(?:1[0-2]|[1-9])月")
_ZH_PLAN = lazy(r"十(?P<n>[一二三四五六七]?)五”?(?P<t>期?末|时期|期间|规划期末|期内|以来|中期)?")
_BEFORE = lazy(r"[(（]?[之以]?前(?!期|列|沿|往|景|提|所|进|端|述|三|五|十)")
_BEFORE_OPENS = frozenset("(（之以前")
_ISO = tuple(
    lazy(
        rf"{century}(?<![\d./-]{century})\d\d(?P<s>[-./])(?P<m>1[0-2]|0?[1-9])(?P=s)"
        r"(?P<d>3[01]|[12]\d|0?[1-9])(?![\d])(?:[ T]+\d{1,2}:\d\d(?::\d\d)?)?"
    )
    for century in ("19", "20")
)
_PLAN_ORDER = {
    "十": 10,
    "十一": 11,
    "十二": 12,
    "十三": 13,
    "十四": 14,
    "十五": 15,
    "十六": 16,
    "十七": 17,
}
_QUARTERS = "一二三四"
_SHIFTS = {"明年": 1, "后年": 2, "去年": -1, "前年": -2}
_ENDS = {"年底": "year_end", "年末": "year_end", "年内": "year"}
# A month takes the year of a date no further before it in its paragraph.
_LONGEST_CONTEXT = 400


def find_dates(text: str, language: str, issued_on: date | None) -> list[DateMention]:
    """Dates in ``text``, in order and disjoint; words such as 今年 need ``issued_on``.

    A month or a day without a year takes the year of the date before it in the same paragraph,
    else that of ``issued_on``, else it is left out. A five-year plan's period ends on its last
    day: the 14th runs from 2021 to 2025.
    """
    found = _iso(text)
    if language.startswith("zh"):
        found += _chinese(text, issued_on)
    else:
        found += english_dates(text, issued_on)
    found.sort(key=lambda item: (item.start, -item.end))
    kept: list[DateMention] = []
    for item in found:
        if not kept or item.start >= kept[-1].end:
            kept.append(item)
    return kept


def _iso(text: str) -> list[DateMention]:
    found = []
    for match in _in_order(_ISO, text):
        day = _day(int(match[0][:4]), int(match["m"]), int(match["d"]))
        if day:
            found.append(DateMention(match.start(), match.end(), day, day, "day", "iso"))
    return found


def _in_order(patterns: tuple[re.Pattern[str], ...], text: str) -> list[re.Match[str]]:
    """The matches of patterns as of one pattern that has them as its branches."""
    met = [match for pattern in patterns for match in pattern.finditer(text)]
    if len(met) < 2:
        return met
    met.sort(key=_start_of)
    place = 0
    kept = []
    for match in met:
        start, end = match.span()
        if start >= place:
            kept.append(match)
            place = end
    return kept


def _start_of(match: re.Match[str]) -> int:
    return match.start()


def _chinese(text: str, issued_on: date | None) -> list[DateMention]:
    found: list[DateMention] = []
    for match in _in_order(_ZH_YEARS, text):
        start, end = match.span()
        year = _year(text[start : start + 4])
        if year is None:
            continue
        start = _with_by(text, start)
        y2, nian = match.groups()
        if y2:
            last = int(y2)
            if not nian and text.startswith("年", end):
                end += 1
            if year < last < year + 40:
                found.append(_period(start, end, year, last, "years"))
            continue
        found.append(_with_tail(text, start, end, year))
    found += _relative(text, issued_on, found)
    for match in _ZH_PLAN.finditer(text):
        start = match.start()
        quoted = start > 0 and text[start - 1] == "“"
        if not match["t"] and not (quoted and match[0].endswith("”")):
            continue
        first = 1901 + 5 * (_PLAN_ORDER["十" + match["n"]] + 10)
        kind = "year_end" if match["t"] and match["t"].endswith("末") else "period"
        start = _with_by(text, start - 1 if quoted else start)
        found.append(
            DateMention(
                start, match.end(), date(first, 1, 1), date(first + 4, 12, 31), kind, "plan"
            )
        )
    return found


def _with_by(text: str, start: int) -> int:
    """Where a date begins with the word in front of it: 到, 至, 截至."""
    if start and text[start - 1] in "到至止":
        start -= 1
        if start and text[start - 1] == "截":
            start -= 1
        elif text[start] == "止":
            start += 1
    return start


def _with_tail(text: str, start: int, end: int, year: int) -> DateMention:
    """The mention that begins with a year ending at ``end``: with its month, day, quarter, 底."""
    first, last, kind, rule = date(year, 1, 1), date(year, 12, 31), "year", "year"
    tail = _ZH_TAIL.match(text, end) if text[end : end + 1] in _TAIL_OPENS else None
    if tail:
        if tail["m"]:
            month = _small(tail["m"])
            day = _small(tail["d"]) if tail["d"] else 0
            exact = _day(year, month, day or 1)
            if exact:
                end = tail.end()
                first = exact
                if day:
                    last, kind, rule = exact, "day", "day"
                else:
                    last = date(year, month, monthrange(year, month)[1])
                    kind, rule = "month", "month"
        elif tail["end"]:
            end, kind, rule = tail.end(), "year_end", "year-end"
        elif tail["q"]:
            quarter = _QUARTERS.find(tail["q"]) + 1 or int(tail["q"])
            end, kind, rule = tail.end(), "period", "quarter"
            first = date(year, quarter * 3 - 2, 1)
            last = date(year, quarter * 3, monthrange(year, quarter * 3)[1])
        elif tail["half"]:
            end, kind, rule = tail.end(), "period", "half-year"
            first, last = (
                (first, date(year, 6, 30)) if tail["half"] == "上" else (date(year, 7, 1), last)
            )
        elif tail["early"]:
            end, kind, rule, last = tail.end(), "month", "year-start", date(year, 1, 31)
    before = _BEFORE.match(text, end) if text[end : end + 1] in _BEFORE_OPENS else None
    if before:
        # 2030年前 is read as "by the end of 2030", as the plans themselves do.
        end, rule = before.end(), rule + "-before"
    return DateMention(start, end, first, last, kind, rule)


def _small(written: str) -> int:
    return int(written) if written.isascii() else int(parse_number(written) or 0)


def _relative(text: str, issued_on: date | None, dated: list[DateMention]) -> list[DateMention]:
    found = []
    place = 0
    for at, at_end in _relative_places(text, issued_on):
        while place < len(dated) and dated[place].end <= at:
            place += 1
        if place < len(dated) and dated[place].start < at_end:
            continue
        start, end = _with_by(text, at), at_end
        if text[end - 1] == "月":
            context = dated[place - 1] if place else None
            if (
                context
                and start - context.end < _LONGEST_CONTEXT
                and text.find("\n", context.end, start) < 0
            ):
                year = context.day.year
            elif issued_on:
                year = issued_on.year
            else:
                continue
            found.append(_with_tail(text, start, at, year))
        elif issued_on is not None:
            word = text[at:end]
            mention = _with_tail(text, start, end, issued_on.year + _SHIFTS.get(word, 0))
            kind = _ENDS.get(word, mention.kind)
            found.append(
                DateMention(start, mention.end, mention.first, mention.day, kind, "relative")
            )
    return found


def _relative_places(text: str, issued_on: date | None) -> list[Extent]:
    """今年, 本年度, 年底, 9月(底): the words as written, in order and disjoint."""
    places: list[Extent] = []
    if issued_on is not None:
        for match in _ZH_THIS_YEAR.finditer(text):
            start, end = match.span()
            places.append((start if text[end - 1] in "底末内" else start - 1, end))
    years = len(places)
    for match in _ZH_MONTH.finditer(text):
        end = match.end()
        number = _ZH_MONTH_NUMBER.match(text, max(0, end - 3), end) or _ZH_MONTH_NUMBER.match(
            text, max(0, end - 2), end
        )
        if number:
            places.append((number.start(), end))
    if 0 < years < len(places):
        places.sort()
    return places


def _year(written: str) -> int | None:
    if written[0].isascii():
        return int(written)
    value = parse_number(written.replace("○", "〇"))
    return int(value) if value is not None and 1900 <= value <= 2199 else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _period(start: int, end: int, first: int, last: int, rule: str) -> DateMention:
    return DateMention(start, end, date(first, 1, 1), date(last, 12, 31), "period", rule)
