"""The head of a document: labelled lines, letterhead, number, title over several lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from policytext.errors import DataError
from policytext.extraction.doc_numbers import DocNumber, find_doc_numbers
from policytext.extraction.doc_types import chinese_title_noun, squeezed
from policytext.outline import Outline
from policytext.patterns import lazy
from policytext.resources import read_table
from policytext.text.normal import NormalText

Extent = tuple[int, int]

LABELS_FILE = "corpora/lexicons/head_labels.tsv"
_KINDS = frozenset({"title", "number", "issued", "published", "opened", "other"})
_HEAD_PARAGRAPHS = 30
_TITLE_LINES = 6
_LONGEST_TITLE = {True: 160, False: 400}
# Labels run together by a page can fill a long line, but not a body paragraph.
_LONGEST_PANEL = 800
# No number is longer, unless zeros lead its serial.
_LONGEST_NUMBER = 150
_ZEROS = "0" * 10
_STATED_TITLES = ("articletitle", "og:title", "dc.title", "title")
_HAN_DAY = "[一二三四五六七八九十]{1,3}"
_WRITTEN_DAY = (
    r"(?:\d{4}年\d{1,2}月\d{1,2}日|\d{4}[-./]\d{1,2}[-./]\d{1,2}(?: +\d{1,2}:\d\d(?::\d\d)?)?"
    rf"|[〇零○一二三四五六七八九]{{4}}年{_HAN_DAY}月{_HAN_DAY}日"
    r"|[A-Z][a-z]{2,8} \d{1,2}, \d{4})"
)
_DATE_ONLY = lazy(rf"[\s()—-]*{_WRITTEN_DAY}[\s()]*")
_DATED_NOISE = lazy(r"[\d/>](?:(?<=\d)(?:[-./]\d{1,2}[-./]\d| ?年 ?/)|(?<=/).*/|(?<=>).*>)")
_LETTERHEAD = lazy(r"(?:第 ?\d+ ?号|正文|目录|附件\d*|特急|秘密|机密|公开|(?!的).{0,4})$")
_LONGEST_LETTERHEAD = 4
_ENDS_LETTERHEAD = lazy(r"[^。，:]{2}文件$|.?[^。，:]{2}令$", re.DOTALL)
_LABEL_LIKE = lazy(r"[\u4e00-\u9fffA-Za-z ]{2,14}:[^\n]*[^:\n]$")
_ADDRESSEE = lazy(r"[^。\n]{2,400}:")
_SENTENCE = lazy(r"[。;；?？]|，.{0,80}，")
_COVERS = lazy(r"印发|转发|发布|公布|关于")
_COVER_END = lazy(r"[^，]{0,60}的?(?:通知|通告|公告)")
_YEAR_OPENS = lazy(r"[〔\[【(〈] ?(?:19|20)\d")
_BRACKET_LINE = lazy(r"\([^()。]{1,30}\)")
_NO_TITLE = lazy(r"(?:会议|大会|全会)上\)?$|(?:[市省县区州]长|主席|书记) ?:?.{0,4}$|代表:?$|^—|页$")
# The name of a site, a paper or a column at the head of a page.
_MASTHEAD = lazy(r"^.{1,10}(?:网|报|社|刊|要闻|新闻|资讯|动态|专栏|频道)$")
_SITE_SUFFIX = lazy(r" ?[-_|–—]{1,2} ?[^-_|–—]{2,30}$")
# An order names what it puts in force: 《…条例》已经…会议通过，现予公布.
_DECREED = lazy(r"《([^《》\n]{4,80})》已?经[^。\n]{2,80}(?:公布|发布)")


class Label(NamedTuple):
    """A labelled value of the head; ``[start, end)`` is the value, ``line`` its paragraph."""

    name: str
    kind: str
    start: int
    end: int
    line: Extent


class _Numbers(dict[str, list[DocNumber]]):
    """The document numbers of the lines of one head: a line is read once.

    None are found but where 号 or a year in brackets stands.
    """

    def __missing__(self, line: str) -> list[DocNumber]:
        year = "20" in line or "19" in line
        found = (
            find_doc_numbers(line) if "号" in line or (year and _YEAR_OPENS.search(line)) else []
        )
        self[line] = found
        return found


class Head(NamedTuple):
    """What stands before the body: ``paragraphs`` are its extents, ``end`` the last one's end.

    ``title`` is given where only the format states it; ``numbers`` are those of its lines.
    """

    paragraphs: tuple[Extent, ...]
    end: int
    title: str | None
    title_at: Extent | None
    labels: tuple[Label, ...]
    numbers: _Numbers


def read_head(text: NormalText, outline: Outline, stated: tuple[tuple[str, str], ...]) -> Head:
    """The head of a document: at most its first thirty paragraphs, up to the first heading."""
    numbered = (s.start for s in outline if s.number and not s.number.startswith(("附", "Annex")))
    limit = max(next(numbered, len(text.text)), 1)
    paragraphs = [p for p in text.paragraphs[:_HEAD_PARAGRAPHS] if p[0] < limit]
    labels = tuple(_labels(text, paragraphs))
    numbers = _Numbers()
    names = stated_titles(stated) if stated else []
    labelled = next(((x.start, x.end) for x in labels if x.kind == "title"), None)
    title_at = (
        labelled
        or _stated_in(text, paragraphs, names)
        or _by_form(text, paragraphs, frozenset([label.line for label in labels]), numbers)
    )
    return Head(
        paragraphs=tuple(paragraphs),
        end=paragraphs[-1][1] if paragraphs else 0,
        title=names[0] if title_at is None and names else None,
        title_at=title_at,
        labels=labels,
        numbers=numbers,
    )


def stated_titles(stated: tuple[tuple[str, str], ...]) -> list[str]:
    """Titles that the format states, the article's own before that of the page."""
    found = {name.lower(): value for name, value in reversed(stated) if value}
    return [found[name] for name in _STATED_TITLES if name in found]


