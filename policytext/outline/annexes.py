"""Annexes of a document: where each begins, its title, and the lists that only name them."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from policytext.outline.signatures import is_dated_line
from policytext.patterns import lazy
from policytext.text.normal import NormalText
from policytext.text.numbering import Marker

_LONGEST_TITLE = {True: 50, False: 150}
_LONGEST_ENTRY = {True: 70, False: 200}
_SIGNATURE_WITHIN = 12
_TITLE_LINES = 3
_ENDS = tuple("。.!?;:，,")
_NUMBER = lazy(r"(?:附件|附)? ?\(?[0-9一二三四五六七八九十]{0,3}\)?[.、:．]? ?")
_ENTRIES = ("decimal", "decimal_paren", "decimal_close", "han", "han_paren")


@dataclass(frozen=True, slots=True)
class Annexes:
    """``heads``: paragraph that opens an annex -> the last paragraph of its title.

    ``listed``: paragraphs of lists of annexes, at the foot of a notice or in its text.
    """

    heads: dict[int, int]
    listed: frozenset[int]


def find_annexes(
    text: NormalText, tables: Container[int], markers: Sequence[Marker | None]
) -> Annexes:
    """Annexes by their marks (附件1 in a line of its own, 附件2:任务分工表, Annex 1).

    ``tables``: starts of the paragraphs in tables; ``markers``: the number that opens each
    paragraph, if any. The same words with a colon are a list of
    annexes where an annex of its own follows, or the signature does.
    """
    found = dict(_marks(text, markers))
    marks = [i for i in found if text.paragraphs[i][0] not in tables]
    if not marks:
        return Annexes({}, frozenset())
    bare = [i for i, marker in found.items() if marker.title_start >= text.paragraphs[i][1]]
    heads = {
        i: _title_end(text, i, tables, markers) for i in bare if text.paragraphs[i][0] not in tables
    }
    titles = {_plain(text, i + 1, last): i for i, last in heads.items() if last > i}
    listed: set[int] = set()
    for i in marks:
        if i in heads:
            continue
        colon = ":" in text.text[found[i].end : found[i].title_start]
        begun = bool(bare) and bare[0] < i
        if colon and not begun and ((bare and bare[-1] > i) or _is_foot(text, i)):
            listed.update(_entries(text, i, markers))
        else:
            heads[i] = i
    if titles:
        last = {title[-1] for title in titles}
        for i in range(max(heads)):
            final = text.text[text.paragraphs[i][1] - 1]
            if final not in last and not final.isspace():
                continue
            annex = titles.get(_plain(text, i, i))
            if annex is not None and i < annex:
                listed.add(i)
    return Annexes(heads, frozenset(listed))


def _marks(text: NormalText, markers: Sequence[Marker | None]) -> Iterator[tuple[int, Marker]]:
    longest = _LONGEST_TITLE[text.is_chinese]
    marks = [(i, m) for i, m in enumerate(markers) if m is not None and m[0] == "appendix"]
    for i, marker in marks:
        end = text.paragraphs[i][1]
        if end - marker.start <= longest and not text.text.endswith(_ENDS[:-2], marker.start, end):
            yield i, marker


def _title_end(
    text: NormalText, mark: int, tables: Container[int], markers: Sequence[Marker | None]
) -> int:
    """The last paragraph of the title below a bare mark, or the mark where there is none."""
    last = mark
    for i in range(mark + 1, min(len(text.paragraphs), mark + 1 + _TITLE_LINES)):
        start, end = text.paragraphs[i]
        short = end - start <= _LONGEST_TITLE[text.is_chinese]
        if not short or start in tables or text.text.endswith(_ENDS, start, end):
            break
        if markers[i] or (last > mark and not text.formats[i].centred):
            break
        last = i
    return last


def _is_foot(text: NormalText, mark: int) -> bool:
    """Whether a mark stands at the foot of a notice: the signature follows, or nothing does."""
    below = text.paragraphs[mark + 1 : mark + 1 + _SIGNATURE_WITHIN]
    for start, end in below:
        if is_dated_line(text.text, start, end):
            return True
        if end - start > _LONGEST_ENTRY[text.is_chinese]:
            return False
    return len(below) < _SIGNATURE_WITHIN


def _entries(text: NormalText, mark: int, markers: Sequence[Marker | None]) -> Iterator[int]:
    yield mark
    for i in range(mark + 1, len(text.paragraphs)):
        start, end = text.paragraphs[i]
        marker = markers[i]
        entry = marker is not None and marker.kind in _ENTRIES
        if not entry or end - start > _LONGEST_ENTRY[text.is_chinese]:
            return
        yield i


def _plain(text: NormalText, first: int, last: int) -> str:
    """The words of paragraphs without number and spaces; one of no words never equals another."""
    start, end = text.paragraphs[first][0], text.paragraphs[last][1]
    number = _NUMBER.match(text.text, start, end)
    words = text.text[number.end() if number else start : end]
    return "".join(words.split()) or f"\0{first}"
