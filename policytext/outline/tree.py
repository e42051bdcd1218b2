"""Headings nested by their numbers, and the body that each governs."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace

from policytext.headings import Role, heading_role
from policytext.outline.annexes import find_annexes
from policytext.outline.contents import contents_paragraphs
from policytext.outline.signatures import signature_paragraphs
from policytext.outline.unnumbered import Kind, unnumbered_headings
from policytext.patterns import lazy
from policytext.text.normal import NormalText
from policytext.text.numbering import Marker, inline_markers, marker_at
from policytext.text.sentences import sentence_end

# Customary order of the numbering styles, outermost first (GB/T 9704-2012, 7.3.3: 一、 （一） 1.
# （1）). Headings without a number rank just above 一、, or below everything where numbered ones
# stand above them.
_RANK: dict[str, float] = {
    "appendix": 0, "part": 1, "chapter": 2, "section": 3, "article": 4, "unnumbered": 5,
    "formal": 5.95, "ordinal_word": 6, "roman": 6, "han": 6, "han_paren": 7, "roman_paren": 7,
    "named_han": 7.4, "decimal": 8, "dotted": 8, "named": 8.6, "decimal_paren": 9,
    "decimal_close": 9, "letter_paren": 10, "circled": 11, "han_is": 12, "below": 13,
}  # fmt: skip
# A heading such as 工作目标 without a number ends where the numbered parts begin.
_WITHOUT_NUMBERED_PARTS: frozenset[Role | None] = frozenset({"general", "goals"})
_LONGEST_LABEL = {True: 25, False: 100}
_SKIPPED_NUMBERS = 4
_RESPONSIBLE = lazy(r" ?\((?:责任|牵头|配合|主责|完成时限|主办|协办|负责|任务)")
_ARTICLE_LABEL = lazy(r" ?(?:【([^】\n]{1,25})】|\(([^()\n]{2,25})\))[ :]?")
_COUNT_ONLY = lazy(r"[一二三四五六七八九十\d]+")


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
    tasks numbered 1 to 28 through nine aspects). Entries of a table of contents, lists of annexes,
    numbers in tables and the signature are no headings. What an annex holds is not nested in it:
    its parts stand beside its own heading.
    """
    tree = _Tree(text)
    tables = _table_extents(text)
    signatures = signature_paragraphs(text)
    contents = contents_paragraphs(text)
    annexes = find_annexes(text, tables)
    left_out = contents | annexes.listed
    apart = tables | signatures | {text.paragraphs[i][0] for i in left_out}
    unnumbered = unnumbered_headings(text, apart)
    series = _named_series(text)
    title_of_annex = -1
    for i, (start, end) in enumerate(text.paragraphs):
        if start in signatures:
            tree.close(0, start)
            tree.last_value.clear()
        elif i in left_out or start in tables or i <= title_of_annex:
            continue
        elif i in annexes.heads:
            title_of_annex = annexes.heads[i]
            tree.annex(i, title_of_annex)
        elif (marker := marker_at(text.text, start, end)) is not None:
            if marker.kind != "appendix" and (heading := _numbered(text, marker, end, series)):
                tree.numbered(heading, text.formats[i].level)
        elif i in unnumbered:
            group = unnumbered.get(i + 1) is Kind.SET_APART
            tree.unnumbered(i, unnumbered[i], opens_group=group)
    tree.close(0, len(text.text))
    return tuple(tree.sections) if tree.sections else _running_enumeration(text)


