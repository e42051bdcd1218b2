"""Dates, deadlines and periods: 2024年底, “十四五”末, 明年6月底前, by the end of 2024."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from policytext.extraction.dates_en import english_dates
from policytext.extraction.items import DateMention
from policytext.extraction.numerals import parse_number
from policytext.patterns import lazy

_HAN_YEAR = "[一二][〇○零九][〇○零一二三四五六七八九]{2}"
_HAN_SMALL = "[一二三四五六七八九十]{1,3}"
_TO = "(?:-|—{1,2}|–|~|至|到)"
# Named groups are avoided: the branches are told apart by what they captured.
# The patterns begin with a character class, so that the search is one quick scan; what may stand
# in front (到, “) is looked at afterwards.
_ZH_YEAR = lazy(
    rf"[12一二](?<![\d.][12])(?:(?<=[12])(?:(?<=1)9|(?<=2)[01])\d\d|(?<=[一二]){_HAN_YEAR[4:]})"
    rf"(?:年?{_TO}(?P<y2>(?:19|20|21)\d\d)(?=年|[)\s])|(?=年))(?P<nian>年)?"
)
_ZH_TAIL = lazy(
    rf"(?P<m>\d{{1,2}}|{_HAN_SMALL})月(?:份)?(?:(?P<d>\d{{1,2}}|{_HAN_SMALL})[日号]|(?P<mend>底|末))?"
    r"|(?P<end>年底|年末|底|末)|第?(?P<q>[一二三四1-4])季度|(?P<half>[上下])半年|(?P<early>年?初)"
)
_ZH_RELATIVE = lazy(
    r"[今本当明后去前年1-9](?:(?<=[今当明后去前])年|(?<=本)年度?|(?<=年)[底末内]"
    r"|(?<=[1-9])(?<![\d年一二三四五六七八九十][1-9])(?:(?<=1)[0-2])?月(?=底|末|\d{1,2}日|份|前))"
)
_ZH_PLAN = lazy(r"十(?P<n>[一二三四五六七]?)五”?(?P<t>期?末|时期|期间|规划期末|期内|以来|中期)?")
_BEFORE = lazy(r"[(（]?[之以]?前(?!期|列|沿|往|景|提|所|进|端|述|三|五|十)")
_ISO = lazy(
    r"[12](?<![\d./-][12])(?:(?<=1)9|(?<=2)0)\d\d(?P<s>[-./])(?P<m>1[0-2]|0?[1-9])(?P=s)"
    r"(?P<d>3[01]|[12]\d|0?[1-9])(?![\d])(?:[ T]+\d{1,2}:\d\d(?::\d\d)?)?"
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
    for match in _ISO.finditer(text):
        day = _day(int(match[0][:4]), int(match["m"]), int(match["d"]))
        if day:
            found.append(DateMention(match.start(), match.end(), day, day, "day", "iso"))
    return found


def _chinese(text: str, issued_on: date | None) -> list[DateMention]:
    found: list[DateMention] = []
    for match in _ZH_YEAR.finditer(text):
        year = _year(text[match.start() : match.start() + 4])
        if year is None:
            continue
        start, end = _with_by(text, match.start()), match.end()
        if match["y2"]:
            last = int(match["y2"])
            if text.startswith("年", end) and not match["nian"]:
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
    tail = _ZH_TAIL.match(text, end)
    if tail:
        if tail["m"]:
            month = int(parse_number(tail["m"]) or 0)
            day = int(parse_number(tail["d"]) or 0) if tail["d"] else 0
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
    before = _BEFORE.match(text, end)
    if before:
        # 2030年前 is read as "by the end of 2030", as the plans themselves do.
        end, rule = before.end(), rule + "-before"
    return DateMention(start, end, first, last, kind, rule)


def _relative(text: str, issued_on: date | None, dated: list[DateMention]) -> list[DateMention]:
    found = []
    shift = {"明年": 1, "后年": 2, "去年": -1, "前年": -2}
    place = 0
    for match in _ZH_RELATIVE.finditer(text):
        word = match.group()
        while place < len(dated) and dated[place].end <= match.start():
            place += 1
        if place < len(dated) and dated[place].start < match.end():
            continue
        start, end = _with_by(text, match.start()), match.end()
        if word.endswith("月"):
            context = dated[place - 1] if place else None
            if (
                context
                and "\n" not in text[context.end : start][:400]
                and start - context.end < 400
            ):
                year = context.day.year
            elif issued_on:
                year = issued_on.year
            else:
                continue
            found.append(_with_tail(text, start, match.start(), year))
        elif issued_on is None:
            continue
        elif word in ("年底", "年末", "年内"):
            mention = _with_tail(text, start, end, issued_on.year)
            kind = "year_end" if word != "年内" else "year"
            found.append(
                DateMention(start, mention.end, mention.first, mention.day, kind, "relative")
            )
        else:
            mention = _with_tail(text, start, end, issued_on.year + shift.get(word, 0))
            found.append(
                DateMention(
                    start, mention.end, mention.first, mention.day, mention.kind, "relative"
                )
            )
    return found


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
