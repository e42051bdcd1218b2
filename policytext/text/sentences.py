"""Sentences of a normalised text, as ranges."""

from __future__ import annotations

import re

from policytext.patterns import lazy

Extent = tuple[int, int]

_CHINESE_END = lazy(r"[。!?;…]+[”’》\")]*|\n")
_ENGLISH_END = lazy(r"[.!?;]+[”’\")\]]*(?=\s|$)|\n")
# A full stop after one of these, or after a single capital, ends no sentence.
_ABBREVIATION = lazy(
    r"(?:\b(?:No|Nos|Art|vs|etc|e\.g|i\.e|Mr|Mrs|Ms|Dr|Prof|St|Co|Ltd|Inc|Corp|Fig|approx)|\b[A-Z])\.$"
)
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
        if not chinese and _is_abbreviation(text, match):
            continue
        _add(found, text, place, match.end())
        place = match.end()
    _add(found, text, place, end)
    return found


def sentence_end(text: str, start: int, end: int, *, chinese: bool) -> int:
    """End of the first sentence in ``text[start:end]``, its mark not included."""
    pattern = _CHINESE_END if chinese else _ENGLISH_END
    for match in pattern.finditer(text, start, end):
        if match.start() > start and (chinese or not _is_abbreviation(text, match)):
            return match.start()
    return end


def _is_abbreviation(text: str, match: re.Match[str]) -> bool:
    if match.group() != ".":
        return False
    return _ABBREVIATION.search(text[max(0, match.start() - _LOOK_BACK) : match.end()]) is not None


def _add(found: list[Extent], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        found.append((start, end))
