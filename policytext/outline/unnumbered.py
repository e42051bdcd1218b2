"""Headings without a number: fixed ones, those the format marks, and lines that stand alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Sequence
from enum import Enum

from policytext.headings import is_whole_heading
from policytext.patterns import lazy
from policytext.text.normal import NormalText
from policytext.text.numbering import Marker

_LONGEST = {True: 50, False: 150}
_LONGEST_BOLD = {True: 30, False: 100}
_SHORTEST_BODY = {True: 30, False: 60}
_ENDS = "。.!?;"
_ENDS_BODY = (*_ENDS, *(mark + "”" for mark in "。!?;"), '."', ".”")
_ENDS_BODY_OR_LISTS = (*_ENDS_BODY, ":")
_MOST_BOLD = 0.5
_SHORTEST_TITLE = {True: 8, False: 20}
# A line of words and no clause: nothing of a sentence, a list, a name with its title or a link.
_ALONE = lazy(r"[\u4e00-\u9fff“”、0-9A-Za-z+]{4,20}|[A-Z][A-Za-z0-9 ,'’&-]{3,60}")
_LONGEST_ALONE = 61


class Kind(Enum):
    """How a heading without a number is known."""

    FIXED = "fixed"
    STATED = "stated"
    SET_APART = "set apart"


def unnumbered_headings(
    text: NormalText, excluded: Container[int], markers: Sequence[Marker | None]
) -> dict[int, Kind]:
    """Paragraphs that are headings without a number.

    ``excluded``: starts that are none; ``markers``: the number that opens each paragraph, if any.
    """
    body = text.text
    longest = _LONGEST[text.is_chinese]
    paragraphs = text.paragraphs
    free = [
        i
        for i in [i for i, marker in enumerate(markers) if marker is None]
        if (end := paragraphs[i][1]) - (start := paragraphs[i][0]) <= longest
        and body[end - 1] not in _ENDS
        and start not in excluded
    ]
    if free and "\t" in text.source.text:
        free = [i for i in free if not _has_tab(text, i)]
    found = dict.fromkeys(_set_apart(text, free, markers), Kind.SET_APART)
    if text.source.paragraphs is not None:
        found |= dict.fromkeys(_stated(text, free), Kind.STATED)
    for i in free:
        start, end = paragraphs[i]
        # The first line of a text is its title, also of one on 2025年重点工作.
        if is_whole_heading(body[start:end], dated=i > 0):
            found.setdefault(i, Kind.FIXED)
            if found[i] is Kind.SET_APART:
                found[i] = Kind.FIXED
    return found


def _has_tab(text: NormalText, i: int) -> bool:
    """Whether a paragraph of a plain text is a row of a table."""
    start, end = text.offsets.to_source(*text.paragraphs[i])
    return text.source.text.find("\t", start, end) >= 0


def _stated(text: NormalText, free: list[int]) -> list[int]:
    """Paragraphs with a heading level of the format, but the document's title."""
    levels = [paragraph.level for paragraph in text.formats]
    counts = Counter(level for level in levels if level is not None)
    if not counts:
        return []
    first = next(i for i, level in enumerate(levels) if level is not None)
    top = min(counts)
    title = first if levels[first] == top and counts[top] == 1 else -1
    return [i for i in free if levels[i] is not None and i != title and not _is_title(text, i)]


def _is_title(text: NormalText, i: int) -> bool:
    """Whether a paragraph is the page's title, as its metadata have it."""
    words = text.written[slice(*text.paragraphs[i])]
    if len(words) < _SHORTEST_TITLE[text.is_chinese]:
        return False  # 工作目标 in a title that holds these words
    return any(words in value for name, value in text.source.stated if "title" in name.lower())


def _set_apart(text: NormalText, free: list[int], markers: Sequence[Marker | None]) -> list[int]:
    """Paragraphs wholly bold, and short lines between sentences where there are several."""
    longest = _LONGEST_BOLD[text.is_chinese]
    formats = text.formats
    last = len(text.paragraphs) - 1
    inner = [i for i in free if 0 < i < last]
    bold: list[int] = []
    if text.source.paragraphs is not None:
        inner = [i for i in inner if not formats[i].centred]
        bold = [i for i in inner if formats[i].bold]
    if bold and sum(paragraph.bold for paragraph in formats) <= _MOST_BOLD * (last + 1):
        bold = [
            i
            for i in bold
            if not _is_title(text, i) and text.paragraphs[i][1] - text.paragraphs[i][0] <= longest
        ]
    else:
        bold = []
    found = {*bold, *(i for i in inner if _stands_alone(text, i, markers))}
    if not bold and len(found) < 2:
        return []
    # The head of a group of headings has one of them below it.
    heads = [i for i in inner if i + 1 in found and _is_line(text, i) and _is_below_body(text, i)]
    return sorted({*found, *heads})


def _stands_alone(text: NormalText, i: int, markers: Sequence[Marker | None]) -> bool:
    start, end = text.paragraphs[i + 1]
    return (
        end - start >= _SHORTEST_BODY[text.is_chinese]
        and _is_line(text, i)
        and (markers[i - 1] is not None or _is_below_body(text, i))
        and text.text.endswith(_ENDS_BODY_OR_LISTS, start, end)
    )


def _is_line(text: NormalText, i: int) -> bool:
    start, end = text.paragraphs[i]
    return end - start <= _LONGEST_ALONE and _ALONE.fullmatch(text.text, start, end) is not None


def _is_below_body(text: NormalText, i: int) -> bool:
    start, end = text.paragraphs[i - 1]
    body = end - start >= _SHORTEST_BODY[text.is_chinese]
    return body and text.text.endswith(_ENDS_BODY, start, end)