@cache
def _label_table() -> tuple[re.Pattern[str], dict[str, str], frozenset[str]]:
    """A pattern for labels with their colon, their kinds, and their last characters."""
    kinds = {row[0]: row[1] for row in read_table(LABELS_FILE, ("label", "kind"))}
    unknown = set(kinds.values()) - _KINDS
    if unknown:
        raise DataError(f"{LABELS_FILE}: unknown kinds {sorted(unknown)}")
    names = sorted(kinds, key=lambda name: (-len(name), name))
    pattern = lazy("(" + "|".join(map(re.escape, names)) + ") ?: ?")
    return pattern, kinds, frozenset(name[-1] for name in names)


def _labels(text: NormalText, paragraphs: Sequence[Extent]) -> Iterator[Label]:
    """Labelled values; several may stand in one paragraph where a page runs them together."""
    pattern, kinds, _ = _label_table()
    body = text.text
    for start, end in _may_label(body, paragraphs):
        if end - start > _LONGEST_PANEL:
            continue
        found = [
            match
            for match in pattern.finditer(body, start, end)
            if match.start() == start
            or len(match[1]) > 2
            or pattern.match(body, start)
            or not "\u4e00" <= body[match.start() - 1] <= "\u9fff"
        ]
        if not found or (found[0].start() > start and "。" in body[start : found[0].start()]):
            continue
        for match, after in zip(found, [*found[1:], None], strict=True):
            low, high = match.end(), after.start() if after else end
            while high > low and body[high - 1] == " ":
                high -= 1
            if high > low:
                yield Label(match[1], kinds[match[1]], low, high, (start, end))


def _may_label(body: str, paragraphs: Sequence[Extent]) -> list[Extent]:
    """The paragraphs in which a colon stands behind a character in which a label ends."""
    found: list[Extent] = []
    if not paragraphs:
        return found
    _, _, label_ends = _label_table()
    end = paragraphs[-1][1]
    colon = body.find(":", paragraphs[0][0] + 1, end)
    while colon >= 0:
        before = body[colon - 1]
        if before in label_ends or (before == " " and body[colon - 2] in label_ends):
            paragraph = paragraphs[bisect_right(paragraphs, (colon, end)) - 1]
            found.append(paragraph)
            colon = paragraph[1]
        colon = body.find(":", colon + 1, end)
    return found


