"""Numbers at the head of a paragraph: 一、 （一） 1. （1） ① 第一章 第一条 1.1 First, I."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, NamedTuple

from policytext.patterns import lazy

MarkerKind = Literal[
    "part", "chapter", "section", "article", "appendix", "formal", "named", "han", "han_paren",
    "han_is",
    "decimal", "dotted", "decimal_paren", "decimal_close", "circled",
    "ordinal_word", "roman", "roman_paren", "letter_paren",
]  # fmt: skip

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
# 參 of 壹、貳、參 is 参 in simplified characters.
_FORMAL = str.maketrans("壹贰叁参肆伍陆柒捌玖拾", "一二三三四五六七八九十")
_WORDS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
    " fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_TENS = ("", "十", *(f"{digit}十" for digit in "二三四五六七八九"))
_HAN_VALUES = {
    f"{tens}{ones}": 10 * i + j
    for i, tens in enumerate(_TENS)
    for j, ones in enumerate(("", *"一二三四五六七八九"))
    if i or j
}
# What a number is most often, once the marks and words around it are gone.
_VALUES = (
    {str(i): i for i in range(1, 1000)}
    | _HAN_VALUES
    | {
        form: i + 1
        for i, w in enumerate(_WORDS)
        for form in (w.capitalize(), f"{w.capitalize()}ly")
    }
)
_AROUND = "()、.，第章节条是:"
_HAN_RUN = lazy("[一二三四五六七八九十百零〇壹贰叁参肆伍陆柒捌玖拾]+")
_DIGIT_RUNS = lazy(r"\d+")
_HAN = "[一二三四五六七八九十百零〇]{1,5}"
_ROMAN = "(?=[IVX])X{0,2}(?:IX|IV|V?I{0,3})"
_ROMAN_RUN = lazy(f"{_ROMAN}(?![A-Za-z])")

# How each kind is written; behind the group the marks between number and words. _OPENED has the
# order in which they are tried.
_WRITTEN: dict[MarkerKind, str] = {
    "part": rf"(?P<part>第(?:{_HAN}|\d{{1,2}})(?:编|部分))[ 、:]*",
    "chapter": rf"(?P<chapter>第(?:{_HAN}|\d{{1,2}})章"
    rf"|(?i:chapter) (?:\d{{1,2}}|{_ROMAN})\b)[ 、:.]*",
    "section": rf"(?P<section>第(?:{_HAN}|\d{{1,2}})节"
    rf"|(?i:section) (?:\d{{1,2}}|{_ROMAN})\b)[ 、:.]*",
    "article": rf"(?P<article>第(?:{_HAN}|\d{{1,3}})条|(?i:article) \d{{1,3}}\b)[ 、:.]*",
    "appendix": r"(?P<appendix>(?:附件|附录|附表|附(?=\ ?\d)|(?i:annex(?:es)?|appendix)\b)"
    rf" ?(?:\d{{1,2}}|{_HAN}|[A-Z]\b)?)"
    r"(?:[ :.]+|$|(?<=\d)(?=[一-鿿“”()]{4,40}$))",
    "formal": r"(?P<formal>[壹贰叁参肆伍陆柒捌玖拾]{1,3}、)[ ]*",
    "han_is": rf"(?P<han_is>{_HAN}(?:是|要)(?!否|非|求|不是|不得|不能)|第{_HAN}[，:])[ ]*",
    "han": rf"(?P<han>{_HAN}[、.,，])[ ]*",
    "han_paren": rf"(?P<han_paren>\({_HAN}\))[ 、.]*",
    "dotted": r"(?P<dotted>\d{1,2}(?:\.\d{1,2}){1,3})(?![\d%])"
    r"(?:[ 、.]+|(?<=\d\.\d\.\d)(?=[一-鿿]))",
    "decimal": r"(?P<decimal>\d{1,3}[.、](?:(?!\d)|(?=(?:19|20)\d\d年)))[ ]*",
    "named": rf"(?P<named>[一-鿿/]{{2,8}} ?(?:\d{{1,2}}|{_HAN}):)[ ]*",
    "decimal_paren": r"(?P<decimal_paren>\(\d{1,3}\))[ 、.]*",
    "decimal_close": r"(?P<decimal_close>\d{1,3}\))[ 、.]*",
    "circled": r"(?P<circled>[①-⑳])[ 、.]*",
    "ordinal_word": rf"(?P<ordinal_word>(?:{'|'.join(w.capitalize() for w in _WORDS)})(?:ly)?)"
    r"(?:,| is to|:)[ ]*",
    "roman_paren": rf"(?P<roman_paren>\({_ROMAN}\))[ ]*",
    "roman": rf"(?P<roman>{_ROMAN}\.)[ ]+",
    "letter_paren": r"(?P<letter_paren>\([a-z]\))[ ]*",
}
# The kinds of number that a character can open. Any other Chinese character opens a named one.
_OPENED: tuple[tuple[str, tuple[MarkerKind, ...]], ...] = (
    ("第", ("part", "chapter", "section", "article", "han_is", "named")),
    ("附", ("appendix", "named")),
    ("一二三四五六七八九十百零〇", ("han_is", "han", "named")),
    ("壹贰叁参肆伍陆柒捌玖拾", ("formal", "named")),
    ("(", ("han_paren", "decimal_paren", "roman_paren", "letter_paren")),
    ("0123456789", ("decimal", "dotted", "decimal_close")),
    ("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳", ("circled",)),
    ("IVX", ("roman",)),
    ("Aa", ("article", "appendix")),
    ("Cc", ("chapter",)),
    ("Ssſ", ("section", "ordinal_word")),
    ("FTEN", ("ordinal_word",)),
)


def _pattern_of(kinds: tuple[MarkerKind, ...]) -> re.Pattern[str]:
    return lazy("|".join(_WRITTEN[kind] for kind in kinds))


_BY_OPENING = {
    character: pattern
    for characters, kinds in _OPENED
    for pattern in (_pattern_of(kinds),)
    for character in characters
}
_NAMED = _pattern_of(("named",))
# Within a named number, its colon: at least two characters and a number stand before it, at most
# eight, a space and a number of five.
_COLON_FROM, _COLON_TO = 3, 15


class Marker(NamedTuple):
    """A number at the head of a paragraph.

    ``value`` is its ordinal (None for an appendix without number); the number stands at
    ``[start, end)``, the words after it begin at ``title_start``.
    """

    kind: MarkerKind
    value: int | None
    start: int
    end: int
    title_start: int
    depth: int = 1


def marker_at(text: str, start: int, end: int) -> Marker | None:
    """The number that opens ``text[start:end]``, or None."""
    return markers_at(text, ((start, end),))[0]


def markers_at(text: str, extents: Iterable[tuple[int, int]]) -> list[Marker | None]:
    """The number that opens each of some ranges of a text, in ascending order, or None."""
    opened, value_of, new = _BY_OPENING.get, _VALUES.get, tuple.__new__
    found: list[Marker | None] = []
    none_left = len(text)
    colon = -1
    for start, end in extents:
        if start >= end:
            found.append(None)
            continue
        first = text[start]
        pattern = opened(first)
        if pattern is None:
            if first.isdecimal():  # digits of other scripts
                pattern = _BY_OPENING["0"]
            else:
                if colon < start + _COLON_FROM:
                    colon = text.find(":", start + _COLON_FROM)
                    colon = none_left if colon < 0 else colon
                if colon >= end or colon >= start + _COLON_TO:
                    found.append(None)
                    continue
                pattern = _NAMED
        match = pattern.match(text, start, end)
        if match is None:
            found.append(None)
            continue
        kind: MarkerKind = match.lastgroup  # type: ignore[assignment] # group names are the kinds
        number_end = match.end(match.lastindex or 0)
        # Most numbers end in one mark; of the others, marks and words around them are taken off.
        value = value_of(text[start : number_end - 1])
        depth = 1
        if not value:
            number = text[start:number_end]
            value = value_of(number.strip(_AROUND)) or ordinal(number)
            if kind == "dotted":
                depth = number.count(".") + 1
        found.append(new(Marker, (kind, value, start, number_end, match.end(), depth)))
    return found


def ordinal(number: str) -> int | None:
    """The ordinal in a number as written: 第二十一条 -> 21, （三） -> 3, IV. -> 4, 2.3 -> 3."""
    value = _VALUES.get(number.strip(_AROUND))
    if value is not None:
        return value
    digits = _DIGIT_RUNS.findall(number)
    if digits:
        return int(digits[-1])
    han = _HAN_RUN.search(number)
    if han:
        return _HAN_VALUES.get(han.group()) or _han_value(han.group().translate(_FORMAL))
    if len(number) == 1 and "①" <= number <= "⑳":
        return ord(number) - ord("①") + 1
    word = number.lower().rstrip(",.: ")
    for form in (word, word.removesuffix("ly")):
        if form in _WORDS:
            return _WORDS.index(form) + 1
    roman = _ROMAN_RUN.search(number)
    if roman and roman.group():
        return _roman_value(roman.group())
    letter = re.fullmatch(r"\(([a-z])\)", number)
    return ord(letter.group(1)) - ord("a") + 1 if letter else None


def _han_value(number: str) -> int:
    if not set(number) & {"十", "百"}:
        return int("".join(str(_DIGITS[c]) for c in number))
    total = 0
    digit = 0
    for character in number:
        if character in _DIGITS:
            digit = _DIGITS[character]
        else:
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
    return total + digit


def _roman_value(number: str) -> int:
    values = {"I": 1, "V": 5, "X": 10}
    total = 0
    for this, after in zip(number, f"{number[1:]} ", strict=True):
        value = values[this]
        total += -value if values.get(after, 0) > value else value
    return total


_INLINE = lazy(
    rf"(?P<chinese>{_HAN})是(?![否非不求])"
    rf"|(?P<english>\b(?:{'|'.join(w.capitalize() for w in _WORDS)})(?:ly)?),[ ]"
)
_BOUNDARIES = frozenset("。;:；：.!?！？\n")
_FEWEST_INLINE = 3
_FIRST_THREE = (("一是", "First"), ("二是", "Second"), ("三是", "Third"))


def inline_markers(text: str) -> list[Marker]:
    """The numbers of an enumeration in running text: 一是…。二是…。, "First, ... Second, ...".

    Only a series that counts from one without a gap, each number at the head of a sentence or
    clause; fewer than three make no enumeration. The first series of the text is taken.
    """
    series: list[Marker] = []
    for words in _FIRST_THREE:
        if not any(word in text for word in words):
            return series
    for match in _INLINE.finditer(text):
        if (
            match.start()
            and text[max(0, match.start() - 3) : match.start()].rstrip(" ”")[-1:] not in _BOUNDARIES
        ):
            continue
        value = ordinal(match.group())
        if value != len(series) + 1:
            if value == 1 and len(series) < _FEWEST_INLINE:
                series = []
            else:
                continue
        kind: MarkerKind = "han_is" if match.group("chinese") else "ordinal_word"
        end = match.end() if kind == "han_is" else match.end("english")
        series.append(Marker(kind, value, match.start(), end, match.end()))
    return series if len(series) >= _FEWEST_INLINE else []
