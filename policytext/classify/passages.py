"""The passages of a document: sentences of its body, each with its headings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple

from policytext.outline import Outline
from policytext.patterns import lazy
from policytext.text.normal import NormalText
from policytext.text.sentences import ABBREVIATED

_LONGEST = {True: 300, False: 900}
_SHORTEST = {True: 8, False: 20}
_LETTER = r"\u3400-\u9fffA-Za-z"
_LETTERS = lazy(f"[{_LETTER}]")
_SPLIT = lazy(r"[，、,:]")
# As many letters as an English passage has at least, whatever stands between them. They are
# written out, since a repeated group takes far longer.
_WORDED = lazy(f"[^{_LETTER}]*+[{_LETTER}]" * _SHORTEST[False])
# What a run-in heading or a number leaves at the head of a sentence.
_LEFT_BEHIND = "。.:;,，、 "
# A sentence as policytext.text.sentences has it, with what stands before it: group 1 if it has
# letters enough (which alone is a passage as it stands), group 2 if not. Without a mark a line
# break or nothing follows, so no bracket does. (Python 3.11 loses the span of a group around a
# possessive repeat of more than one character.)
_CHINESE_END = '[。!?;…]*+[”’》")]*+'
_CHINESE_LETTERS = rf"[^{_LETTER}。!?;…\n]*+[{_LETTER}]" * _SHORTEST[True]
_CHINESE_SENTENCE = lazy(
    r"(?!\Z)\s*+[.:,，、 ]*+(?:"
    rf"({_CHINESE_LETTERS}[^。!?;…\n]*+{_CHINESE_END})"
    rf"|([^。!?;…\n]*+{_CHINESE_END}))"
)
_ENGLISH_MARKS = r"[.!?;]++[”’\")\]]*+"
_ENGLISH_SENTENCE = lazy(
    rf"(?!\Z)\s*+((?:[^.!?;\n]++|{_ENGLISH_MARKS}(?!\s|\Z)|{ABBREVIATED}\.(?=\s))*"
    rf"(?:{_ENGLISH_MARKS})?)\n?"
)


Stretch = tuple[int, int, int]
"""Where a piece of text begins and ends, and the section that holds it; -1 for none."""


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
    pieces = _chinese_pieces if text.is_chinese else _english_pieces
    new = tuple.__new__  # as PassageInput has it, without the call
    return [
        new(PassageInput, (body[start:end], paths[inside], start, end))
        for start, end, inside in pieces(body, _stretches(text, outline))
    ]


def _stretches(text: NormalText, outline: Outline) -> list[Stretch]:
    """The text between headings.

    Lines of one section that follow each other are one stretch: a line break always ends a
    sentence.
    """
    found: list[Stretch] = []
    body = text.text
    last = len(body)
    section = -1
    next_heading = outline[0].start if outline else last
    # The stretch not yet in the list, and where the section that holds it ends.
    low = high = inside = -1
    until = last + 1
    for start, end in text.paragraphs:
        place = start
        while next_heading < end:
            if place < next_heading:
                if low >= 0:
                    found.append((low, high, inside))
                    low = -1
                found.append((place, next_heading, _innermost(outline, section, place)))
            section += 1
            place = max(place, outline[section].end)
            following = section + 1
            next_heading = outline[following].start if following < len(outline) else last
            until = -1
        if place >= end:
            continue
        now = inside
        if place >= until:
            now = _innermost(outline, section, place)
            until = outline[now].body_end if now >= 0 else last + 1
        if low >= 0:
            if now == inside and place == high + 1 and body[high] == "\n":
                high = end
                continue
            found.append((low, high, inside))
        low, high, inside = place, end, now
    if low >= 0:
        found.append((low, high, inside))
    return found


def _innermost(outline: Outline, section: int, place: int) -> int:
    """Index of the section that holds ``place``, or -1; ``section`` is the last one opened."""
    while section >= 0 and outline[section].body_end <= place:
        parent = outline[section].parent
        section = -1 if parent is None else parent
    return section


def _chinese_pieces(body: str, stretches: list[Stretch]) -> list[Stretch]:
    """Sentences without what a run-in heading leaves behind; overlong ones are cut."""
    longest, sentences = _LONGEST[True], _CHINESE_SENTENCE.finditer
    pieces: list[Stretch] = []
    for low, high, inside in stretches:
        for match in sentences(body, low, high):
            worded = match.lastindex == 1
            start, end = match.span(1 if worded else 2)
            if end - start > longest:
                pieces += [(a, b, inside) for a, b in _cut(body, start, end, chinese=True)]
            elif worded:
                while body[end - 1].isspace():
                    end -= 1
                pieces.append((start, end, inside))
    return pieces


def _english_pieces(body: str, stretches: list[Stretch]) -> list[Stretch]:
    """Sentences without what a run-in heading leaves behind; overlong ones are cut."""
    longest, shortest = _LONGEST[False], _SHORTEST[False]
    worded, sentences = _WORDED.match, _ENGLISH_SENTENCE.finditer
    pieces: list[Stretch] = []
    for low, high, inside in stretches:
        for match in sentences(body, low, high):
            start, end = match.span(1)
            while start < end and body[start] in _LEFT_BEHIND:
                start += 1
            if end - start > longest:
                pieces += [(a, b, inside) for a, b in _cut(body, start, end, chinese=False)]
            elif end - start >= shortest and worded(body, start, end):
                while body[end - 1].isspace():
                    end -= 1
                pieces.append((start, end, inside))
    return pieces


def _cut(body: str, start: int, end: int, *, chinese: bool) -> Iterator[tuple[int, int]]:
    """Parts of a sentence that is too long, and its rest if that has letters enough."""
    longest = _LONGEST[chinese]
    while start < end and body[end - 1].isspace():
        end -= 1
    while start < end and body[start] in _LEFT_BEHIND:
        start += 1
    while end - start > longest:
        cut = start + longest
        marks = list(_SPLIT.finditer(body, start + cut // 2 - start // 2, cut))
        cut = marks[-1].end() if marks else cut
        yield start, cut
        start = cut
    if len(_LETTERS.findall(body, start, end)) >= _SHORTEST[chinese]:
        yield start, end


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
    remaining = iter(titles)
    last = (len(text.text), 0)
    title = next(remaining, last)[0]
    for passage in passages:
        _, _, start, end = passage
        while title < start:
            title = next(remaining, last)[0]
        if title >= end:
            kept.append(passage)
    body, new = text.text, tuple.__new__
    kept += [new(PassageInput, (body[start:end], (), start, end)) for start, end in titles]
    return sorted(kept, key=itemgetter(2))
