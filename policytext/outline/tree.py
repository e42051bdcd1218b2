"""Headings nested by their numbers, and the body that each governs."""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

from policytext.headings import Role, heading_role, heading_roles
from policytext.outline.annexes import find_annexes
from policytext.outline.contents import contents_paragraphs
from policytext.outline.numbered import RANK, Heading, Numbered, end_of_title
from policytext.outline.signatures import signature_paragraphs
from policytext.outline.unnumbered import Kind, unnumbered_headings
from policytext.text.normal import NormalText
from policytext.text.numbering import Marker, inline_markers, markers_at

# A heading such as 工作目标 without a number ends where the numbered parts begin.
_WITHOUT_NUMBERED_PARTS: frozenset[Role | None] = frozenset({"general", "goals"})
_SKIPPED_NUMBERS = 4
_RANK_OF_HAN = RANK["han"]


class Section(NamedTuple):
    """A heading and the body it governs. Offsets are into ``NormalText.text``.

    ``number`` is the marker as written ("一、", "（一）", "1.", "First", "一是");
    ``level`` counts from 1; ``[start, end)`` is the heading, number included;
    ``[title_start, end)`` the title;
    ``[body_start, body_end)`` everything below it, children included; ``parent`` is an index into
    the outline, or None. ``run_in`` says that the body goes on in the heading's own paragraph;
    ``role`` is what the title says of the section.
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
    role: Role | None = None


Outline = tuple[Section, ...]


def build_outline(text: NormalText) -> Outline:
    """Headings of a document in reading order, nested by their numbering.

    A number opens a heading when it begins a series or continues one (also across sections:
    tasks numbered 1 to 28 through nine aspects). Entries of a table of contents, lists of annexes,
    numbers in tables and the signature are no headings. What an annex holds is not nested in it:
    its parts stand beside its own heading.
    """
    tree = _Tree(text)
    paragraphs = text.paragraphs
    markers = markers_at(text.text, paragraphs)
    tables = _table_extents(text)
    signatures = signature_paragraphs(text, markers)
    contents = contents_paragraphs(text)
    annexes = find_annexes(text, tables, markers)
    left_out = contents | annexes.listed
    apart = tables | signatures | {paragraphs[i][0] for i in left_out}
    unnumbered = unnumbered_headings(text, apart, markers)
    heading_of, add = Numbered(text, markers).heading, tree.numbered
    heads = annexes.heads
    title_of_annex = -1
    for i, (extent, marker) in enumerate(zip(paragraphs, markers, strict=True)):
        start, end = extent
        if start in apart:
            if start in signatures:
                tree.close(0, start)
                tree.last_value.clear()
        elif i <= title_of_annex:
            continue
        elif marker is not None:
            if i in heads:
                title_of_annex = heads[i]
                tree.annex(marker, i, title_of_annex)
            elif marker[0] != "appendix" and (heading := heading_of(marker, end)):
                add(heading, text.formats[i].level)
        elif i in unnumbered:
            group = unnumbered.get(i + 1) is Kind.SET_APART
            tree.unnumbered(i, unnumbered[i], opens_group=group)
    return tree.outline() or _running_enumeration(text)


class _Tree:
    """The sections found so far, and which of them are open."""

    def __init__(self, text: NormalText) -> None:
        self.last_value: dict[str, int] = {}
        self._text = text
        self._end = len(text.text)
        self._open: list[int] = []
        # Of each heading in reading order: itself, its rank, and what the tree makes of it.
        self._headings: list[Heading] = []
        self._ranks: list[float] = []
        self._levels: list[int] = []
        self._parents: list[int | None] = []
        self._body_ends: list[int] = []
        self._annex: int | None = None
        self._of_level: dict[int, float] = {}
        self._set_apart: float | None = None
        self._in_group = False

    def close(self, rank: float, at: int) -> None:
        """End the open sections of a rank and below."""
        while self._open and self._ranks[self._open[-1]] >= rank:
            self._body_ends[self._open.pop()] = at

    def numbered(self, heading: Heading, level: int | None) -> None:
        """Add a heading with a number, unless it is out of its series."""
        key, rank, value, start, _, _, _, _ = heading
        if value is None:
            return
        # It begins a series or goes on in one; typists skip numbers and double them.
        last = self.last_value.get(key, 0)
        if value != 1 and not (last or 1) <= value <= last + _SKIPPED_NUMBERS:
            return
        if rank == _RANK_OF_HAN and self._is_over():
            self.close(RANK["unnumbered"], start)
        self.last_value[key] = value
        if level is not None:
            self._of_level.setdefault(level, rank)
        self._add(heading, rank, start)

    def _is_over(self) -> bool:
        """Whether the innermost open section ends where numbered parts begin."""
        if not self._open:
            return False
        key, _, _, _, _, title_start, end, _ = self._headings[self._open[-1]]
        if key != "unnumbered":
            return False
        return heading_role(self._text.text[title_start:end]) in _WITHOUT_NUMBERED_PARTS

    def unnumbered(self, i: int, kind: Kind, *, opens_group: bool) -> None:
        """Add a heading without a number: paragraph ``i``.

        Nothing in their looks nests headings that are only set apart: one that another follows at
        once holds it and those after it.
        """
        start, end = self._text.paragraphs[i]
        rank = RANK["unnumbered"]
        level = self._text.formats[i].level
        if kind is Kind.STATED and level is not None:
            rank = self._of_level.get(level, rank + level / 10)
        elif kind is Kind.SET_APART:
            if self._set_apart is None:
                first = not self._headings or self._headings[0][0] == "unnumbered"
                self._set_apart = rank if first else RANK["below"]
            rank = self._set_apart + (0.5 if self._in_group and not opens_group else 0)
        self._in_group = opens_group or (self._in_group and kind is Kind.SET_APART)
        while end > start and self._text.text[end - 1] in ": ":
            end -= 1
        self._add(("unnumbered", rank, None, start, start, start, end, False), rank, start)

    def annex(self, marker: Marker, first: int, last: int) -> None:
        """Add the heading of an annex: its mark, and its title down to paragraph ``last``."""
        start, end = self._text.paragraphs[first]
        title_start = min(marker.title_start, end)
        if last > first:
            title_start, end = self._text.paragraphs[first + 1][0], self._text.paragraphs[last][1]
        self.close(0, start)
        if self._annex is not None:
            self._body_ends[self._annex] = start
        heading = ("appendix", 0, None, start, marker.end, title_start, end, False)
        self._add(heading, 0, start)
        self._annex = self._open.pop()
        self.last_value.clear()  # what follows is numbered from one again

    def outline(self) -> Outline:
        """The sections in reading order."""
        body, written = self._text.text, self._text.written
        line_break = "" if self._text.is_chinese else " "
        new = tuple.__new__
        roles = heading_roles([body[title_start:end] for *_, title_start, end, _ in self._headings])
        return tuple(
            [
                new(
                    Section,
                    (
                        level,
                        written[start:number_end].strip() or None,
                        written[title_start:end].replace("\n", line_break),
                        start,
                        title_start,
                        end,
                        end,
                        body_end,
                        parent,
                        run_in,
                        role,
                    ),
                )
                for (
                    _,
                    _,
                    _,
                    start,
                    number_end,
                    title_start,
                    end,
                    run_in,
                ), level, parent, body_end, role in zip(
                    self._headings, self._levels, self._parents, self._body_ends, roles, strict=True
                )
            ]
        )

    def _add(self, heading: Heading, rank: float, start: int) -> None:
        open_, ranks, levels = self._open, self._ranks, self._levels
        while open_ and ranks[open_[-1]] >= rank:
            self._body_ends[open_.pop()] = start
        parent = open_[-1] if open_ else None
        open_.append(len(ranks))
        ranks.append(rank)
        levels.append(1 if parent is None else levels[parent] + 1)
        self._headings.append(heading)
        self._parents.append(parent)
        self._body_ends.append(self._end)


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
        title_end, run_in = end_of_title(
            text.text, marker.title_start, min(body_end, paragraph_end), text.is_chinese
        )
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
                role=heading_role(text.text[marker.title_start : title_end]),
            )
        )
    return tuple(sections)


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
