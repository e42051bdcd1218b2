"""Digits that are no amounts in English text: quotes, list numbers, clock times, 5G, Article 3.

A pattern that may begin at any word or mark reads all of the text. So what holds digits is looked
for around the runs of digits: where what stands before and behind one of them allows it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from string import ascii_letters, ascii_uppercase

from policytext.patterns import lazy
from policytext.text.letters import occurrences
from policytext.text.sentences import Extent

# Each branch says what it begins with; it is tried only where ``_candidates`` says.
_MARKED = lazy(
    r"[\n“\"\[〔(\d](?:"
    r"(?<=\d)(?:\d?:\d{2}(?::\d{2})?|\d*(?:\+\w+)+"
    r"|(?<=\b\d)\d*(?:(?:st|nd|rd|th)\b|[GKD]\b|(?<=\d{5})\b(?=\s*$)))"
    r"|(?<=\n)[ \t]*\(?\d{1,3}(?:\.\d{1,2})*[.)](?!\d)"
    r"|(?<=[\[〔(])(?:\d{4}[\])〕] ?No\. ?\d+|(?<!\()\d{4}[\]〕]|(?<=\()\d{1,3}\))"
    r"|(?<=“)[^“”\n]{1,60}”"
    r"|(?<=\")[^\"\n]{1,60}\""
    r")",
    re.MULTILINE,
)
_QUOTES = ('"', "“")
# What may stand behind a run of digits with which one of the branches begins, or right behind which
# one ends; elsewhere only an identifier is long enough.
_BEHIND_DIGITS = frozenset("+snrtGKD")
_CLOSING = frozenset(".)]〕")
_BRACKETS = frozenset("[〔(")
_LINE_OPENS = frozenset("\n \t(")
_LEAST_IDENTIFIER = 5
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
_BEFORE_SPACE = frozenset((*_BETWEEN, *ascii_uppercase))
# The last two letters of these words.
_WORD_ENDS = frozenset(word[-2:] for word in _WORDS)
_LETTERS = frozenset(ascii_letters)
_CAPITALS = frozenset(ascii_uppercase)


def barred(text: str, runs: Sequence[Extent]) -> list[Extent]:
    """Extents in which a number is no amount, in order and disjoint.

    ``runs`` are the runs of digits. Of two extents that overlap the first counts, and what lies
    behind it is read anew.
    """
    found: list[Extent] = []
    place = 0
    if opening := _FIRST_LINE.match(text):
        place = opening.end()
        found.append((0, place))
    marks, behind_words = _candidates(text, runs)
    marks.append(len(text))
    n = 0

    def next_marked() -> re.Match[str] | None:
        """The first match of ``_MARKED`` that begins at ``place`` or behind it."""
        nonlocal n
        if text[place - 1 : place + 1].isdecimal() and (inside := _MARKED.match(text, place)):
            return inside  # in a run of digits that another match has ended in
        while marks[n] < place:
            n += 1
        while n < len(marks) - 1:
            if match := _MARKED.match(text, marks[n]):
                return match
            n += 1
        return None

    marked = next_marked()
    for at in behind_words:
        worded = _worded(text, at, place) if at >= place else None
        while worded is not None and marked is not None and marked.start() < worded.start():
            place = _add(found, text, marked)
            marked = next_marked()
            if worded.start() < place:
                worded = _worded(text, at, place) if at >= place else None
        if worded is None:
            continue
        found.append(worded.span())
        place = worded.end()
        if marked is not None and marked.start() < place:
            marked = next_marked()
    while marked is not None:
        place = _add(found, text, marked)
        marked = next_marked()
    return found


def _candidates(text: str, runs: Sequence[Extent]) -> tuple[list[int], list[int]]:
    """Where ``_MARKED`` may match, in order, and which runs of digits may follow a word."""
    marks: list[int] = []
    behind_words: list[int] = []
    for at, end in runs:
        before, behind = text[at - 1 : at], text[end : end + 1]
        if before == " ":
            if text[at - 2 : at - 1] in _BEFORE_SPACE or text[at - 3 : at - 1] in _WORD_ENDS:
                behind_words.append(at)
        elif before in _LETTERS or before in (":", "-"):
            behind_words.append(at)
        if behind in _CLOSING:
            if before in _LINE_OPENS:
                line = at - 1 - (before == "(")
                while line >= 0 and text[line] in " \t":
                    line -= 1
                if line >= 0 and text[line] == "\n":
                    marks.append(line)
            if before in _BRACKETS:
                marks.append(at - 1)
        elif behind in _BEHIND_DIGITS:
            marks.append(at)
        elif behind == ":":
            if text[end + 1 : end + 3].isdecimal():  # a clock time
                marks += range(max(at, end - 2), end)
        elif end - at >= _LEAST_IDENTIFIER and (not behind or behind.isspace()):
            marks.append(at)
    for quote in _QUOTES:
        marks += occurrences(text, quote)
    marks.sort()
    return marks, behind_words


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
