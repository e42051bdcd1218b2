"""SourceText -> NormalText: joins, cleans and simplifies while it writes the offset map."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from functools import cache

from policytext.patterns import lazy
from policytext.readers.source import Extent, Paragraph, SourceText
from policytext.text.characters import (
    BLANKS,
    compatibility_map,
    expansions,
    marks_map,
    rare_characters,
)
from policytext.text.gaps import HAN, HAN_RUNS, Gaps
from policytext.text.language import detect_language
from policytext.text.normal import Language, NormalText, OffsetMap
from policytext.text.paragraphs import plain_paragraphs
from policytext.text.writer import Writer

_PLAIN = Paragraph(0, 0)
_BLANKS = frozenset(BLANKS)
# So many characters to a space make it quicker to look for the spaces one by one.
_FEW = 32
# Blanks that can stand within a line, save the space.
_WITHIN_LINES = BLANKS.translate(dict.fromkeys(map(ord, " \n\r\f\v\u0085\u2028\u2029")))
_NARROW_COMMA = lazy(f",(?:(?<=[{HAN}“”》）)],)|(?=[{HAN}“《]))")
_PARTICLE = lazy("著(?=[力重眼手])|(?<=[沿随接有])著")


def normalise(source: SourceText) -> NormalText:
    """Normalise a document; see NormalText for what changes and what stays.

    Linear in the length of the text. Traditional characters are converted by OpenCC (t2s).
    """
    rare = rare_characters(source.text)
    body = source.text
    if source.furniture:
        pieces = _without(((0, len(body)),), source.furniture)
        body = " ".join(body[start:end] for start, end in pieces)
    language = detect_language(body, rare)
    chinese = language.startswith("zh")
    stated = source.paragraphs
    if stated is None:
        extents, wrapped = plain_paragraphs(source.text, rare)
    else:
        extents, wrapped = [(paragraph[0], paragraph[1]) for paragraph in stated], True
    composer = _Composer(source, _places(source.text, rare, chinese=chinese, wrapped=wrapped))
    raw, offsets = composer.compose(extents, chinese=chinese)
    kept = composer.kept
    written = _replaced(raw, compatibility_map(), rare)
    return NormalText(
        text=_for_matching(written, language, rare),
        written=written,
        language=language,
        paragraphs=tuple(composer.paragraphs),
        formats=(_PLAIN,) * len(kept) if stated is None else tuple([stated[i] for i in kept]),
        offsets=offsets,
        source=source,
    )


def _for_matching(written: str, language: Language, rare: set[str]) -> str:
    """The text for matching: marks in ASCII, Simplified characters; as long as ``written``."""
    text = _replaced(written, marks_map(), rare)
    if language == "en":
        return text
    if "," in text:
        text = _NARROW_COMMA.sub("，", text)
    if language == "zh-Hant":
        text = _in_simplified(text)
        # Texts in Big5 write 著 for 着, which OpenCC leaves alone because of 著作.
        text = _PARTICLE.sub("着", text)
    assert len(text) == len(written)
    return text


def _replaced(text: str, table: dict[str, str], rare: set[str]) -> str:
    """One-for-one replacement; few of the characters in a table occur in any one text."""
    for character in rare:
        if character in table:
            text = text.replace(character, table[character])
    return text


class _Composer:
    """Joins paragraphs and settles the white space in them, in one pass over the source."""

    def __init__(self, source: SourceText, places: Sequence[Extent]) -> None:
        self.paragraphs: list[Extent] = []
        self.kept: list[int] = []
        self._source = source.text
        self._furniture = source.furniture
        self._writer = Writer(source.text)
        self._grown = expansions()
        none_left = len(source.text)
        self._places = [*places, (none_left, none_left)]
        self._next = 0

    def compose(self, extents: Iterable[Extent], *, chinese: bool) -> tuple[str, OffsetMap]:
        """The text and its map. Left out is a paragraph that is empty or all page furniture.

        ``kept`` tells of each paragraph of the text which of ``extents`` it is made of.
        """
        source, furniture, places, blanks = self._source, self._furniture, self._places, _BLANKS
        writer = self._writer
        add_range, add_kept = self.paragraphs.append, self.kept.append
        # Most edits of a plain text are its line breaks: the writer's state is at hand here.
        add_edit = writer.edits.append
        copied = shift = 0
        last_end = -1
        next_place = places[0][0]
        for i, (start, end) in enumerate(extents):
            while start < end and source[start] in blanks:
                start += 1  # noqa: PLW2901
            while end > start and source[end - 1] in blanks:
                end -= 1  # noqa: PLW2901
            pieces: list[Extent] | None = None
            if furniture:
                left = [self._stripped(*part) for part in _without(((start, end),), furniture)]
                pieces = [piece for piece in left if piece[0] < piece[1]]
                start, end = (pieces[0][0], pieces[-1][1]) if pieces else (end, end)  # noqa: PLW2901
            if start >= end:
                continue
            if last_end < 0:
                copied, shift = start, -start
            elif start - last_end != 1 or source[last_end] != "\n":
                add_edit((copied, shift, last_end, start, "\n"))
                shift += last_end + 1 - start
                copied = start
            last_end = end
            first = start + shift
            if next_place < end or (pieces and len(pieces) > 1):
                while places[self._next][0] < start:
                    self._next += 1
                writer.copied, writer.shift = copied, shift
                self._settle(pieces or [(start, end)], chinese=chinese)
                copied, shift = writer.copied, writer.shift
                next_place = places[self._next][0]
            add_range((first, end + shift))
            add_kept(i)
        writer.copied, writer.shift = copied, shift
        return writer.finish(max(0, last_end))

    def _settle(self, pieces: list[Extent], *, chinese: bool) -> None:
        """Edit what is to be edited in a paragraph of one or more pieces."""
        gaps = Gaps(self._source, pieces, chinese=chinese)
        edit, places = self._writer.edit, self._places
        before = 0
        for start, end in pieces:
            if before:
                edit(before, start, gaps.words(before, start))
            place = self._next
            while places[place][0] < start:
                place += 1
            while places[place][0] < end:
                s, e = places[place]
                grown = self._grown.get(self._source[s]) if e - s == 1 else None
                edit(s, e, gaps.words(s, e) if grown is None else grown)
                place += 1
            self._next = place
            before = end

    def _stripped(self, start: int, end: int) -> Extent:
        source = self._source
        while start < end and source[start] in _BLANKS:
            start += 1
        while end > start and source[end - 1] in _BLANKS:
            end -= 1
        return start, end


def _places(text: str, rare: set[str], *, chinese: bool, wrapped: bool) -> list[Extent]:
    """Runs of white space, and single characters that become several, in ascending order.

    In a text that is not Chinese, a single space between words is left out: it stays. So may be
    what stands at the head or foot of a line if no line is ``wrapped``: it is in no paragraph.
    """
    grown = not expansions().keys().isdisjoint(rare)
    single = not wrapped and not grown and rare.isdisjoint(_WITHIN_LINES)
    if single and (" " if chinese else "  ") not in text:
        return []
    if chinese:
        pattern = _edit_pattern("", grown=grown) if wrapped else _inner_pattern(grown=grown)
        if not (wrapped or grown) and _indented_only(text, rare):
            return _behind_spaces(text, pattern)
        return [match.span() for match in pattern.finditer(text)]
    places: list[Extent] = []
    lone = "paired" if "  " in text else "lone"
    for match in _edit_pattern(lone, grown=grown).finditer(text):
        start, end = match.span()
        if start and text[start - 1] == " " and text[start] in _BLANKS:
            start -= 1  # the space before a line break is part of the run
        places.append((start, end))
    return places


def _indented_only(text: str, rare: set[str]) -> bool:
    """Whether all blanks of a text but a few spaces are the usual indent of a line."""
    if rare.isdisjoint(_WITHIN_LINES):
        wide = False
    elif rare.intersection(_WITHIN_LINES) == {"\u3000"}:
        wide = "\u3000" in text.replace("\n\u3000\u3000", "\n")
    else:
        return False
    return not wide and text.count(" ") * _FEW <= len(text)


def _behind_spaces(text: str, pattern: re.Pattern[str]) -> list[Extent]:
    """What a pattern matches in a text where each match begins with a space."""
    found: list[Extent] = []
    at = text.find(" ")
    while at >= 0:
        match = pattern.match(text, at)
        if match:
            found.append(match.span())
        at = text.find(" ", match.end() if match else at + 1)
    return found


@cache
def _inner_pattern(*, grown: bool) -> re.Pattern[str]:
    """Pattern of what is edited within lines: the runs of white space behind other characters."""
    blank = f" {_WITHIN_LINES}"
    several = "".join(map(re.escape, expansions())) if grown else ""
    single = f"(?<=[{several}])|" if grown else ""
    return lazy(f"[{blank}{several}](?:{single}(?<![\\n{blank}].)[{blank}]*+)")


@cache
def _edit_pattern(spaces: str, *, grown: bool) -> re.Pattern[str]:
    """Pattern of what is edited: white space and, if ``grown``, what becomes several characters.

    ``spaces``: "" for every run; "lone" for those that do not begin with a space, in a text
    where no two spaces stand side by side; "paired" for all but a single space.
    """
    blank = f"[{BLANKS}]"
    first = BLANKS.replace(" ", "") if spaces else BLANKS
    first += "".join(map(re.escape, expansions())) if grown else ""
    opening = f"(?: (?={blank})|[{first}])" if spaces == "paired" else f"[{first}]"
    return lazy(f"{opening}(?:(?<={blank}){blank}+)?")


def _in_simplified(text: str) -> str:
    """The text with its runs of Chinese characters in Simplified ones, as long as before.

    All runs are converted in one call, one a line: no phrase of the tables goes over a line.
    """
    runs: list[str] = HAN_RUNS.findall(text)
    converted = _converter()("\n".join(runs)).split("\n")
    if list(map(len, runs)) != list(map(len, converted)):
        converted = [_simplified(run) for run in runs]
    in_order = iter(converted)
    return HAN_RUNS.sub(lambda _: next(in_order), text)


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
