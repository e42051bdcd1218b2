"""When a document was issued (signature, dateline) and when it was published (发布日期, Source)."""

from __future__ import annotations

from datetime import date

from policytext.extraction.dates import find_dates
from policytext.extraction.head import Extent, Head
from policytext.extraction.items import DateMention
from policytext.patterns import lazy
from policytext.text.normal import NormalText

Dated = tuple[date | None, Extent | None]

_NOTHING: Dated = (None, None)
_STATED = (
    "pubdate", "publishdate", "article:published_time", "firstpublishedtime", "datepublished",
    "dc.date", "publishtime",
)  # fmt: skip
_HAN_DAY = "[一二三四五六七八九十]{1,3}"
_WRITTEN_DAY = (
    rf"(?:\d{{4}}年\d{{1,2}}月\d{{1,2}}日|[〇零○一二三四五六七八九]{{4}}年{_HAN_DAY}月{_HAN_DAY}日"
    r"|[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}|\d{1,2} [A-Z][a-z]{2,8} \d{4})"
)
_SIGNATURE = lazy(rf"[^。，;:\n]{{0,60}}?\(?(?P<day>{_WRITTEN_DAY})\)? ?(?:\(此件[^()\n]*\))?")
# A signature ends with one of these or with a digit.
_SIGNATURE_ENDS = frozenset("日) ")
_PLAIN_DAY = lazy(r"((?:19|20|21)[0-9]{2})年([0-9]{1,2})月([0-9]{1,2})日")
_PRINTED = lazy(r"印发$")
_NO_SIGNATURE = lazy(r"施行|实施|起|止|截至|截止|至|有效|通过|会议|召开|年度")
_HELD = lazy(rf"[ —–-]*\(?(?P<day>{_WRITTEN_DAY})在[^。\n]{{2,60}}(?:会议|大会|全会)")
_PASSED = lazy(rf" ?\((?P<day>{_WRITTEN_DAY})[^。\n]{{2,80}}(?:通过|公布|发布)")
# _HELD and _PASSED begin with one of these, with a digit or with a capital.
_OPENS_DATED = frozenset(" —–-(〇零○一二三四五六七八九")
_ISO_LINE = lazy(r"[^\d。，:]{0,16}(?P<day>\d{4}-\d{1,2}-\d{1,2})(?: +\d{1,2}:\d\d(?::\d\d)?)?")
_DATELINE = lazy(
    r"[\u4e00-\u9fff]{1,10}(?:社|网|报)[\u4e00-\u9fff]{0,6}?"
    r"(?P<day>(?P<y>\d{4}年)?(?P<m>\d{1,2})月(?P<d>\d{1,2})日)[电讯]"
)
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_ENGLISH_DATELINE = lazy(
    r"(?:Network|Agency|Xinhua|Daily|News|Times)\)?,? "
    rf"(?P<day>(?P<m>{'|'.join(_MONTHS)})[a-z]*\.? (?P<d>\d{{1,2}})(?!\d)(?:, (?P<y>\d{{4}}))?)"
)
_DATELINE_WITHIN = 600
_SIGNATURE_LINE = 120


def find_published(text: NormalText, head: Head, stated: tuple[tuple[str, str], ...]) -> Dated:
    """Day of publication: a labelled line of the head, a bare date stamp, the format's own word.

    A label such as 来源 may stand behind its date in the same line. Only the format's word has
    no extent.
    """
    for kind in ("published", "opened"):
        for label in head.labels:
            if label.kind != kind:
                continue
            found = _first_day(text, label.start, label.end)
            if found is None and label.name in ("来源", "信息来源", "Source"):
                found = _first_day(text, *label.line)
            if found:
                return found.day, (found.start, found.end)
    body = text.text
    for extent in [p for p in head.paragraphs if body[p[1] - 1].isdecimal()]:
        stamp = _ISO_LINE.fullmatch(body, *extent)
        found = _first_day(text, *stamp.span("day")) if stamp else None
        if found:
            return found.day, (found.start, found.end)
    by_name = {name.lower(): value for name, value in reversed(stated)}
    for name in _STATED if by_name else ():
        if not (value := by_name.get(name)):
            continue
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
    for label in head.labels:
        found = _first_day(text, label.start, label.end) if label.kind == "issued" else None
        if found:
            return found.day, (found.start, found.end)
    body = text.text
    dated = [
        start
        for start, _ in head.paragraphs
        if body[start] in _OPENS_DATED or body[start].isdecimal() or body[start].isupper()
    ]
    for pattern in (_HELD, _PASSED):
        lines = (pattern.match(body, start, head.end) for start in dated)
        match = next(filter(None, lines), None)
        found = _first_day(text, *match.span("day")) if match else None
        if found:
            return found.day, (found.start, found.end)
    return _signature(text, head)


def _signature(text: NormalText, head: Head) -> Dated:
    """The date that stands alone or behind the issuer's name; the first one signs the cover."""
    after = head.title_at[1] if head.title_at else 0
    for start, end in text.paragraphs:
        if start < after or end - start > _SIGNATURE_LINE:
            continue
        last = text.text[end - 1 : end]
        if not (last.isdigit() or last in _SIGNATURE_ENDS):
            continue
        match = _SIGNATURE.fullmatch(text.text, start, end)
        if match is None or _PRINTED.search(match[0]):
            continue
        if _NO_SIGNATURE.search(text.text, start, match.start("day")):
            continue
        found = _first_day(text, *match.span("day"))
        if found:
            return found.day, (found.start, found.end)
    return _NOTHING


def _dateline(text: NormalText, head: Head, published: date | None) -> Dated:
    start = head.title_at[1] if head.title_at else 0
    pattern = _DATELINE if text.is_chinese else _ENGLISH_DATELINE
    match = pattern.search(text.text, start, start + _DATELINE_WITHIN)
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
    plain = _PLAIN_DAY.fullmatch(text.text, start, end) if text.is_chinese else None
    if plain:
        try:
            day = date(*map(int, plain.groups()))
        except ValueError:
            return None
        return DateMention(start, end, day, day, "day", "day")
    for found in find_dates(text.text[start:end], text.language, None):
        if found.kind == "day":
            low, high = start + found.start, start + found.end
            return DateMention(low, high, found.first, found.day, "day", found.rule)
    return None