class _Tree:
    """The sections found so far, and which of them are open."""

    def __init__(self, text: NormalText) -> None:
        self.sections: list[Section] = []
        self.last_value: dict[str, int] = {}
        self._text = text
        self._open: list[int] = []
        self._ranks: list[float] = []
        self._roles: list[Role | None] = []
        self._annex: int | None = None
        self._of_level: dict[int, float] = {}
        self._set_apart: float | None = None
        self._in_group = False

    def close(self, rank: float, at: int) -> None:
        """End the open sections of a rank and below."""
        while self._open and self._ranks[self._open[-1]] >= rank:
            index = self._open.pop()
            self.sections[index] = replace(self.sections[index], body_end=at)

    def numbered(self, heading: _Heading, level: int | None) -> None:
        """Add a heading with a number, unless it is out of its series."""
        if not _continues(heading, self.last_value.get(heading.key, 0)):
            return
        over = self._open and self._roles[self._open[-1]] in _WITHOUT_NUMBERED_PARTS
        if over and heading.rank == _RANK["han"]:
            self.close(_RANK["unnumbered"], heading.start)
        if heading.value is not None:
            self.last_value[heading.key] = heading.value
        if level is not None:
            self._of_level.setdefault(level, heading.rank)
        self._add(heading, None)

    def unnumbered(self, i: int, kind: Kind, *, opens_group: bool) -> None:
        """Add a heading without a number: paragraph ``i``.

        Nothing in their looks nests headings that are only set apart: one that another follows at
        once holds it and those after it.
        """
        start, end = self._text.paragraphs[i]
        rank = _RANK["unnumbered"]
        level = self._text.formats[i].level
        if kind is Kind.STATED and level is not None:
            rank = self._of_level.get(level, rank + level / 10)
        elif kind is Kind.SET_APART:
            if self._set_apart is None:
                first = not self.sections or self.sections[0].number is None
                self._set_apart = rank if first else _RANK["below"]
            rank = self._set_apart + (0.5 if self._in_group and not opens_group else 0)
        self._in_group = opens_group or (self._in_group and kind is Kind.SET_APART)
        while end > start and self._text.text[end - 1] in ": ":
            end -= 1
        heading = _Heading("unnumbered", rank, None, start, start, start, end, False)
        self._add(heading, heading_role(self._text.text[start:end]))

    def annex(self, first: int, last: int) -> None:
        """Add the heading of an annex: its mark, and its title down to paragraph ``last``."""
        start, end = self._text.paragraphs[first]
        marker = marker_at(self._text.text, start, end)
        assert marker is not None
        title_start = min(marker.title_start, end)
        if last > first:
            title_start, end = self._text.paragraphs[first + 1][0], self._text.paragraphs[last][1]
        self.close(0, start)
        if self._annex is not None:
            self.sections[self._annex] = replace(self.sections[self._annex], body_end=start)
        heading = _Heading("appendix", 0, None, start, marker.end, title_start, end, False)
        self._add(heading, None)
        self._annex = self._open.pop()
        self.last_value.clear()  # what follows is numbered from one again

    def _add(self, heading: _Heading, role: Role | None) -> None:
        self.close(heading.rank, heading.start)
        parent = self._open[-1] if self._open else None
        written = self._text.written
        title = written[heading.title_start : heading.end]
        self._open.append(len(self.sections))
        self.sections.append(
            Section(
                level=self.sections[parent].level + 1 if parent is not None else 1,
                number=written[heading.start : heading.number_end].strip() or None,
                title=title.replace("\n", "" if self._text.is_chinese else " "),
                start=heading.start,
                title_start=heading.title_start,
                end=heading.end,
                body_start=heading.end,
                body_end=len(self._text.text),
                parent=parent,
                run_in=heading.run_in,
            )
        )
        self._ranks.append(heading.rank)
        self._roles.append(role)


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


def _numbered(
    text: NormalText, marker: Marker, end: int, series: frozenset[str]
) -> _Heading | None:
    """The heading that a number at the head of a paragraph opens, or None."""
    key = _key(text.text, marker)
    if marker.kind == "named" and key not in series:
        return None
    kind, _, depth = key.partition("/")
    rank = _RANK[kind] + (int(depth) / 10 if kind == "dotted" else 0)
    title_start = marker.title_start
    if marker.kind == "article":
        label = _ARTICLE_LABEL.match(text.text, marker.end, end)
        title_start = title_end = marker.end
        run_in = True
        if label and not _COUNT_ONLY.fullmatch(label[1] or label[2]):
            title_start, title_end = label.span(1 if label[1] else 2)
    elif _is_row(text, marker, end):
        return None
    else:
        title_end, run_in = _title_end(text, marker, end)
        if title_end <= title_start:
            return None
    return _Heading(
        key, rank, marker.value, marker.start, marker.end, title_start, title_end, run_in
    )


def _is_row(text: NormalText, marker: Marker, end: int) -> bool:
    """Whether a paragraph of a plain text is a row of a table: tabs between its words."""
    words = text.source.text[slice(*text.offsets.to_source(marker.title_start, end))]
    return "\t" in words.strip()


def _key(text: str, marker: Marker) -> str:
    """What tells one series from another: the kind of number, and the words beside it."""
    if marker.kind == "dotted":
        return f"dotted/{marker.depth}"
    if marker.kind != "named":
        return marker.kind
    number = text[marker.start : marker.end - 1]
    words = number.rstrip("0123456789一二三四五六七八九十百零〇").rstrip()
    return f"{'named' if number[-1].isdigit() else 'named_han'}/{words}"


def _named_series(text: NormalText) -> frozenset[str]:
    """Keys of the series of named numbers (行动一: 行动二:) that have a first and a second."""
    values: dict[str, set[int | None]] = {}
    for start, end in text.paragraphs:
        marker = marker_at(text.text, start, end)
        if marker is not None and marker.kind == "named":
            values.setdefault(_key(text.text, marker), set()).add(marker.value)
    return frozenset(key for key, found in values.items() if {1, 2} <= found)


def _continues(heading: _Heading, last: int) -> bool:
    """Whether a number begins a series or goes on in one; typists skip numbers and double them."""
    value = heading.value or 0
    return value == 1 or max(1, last) <= value <= last + _SKIPPED_NUMBERS


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
