"""Documents that a document cites: 《…》, titles in English, bare document numbers."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from policytext.extraction.doc_numbers import DocNumber, find_doc_numbers
from policytext.extraction.doc_types import names_document, squeezed
from policytext.extraction.items import ReferenceItem
from policytext.extraction.reference_relations import relation_of
from policytext.extraction.references_en import find_english_titles
from policytext.outline import Outline
from policytext.patterns import lazy
from policytext.schema import Relation
from policytext.text.letters import occurrences
from policytext.text.normal import NormalText

_LONGEST_TITLE = 160
_AFTER_TITLE = lazy(r" ?(?:的(?:通知|意见|公告|函|批复|决定)|文件|精神)?(?:等文件)? ?")
_LONGEST_AFTER = 8
_COVERS = ("的通知", "的公告", "的函")
_LONGEST_ISSUER = 40
_NEW = tuple.__new__
_BRACKET = lazy(r"\([^()\n]{0,160}(?:\([^()\n]{0,40}\)[^()\n]{0,60})?\)")
_ALIAS = lazy(
    r"以下(?:统一?)?(?:简称|称)(?:为|作)?:?[《“\"‘]([^》”\"’\n]{1,40})[》”\"’]"
    r"|以下(?:统一?)?(?:简称|称)(?:为|作)?:?([^》”\"’\n)，。《“]{1,20})\)"
)
_ENGLISH_ALIAS = lazy(
    r"(?i:hereinafter|hereafter)(?i: referred to as| called| abbreviated as)?(?i: the)? ?"
    r"[\"“《]?(?i:the )?([^\"”》)\n]{1,60}?)[\"”》)]"
)
_BETWEEN = lazy(r"[ 、，,]*(?:以及|和|及|与|and|as well as)?(?: the)? *")
_OPENS_BETWEEN = frozenset(" 、，,以和及与a")
_FRAMES = lazy(
    r"(?:印发|转发|发布|公布|出台|颁布|下发)(?:了|实施)?[《〈]?(.+?)[》〉]?(?:的(?:通知|公告|通告|函))?$"
)
_OF_A_DOCUMENT = lazy(r" ?(?:号?文|通知|精神|规定|要求|政策)")
_COVERED = lazy(r"现(?:将|把)(?:经[^。，\n]{0,30}的)?[^。，\n《]{0,20}$")
_GIVEN_OUT = lazy(r"[^。\n]{0,60}?(?:印发|发给|公布|发布)(?!.{0,4}转发)")
_ENGLISH_FRAMES = lazy(
    r"(?i)\b(?:issuing|issued?|issues|printing and distributing|printed and distributed"
    r"|releas(?:ing|ed?)|distributing|publishing|published)(?: of)?(?: the)? (.+)$"
)
_ENGLISH_FRAME_CUES = ("issu", "print", "releas", "distribut", "publish")
_Keyed = tuple[ReferenceItem, str]
"""A cited document with its title squeezed."""


class _Title(NamedTuple):
    """A cited title: ``[start, end)`` with its marks, ``[inner, inner_end)`` without them.

    ``details_end`` is where ends what belongs to it: 的通知, a bracket with number or alias.
    """

    start: int
    end: int
    inner: int
    inner_end: int
    details_end: int


def find_references(
    text: NormalText, outline: Outline, title_at: tuple[int, int] | None
) -> list[ReferenceItem]:
    """Cited documents in the order of their first mention, each once.

    ``title_at`` is where the document's own title stands: that title, its parts that a covering
    notice issues, and short forms (以下简称) of what was already named are no citations. A title
    counts where its last noun is that of a document (doc_types.tsv) or a number stands with it.
    """
    del outline
    body = text.text
    numbers = find_doc_numbers(body)
    titles = _chinese_titles(body)
    if text.language == "en":
        taken = [(t.start, t.end) for t in titles]
        for start, end in find_english_titles(body):
            if not _overlaps(taken, start, end):
                titles.append(_Title(start, end, start, end, _details_end(body, end)))
        titles.sort(key=lambda t: t.start)
    if not (titles or numbers):
        return []
    own = _Own(text, title_at)
    found, used = _titled(text, titles, numbers, own)
    found += _bare_numbers(text, numbers, used, own)
    return _distinct(found)


def _titled(
    text: NormalText, titles: Sequence[_Title], numbers: Sequence[DocNumber], own: _Own
) -> tuple[list[_Keyed], set[int]]:
    """The titles that are citations, and the starts of the numbers that belong to a title."""
    body = text.text
    aliases = _aliases(body) if titles else frozenset()
    number_starts = [n.start for n in numbers]
    used: set[int] = set()
    found: list[_Keyed] = []
    for group in _groups(body, titles):
        related: tuple[Relation, str] | None = None
        for title in group:
            number = _number_of(body, title, numbers, number_starts) if numbers else None
            if number is not None:
                used.add(number.start)
            start, end, inner, inner_end, _ = title
            name = body[inner:inner_end]
            marked = inner > start
            if marked and number is None and not _is_document(name):
                continue
            key = squeezed(name)
            if key in aliases or own.is_own(body, title, key):
                continue
            if related is None:
                related = relation_of(body, group[0].start, group[-1].details_end, text.is_chinese)
            relation, cue = related
            written = text.written[inner:inner_end]
            item = ReferenceItem(
                start=start,
                end=end,
                title=written.strip(),
                doc_number=number.canonical if number else None,
                alias=_alias_after(text, title),
                relation=relation,
                rule=("title" if marked else "english-title") + (f":{cue}" if cue else ""),
            )
            found.append((item, key if written == name else squeezed(written)))
    return found, used


def _aliases(body: str) -> frozenset[str]:
    """The short forms that a text gives to documents (以下简称《意见》), squeezed."""
    found: list[str] = []
    last = 0
    for at in occurrences(body, "以下"):
        if at >= last and (match := _ALIAS.match(body, at)):
            found.append(squeezed(match[1] or match[2]))
            last = match.end()
    return frozenset(found)


class _Own:
    """Tells mentions of the document itself from citations."""

    def __init__(self, text: NormalText, title_at: tuple[int, int] | None) -> None:
        self.at = title_at
        self.head_end = title_at[1] + 200 if title_at else 0
        title = text.text[slice(*title_at)].replace("\n", "") if title_at else ""
        forms = {title, _uncovered(title)}
        frame = _FRAMES.search(title) or _english_frame(title)
        if frame and "贯彻" not in frame[0]:
            about = frame[1].find("关于")
            forms |= {frame[1], frame[1][about:] if 0 < about <= _LONGEST_ISSUER else frame[1]}
        about = title.find("关于")
        if about > 0:
            forms |= {title[about:], _uncovered(title[about:])}
        keys = {squeezed(form).casefold() for form in forms}
        self.forms = {key.removeprefix("关于").removeprefix("the") for key in keys} - {""}

    def is_own(self, body: str, title: _Title, key: str) -> bool:
        """Whether a title found at its place is that of the document itself; ``key``: squeezed."""
        if key.casefold().removeprefix("关于") in self.forms:
            return True
        if (
            self.at
            and self.at[0] <= title.start < self.at[1]
            and title.end - title.start > 0.8 * (self.at[1] - self.at[0])
        ):
            return True
        low = max(0, title.start - 60)
        if body.find("现", low, title.start) >= 0 and _COVERED.search(body, low, title.start):
            after = body[title.end : title.end + 60]
            return "转发" not in after and _GIVEN_OUT.match(after) is not None
        return False


def _english_frame(title: str) -> re.Match[str] | None:
    if title.isascii():
        words = title.lower()
        if not any(map(words.__contains__, _ENGLISH_FRAME_CUES)):
            return None
    return _ENGLISH_FRAMES.search(title)


def _uncovered(title: str) -> str:
    """A title without 的通知 and the like at its end."""
    for cover in _COVERS:
        if title.endswith(cover):
            return title[: -len(cover)]
    return title


def _chinese_titles(body: str) -> list[_Title]:
    """Outermost 《…》 of every paragraph; inner ones where the outer mark is never closed."""
    marks = [at for mark in "《》〈〉" for at in occurrences(body, mark)]
    marks.sort()
    found: list[tuple[int, int]] = []
    opened: list[tuple[int, int]] = []  # place and number of titles found before it
    last = 0
    for at in marks:
        mark = body[at]
        if opened and body.find("\n", last, at) >= 0:
            opened.clear()
        last = at
        if mark in "《〈":
            opened.append((at, len(found)))
        elif opened:
            start, before = opened.pop()
            if at - start > _LONGEST_TITLE or (body[start] == "〈" and not opened):
                continue
            del found[before:]
            found.append((start, at))
    return [
        _NEW(_Title, (start, at + 1, start + 1, at, _details_end(body, at + 1)))
        for start, at in found
    ]


def _groups(body: str, titles: Sequence[_Title]) -> Iterable[list[_Title]]:
    """Titles that are named side by side: 《A》《B》, 《A》(国发〔2021〕1号)和《B》."""
    group: list[_Title] = []
    for title in titles:
        if group:
            gap_start = group[-1].details_end
            if gap_start == title.start or (
                gap_start < title.start
                and body[gap_start] in _OPENS_BETWEEN
                and _BETWEEN.fullmatch(body, gap_start, title.start)
            ):
                group.append(title)
                continue
            yield group
        group = [title]
    if group:
        yield group


def _details_end(body: str, end: int) -> int:
    """End of what belongs to a title: 的通知, a bracket with number or alias."""
    if body.find("(", end, end + _LONGEST_AFTER + 1) < 0:
        return end
    after = _AFTER_TITLE.match(body, end)
    place = after.end() if after else end
    bracket = _BRACKET.match(body, place)
    return bracket.end() if bracket else end


def _number_of(
    body: str, title: _Title, numbers: Sequence[DocNumber], starts: Sequence[int]
) -> DocNumber | None:
    """The number in the bracket behind a title, right behind it, or right before it."""
    i = bisect_left(starts, title.end)
    limit = title.details_end
    if i < len(numbers) and (numbers[i].start < limit or numbers[i].start <= title.end + 1):
        return numbers[i]
    if i:
        before = numbers[i - 1]
        if before.end <= title.start <= before.end + 4:
            between = body[before.end : title.start].strip()
            if between in ("", "文件", "文", "号文"):
                return before
    return None


def _alias_after(text: NormalText, title: _Title) -> str | None:
    if title.details_end == title.end:
        return None
    pattern = _ALIAS if text.is_chinese else _ENGLISH_ALIAS
    match = pattern.search(text.text, title.end, title.details_end)
    if match is None:
        return None
    group = 1 if match[1] else 2
    return text.written[match.start(group) : match.end(group)].strip()


def _bare_numbers(
    text: NormalText, numbers: Sequence[DocNumber], used: set[int], own: _Own
) -> list[_Keyed]:
    """Numbers cited without a title (落实中发〔2024〕1号文件); the head's own number is none."""
    found: list[_Keyed] = []
    head = {n.canonical for n in numbers if n.start < own.head_end}
    for i, number in enumerate(numbers):
        if number.start in used or number.canonical in head:
            continue
        if _is_line(text.text, numbers, i):
            continue  # a line of its own: the number of the document or of its annex
        relation, cue = relation_of(text.text, number.start, number.end, text.is_chinese)
        if not (cue or number.of_the_centre or _OF_A_DOCUMENT.match(text.text, number.end)):
            continue  # a plot of land, a case, a licence
        item = ReferenceItem(
            start=number.start,
            end=number.end,
            title=text.written[number.start : number.end].strip(),
            doc_number=number.canonical,
            alias=None,
            relation=relation,
            rule="number" + (f":{cue}" if cue else ""),
        )
        found.append((item, squeezed(item.title)))
    return found


