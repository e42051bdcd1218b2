"""Quantities in English translations of policy texts."""

from __future__ import annotations

import re
from bisect import bisect_right
from decimal import Decimal
from functools import cache
from itertools import pairwise

from policytext.extraction.barred_en import barred
from policytext.extraction.counted_en import NOT_COUNTED, NOUN_PHRASE, is_made
from policytext.extraction.items import DateMention, Quantity
from policytext.extraction.numbers_en import (
    DIGITS,
    SCALE,
    WORD,
    digit_runs,
    number_at,
    number_places,
)
from policytext.extraction.numerals import (
    ENGLISH_SCALES,
    ENGLISH_WORDS,
    LONGEST,
    parse_digits,
    parse_english,
    scaled,
)
from policytext.extraction.units import Unit, units
from policytext.patterns import lazy
from policytext.resources import read_table
from policytext.schema import Comparator
from policytext.text.letters import folded

_COMPARATORS = "corpora/lexicons/comparators.tsv"
_COMMON_ENDS = frozenset(("by", "to", "of", "the"))
_RANGE = lazy(
    rf" ?(?:-|–|—|to|and) ?(?P<cur>RMB ?|CNY ?|¥ ?|US\$ ?|\$ ?)?(?P<n>{DIGITS})(?P<s>{SCALE}"
    rf")?(?![\w:/])",
    re.IGNORECASE,
)
_WORD_RANGE = lazy(rf" to (?P<w>(?:{WORD})(?: (?:{WORD})){{0,3}})\b", re.IGNORECASE)
_FRACTIONS = {
    "half": 2,
    "third": 3,
    "thirds": 3,
    "quarter": 4,
    "quarters": 4,
    "fifth": 5,
    "fifths": 5,
}
_SCALES = (*ENGLISH_SCALES, "mn", "bn")
_LEVEL = lazy(r"(?i)\b(?:reach(?:ed|es|ing)?|to|at|was|is|were|of|be|by|totall?ed|hit) \Z")
_FRACTION = lazy(r"[ -](thirds?|quarters?|fifths?)\b(?= of\b)")
_FOLDS = {"double": 2, "triple": 3, "treble": 3, "quadruple": 4}
_CURRENCY = {"RMB": "CNY", "CNY": "CNY", "¥": "CNY", "US$": "USD", "$": "USD", "€": "EUR"}
_RATIO = lazy(r"(?: to |:)1\b(?![.,:]?\d)")
_RATIO_OPENS = (" to 1", ":1")
_ONE = Decimal(1)
_RATIO_UNIT = Unit("", "ratio", "ratio", _ONE)
_COUNT = Unit("", "count", "count", _ONE)
# A number in figures has more groups.
_GROUPS_OF_WORDS = 2
# How what stands between the two values of _RANGE or _WORD_RANGE begins.
_RANGE_OPENS = frozenset("-–—tTaA")
_FOLD_VERB = lazy(r"(?i)\b(?:to|will|would|should|nearly|more than|and|must) \Z")
# One word, the commonest case.
_SPELLED = {word: Decimal(value) for word, value in ENGLISH_WORDS.items()}


def _phrases() -> list[tuple[str, str]]:
    rows = read_table(_COMPARATORS, ("phrase", "position", "comparator", "language"))
    return [(phrase, where) for phrase, where, _, language in rows if language == "en"]


@cache
def _comparator_after() -> re.Pattern[str]:
    phrases = [phrase for phrase, where in _phrases() if where == "after"]
    body = "|".join(re.escape(p) for p in sorted(phrases, key=len, reverse=True))
    return lazy(rf" (?P<c>{body})\b", re.IGNORECASE)


@cache
def _after_opens() -> frozenset[str]:
    """How what ``_comparator_after`` matches may begin."""
    return frozenset(f" {phrase[:2]}" for phrase, where in _phrases() if where == "after")


@cache
def _comparators_before() -> dict[tuple[str, str], list[tuple[str, str]]]:
    """The words of a comparator before its value, the longest first, by the last of them.

    The key is the last word, with the word before it where many comparators end alike (more than
    a total of, over the); beside the words stands the phrase itself.
    """
    table: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for phrase, where in _phrases():
        for verb in ("", " by", " to") if where == "before" else ():
            for article in (" ", " a total of ", " the "):
                words = f"{phrase}{verb}{article}"
                *_, before, last = ["", *words.split()]
                key = (before if last in _COMMON_ENDS else "", last)
                table.setdefault(key, []).append((words, phrase))
    for found in table.values():
        found.sort(key=lambda item: (-len(item[0]), -len(item[1])))
    return table


