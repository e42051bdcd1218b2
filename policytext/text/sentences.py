"""Sentences of a normalised text, as ranges."""

from __future__ import annotations

import re
from string import ascii_uppercase

from policytext.patterns import lazy

Extent = tuple[int, int]

# The first character alone decides where a match may begin, so that the text between is passed
# over fast; a line break stands for itself.
_CHINESE_END = lazy(r"[。!?;…\n](?:(?<=\n)|[。!?;…]*[”’》\")]*)")
_ENGLISH_END = lazy(r"[.!?;\n](?:(?<=\n)|[.!?;]*[”’\")\]]*)")
# A full stop after one of these, or after a single capital, ends no sentence.
_SHORTENED = (
    "No", "Nos", "Art", "vs", "etc", "e.g", "i.e", "Mr", "Mrs", "Ms", "Dr", "Prof", "St", "Co",
    "Ltd", "Inc", "Corp", "Fig", "approx",
)  # fmt: skip
_ENDS_LIKE_SHORTENED = (*_SHORTENED, *ascii_uppercase)
_ABBREVIATION = lazy(rf"\b(?:{'|'.join(map(re.escape, _SHORTENED))}|[A-Z])\.$")
_BEHIND = [rf"(?<=\b{word})" for word in (*map(re.escape, _SHORTENED), "[A-Z]")]
# Behind four small letters only the last of them can stand; most full stops stand there.
ABBREVIATED = rf"(?:(?<![a-z]{{4}})(?:{'|'.join(_BEHIND)})|(?<=\bapprox))"
"""Pattern of a place behind an abbreviation, where a full stop ends no sentence."""
_LOOK_BACK = 8


def sentences(text: str, start: int, end: int, *, chinese: bool) -> list[Extent]:
    """Sentences in ``text[start:end]``, without the white space around them.

    Paragraph breaks always end a sentence. Semicolons do too: in policy prose each side of one
    is a statement of its own.
    """
    pattern = _CHINESE_END if chinese else _ENGLISH_END
    found: list[Extent] = []
    place = start
    for match in pattern.finditer(text, start, end):
        stop = high = match.end()
        if not chinese and not _ends_english(text, match.start(), stop, end):
            continue
        while place < high and text[place].isspace():
            place += 1
        while high > place and text[high - 1].isspace():
            high -= 1
        if place < high:
            found.append((place, high))
        place = stop
    while place < end and text[place].isspace():
        place += 1
    while end > place + 1 and text[end - 1].isspace():
        end -= 1
    if place < end:
        found.append((place, end))
    return found


def sentence_around(text: str, place: int, low: int, high: int, *, chinese: bool) -> Extent:
    """The sentence around a place of ``text[low:high]``, without white space around it.

    ``low`` is where a sentence or a paragraph begins, ``high`` where the paragraph ends.
    """
    pattern = _CHINESE_END if chinese else _ENGLISH_END
    start, end = low, high
    for match in pattern.finditer(text, low, high):
        stop = match.end()
        if not chinese and not _ends_english(text, match.start(), stop, high):
            continue
        if stop > place:
            end = stop
            break
        start = stop
    while start < place and text[start].isspace():
        start += 1
    while end > place + 1 and text[end - 1].isspace():
        end -= 1
    return start, end


def sentence_end(text: str, start: int, end: int, *, chinese: bool) -> int:
    """End of the first sentence in ``text[start:end]``, its mark not included."""
    pattern = _CHINESE_END if chinese else _ENGLISH_END
    match = pattern.search(text, start, end)
    while match:
        place, stop = match.span()
        if place > start and (chinese or _ends_english(text, place, stop, end)):
            return place
        match = pattern.search(text, stop, end)
    return end


def _ends_english(text: str, start: int, stop: int, end: int) -> bool:
    """Whether marks at ``[start, stop)`` end a sentence: white space follows, or nothing up to end.

    A line break always ends one, a full stop not behind an abbreviation.
    """
    if stop < end and not text[stop].isspace():
        return text[start] == "\n"
    if stop - start > 1 or text[start] != ".":
        return True
    look_back = max(0, start - _LOOK_BACK)
    if not text.endswith(_ENDS_LIKE_SHORTENED, look_back, start):
        return True
    return _ABBREVIATION.search(text[look_back:stop]) is None
