"""The passages of a document: sentences of its body, each with its headings."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

from policytext.outline import Outline
from policytext.patterns import lazy
from policytext.text.normal import NormalText
from policytext.text.sentences import sentences

_LONGEST = {True: 300, False: 900}
_SHORTEST = {True: 8, False: 20}
_SPLIT = lazy(r"[，、,:]")
_LETTER = r"\u3400-\u9fffA-Za-z"
# As many letters as a passage has at least, whatever stands between them.
_WORDED = {
    chinese: lazy(f"[^{_LETTER}]*+[{_LETTER}]" * least) for chinese, least in _SHORTEST.items()
}
_LEFT_BEHIND = "。.:;,，、 "


class PassageInput(NamedTuple):
    """A passage to classify: ``text`` is ``NormalText.text[start:end]``.

    ``heading_path``: titles of the sections it lies in, outermost first.
    """

    text: str
    heading_path: tuple[str, ...] = ()
    start: int = 0
    end: int = 0


def passages_of(text: NormalText, outline: Outline) -> list[PassageInput]:
    """Passages of the body in reading order; headings, and scraps without words, are left out.

    Linear in the length of the text and the number of headings.
    """
    paths: list[tuple[str, ...]] = []
    for section in outline:
        above = paths[section.parent] if section.parent is not None else ()
        paths.append((*above, section.title))
    paths.append(())  # the last one, of section -1
    body = text.text
    chinese = text.is_chinese
    new = tuple.__new__  # as PassageInput has it, without the call
    return [
        new(PassageInput, (body[start:end], paths[inside], start, end))
        for low, high, inside in _stretches(text, outline)
        for start, end in _pieces(body, low, high, chinese=chinese)
    ]


def _stretches(text: NormalText, outline: Outline) -> list[tuple[int, int, int]]:
    """The text between headings as ``(start, end, section)``; section -1 is none.

    Lines of one section that follow each other are one stretch: a line break always ends a
    sentence.
    """
    found: list[tuple[int, int, int]] = []
    section = -1
    next_heading = outline[0].start if outline else len(text.text)
    for start, end in text.paragraphs:
        place = start
        while next_heading < end:
            if place < next_heading:
                found.append((place, next_heading, _innermost(outline, section, place)))
            section += 1
            place = max(place, outline[section].end)
            following = section + 1
            next_heading = outline[following].start if following < len(outline) else len(text.text)
        if place >= end:
            continue
        inside = _innermost(outline, section, place)
        if found:
            low, high, last = found[-1]
            if inside == last and place == high + 1 and text.text[high] == "\n":
                found[-1] = (low, end, inside)
                continue
        found.append((place, end, inside))
    return found


def _innermost(outline: Outline, section: int, place: int) -> int:
    """Index of the section that holds ``place``, or -1; ``section`` is the last one opened."""
    while section >= 0 and outline[section].body_end <= place:
        parent = outline[section].parent
        section = -1 if parent is None else parent
    return section


def _pieces(body: str, start: int, end: int, *, chinese: bool) -> list[tuple[int, int]]:
    """Sentences without what a run-in heading leaves behind; overlong ones are cut."""
    longest = _LONGEST[chinese]
    worded = _WORDED[chinese].match
    pieces: list[tuple[int, int]] = []
    for s, e in sentences(body, start, end, chinese=chinese):
        while s < e and body[s] in _LEFT_BEHIND:
            s += 1  # noqa: PLW2901
        while e - s > longest:
            cut = s + longest
            marks = list(_SPLIT.finditer(body, s + cut // 2 - s // 2, cut))
            cut = marks[-1].end() if marks else cut
            pieces.append((s, cut))
            s = cut  # noqa: PLW2901 - the rest of a sentence that is too long
        if worded(body, s, e):
            pieces.append((s, e))
    return pieces


def with_titles(
    passages: Sequence[PassageInput], titles: Sequence[tuple[int, int]], text: NormalText
) -> list[PassageInput]:
    """The passages with every task title as one of its own.

    A sentence that only lists tasks (包括…, "It includes ...") gives way to the titles in it, since
    each of them is a statement about another task. ``passages`` are in reading order, ``titles``
    sorted, disjoint ranges.
    """
    if not titles:
        return list(passages)
    kept: list[PassageInput] = []
    at = 0
    for passage in passages:
        while at < len(titles) and titles[at][0] < passage.start:
            at += 1
        if at == len(titles) or titles[at][0] >= passage.end:
            kept.append(passage)
    kept += [PassageInput(text.text[start:end], (), start, end) for start, end in titles]
    return sorted(kept, key=attrgetter("start"))