def _comparator_before(lead: str) -> tuple[int, str] | None:
    """Where the words of a comparator begin that ``lead`` ends with, and which one it is."""
    lowered = folded(lead)
    end = len(lowered) - 1
    begin = lowered.rfind(" ", 0, end) + 1
    last = lowered[begin:end]
    before = ""
    if last in _COMMON_ENDS:
        before = lowered[lowered.rfind(" ", 0, max(0, begin - 1)) + 1 : max(0, begin - 1)]
    # A line break or a tab may stand before the first word.
    if not (before or last).isalnum():
        words = lowered.split()
        last = words[-1] if words else ""
        before = words[-2] if last in _COMMON_ENDS and len(words) > 1 else ""
    for words_before, phrase in _comparators_before().get((before, last), ()):
        start = len(lowered) - len(words_before)
        if lowered.endswith(words_before) and (not start or lowered[start - 1].isspace()):
            return start, phrase
    return None


@cache
def _meaning() -> dict[str, Comparator]:
    return {
        phrase: comparator  # type: ignore[misc] # checked by quantities.comparators
        for phrase, _, comparator, lang in read_table(
            _COMPARATORS, ("phrase", "position", "comparator", "language")
        )
        if lang == "en"
    }


@cache
def _units_by_opening() -> dict[str, list[tuple[str, Unit]]]:
    """Units by their first two characters, the longest first and those of one character last.

    Those of one character stand under it too, for what follows it otherwise.
    """
    by_opening: dict[str, list[tuple[str, Unit]]] = {}
    for text, unit in sorted(units("en").table.items(), key=lambda item: -len(item[0])):
        by_opening.setdefault(text[:2], []).append((text, unit))
    for opening, those in by_opening.items():
        if len(opening) > 1:
            those.extend(by_opening.get(opening[:1], ()))
    return by_opening


def find_english(text: str, dates: list[DateMention]) -> list[Quantity]:
    """Quantities in English ``text``, in order and disjoint; see ``find_quantities``."""
    runs = digit_runs(text)
    spans = sorted([*barred(text, runs), *[(item.start, item.end) for item in dates]])
    starts, ends = [start for start, _ in spans], [end for _, end in spans]
    # At k: how far the last three of the first k extents reach.
    reach = [0, *map(max, ends, [0, *ends], [0, 0, *ends])]
    found: list[Quantity] = []
    places = number_places(text, runs)
    done = floor = 0
    for place, following in pairwise([*places.all, -1]):
        if place < done:
            continue
        idle = place < floor or place < reach[bisect_right(starts, place)]
        # Only the word of a scale may be part of a number and seem another one.
        if idle and following not in places.words:
            continue
        match = number_at(text, place, places)
        if match is None:
            continue
        done = match.end()
        quantity = None if idle else _quantity(text, match, floor)
        if quantity is not None:
            found.append(quantity)
            floor = quantity.end
    return found


def _quantity(text: str, match: re.Match[str], floor: int) -> Quantity | None:
    """What a number measures, with the words in front of it back to ``floor``."""
    groups = match.groups()
    start, end = match.span()
    currency: str | None = None
    scale: str | None = None
    spelled = len(groups) == _GROUPS_OF_WORDS
    if spelled:
        words, multiple = groups
        if multiple:
            return _fold(text, (start, end), folded(multiple), floor)
        value = _spelled_value(words)
    else:
        currency, digits, scale = groups
        value = _value(digits, scale)
    if value is None:
        return None
    if spelled:
        if fraction := _FRACTION.match(text, end):
            quotient = (value / _FRACTIONS[fraction[1]]).quantize(Decimal("0.000001")).normalize()
            part = Unit(text[start : fraction.end()], "fraction", "proportion", _ONE)
            return _with_words(text, (start, fraction.end()), (quotient, None), part, floor)
    elif text.startswith(_RATIO_OPENS, end) and (ratio := _RATIO.match(text, end)):
        return _with_words(text, (start, ratio.end()), (value, None), _RATIO_UNIT, floor)
    upper: Decimal | None = None
    unit, unit_end = _unit(text, end)
    second = None
    gap = text[unit_end : unit_end + 2]
    if gap[gap[:1] == " " :][:1] in _RANGE_OPENS:
        second = (_WORD_RANGE if spelled else _RANGE).match(text, unit_end)
    if (
        second
        and not (unit is not None and text[max(0, start - 5) : start].lower() == "from ")
        and not (unit is not None and unit.dimension == "time" and "and" in second.group())
    ):
        high = _spelled_value(second["w"]) if spelled else _value(second["n"], second["s"])
        between = text[max(0, start - 9) : start].lower().endswith("between ")
        if high is not None and high > value and (" and " not in second.group() or between):
            upper = high
            if not spelled and second["s"] and not scale and unit is None:
                value *= _scale(second["s"])
            after, after_end = _unit(text, second.end())
            if after is not None or unit is None:
                unit, unit_end = after, after_end
            else:
                unit_end = second.end()
            unit_end = max(unit_end, second.end())
            end = second.end()
            if between:
                start -= 8
    if currency and (unit is None or unit.dimension == "money"):
        code = _CURRENCY[folded(currency.strip()).upper()]
        unit = Unit(currency.strip(), code, "money", _ONE)
        unit_end = max(unit_end, end)
    if unit is None:
        return _bare(text, (start, end), (value, upper), spelled, floor)
    return _with_words(text, (start, max(unit_end, end)), (value, upper), unit, floor)