def _stated_in(text: NormalText, paragraphs: Sequence[Extent], names: list[str]) -> Extent | None:
    """The lines of the head that read as the title the format states."""
    wanted = {squeezed(form) for name in names for form in (name, _SITE_SUFFIX.sub("", name))}
    if not wanted:
        return None
    lines = [squeezed(text.written[slice(*paragraph)]) for paragraph in paragraphs]
    for i in range(len(paragraphs)):
        joined = ""
        for j in range(i, min(i + _TITLE_LINES, len(paragraphs))):
            joined += lines[j]
            if len(joined) >= 8 and joined in wanted:
                return paragraphs[i][0], paragraphs[j][1]
    return None


def _by_form(
    text: NormalText,
    paragraphs: Sequence[Extent],
    labelled: frozenset[Extent],
    numbers: _Numbers,
) -> Extent | None:
    """The first lines that together read as a title, else a first line that could be one."""
    unlabelled = (p for p in paragraphs if p not in labelled and not _is_noise(text, p, numbers))
    if not text.is_chinese:
        start, end = next(unlabelled, (0, 0))
        long = end - start > _LONGEST_TITLE[False]
        if start == end or long or text.text.endswith((".", ":", ";"), start, end):
            return None
        return start, end
    lines = _Lines(unlabelled, numbers)
    fallback = None
    for i in range(len(paragraphs)):
        if not lines.reach(i):
            break
        start, end = lines[i]
        line = text.text[start:end]
        is_sentence = _SENTENCE.search(line) is not None
        addresses = line.endswith(":") and _ADDRESSEE.fullmatch(line)
        if addresses or (is_sentence and len(line) > 40):
            decreed = _DECREED.match(text.text, start, end)
            return decreed.span(1) if decreed and fallback is None else fallback
        if is_sentence:
            continue
        last = _complete_at(text, lines, i)
        if last is not None:
            first, last = _cover_behind(text, lines, i, last)
            return lines[_without_letterhead(text, lines, first, last)][0], lines[last][1]
        if fallback is None and len(line) <= 60 and not _NO_TITLE.search(line):
            fallback = (start, lines[_balanced_at(text, lines, i)][1])
    return fallback


class _Lines:
    """Lines of a head without its noise, read only as far as they are asked for."""

    def __init__(self, source: Iterator[Extent], numbers: _Numbers) -> None:
        self.numbers = numbers
        self._source = source
        self._read: list[Extent] = []

    def reach(self, i: int) -> bool:
        """Whether there is a line ``i``; it is read."""
        while len(self._read) <= i:
            line = next(self._source, None)
            if line is None:
                return False
            self._read.append(line)
        return True

    def __getitem__(self, i: int) -> Extent:
        return self._read[i]


def _is_noise(text: NormalText, extent: Extent, found: _Numbers) -> bool:
    """Whether a line is letterhead, date, number or another label, and no part of a title."""
    start, end = extent
    if end - start > _LONGEST_PANEL:
        return False
    line = text.text[start:end].strip()
    last = line[-1:]
    if (last in "日()" or last.isdecimal()) and _DATE_ONLY.fullmatch(line):
        return True
    if (len(line) <= _LONGEST_LETTERHEAD or line[0] in "第附") and _LETTERHEAD.match(line):
        return True
    if last in "件令" and _ENDS_LETTERHEAD.match(line[-4:]):
        return True
    dated = "/" in line or "-" in line or "." in line or ">" in line
    if dated and _DATED_NOISE.search(line):
        return True
    if last == ":":
        if _label_table()[0].fullmatch(line):
            return True  # a label whose value stands elsewhere
    elif (
        text.is_chinese
        and ":" in line
        and not ("《" in line or "关于" in line)
        and _LABEL_LIKE.fullmatch(line)
    ):
        return True
    if len(line) > _LONGEST_NUMBER and _ZEROS not in line:
        return False
    numbers = found[line]
    return bool(numbers) and len(line) <= numbers[0].end - numbers[0].start + 8


