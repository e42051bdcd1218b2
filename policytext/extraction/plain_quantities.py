"""Values that need no long look: digits with nothing beside them, or with their unit."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from policytext.extraction.comparators import LEVEL_ENDS, as_written, comparators, with_words
from policytext.extraction.items import Quantity
from policytext.extraction.numerals import LONGEST, scaled
from policytext.extraction.proportions import ratio_at
from policytext.extraction.units import Phrases, Unit, units
from policytext.patterns import lazy
from policytext.resources import read_table

_PHRASES = "corpora/lexicons/not_quantities.tsv"
_LATIN = lazy(r"[A-Za-z]+[0-9]?")
RANGE_OPENS = frozenset("-—–~至到、")
"""Characters that may stand between the two ends of a range."""
MORE = frozenset("多余来")
"""Characters inside a number that make it more than it says: 20多万."""
# How many zeros a scale adds; and how long a number is at most that a Decimal reckons exactly.
_ZEROS = {"": 0, "万": 4, "亿": 8, "万亿": 12, "亿万": 12, "万万": 8, "亿亿": 16}
_EXACT = 28
_MORE_TO_READ = RANGE_OPENS - {"、"} | {"/", "级"}


@cache
def set_phrases(position: str) -> Phrases[str]:
    """Phrases that only look like quantities: "at" a number (一带一路) or "after" it (个重大)."""
    table = {
        phrase: position
        for phrase, where, _ in read_table(_PHRASES, ("phrase", "position", "language"))
        if where == position
    }
    return Phrases(table)


def unit_at(text: str, start: int) -> Unit | None:
    """The longest Chinese unit that begins at ``start``; a Latin one only as a whole word."""
    known = units("zh")
    word = known.at(text, start)
    if not word:
        return None
    if word[0] < "\x80" and word[-1].isalnum():
        latin = _LATIN.match(text, start)
        if latin is None or latin.group() != word:
            return None
    return known.table[word]


@cache
def _around() -> tuple[frozenset[str], frozenset[str]]:
    """Last characters of what stands before a value, and first ones of what follows it."""
    befores = comparators("zh", "before").table
    afters = (units("zh").table, comparators("zh", "after").table)
    return (
        frozenset(word[-1] for word in befores) | LEVEL_ENDS,
        frozenset(word[0] for table in afters for word in table) | RANGE_OPENS | MORE,
    )


def is_bare(text: str, start: int, end: int) -> bool:
    """Whether digits have neither unit nor comparator beside them; never wrongly yes."""
    before, after = _around()
    next_ = text[end : end + 1]
    return (
        text[end - 1] <= "9"
        and text[end - 1].isdigit()
        and next_ not in after
        and not next_.isalpha()
        and not (start and text[start - 1] in before)
        and ratio_at(text, end) is None
    )


@cache
def _beside() -> tuple[frozenset[str], frozenset[str], Phrases[str]]:
    """Characters before and behind a value with its unit that may belong to a comparator.

    Beside them the phrases that are no unit where they follow a number.
    """
    befores, afters = comparators("zh", "before").table, comparators("zh", "after").table
    lasts, firsts = (word[-1] for word in befores), (word[0] for word in afters)
    return frozenset(lasts), frozenset(firsts), set_phrases("after")


def plain_quantity(text: str, start: int, end: int, floor: int) -> Quantity | None:
    """Digits, perhaps with 万 or 亿, and a unit: 3家, 12.5%, 630亿元以上; the most frequent kind.

    No range, ratio, compound unit or turn of phrase. None for every other quantity, which the
    long way reads.
    """
    before = text[start - 1] if start else "，"
    if before < "\x80":
        return None
    run = text[start:end]
    digits = run if run[-1] <= "9" else run.rstrip("万亿")
    whole, part = digits, ""
    if not digits.isdigit():
        whole, _, part = digits.partition(".")
        if not (whole.isdigit() and part.isdigit()):
            return None
    if len(digits) > LONGEST or not digits.isascii():
        return None
    zeros = _ZEROS.get(run[len(digits) :], -1)
    if zeros < 0:
        return None
    unit = unit_at(text, end)
    if unit is None:
        return None
    stop = end + len(unit.text)
    after = text[stop] if stop < len(text) else "\n"
    if after in _MORE_TO_READ or text.find("每", start - 5 if start > 5 else 0, start) >= 0:
        return None
    last, first, idioms = _beside()
    if unit.dimension == "count" and idioms.at(text, end):
        return None
    if not zeros:
        value = Decimal(digits)
    elif len(part) <= zeros and len(whole) + zeros <= _EXACT:
        value = Decimal(whole + part + "0" * (zeros - len(part)))
    else:
        value = scaled(Decimal(digits), 10**zeros)
    if before in last or after in first:
        return with_words(text, (start, stop, ""), (value, None), unit, floor)
    return as_written(start, stop, (value, None), "eq", unit)
