"""The outline of a document: its headings as a tree of sections."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace

from policytext.headings import Role, heading_role, is_dated_heading, is_fixed_heading
from policytext.patterns import lazy
from policytext.text.normal import NormalText
from policytext.text.numbering import Marker, inline_markers, marker_at
from policytext.text.sentences import sentence_end

# Customary order of the numbering styles, outermost first (GB/T 9704-2012, 7.3.3: 一、 （一） 1.
# （1）). Headings without a number rank just above 一、.
_RANK: dict[str, float] = {
    "appendix": 0, "part": 1, "chapter": 2, "section": 3, "article": 4, "unnumbered": 5,
    "ordinal_word": 6, "roman": 6, "han": 6, "han_paren": 7, "decimal": 8, "dotted": 8,
    "decimal_paren": 9, "decimal_close": 9, "letter_paren": 10, "circled": 11, "han_is": 12,
}  # fmt: skip
# A heading such as 工作目标 without a number ends where the numbered parts begin.
_WITHOUT_NUMBERED_PARTS: frozenset[Role | None] = frozenset({"general", "goals"})
_LONGEST_HEADING = {True: 80, False: 240}
_LONGEST_LABEL = {True: 25, False: 100}
_LONGEST_UNNUMBERED = 50
_SKIPPED_NUMBERS = 4
_DATE_LINE = lazy(
    r"\(?(?:\d{4}年\d{1,2}月\d{1,2}日|[一二三四五六七八九〇零○]{4}年[一二三四五六七八九十]{1,2}月"
    r"[一二三四五六七八九十]{1,3}日|[A-Z][a-z]{2,8} \d{1,2}, \d{4})\)?(?:印发)?"
)
_CONTENTS = lazy(r"目 ?录|(?i:table of )?(?i:contents)")
_PAGE_LEADER = lazy(r"[ .…·—-]*\d{1,4}$")
_RESPONSIBLE = lazy(r" ?\((?:责任|牵头|配合|主责|完成时限|主办|协办|负责|任务)")
_ENDS_SENTENCE = tuple("。.!?;")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the body it governs. Offsets are into ``NormalText.text``.

    ``number`` is the marker as written ("一、", "（一）", "1.", "First", "一是");
    ``level`` counts from 1; ``[start, end)`` is the heading, number included;
    ``[title_start, end)`` the title;
    ``[body_start, body_end)`` everything below it, children included; ``parent`` is an index into
    the outline, or None. ``run_in`` says that the body goes on in the heading's own paragraph.
    """

    level: int
    number: str | None
    title: str
    start: int
    title_start: int
    end: int
    body_start: int
    body_end: int
    parent: int | None
    run_in: bool = False


Outline = tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class _Heading:
    key: str
    rank: float
    value: int | None
    start: int
    number_end: int
    title_start: int
    end: int
    run_in: bool


def build_outline(text: NormalText) -> Outline:
    """Headings of a document in reading order, nested by their numbering.

    A number opens a heading when it begins a series or continues one (also across sections:
    tasks numbered 1 to 28 through nine aspects). Entries of a table of contents, numbers in
    tables and the signature are no headings.
    """
    open_: list[int] = []
    sections: list[Section] = []
    ranks: list[float] = []
    roles: list[Role | None] = []
    appendix: int | None = None
    last_value: dict[str, int] = {}

    def close(to_rank: float, at: int) -> None:
        while open_ and ranks[open_[-1]] >= to_rank:
            index = open_.pop()
            sections[index] = replace(sections[index], body_end=at)

    closings = _closing_blocks(text)
    contents = _contents_paragraphs(text)
    tables = _table_extents(text)
    for i, (start, end) in enumerate(text.paragraphs):
        if start in closings:
            close(0, start)
            last_value.clear()
            continue
        if i in contents or start in tables:
            continue
        heading = _heading(text, i, last_value)
        if heading is None:
            continue
        if open_ and heading.rank == _RANK["han"] and roles[open_[-1]] in _WITHOUT_NUMBERED_PARTS:
            close(_RANK["unnumbered"], start)
        close(heading.rank, start)
        if heading.value is not None:
            last_value[heading.key] = heading.value
        parent = open_[-1] if open_ else None
        title = text.written[heading.title_start : heading.end]
        sections.append(
            Section(
                level=sections[parent].level + 1 if parent is not None else 1,
                number=text.written[heading.start : heading.number_end].strip() or None,
                title=title,
                start=start,
                title_start=heading.title_start,
                end=heading.end,
                body_start=heading.end,
                body_end=len(text.text),
                parent=parent,
                run_in=heading.run_in,
            )
        )
        ranks.append(heading.rank)
        roles.append(heading_role(text.text[start:end]) if heading.key == "unnumbered" else None)
        if heading.key == "appendix":
            last_value.clear()  # what follows is numbered from one again
            if appendix is not None:
                sections[appendix] = replace(sections[appendix], body_end=start)
            appendix = len(sections) - 1
        else:
            open_.append(len(sections) - 1)
        assert end >= heading.end
    close(0, len(text.text))
    return tuple(sections) if sections else _running_enumeration(text)


