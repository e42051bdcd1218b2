"""The passages of a document: sentences of its body, each with its headings and neighbours."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from policytext.outline import Outline
from policytext.patterns import lazy
from policytext.text.normal import NormalText
from policytext.text.sentences import sentences

_LONGEST = {True: 300, False: 900}
_SHORTEST = {True: 8, False: 20}
_SPLIT = lazy(r"[，、,:]")
_LETTER = lazy(r"[\u3400-\u9fffA-Za-z]")


@dataclass(frozen=True, slots=True)
class PassageInput:
    """A passage to classify: ``text`` is ``NormalText.text[start:end]``.

    ``heading_path``: titles of the sections it lies in, outermost first; ``before`` and
    ``after``: its neighbours in the same section, or "".
    """

    text: str
    heading_path: tuple[str, ...] = ()
    before: str = ""
    after: str = ""
    start: int = 0
    end: int = 0


def passages_of(text: NormalText, outline: Outline) -> list[PassageInput]:
    """Passages of the body in reading order; headings, and scraps without words, are left out.

    Linear in the length of the text and the number of headings.
    """
    found: list[tuple[int, int, int]] = []
    section = -1
    for start, end in text.paragraphs:
        place = start
        while section + 1 < len(outline) and outline[section + 1].start < end:
            heading = outline[section + 1]
            found += _pieces(text, place, heading.start, _innermost(outline, section, place))
            place = max(place, heading.end)
            section += 1
        found += _pieces(text, place, end, _innermost(outline, section, place))
    paths = [_path(outline, i) for i in range(len(outline))]
    passages: list[PassageInput] = []
    for i, (start, end, inside) in enumerate(found):
        before = found[i - 1] if i and found[i - 1][2] == inside else None
        after = found[i + 1] if i + 1 < len(found) and found[i + 1][2] == inside else None
        passages.append(
            PassageInput(
                text=text.text[start:end],
                heading_path=paths[inside] if inside >= 0 else (),
                before=text.text[before[0] : before[1]] if before else "",
                after=text.text[after[0] : after[1]] if after else "",
                start=start,
                end=end,
            )
        )
    return passages


def _innermost(outline: Outline, section: int, place: int) -> int:
    """Index of the section that holds ``place``, or -1; ``section`` is the last one opened."""
    while section >= 0 and outline[section].body_end <= place:
        parent = outline[section].parent
        section = -1 if parent is None else parent
    return section


def _path(outline: Outline, section: int) -> tuple[str, ...]:
    titles: list[str] = []
    place: int | None = section
    while place is not None:
        titles.append(outline[place].title)
        place = outline[place].parent
    return tuple(reversed(titles))


def _pieces(text: NormalText, start: int, end: int, section: int) -> list[tuple[int, int, int]]:
    chinese = text.is_chinese
    pieces: list[tuple[int, int, int]] = []
    for s, e in sentences(text.text, start, end, chinese=chinese):
        while s < e and text.text[s] in "。.:;,，、 ":
            s += 1  # noqa: PLW2901 - what a run-in heading leaves behind
        while e - s > _LONGEST[chinese]:
            cut = s + _LONGEST[chinese]
            marks = list(_SPLIT.finditer(text.text, s + cut // 2 - s // 2, cut))
            cut = marks[-1].end() if marks else cut
            pieces.append((s, cut, section))
            s = cut  # noqa: PLW2901 - the rest of a sentence that is too long
        if len(_LETTER.findall(text.text, s, e)) >= _SHORTEST[chinese]:
            pieces.append((s, e, section))
    return pieces


def with_titles(
    passages: Sequence[PassageInput], titles: Sequence[tuple[int, int]], text: NormalText
) -> list[PassageInput]:
    """The passages with every task title as one of its own.

    A sentence that only lists tasks (包括…, "It includes ...") gives way to the titles in it, since
    each of them is a statement about another task. ``titles``: sorted, disjoint ranges.
    """
    starts = [start for start, _ in titles]
    kept = [
        passage
        for passage in passages
        if bisect_left(starts, passage.start) == bisect_left(starts, passage.end)
    ]
    kept += [PassageInput(text.text[start:end], start=start, end=end) for start, end in titles]
    return sorted(kept, key=lambda passage: passage.start)
