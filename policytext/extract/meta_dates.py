"""When a document was issued (signature, dateline) and when it was published (发布日期, Source)."""

from __future__ import annotations

import re
from datetime import date

from policytext.extract.dates import find_dates
from policytext.extract.head import Extent, Head
from policytext.extract.items import DateMention
from policytext.text.normal import NormalText

Dated = tuple[date | None, Extent | None]

_NOTHING: Dated = (None, None)
_ISSUED_LABELS = frozenset(
    {
        "成文日期",
        "成文时间",
        "印发日期",
        "印发时间",
        "签发日期",
        "发文日期",
        "发文时间",
        "生成日期",
        "Issued",
        "Issued on",
    }
)
_PUBLISHED_LABELS = frozenset(
    {
        "发布日期",
        "发布时间",
        "公开日期",
        "公布日期",
        "发表时间",
        "刊发时间",
        "更新时间",
        "日期",
        "时间",
        "来源",
        "信息来源",
        "Source",
        "Date",
        "Published",
        "Release date",
    }
)
_STATED = (
    "pubdate",
    "publishdate",
    "article:published_time",
    "firstpublishedtime",
    "datepublished",
    "dc.date",
    "publishtime",
)
_WRITTEN_DAY = (
    r"(?:\d{4}年\d{1,2}月\d{1,2}日|[〇零○一二三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
    r"|[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}|\d{1,2} [A-Z][a-z]{2,8} \d{4})"
)
_SIGNATURE = re.compile(
    rf"[^。，;:\n]{{0,60}}?\(?(?P<day>{_WRITTEN_DAY})\)?[\s]*(?:\(此件[^()\n]*\))?"
)
_PRINTED = re.compile(r"印发\s*$|[^\n]*(?:办公厅|办公室|秘书处)[^\n]*印发")
_HELD = re.compile(
    rf"^[\s—–-]*\(?(?P<day>{_WRITTEN_DAY})在[^。\n]{{2,60}}(?:会议|大会|全会)", re.MULTILINE
)
_PASSED = re.compile(rf"\(?(?P<day>{_WRITTEN_DAY})[^()。\n]{{2,60}}(?:通过|公布|发布)")
_DATELINE = re.compile(
    r"[\u4e00-\u9fff]{1,10}(?:社|网|报)[\u4e00-\u9fff]{0,6}?(?P<day>(?P<y>\d{4}年)?(?P<m>\d{1,2})月(?P<d>\d{1,2})日)[电讯]"
)
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_ENGLISH_DATELINE = re.compile(
    rf"(?:Network|Agency|Xinhua|Daily|News|Times)\)?,? (?P<day>(?P<m>{'|'.join(_MONTHS)})[a-z]*\.? (?P<d>\d{{1,2}})(?!\d)(?:, (?P<y>\d{{4}}))?)"
)


def find_published(text: NormalText, head: Head, stated: tuple[tuple[str, str], ...]) -> Dated:
    """Day of publication: a labelled line of the head, else what the format states."""
    for name, start, end in head.labels:
        if name in _PUBLISHED_LABELS:
            found = _first_day(text, start, end)
            if found:
                return found.day, (found.start, found.end)
    for wanted in _STATED:
        for name, value in stated:
            if name.lower() == wanted:
                days = [d for d in find_dates(value, "en", None) if d.kind == "day"]
                if days:
                    return days[0].day, None
    return _NOTHING


def find_issued(text: NormalText, head: Head, published: date | None, *, news: bool) -> Dated:
    """Day of issue: a label, a sitting (work reports), the signature; for news the dateline.

    A dateline without a year takes that of the publication, or the year before where the
    dateline would else lie after the publication.
    """
    if news:
        return _dateline(text, head, published)
    for name, start, end in head.labels:
        if name in _ISSUED_LABELS:
            found = _first_day(text, start, end)
            if found:
                return found.day, (found.start, found.end)
    opening = text.text[: head.end]
    for pattern in (_HELD, _PASSED):
        match = pattern.search(opening)
        if match:
            found = _first_day(text, *match.span("day"))
            if found:
                return found.day, (found.start, found.end)
    return _signature(text, head)


def _signature(text: NormalText, head: Head) -> Dated:
    """The date that stands alone or behind the issuer's name; the first one signs the cover."""
    after = head.title_at[1] if head.title_at else 0
    for start, end in text.paragraphs:
        if start < after or end - start > 120:
            continue
        match = _SIGNATURE.fullmatch(text.text, start, end)
        if match is None or _PRINTED.search(match[0]):
            continue
        found = _first_day(text, *match.span("day"))
        if found:
            return found.day, (found.start, found.end)
    return _NOTHING


def _dateline(text: NormalText, head: Head, published: date | None) -> Dated:
    start = head.title_at[1] if head.title_at else 0
    pattern = _DATELINE if text.is_chinese else _ENGLISH_DATELINE
    match = pattern.search(text.text, start, start + 600)
    if match is None:
        return _NOTHING
    month = int(match["m"]) if match["m"].isdigit() else _MONTHS.index(match["m"]) + 1
    year = int(match["y"].rstrip("年")) if match["y"] else (published.year if published else 0)
    try:
        day = date(year, month, int(match["d"]))
        if not match["y"] and published and day > published:
            day = day.replace(year=year - 1)
    except ValueError:
        return _NOTHING
    return day, match.span("day")


def _first_day(text: NormalText, start: int, end: int) -> DateMention | None:
    """The first whole date in ``[start, end)``, with offsets into the text."""
    for found in find_dates(text.text[start:end], text.language, None):
        if found.kind == "day":
            return DateMention(
                start + found.start, start + found.end, found.first, found.day, "day", found.rule
            )
    return None
