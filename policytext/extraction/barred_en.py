"""Digits that are no amounts in English text: quotes, list numbers, clock times, 5G, Article 3.

A pattern that may begin at any word reads every word of the text. So what begins with a mark or
a digit is one quick scan, and what begins with a word (G20, No. 5, Tel. 010-1234) is looked for
in front of the runs of digits.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from string import ascii_letters, ascii_uppercase

from policytext.patterns import lazy

Extent = tuple[int, int]

# Each branch says what it begins with; the first character is a class by itself, and a plain one
# where the text is ASCII.
_BRANCHES = (
    r"(?<=\d)(?:\d?:\d{2}(?::\d{2})?|\d*(?:\+\w+)+"
    r"|(?<=\b\d)\d*(?:(?:st|nd|rd|th)\b|[GKD]\b|(?<=\d{5})\b(?=\s*$)))"
    r"|(?<=\n)[ \t]*\(?\d{1,3}(?:\.\d{1,2})*[.)](?!\d)"
    r"|(?<=[\[〔(])(?:\d{4}[\])〕] ?No\. ?\d+|(?<!\()\d{4}[\]〕]|(?<=\()\d{1,3}\))"
    r"|(?<=“)[^“”\n]{1,60}”"
    r"|(?<=\")[^\"\n]{1,60}\""
)
_MARKED = lazy(rf"[\n“\"\[〔(\d](?:{_BRANCHES})", re.MULTILINE)
_MARKED_ASCII = lazy(rf"[\n\"\[(0-9](?:{_BRANCHES})", re.MULTILINE)
_FIRST_LINE = lazy(r"[ \t]*\(?\d{1,3}(?:\.\d{1,2})*[.)](?!\d)")
_NUMBERED = (
    "No", "Nos", "Article", "Articles", "Chapter", "Section", "Annex", "Table", "Figure", "Part",
    "Item", "Phase",
)  # fmt: skip
_CONTACTS = ("ID", "number", "Tel", "Fax", "hotline")
_WORDS = (*_NUMBERED, *_CONTACTS)
_WORDED = lazy(
    rf"\b(?:{'|'.join(_NUMBERED)})\.? \d+(?:\.\d+)*"
    r"|\b[A-Za-z]+-?\d+\w*"
    r"|[A-Z]{2,}[ :]+\d{6,}"
    rf"|\b(?:{'|'.join(_CONTACTS)}):? ?[\d-]{{5,}}"
)
_BETWEEN = " :.-"
# The last two letters of these words.
_WORD_ENDS = frozenset(word[-2:] for word in _WORDS)
_LETTERS = frozenset(ascii_letters)
_CAPITALS = frozenset(ascii_uppercase)


def barred(text: str, runs: Sequence[int]) -> list[Extent]:
    """Extents in which a number is no amount, in order and disjoint.

    ``runs`` are the places where runs of digits begin. Of two extents that overlap the first
    counts, and what lies behind it is read anew.
    """
    found: list[Extent] = []
    place = 0
    if opening := _FIRST_LINE.match(text):
        place = opening.end()
        found.append((0, place))
    pattern = _MARKED_ASCII if text.isascii() else _MARKED
    marked = pattern.search(text, place)
    for at in runs:
        worded = _worded(text, at, place) if at >= place else None
        while worded is not None and marked is not None and marked.start() < worded.start():
            place = _add(found, text, marked)
            marked = pattern.search(text, place)
            if worded.start() < place:
                worded = _worded(text, at, place) if at >= place else None
        if worded is None:
            continue
        found.append(worded.span())
        place = worded.end()
        if marked is not None and marked.start() < place:
            marked = pattern.search(text, place)
    while marked is not None:
        place = _add(found, text, marked)
        marked = pattern.search(text, place)
    return found


def _add(found: list[Extent], text: str, marked: re.Match[str]) -> int:
    start, end = marked.span()
    found.append((start + (text[start] == "\n"), end))
    return end


def _worded(text: str, at: int, low: int) -> re.Match[str] | None:
    """What begins with a word, not before ``low``, and holds the run of digits at ``at``."""
    if at == low:
        return None
    before = text[at - 1]
    if before in _LETTERS or (before == "-" and at - low > 1 and text[at - 2] in _LETTERS):
        start = at - 1
        while start > low and text[start - 1] in _LETTERS:
            start -= 1
        if found := _WORDED.match(text, start):
            return found
    if before not in " :-":
        return None
    end = at - 1
    while end > low and text[end - 1] in _BETWEEN:
        end -= 1
    start = end
    while start > low and text[start - 1] in _CAPITALS:
        start -= 1
    if end - start > 1 and (found := _WORDED.match(text, start)):
        return found
    if text[end - 2 : end] not in _WORD_ENDS or not text.endswith(_WORDS, low, end):
        return None
    word = next(word for word in _WORDS if text.endswith(word, low, end))
    return _WORDED.match(text, end - len(word))
