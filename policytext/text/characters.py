"""Which characters are replaced by which, and why."""

from __future__ import annotations

import unicodedata
from functools import cache

from policytext.patterns import lazy
from policytext.resources import read_table

# NFKC would turn these into something that means less: a circled number into a bare digit, a
# footnote mark into part of the number before it, an ellipsis into full stops.
_KEPT_RANGES = (
    (0x00A0, 0x00BF),  # superscripts, fractions, spacing accents
    (0x2024, 0x2026),  # leaders and the ellipsis
    (0x2070, 0x209F),  # superscripts and subscripts
    (0x2100, 0x2115),  # ℃ and other letterlike signs
    (0x2150, 0x218F),  # number forms
    (0x2460, 0x2473),  # circled numbers
    (0x24EA, 0x24FF),
    (0x3036, 0x303A),
    (0x3200, 0x321E),  # parenthesised Hangul
    (0x3251, 0x327F),
    (0x3280, 0x33FF),  # circled ideographs and squared words (units come from the table below)
)
# Squared units, written the way the unit table spells them.
_UNITS = {"㎡": "m²", "㎢": "km²", "㎥": "m³", "㎏": "kg", "㎞": "km", "㎝": "cm", "㎜": "mm"}
_SCANNED = ((0x2000, 0x33FF), (0xF900, 0xFFEF), (0x2F800, 0x2FA1F))
_SPACES = " \t\n\r\f\v\u0085\u00a0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
BLANKS = _SPACES + _INVISIBLE
"""White space and invisible characters."""
# What most texts consist of: none of it is in a table below, a blank but the space and the line
# feed, or a letter of another script. Of those that need attention, the ones in most Chinese
# texts are left out too: to look for each is faster.
_FREQUENT = "（）：；\u3000"
_RARE = lazy(f"[^\n -~·‘’“”—…、。〈-】〔〕㐀-鿿，{_FREQUENT}]")
_PLAIN_ASCII = b"\n" + bytes(range(0x20, 0x7F))
_HEAD = 2_000

# The comma keeps its width: 100，200 are two numbers, 100,200 is one.
_FULL_WIDTH = {chr(0xFF01 + i): chr(0x21 + i) for i in range(94) if 0xFF01 + i != 0xFF0C}
_MARKS = {wide: mark for wide, mark in _FULL_WIDTH.items() if not mark.isalnum()} | {"〜": "~"}


def rare_characters(text: str) -> set[str]:
    """The different characters of a text, save those that need no attention of any kind.

    Left out are Chinese characters, ASCII and the common marks that stay as they are: what is
    rare says in a few characters which replacements and which scripts a long text calls for.
    """
    frequent = {character for character in _FREQUENT if character in text}
    if is_mostly_ascii(text):
        others = text.encode("utf-8", "surrogatepass").translate(None, _PLAIN_ASCII)
        text = others.decode("utf-8", "surrogatepass")
    return frequent.union(_RARE.findall(text))


def is_mostly_ascii(text: str) -> bool:
    """Whether more than half of the head of a text is ASCII."""
    head = text[:_HEAD]
    return len(head.encode("ascii", "ignore")) > 0.5 * len(head)


@cache
def compatibility_map() -> dict[str, str]:
    """Characters replaced one for one in both texts: full-width letters, radicals, variants."""
    table = {
        character: form
        for character, form in _nfkc_forms()
        if len(form) == 1 and character not in _MARKS and character != "，"
    }
    for radical, ideograph, _name in read_table(
        "corpora/lexicons/radicals.tsv", ("radical", "ideograph", "name")
    ):
        table[radical] = ideograph
    return table


@cache
def expansions() -> dict[str, str]:
    """Characters that become several: ㈠ -> (一), ⒈ -> 1., ㎡ -> m², ligatures."""
    grown = {wide: form for wide, form in _nfkc_forms() if len(form) > 1 and " " not in form}
    return grown | _UNITS


def marks_map() -> dict[str, str]:
    """Full-width marks replaced one for one in the text for matching only."""
    return _MARKS


@cache
def _nfkc_forms() -> tuple[tuple[str, str], ...]:
    kept = {code for low, high in _KEPT_RANGES for code in range(low, high + 1)}
    kept.update(map(ord, _SPACES))
    characters = (
        chr(code) for first, last in _SCANNED for code in range(first, last + 1) if code not in kept
    )
    return tuple(
        (character, form)
        for character in characters
        if (form := unicodedata.normalize("NFKC", character)) != character
    )
