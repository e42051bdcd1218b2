"""Quantities in English translations of policy texts."""

from __future__ import annotations

import re
from bisect import bisect_right
from decimal import Decimal
from functools import cache
from itertools import chain

from policytext.extraction.barred_en import barred
from policytext.extraction.items import DateMention, Quantity
from policytext.extraction.numbers_en import DIGITS, SCALE, WORD, digit_runs, numbers
from policytext.extraction.numerals import ENGLISH_SCALES, parse_digits, parse_english, scaled
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
# How what stands between the two values of _RANGE or _WORD_RANGE begins.
_RANGE_OPENS = frozenset("-–—tTaA")
_NOUN_PHRASE = lazy(
    r"(?: (?:new|additional|more|such|key|major)\b)*"
    r"(?: [a-z][a-z-]*(?:,(?= [a-z]+ [a-z]+s\b))?){0,5}? (?P<head>[a-z][a-z-]*s|"
    r"people|staff|personnel|[a-z]+men|children)\b(?= (?:and|or|will|"
    r"were|was|are|is|be|by|in|at|with|for|of|to|have|has|had|from|that|"
    r"which|across|on|under|nationwide|each|per|within|through|annually|"
    r"every|throughout|over|during|as|established|built|trained|completed)\b|"
    r"[,.;:)]|\s*$|\n)",
    re.MULTILINE,
)
_FOLD_VERB = lazy(r"(?i)\b(?:to|will|would|should|nearly|more than|and|must) \Z")
_COUNT_WORD = lazy(r"[a-z]")
_NOT_COUNTED = frozenset(
    "tasks aspects measures articles chapters areas principles items fields steps points sections "
    "years months days lines initiatives requirements departments parts categories issues bottom "
    "respects matters ministries stages phases levels goals targets objectives actions paragraphs "
    "links regions aspects sides directions dimensions sectors links ways".split()
)
_ACTION = lazy(
    r"(?i)\b(?:build|built|building|construct|constructed|establish|established|"
    r"set up|create|created|cultivate|cultivated|train|trained|add|added|"
    r"complete|completed|open|opened|develop|developed|support|supported|"
    r"renovate|renovated|upgrade|upgraded|select|selected|launch|launched|"
    r"form|formed|foster|fostered|introduce|introduced|implement|cover|"
    r"covered|recruit|help|helped|benefit|designate|designated|issue|"
    r"issued|organize|organise|hold|held|deploy|deployed|equip|equipped|"
    r"bring|install|installed|nurture|identify|to)"
    r"(?: (?:a total of|another|some|around|about|approximately|up to|"
    r"at least|more than|over|no fewer than|no less than|an additional|"
    r"nearly|roughly|almost|fewer than|not fewer than))? ?\Z"
)


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
def _units_by_first() -> dict[str, list[tuple[str, Unit]]]:
    """Units by their first two characters, or the only one, the longest first."""
    by_first: dict[str, list[tuple[str, Unit]]] = {}
    for text, unit in sorted(units("en").table.items(), key=lambda item: -len(item[0])):
        by_first.setdefault(text[:2], []).append((text, unit))
    return by_first


def find_english(text: str, dates: list[DateMention]) -> list[Quantity]:
    """Quantities in English ``text``, in order and disjoint; see ``find_quantities``."""
    runs = digit_runs(text)
    spans = sorted([*barred(text, runs), *((item.start, item.end) for item in dates)])
    starts, ends = [start for start, _ in spans], [end for _, end in spans]
    found: list[Quantity] = []
    place = 0
    for match in numbers(text, runs):
        start = match.start()
        if start < place:
            continue
        i = bisect_right(starts, start)
        if i and start < max(ends[max(0, i - 3) : i]):
            continue
        quantity = _quantity(text, match, place)
        if quantity is not None:
            found.append(quantity)
            place = quantity.end
    return found