def _complete_at(text: NormalText, lines: _Lines, i: int) -> int | None:
    """Index of the line with which a title that begins in line ``i`` is complete."""
    best = None
    joined = ""
    for j in range(i, i + _TITLE_LINES):
        if not lines.reach(j):
            break
        line = text.text[slice(*lines[j])].strip()
        addresses = j > i and line.endswith(":") and _ADDRESSEE.fullmatch(line)
        if addresses or (j > i and _SENTENCE.search(line)):
            break
        if j > i and lines[j][0] != lines[j - 1][1] + 1:
            break  # a label or a number stands between
        if best is not None and not _goes_on(joined, line, lines.numbers):
            break
        joined += line
        if len(joined) > _LONGEST_TITLE[True]:
            break
        if _is_balanced(joined) and chinese_title_noun(joined) is not None:
            best = j
    return best


def _goes_on(joined: str, line: str, numbers: _Numbers) -> bool:
    """Whether a line goes on with a title that could already end: 的通知, (试行)."""
    if _BRACKET_LINE.fullmatch(line):
        return not numbers[line] and not re.search(r"会议|通过|公布|第 ?\d+ ?号", line)
    if line.startswith("的"):
        return True
    covers = _COVERS.search(joined) and not joined.endswith(("通知", "公告", "通告"))
    return bool(covers) and _COVER_END.fullmatch(line) is not None


def _is_balanced(title: str) -> bool:
    return title.count("《") == title.count("》") and title.count("(") == title.count(")")


def _balanced_at(text: NormalText, lines: _Lines, i: int) -> int:
    """Index of the line with which the brackets opened in line ``i`` are closed, else ``i``."""
    joined = ""
    for j in range(i, i + 3):
        if not lines.reach(j):
            break
        joined += text.text[slice(*lines[j])]
        if _is_balanced(joined):
            return j
    return i


def _without_letterhead(text: NormalText, lines: _Lines, i: int, last: int) -> int:
    """First line of the title: letterhead and running heads above it are left out.

    Letterhead is an issuer that the next line repeats; a running head is the name of a site or
    a paper above a line that is a title without it.
    """
    while i < last:
        line, after = (text.text[slice(*lines[j])].strip() for j in (i, i + 1))
        rest = "".join(text.text[slice(*lines[j])] for j in range(i + 1, last + 1))
        running_head = _MASTHEAD.search(line) and chinese_title_noun(rest) is not None
        if not after.startswith(line) and not running_head:
            break
        i += 1
    return i


def _cover_behind(text: NormalText, lines: _Lines, i: int, last: int) -> tuple[int, int]:
    """First and last line of the notice that issues what lines ``i`` to ``last`` name, if it
    follows at once: a running head with the plan's title stands above its covering notice."""
    if lines.reach(last + 1):
        name = squeezed("".join([text.text[slice(*lines[j])] for j in range(i, last + 1)]))
        # The notice would hold every character of the name.
        if not all(map(_lines_from(text.text, lines[last + 1][0]).__contains__, name)):
            return i, last
        cover_last = _complete_at(text, lines, last + 1)
        if cover_last is not None:
            notice = range(last + 1, cover_last + 1)
            cover = squeezed("".join([text.text[slice(*lines[j])] for j in notice]))
            if name in cover and len(cover) > len(name):
                return last + 1, cover_last
    return i, last


def _lines_from(body: str, start: int) -> str:
    """The text from ``start`` on, as many lines as a title has at most."""
    end = start
    for _ in range(_TITLE_LINES):
        end = body.find("\n", end + 1)
        if end < 0:
            return body[start:]
    return body[start:end]