def _running_enumeration(text: NormalText) -> Outline:
    """Sections of a text without headings that counts in its sentences (一是…。二是…)."""
    markers = inline_markers(text.text)
    if not markers:
        return ()
    paragraph_ends = [end for _, end in text.paragraphs]
    sections: list[Section] = []
    for marker, after in zip(markers, [*markers[1:], None], strict=True):
        paragraph_end = paragraph_ends[bisect_left(paragraph_ends, marker.title_start)]
        body_end = after.start if after else paragraph_end
        title_end, run_in = _title_end(text, marker, min(body_end, paragraph_end))
        if title_end <= marker.title_start:
            continue  # the text breaks off behind the number
        sections.append(
            Section(
                level=1,
                number=text.written[marker.start : marker.end],
                title=text.written[marker.title_start : title_end],
                start=marker.start,
                title_start=marker.title_start,
                end=title_end,
                body_start=title_end,
                body_end=body_end,
                parent=None,
                run_in=run_in,
            )
        )
    return tuple(sections)


def _rank_of(key: str) -> float:
    kind, _, depth = key.partition("/")
    return _RANK[kind] + (int(depth) / 10 if depth else 0)


def _heading(text: NormalText, i: int, last_value: dict[str, int]) -> _Heading | None:
    start, end = text.paragraphs[i]
    marker = marker_at(text.text, start, end)
    if marker is None:
        return _unnumbered(text, i)
    key = marker.kind if marker.kind != "dotted" else f"dotted/{marker.depth}"
    if marker.kind == "appendix":
        if end - start > _LONGEST_UNNUMBERED or text.text[start:end].endswith(_ENDS_SENTENCE):
            return None
    elif not _continues(marker, last_value.get(key, 0)):
        return None
    if marker.kind == "article":
        title_end, run_in = marker.end, True
    else:
        title_end, run_in = _title_end(text, marker, end)
    if title_end <= marker.title_start and marker.kind not in ("article", "appendix"):
        return None
    return _Heading(
        key=key,
        rank=_rank_of(key),
        value=marker.value,
        start=start,
        number_end=marker.end,
        title_start=min(marker.title_start, title_end),
        end=title_end,
        run_in=run_in,
    )


def _continues(marker: Marker, last: int) -> bool:
    value = marker.value
    return value is not None and (value == 1 or last < value <= last + _SKIPPED_NUMBERS)


def _unnumbered(text: NormalText, i: int) -> _Heading | None:
    start, end = text.paragraphs[i]
    if end - start > _LONGEST_UNNUMBERED or text.text[start:end].endswith(_ENDS_SENTENCE):
        return None
    line = text.text[start:end]
    # The first line of a text is its title, also of one on 2025年重点工作.
    if not is_fixed_heading(line) and not (i and is_dated_heading(line)):
        return None
    return _Heading("unnumbered", _RANK["unnumbered"], None, start, start, start, end, False)


def _title_end(text: NormalText, marker: Marker, end: int) -> tuple[int, bool]:
    """Where the title of a numbered paragraph ends, and whether its body goes on behind it."""
    chinese = text.is_chinese
    stop = sentence_end(text.text, marker.title_start, end, chinese=chinese)
    label = text.text.find(":", marker.title_start, stop)
    if 0 < label - marker.title_start <= _LONGEST_LABEL[chinese] and label + 1 < end:
        stop = label
    responsible = _RESPONSIBLE.search(text.text, marker.title_start, stop)
    if responsible:
        stop = responsible.start()
    rest = text.text[stop:end].strip(" 。.!?;:”’")
    while stop > marker.title_start and text.text[stop - 1] == " ":
        stop -= 1
    return stop, bool(rest)


def _table_extents(text: NormalText) -> frozenset[int]:
    """Starts of the paragraphs that lie in tables."""
    tables = text.source.tables
    if not tables:
        return frozenset()
    inside: set[int] = set()
    t = 0
    for start, end in text.paragraphs:
        place = text.offsets.to_source(start, end)[0]
        while t < len(tables) and tables[t].end <= place:
            t += 1
        if t < len(tables) and tables[t].start <= place:
            inside.add(start)
    return frozenset(inside)


def _contents_paragraphs(text: NormalText) -> frozenset[int]:
    """Indices of the paragraphs of a table of contents: listed after 目录, and met again later."""
    listed: set[int] = set()
    for i, (start, end) in enumerate(text.paragraphs[:200]):
        if not _CONTENTS.fullmatch(text.text[start:end]):
            continue
        titles = [_PAGE_LEADER.sub("", text.text[s:e]).strip() for s, e in text.paragraphs]
        listed.add(i)
        for j in range(i + 1, len(titles)):
            s, e = text.paragraphs[j]
            if text.text[e - 1] == "。" or e - s > _LONGEST_HEADING[text.is_chinese]:
                break
            if not any(later.startswith(titles[j]) for later in titles[j + 1 :]):
                break
            listed.add(j)
        break
    return frozenset(listed)


def _closing_blocks(text: NormalText) -> frozenset[int]:
    """Starts of the paragraphs that sign and date a document: short lines above a date line."""
    closing: set[int] = set()
    for i, (start, end) in enumerate(text.paragraphs):
        if i < 2 or not _DATE_LINE.fullmatch(text.text[start:end]):
            continue
        closing.add(start)
        for s, e in reversed(text.paragraphs[max(0, i - 12) : i]):
            line = text.text[s:e]
            if len(line) > 60 or line.endswith(_ENDS_SENTENCE) or marker_at(text.text, s, e):
                break
            closing.add(s)
    return frozenset(closing)