def _is_line(body: str, numbers: Sequence[DocNumber], i: int) -> bool:
    """Whether a number stands in a line of its own, with at most six more characters."""
    start, end, _, _ = numbers[i]
    # Two more numbers in the line are more than that; long lines of numbers are not read for each.
    if i > 1 and start - numbers[i - 2].start > 6 and _one_line(body, numbers[i - 2].start, start):
        return False
    after = numbers[i + 2].end if i + 2 < len(numbers) else end
    if after - end > 6 and _one_line(body, end, after):
        return False
    line_start = body.rfind("\n", 0, start) + 1
    line_end = body.find("\n", end)
    line = body[line_start : line_end if line_end >= 0 else len(body)]
    return len(line.strip(" ()")) <= end - start + 6


def _one_line(body: str, start: int, end: int) -> bool:
    return body.find("\n", start, end) < 0


def _distinct(items: list[_Keyed]) -> list[ReferenceItem]:
    """One item a document: later mentions add the number, alias or relation the first lacked."""
    if len(items) < 2:
        return [item for item, _ in items]
    kept: list[ReferenceItem] = []
    by_key: dict[str, int] = {}
    for item, squeezed_title in sorted(items, key=lambda keyed: keyed[0].start):
        title = item.title
        keys = {squeezed_title.casefold()}
        # 《国务院关于…的意见》 and 《关于…的意见》 are one document.
        about = title.find("关于")
        if about > 0:
            keys.add(squeezed(title[about:]).casefold())
        if item.doc_number:
            keys.add(item.doc_number)
        if by_key.keys().isdisjoint(keys):
            index = len(kept)
            kept.append(item)
        else:
            index = next(by_key[key] for key in sorted(keys) if key in by_key)
            first = kept[index]
            kept[index] = first._replace(
                doc_number=first.doc_number or item.doc_number,
                alias=first.alias or item.alias,
                relation=item.relation if first.relation == "mentions" else first.relation,
            )
        for key in keys:
            by_key.setdefault(key, index)
    return kept


def _is_document(name: str) -> bool:
    """Whether words in 《》 are the title of a document, and not only its short form."""
    if name.isascii():
        return bool(find_english_titles(name))
    return names_document(name)


def _overlaps(taken: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    i = bisect_left(taken, (start, start))
    return (i < len(taken) and taken[i][0] < end) or (i > 0 and taken[i - 1][1] > start)
