"""Headings with a number: what series a number belongs to, and where its title ends."""

from __future__ import annotations

from collections.abc import Sequence

from policytext.patterns import lazy
from policytext.text.normal import NormalText
from policytext.text.numbering import Marker
from policytext.text.sentences import sentence_end

# Customary order of the numbering styles, outermost first (GB/T 9704-2012, 7.3.3: 一、 （一） 1.
# （1）). Headings without a number rank just above 一、, or below everything where numbered ones
# stand above them.
RANK: dict[str, float] = {
    "appendix": 0, "part": 1, "chapter": 2, "section": 3, "article": 4, "unnumbered": 5,
    "formal": 5.95, "ordinal_word": 6, "roman": 6, "han": 6, "in_parts": 6.5, "han_paren": 7,
    "roman_paren": 7, "named_han": 7.4, "decimal": 8, "dotted": 8, "named": 8.6,
    "decimal_paren": 9, "decimal_close": 9, "letter_paren": 10, "circled": 11, "han_is": 12,
    "below": 13,
}  # fmt: skip
_LONGEST_LABEL = {True: 25, False: 100}
_RESPONSIBLE = lazy(r"\((?:责任|牵头|配合|主责|完成时限|主办|协办|负责|任务)")
# Words up to what may end a title.
_PLAIN_TITLE = {True: lazy(r"[^。!?;…\n:(]+"), False: lazy(r"[^.!?;\n:(]+")}
_NO_WORDS = " 。.!?;:”’"
_WORDS = lazy(f"[^{_NO_WORDS}]")
_ARTICLE_LABEL = lazy(r" ?(?:【([^】\n]{1,25})】|\(([^()\n]{2,25})\))[ :]?")
_COUNT_ONLY = lazy(r"[一二三四五六七八九十\d]+")

Heading = tuple[str, float, int | None, int, int, int, int, bool]
"""A heading before it has its place in the tree: ``(key, rank, value, start, number_end,
title_start, end, run_in)``.

``key`` tells its series from others, ``rank`` how far out it stands, ``value`` its number in
the series; the number stands at ``[start, number_end)``, the title at ``[title_start, end)``.
"""


class Numbered:
    """Tells which numbers at the head of a paragraph open a heading."""

    def __init__(self, text: NormalText, markers: Sequence[Marker | None]) -> None:
        self._text = text
        self._chinese = text.is_chinese
        self._series = _named_series(text.text, markers)
        self._has_tabs = "\t" in text.source.text
        self._rank_of_articles = RANK["in_parts" if _are_in_parts(markers) else "article"]

    def heading(self, marker: Marker, end: int) -> Heading | None:
        """The heading that a number opens in a paragraph up to ``end``, or None."""
        body = self._text.text
        kind, value, start, number_end, title_start, depth = marker
        key: str = kind
        if kind == "named":
            key = _named_key(body, marker)
            if key not in self._series:
                return None
            rank = RANK[key.partition("/")[0]]
        elif kind == "dotted":
            key = f"dotted/{depth}"
            rank = RANK["dotted"] + depth / 10
        else:
            rank = RANK[kind]
        if kind == "article":
            rank = self._rank_of_articles
            label = _ARTICLE_LABEL.match(body, number_end, end)
            title_start = title_end = number_end
            run_in = True
            if label and not _COUNT_ONLY.fullmatch(label[1] or label[2]):
                title_start, title_end = label.span(1 if label[1] else 2)
        elif self._has_tabs and self._is_row(title_start, end):
            return None
        else:
            title_end, run_in = end_of_title(body, title_start, end, self._chinese)
            if title_end <= title_start:
                return None
        return key, rank, value, start, number_end, title_start, title_end, run_in

    def _is_row(self, title_start: int, end: int) -> bool:
        """Whether a paragraph of a plain text is a row of a table: tabs between its words."""
        start, end = self._text.offsets.to_source(title_start, end)
        return "\t" in self._text.source.text[start:end].strip()


def end_of_title(body: str, title_start: int, end: int, chinese: bool) -> tuple[int, bool]:
    """Where the title of a numbered paragraph ends, and whether its body goes on behind it."""
    plain = _PLAIN_TITLE[chinese].match(body, title_start, end)
    stop = plain.end() if plain else title_start
    if stop == end or (chinese and plain and body[stop] in "。;"):
        after = stop + 1
        run_in = after < end and (
            body[after] not in _NO_WORDS or _WORDS.search(body, after, end) is not None
        )
        while stop > title_start and body[stop - 1] == " ":
            stop -= 1
        return stop, run_in
    stop = sentence_end(body, title_start, end, chinese=chinese)
    label = body.find(":", title_start, stop)
    if 0 < label - title_start <= _LONGEST_LABEL[chinese] and label + 1 < end:
        stop = label
    bracket = body.find("(", title_start, stop)
    if bracket >= 0 and (responsible := _RESPONSIBLE.search(body, bracket, stop)):
        stop = responsible.start()
        if stop > title_start and body[stop - 1] == " ":
            stop -= 1
    run_in = _WORDS.search(body, stop, end) is not None
    while stop > title_start and body[stop - 1] == " ":
        stop -= 1
    return stop, run_in


def _are_in_parts(markers: Sequence[Marker | None]) -> bool:
    """Whether articles are numbered through parts that are called 一、 二、, rather than hold them.

    The first article stands in the first part, and the second part goes on with their numbers.
    """
    part = article = 0
    second = False
    for kind, value in [marker[:2] for marker in markers if marker is not None]:
        if kind == "han":
            part, second = value or 0, article > 0
            if second and part != 2:
                return False
        elif kind == "article":
            if second:
                return value == article + 1
            if value != article + 1 or part != 1:
                return False
            article = value
    return False


def _named_key(body: str, marker: Marker) -> str:
    """What tells one series of named numbers from another: the words beside the number."""
    number = body[marker.start : marker.end - 1]
    words = number.rstrip("0123456789一二三四五六七八九十百零〇").rstrip()
    return f"{'named' if number[-1].isdigit() else 'named_han'}/{words}"


def _named_series(body: str, markers: Sequence[Marker | None]) -> frozenset[str]:
    """Keys of the series of named numbers (行动一: 行动二:) that have a first and a second."""
    values: dict[str, set[int | None]] = {}
    for marker in [m for m in markers if m is not None and m[0] == "named"]:
        values.setdefault(_named_key(body, marker), set()).add(marker.value)
    return frozenset(key for key, found in values.items() if {1, 2} <= found)