def _quantity(text: str, match: re.Match[str], floor: int) -> Quantity | None:
    if match["x"]:
        return _fold(text, match, floor)
    start, end = match.span()
    spelled = match["w"] is not None
    value = _spelled_value(match["w"]) if spelled else _value(match)
    if value is None:
        return None
    if spelled:
        fraction = _FRACTION.match(text, end)
        if fraction:
            quotient = (value / _FRACTIONS[fraction[1]]).quantize(Decimal("0.000001")).normalize()
            part = Unit(text[start : fraction.end()], "fraction", "proportion", Decimal(1))
            return _with_words(text, (start, fraction.end()), (quotient, None), part, floor)
    upper: Decimal | None = None
    currency = match["cur"] if not spelled else None
    ratio = None
    if not spelled and text.startswith(_RATIO_OPENS, end):
        ratio = _RATIO.match(text, end)
    if ratio:
        return _with_words(
            text, (start, ratio.end()), (value, None), Unit("", "ratio", "ratio", Decimal(1)), floor
        )
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
        high = _spelled_value(second["w"]) if spelled else _value(second)
        between = text[max(0, start - 9) : start].lower().endswith("between ")
        if high is not None and high > value and (" and " not in second.group() or between):
            upper = high
            if not spelled and second["s"] and not match["s"] and unit is None:
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
        unit = Unit(currency.strip(), code, "money", Decimal(1))
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
    if text[end : end + 1] in ("-", "/", "+"):
        return None
    phrase = _NOUN_PHRASE.match(text, end)
    if phrase and phrase["head"] in _NOT_COUNTED:
        return None
    scaled = folded(text[start:end]).endswith(_SCALES)
    if phrase:
        if spelled and not scaled and not _ACTION.search(text, max(0, start - 32), start):
            return None
        return _with_words(text, place, values, Unit("", "count", "count", Decimal(1)), floor)
    if spelled and not scaled:
        return None
    found = _with_words(text, place, values, None, floor)
    worded = found is not None and (found.comparator not in ("eq", "range") or scaled)
    level = _LEVEL.search(text, max(0, start - 12), start)
    following = text[end : end + 2]
    if following[:1] == " " and following[1:2].isalpha() and not scaled:
        return None
    return found if worded or (level and not following[1:2].isupper()) else None


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
    factor = unit.factor if unit else Decimal(1)
    return Quantity(
        start,
        end,
        value * factor if factor != 1 else value,
        upper * factor if upper is not None and factor != 1 else upper,
        comparator,
        unit.canonical if unit else None,
        (unit.text or None) if unit else None,
        True,
        unit.dimension if unit else "number",
    )


def _fold(text: str, match: re.Match[str], floor: int) -> Quantity | None:
    word = folded(match["x"])
    if word == "half":
        if not text.startswith((" of ", " the "), match.end()):
            return None
        unit = Unit("half", "fraction", "proportion", Decimal(1))
        return _with_words(text, match.span(), (Decimal("0.5"), None), unit, floor)
    if word.startswith("halve"):
        unit = Unit(word, "fraction", "multiple", Decimal(1))
        return _with_words(text, match.span(), (Decimal("0.5"), None), unit, floor)
    # As an adjective (double cropping, triple play) it is no change.
    before = text[max(0, match.start() - 12) : match.start()]
    if word in ("double", "triple", "treble", "quadruple") and not _FOLD_VERB.search(before):
        return None
    unit = Unit(word, "times", "multiple", Decimal(1))
    stem = word.rstrip("d") if not word.endswith("ed") else word[:-1]
    return _with_words(text, match.span(), (Decimal(_FOLDS[stem]), None), unit, floor)


def _value(match: re.Match[str]) -> Decimal | None:
    """The value of a number in digits."""
    value, scale = parse_digits(match["n"]), match["s"]
    return value if value is None or not scale else scaled(value, _scale(scale))


def _spelled_value(words: str) -> Decimal | None:
    parts = re.split(r"[ -]+", words.lower())
    return parse_english(parts[1:] if parts[0] == "a" else parts)


def _scale(written: str | None) -> int:
    if not written:
        return 1
    word = folded(written.strip(" -"))
    return ENGLISH_SCALES[{"mn": "million", "bn": "billion"}.get(word, word)]


def _unit(text: str, end: int) -> tuple[Unit | None, int]:
    """The unit behind a number, a space or a hyphen between them left out, and where it ends."""
    at = end + (text[end : end + 1] in (" ", "-"))
    table, opening = _units_by_first(), text[at : at + 2]
    for written, unit in chain(table.get(opening, ()), table.get(opening[:1], ())):
        if text.startswith(written, at):
            after = text[at + len(written) : at + len(written) + 1]
            if not (after.isascii() and after.isalnum()):
                return unit, at + len(written)
    return None, end
