"""SourceText -> NormalText: joins, cleans and simplifies while it writes the offset map."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from functools import cache

from policytext.patterns import lazy
from policytext.readers.source import Extent, Paragraph, SourceText
from policytext.text.characters import (
    SPACE_CLASS,
    compatibility_map,
    expansions,
    marks_map,
)
from policytext.text.language import detect_language
from policytext.text.normal import Language, NormalText, OffsetMap
from policytext.text.paragraphs import plain_paragraphs

_HAN = r"\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f"
_IS_HAN = lazy(f"[{_HAN}]")
_IS_WIDE = lazy(f"[{_HAN}\u3001-\u3003\u3008-\u301b\uff01-\uff60“”‘’…—·]")
_NARROW_COMMA = lazy(f"(?<=[{_HAN}“”》）)]),|,(?=[{_HAN}“《])")
_BREAK = lazy(r"[\n\r\x0b\x0c\x85\u2028\u2029]")
_NUMERAL = frozenset("一二三四五六七八九十百零〇")
_INVISIBLE_ONLY = lazy(r"[\u00ad\u200b-\u200f\u2060\ufeff]+\Z")
_PARTICLE = lazy("著(?=[力重眼手])|(?<=[沿随接有])著")
_RUNS = lazy(f"[{_HAN}]+")


def normalise(source: SourceText) -> NormalText:
    """Normalise a document; see NormalText for what changes and what stays.

    Linear in the length of the text. Traditional characters are converted by OpenCC (t2s).
    """
    body = _without(((0, len(source.text)),), source.furniture)
    language = detect_language(" ".join(source.text[s:e] for s, e in body))
    writer = _Writer(source.text, chinese=language.startswith("zh"))
    formats: list[Paragraph] = []
    for paragraph in _paragraphs(source):
        pieces = _without(((paragraph.start, paragraph.end),), source.furniture)
        if writer.paragraph(pieces):
            formats.append(paragraph)
    raw, offsets = writer.finish()
    written = _replaced(raw, compatibility_map())
    return NormalText(
        text=_for_matching(written, language),
        written=written,
        language=language,
        paragraphs=tuple(writer.paragraphs),
        formats=tuple(formats),
        offsets=offsets,
        source=source,
    )


def _paragraphs(source: SourceText) -> tuple[Paragraph, ...]:
    if source.paragraphs is not None:
        return source.paragraphs
    return tuple(Paragraph(start, end) for start, end in plain_paragraphs(source.text))


def _for_matching(written: str, language: Language) -> str:
    """The text for matching: marks in ASCII, Simplified characters; as long as ``written``."""
    text = _replaced(written, marks_map())
    if language == "en":
        return text
    text = _NARROW_COMMA.sub("，", text)
    if language == "zh-Hant":
        text = _RUNS.sub(lambda run: _simplified(run.group()), text)
        # Texts in Big5 write 著 for 着, which OpenCC leaves alone because of 著作.
        text = _PARTICLE.sub("着", text)
    assert len(text) == len(written)
    return text


def _replaced(text: str, table: dict[str, str]) -> str:
    """One-for-one replacement; few of the characters in a table occur in any one text."""
    for character in set(text) & table.keys():
        text = text.replace(character, table[character])
    return text


def _simplified(run: str) -> str:
    convert = _converter()
    converted = convert(run)
    if len(converted) == len(run):
        return converted
    # No phrase of the tables changes its length today; should one, each character is converted
    # alone, so that offsets stay true.
    return "".join(
        single if len(single := convert(character)) == 1 else character for character in run
    )


@cache
def _converter() -> Callable[[str], str]:
    import opencc  # noqa: PLC0415 - 50 ms, needed for Traditional text only

    return opencc.OpenCC("t2s").convert


def _without(extents: tuple[Extent, ...], holes: tuple[Extent, ...]) -> list[Extent]:
    """``extents`` minus ``holes``; both sorted and disjoint."""
    left: list[Extent] = []
    for start, end in extents:
        place = start
        i = max(0, bisect_right(holes, (start, start)) - 1)
        while i < len(holes) and holes[i][0] < end:
            hole_start, hole_end = holes[i]
            if hole_end > place:
                if hole_start > place:
                    left.append((place, hole_start))
                place = max(place, hole_end)
            i += 1
        if place < end:
            left.append((place, end))
    return left


@cache
def _edit_pattern() -> re.Pattern[str]:
    return lazy(f"{SPACE_CLASS}+|[{''.join(map(re.escape, expansions()))}]")


class _Writer:
    """Writes normalised text piece by piece and notes where each piece came from."""

    def __init__(self, source: str, *, chinese: bool) -> None:
        self.paragraphs: list[Extent] = []
        self._source = source
        self._last_end = 0
        self._chinese = chinese
        self._out: list[str] = []
        self._length = 0
        self._at: list[int] = []
        self._from: list[int] = []
        self._to: list[int] = []
        self._grown = expansions()
        self._edit = _edit_pattern()

    def paragraph(self, pieces: list[Extent]) -> bool:
        """Write one paragraph, given as the pieces that page furniture leaves of it."""
        pieces = [piece for piece in (self._stripped(*piece) for piece in pieces) if piece]
        if not pieces:
            return False
        if self.paragraphs:
            self._put("\n", self._last_end, pieces[0][0])
        first = self._length
        close_up = self._chinese and self._is_spaced_out(pieces)
        opening = pieces[0][0]
        for i, (start, end) in enumerate(pieces):
            if i:
                self._gap(pieces[i - 1][1], start, opening, close_up)
            place = start
            for match in self._edit.finditer(self._source, start, end):
                self._copy(place, match.start())
                grown = self._grown.get(match.group())
                if grown is not None:
                    self._put(grown, match.start(), match.end())
                else:
                    self._gap(match.start(), match.end(), opening, close_up)
                place = match.end()
            self._copy(place, end)
            self._last_end = end
        self.paragraphs.append((first, self._length))
        return True

    def finish(self) -> tuple[str, OffsetMap]:
        """The text and its map."""
        offsets = OffsetMap(tuple(self._at), tuple(self._from), tuple(self._to), self._length)
        return "".join(self._out), offsets

    def _stripped(self, start: int, end: int) -> Extent | None:
        chunk = self._source[start:end]
        head = re.match(f"{SPACE_CLASS}*", chunk)
        assert head is not None
        left = head.end()
        right = len(chunk)
        while right > left and re.match(SPACE_CLASS, chunk[right - 1]):
            right -= 1
        return (start + left, start + right) if right > left else None

    def _copy(self, start: int, end: int) -> None:
        if start < end:
            self._put(self._source[start:end], start, end)

    def _put(self, text: str, start: int, end: int) -> None:
        if not text:
            return
        aligned = len(text) == end - start
        if aligned and self._to and self._to[-1] == start and self._last_aligned():
            self._to[-1] = end  # goes on where the last piece ended
        else:
            self._at.append(self._length)
            self._from.append(start)
            self._to.append(end)
        self._out.append(text)
        self._length += len(text)

    def _last_aligned(self) -> bool:
        return self._length - self._at[-1] == self._to[-1] - self._from[-1]

    def _gap(self, start: int, end: int, opening: int, close_up: bool) -> None:
        """White space, or furniture with white space around it, inside a paragraph."""
        left, right = self._source[start - 1], self._source[end]
        gap = self._source[start:end]
        if _INVISIBLE_ONLY.match(gap):
            return
        self._put(self._joint(gap, left, right, (start, end, opening), close_up), start, end)

    def _joint(
        self, gap: str, left: str, right: str, place: tuple[int, int, int], close_up: bool
    ) -> str:
        wide_left, wide_right = bool(_IS_WIDE.match(left)), bool(_IS_WIDE.match(right))
        if _BREAK.search(gap) or len(gap.strip()) > 0:
            if wide_left or wide_right or (self._chinese and left.isdigit() and right.isdigit()):
                return ""
            return "" if left == "-" and right.islower() else " "
        if not self._chinese or not (wide_left or wide_right):
            return " "
        start, end, opening = place
        opens_number = (left in _NUMERAL or left.isdigit()) and start - opening <= 3
        if opens_number:
            return " "
        han_left, han_right = bool(_IS_HAN.match(left)), bool(_IS_HAN.match(right))
        if not (han_left and han_right):
            punctuation = (wide_left and not han_left) or (wide_right and not han_right)
            return "" if punctuation or len(gap) == 1 else " "
        alone_left = start - 1 == opening or not _IS_HAN.match(self._source[start - 2])
        alone_right = end + 1 >= len(self._source) or not _IS_HAN.match(self._source[end + 1])
        return "" if close_up or alone_left or alone_right else " "

    def _is_spaced_out(self, pieces: list[Extent]) -> bool:
        """Whether a paragraph is cut into short words by spaces, as segmenters and some PDFs do."""
        gaps = sum(self._source.count(" ", s, e) for s, e in pieces)
        if gaps < 4:
            return False
        runs = [len(m.group()) for s, e in pieces for m in _RUNS.finditer(self._source, s, e)]
        return gaps * 3 >= len(runs) * 2 and sum(runs) < 3.5 * len(runs)