def _bare(
    text: str,
    place: tuple[int, int],
    values: tuple[Decimal, Decimal | None],
    spelled: bool,
    floor: int,
) -> Quantity | None:
    """A number without a unit of the table: a count of things, or a value after a comparator."""
    start, end = place
    following = text[end : end + 2]
    if following[:1] in ("-", "/", "+"):
        return None
    scaled = folded(text[start:end]).endswith(_SCALES)
    if spelled and not scaled and not is_made(text, start):
        return None
    phrase = NOUN_PHRASE.match(text, end)
    if phrase:
        if phrase["head"] in NOT_COUNTED:
            return None
        return _with_words(text, place, values, _COUNT, floor)
    if (spelled or (following[:1] == " " and following[1:].isalpha())) and not scaled:
        return None
    found = _with_words(text, place, values, None, floor)
    if scaled or found.comparator not in ("eq", "range"):
        return found
    level = not following[1:].isupper() and _LEVEL.search(text, max(0, start - 12), start)
    return found if level else None


def _with_words(
    text: str,
    place: tuple[int, int],
    values: tuple[Decimal, Decimal | None],
    unit: Unit | None,
    floor: int,
) -> Quantity:
    start, end = place
    value, upper = values
    comparator: Comparator = "range" if upper is not None else "eq"
    low = max(floor, start - 40)
    lead = text[low:start]
    before = _comparator_before(lead) if lead.endswith(" ") else None
    if before:
        start = low + before[0]
        if comparator == "eq":
            comparator = _meaning()[before[1]]
    after = None
    if folded(text[end : end + 3]) in _after_opens():
        after = _comparator_after().match(text, end)
    if after:
        end = after.end()
        if comparator in ("eq", "approx"):
            comparator = _meaning()[folded(after["c"])]
    if unit is None:
        return Quantity(start, end, value, upper, comparator, None, None, True, "number")
    written, canonical, dimension, factor = unit
    if factor != 1:
        value *= factor
        upper = upper * factor if upper is not None else None
    written_or_none = written or None
    return Quantity(
        start, end, value, upper, comparator, canonical, written_or_none, True, dimension
    )


def _fold(text: str, place: tuple[int, int], word: str, floor: int) -> Quantity | None:
    start, end = place
    if word == "half":
        if not text.startswith((" of ", " the "), end):
            return None
        unit = Unit("half", "fraction", "proportion", _ONE)
        return _with_words(text, place, (Decimal("0.5"), None), unit, floor)
    if word.startswith("halve"):
        unit = Unit(word, "fraction", "multiple", _ONE)
        return _with_words(text, place, (Decimal("0.5"), None), unit, floor)
    # As an adjective (double cropping, triple play) it is no change.
    before = text[max(0, start - 12) : start]
    if word in ("double", "triple", "treble", "quadruple") and not _FOLD_VERB.search(before):
        return None
    unit = Unit(word, "times", "multiple", _ONE)
    stem = word.rstrip("d") if not word.endswith("ed") else word[:-1]
    return _with_words(text, place, (Decimal(_FOLDS[stem]), None), unit, floor)


def _value(digits: str, scale: str | None) -> Decimal | None:
    """The value of a number in digits."""
    if digits.isdecimal() and digits.isascii() and len(digits) <= LONGEST:
        value: Decimal | None = Decimal(digits)
    else:
        value = parse_digits(digits)
    return value if value is None or not scale else scaled(value, _scale(scale))


def _spelled_value(words: str) -> Decimal | None:
    lowered = words.lower()
    if lowered in _SPELLED:
        return _SPELLED[lowered]
    parts = re.split(r"[ -]+", lowered)
    return parse_english(parts[1:] if parts[0] == "a" else parts)


def _scale(written: str | None) -> int:
    if not written:
        return 1
    word = folded(written.strip(" -"))
    return ENGLISH_SCALES[{"mn": "million", "bn": "billion"}.get(word, word)]


def _unit(text: str, end: int) -> tuple[Unit | None, int]:
    """The unit behind a number, a space or a hyphen between them left out, and where it ends."""
    at = end + (text[end : end + 1] in (" ", "-"))
    table, opening = _units_by_opening(), text[at : at + 2]
    found = table.get(opening)
    for written, unit in table.get(opening[:1], ()) if found is None else found:
        if text.startswith(written, at):
            unit_end = at + len(written)
            after = text[unit_end : unit_end + 1]
            if not (after.isascii() and after.isalnum()):
                return unit, unit_end
    return None, end
