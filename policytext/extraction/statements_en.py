"""One sentence's quantities -> statements, in English translations."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache
from typing import TYPE_CHECKING

from policytext.extraction.items import DateMention, Quantity
from policytext.extraction.statement import Statement
from policytext.extraction.verbs_en import AUXILIARIES, VERB, verb_before
from policytext.patterns import lazy
from policytext.schema import Measure
from policytext.text.letters import folded
from policytext.text.normal import NormalText

if TYPE_CHECKING:
    import ahocorasick_rs

_ACTS = (
    "build", "construct", "establish", "set up", "create", "cultivate", "train", "add", "complete",
    "open", "develop", "support", "renovate", "upgrade", "select", "launch", "form", "foster",
    "introduce", "implement", "recruit", "help", "benefit", "designate", "issue", "organise",
    "organize", "hold", "deploy", "equip", "install", "nurture", "identify", "cover", "attract",
    "invest", "plant", "restore", "treat", "transform", "popularize", "promote", "provide",
    "arrange", "distribute", "reclaim", "make",
)  # fmt: skip
_ACT = lazy(
    rf"(?i)\b(?P<v>{'|'.join(_ACTS)})"
    r"(?:e?d|t|ing|s)?(?: and (?:\w+))?(?: (?:a total of|another|some|"
    r"an additional|additional|new))? ?\Z|(?i:\b(?:built|held|set up) ?\Z)"
)
_ACT_FORMS = frozenset(
    verb.partition(" ")[0] + ending
    for verb in (*_ACTS, "built", "held")
    for ending in ("", "d", "ed", "t", "ing", "s")
)
# The last word of all that _ACT reads, unless "and" stands before it.
_ACT_LAST = _ACT_FORMS | {"up", "of", "another", "some", "additional", "new"}
_WORD = lazy(r"\w+")
_NEW = lazy(r"(?i)\b(?:add(?:ed|ing)?|newly \w+)\b[^,]{0,12}\Z")
_INTRODUCTIONS = (
    "and", "that", "while", "with", "so", "also", "where", "which", "among them", "of which", "to",
    "we will", "we should", "we", "it will", "will", "strive for", "strive to", "strive",
    "ensure that", "ensure", "make sure that", "keep", "bring", "raise", "increase", "reduce",
    "lower", "cut", "improve", "expand", "maintain", "achieve", "the target is", "the goal is",
    "as well as", "specifically", "meanwhile", "in addition", "basically", "it is required that",
    "it is planned that", "the plan requires that", "efforts will be made to", "have", "get",
    "grow", "boost", "shorten", "control", "lift", "should", "would", "must", "shall",
)  # fmt: skip
_CLEAN = lazy(
    rf"(?i)(?:(?:{'|'.join(_INTRODUCTIONS)}) )*(?:the |an? )?(?:total |overall )?"
    r"(?:number of )?(?:the )?"
)
# The first words of what _CLEAN takes off.
_CLEAN_OPENS = frozenset(words.partition(" ")[0] for words in _INTRODUCTIONS) | frozenset(
    ("the", "a", "an", "total", "overall", "number")
)
# Behind another word, "the" is all of it.
_AFTER_THE = frozenset(("target", "goal", "plan", "total", "overall", "number", "the"))
_SCOPE = lazy(
    r"(?i)(?:in the (?:whole )?(?:province|city|county|region)|across the (?:province|"
    r"city|county|country)|provincewide|nationwide|each \w+|every \w+),? (?:the )?"
)
_SCOPE_OPENS = frozenset("iIaApPnNeE\u0130\u0131")
_RIGHT = lazy(
    r"[ ,.;:()\n](?:(?<! )|(?:by|in|at|with|for|to|will|from|that|which|across|"
    r"on|under|nationwide|each|per|within|through|annually|throughout|"
    r"over|during|as|were|was|are|is|and|every|where|so|have|has|had|"
    r"should|this year|next year|compared)\b)"
)
_STRIVE = lazy(r"(?i)\b(?:strive|aim|endeavou?r|seek)\b")
_BLOCK = lazy(
    r"(?i)\b(?:subsid(?:y|ies|ized)|fine[sd]? of|reward(?:ed)?|bonus|"
    r"penalty|registered capital|fees?|grants? of up to|eligible|applicants?|"
    r"not exceeding RMB|older than|aged|fold line)\b"
)
# Without one of these in the sentence (in small letters) what is named after them cannot be in it.
_STEMS = {
    "from": ("from ",),
    "respectively": ("respectively",),
    "strive": ("strive", "aim", "endeavo", "seek"),
    "block": (
        "subsid", "fine", "reward", "bonus", "penalty", "registered capital", "fee", "grant",
        "eligible", "applicant", "not exceeding rmb", "older than", "aged", "fold line",
    ),
}  # fmt: skip
_KINDS_OF_STEMS = tuple(kind for kind, stems in _STEMS.items() for _ in stems)
_LEAD_PLACE = lazy(r"(?i)(?:in|for) [^,]{2,40}\Z")
_LEAST_NAME, _LONGEST_NAME = 3, 140
_PLACE_OPENS = frozenset("iIfF\u0130\u0131")
_FROM = lazy(r"(?i)\bfrom (?:\d{4} )?\Z")
_UP_TO = lazy(r"(?i)(?: in \d{4})? (?:up |down )?to ")
_OF_TIME = lazy(r"(?i)\b(?:time|expectancy|period|duration|age)\b")
_BASE_VERB = lazy(r"(?i)\b(?:fall|fell|decrease|drop|decline|reduce|lower)")
_BASE_TAIL = lazy(
    rf"(?i)\b{AUXILIARIES}(?:increase[sd]?|r[io]se[sn]?|grow[ns]?|grew|raise[sd]?|improve[sd]?|"
    r"expand(?:ed)?|fall(?:en)?|fell|decrease[sd]?|drop(?:ped)?|decline[sd]?|"
    r"reduce[sd]?|lower(?:ed)?) ?\Z"
)
_DATE_LEAD = lazy(r"(?i)(?:by|in) ")
_MORE = lazy(r"(?:new|additional|more) ")
_COUNTED = frozenset(
    ("count", "people", "household", "area", "length", "money", "weight", "volume", "power",
     "number")
)  # fmt: skip
_JOINED = lazy(r",? ?(?:and |as well as )?")
_SUBJECT = lazy(
    r" (?P<of>of )?(?P<np>[a-z][a-z -]{2,60}?) (?:will|should|shall|are to|"
    r"were|was|are|have) (?P<rest>[^,.;]{3,80})"
)
_RESPECT = lazy(r"(?i)\brespectively\b")


def english_statements(
    text: NormalText, place: tuple[int, int], quantities: list[Quantity], dates: list[DateMention]
) -> list[Statement]:
    """Statements of the sentence ``place``; a quantity without a sure indicator gives none."""
    source = text.text
    start, end = place
    found: list[Statement] = []
    done = start
    baseline_of: Quantity | None = None
    listed: list[str] = []
    stems = _stems().find_matches_as_indexes(folded(source[start:end]), overlapping=True)
    kinds = {_KINDS_OF_STEMS[n] for n, _, _ in stems} if stems else ()
    may_rise, may_block, may_strive = "from" in kinds, "block" in kinds, "strive" in kinds
    if "respectively" in kinds and _RESPECT.search(source, start, end):
        listed = _listed(source, place, quantities)
    for i, quantity in enumerate(quantities):
        following = quantities[i + 1] if i + 1 < len(quantities) else None
        if may_rise and following is not None and _is_baseline(source, quantity, following):
            baseline_of = quantity
            continue
        base = baseline_of
        baseline_of = None
        if quantity.rule == "time" and not _OF_TIME.search(
            source[max(start, quantity.start - 80) : quantity.start]
        ):
            continue
        clause = max(_clause_start(source, start, quantity.start), done)
        if may_block and _BLOCK.search(source, clause, min(end, quantity.end + 30)):
            continue
        edge = base.start if base is not None else quantity.start
        before = source[clause:edge]
        if base is not None:
            before = _FROM.sub("", before)
        kind, before = verb_before(before)
        if base is not None and not kind:
            kind = _base_verb(before) or "up_to"
            before = _BASE_TAIL.sub("", before)
        indicator, scope, at = _indicator(text, clause, before, dates)
        strive = may_strive and bool(
            _STRIVE.search(source, max(start, clause - 60), quantity.start)
        )
        right = None
        if quantity.rule in _COUNTED and (
            (
                kind == ""
                and found
                and _JOINED.fullmatch(source, min(done, quantity.start), quantity.start)
            )
            or _acts(source, max(clause, quantity.start - 50), quantity)
        ):
            right = _right_noun(text, quantity, end)
        if (listed and len(listed) >= 1 and indicator is None) or (listed and i < len(listed)):
            indicator, right = listed[min(i, len(listed) - 1)], None
            kind = kind or "up"
        if right is not None:
            indicator, at = right
            kind = (
                "add"
                if _NEW.search(source, max(clause, quantity.start - 30), quantity.start)
                else "act"
            )
        elif (
            indicator is None
            and found
            and quantity.start - found[-1].end < 60
            and kind in ("up", "down", "reach", "up_to", "down_to")
        ):
            indicator, at = found[-1].indicator, (quantity.start, quantity.start)
        if indicator is None and right is None and not kind and at[1] - at[0] < 3:
            subject = _subject(text, quantity)
            if subject is not None:
                (indicator, at), kind = subject, "subject"
        if indicator is None or (
            not kind
            and quantity.comparator in ("eq", "range")
            and right is None
            and quantity.rule != "multiple"
        ):
            continue
        baseline = None
        if base is not None and base.unit in (quantity.unit, None):
            baseline = base.value
        found.append(
            Statement(
                quantity=quantity,
                start=at[0] if at[0] < quantity.start else quantity.start,
                end=at[1] if at[1] > quantity.end else quantity.end,
                indicator=indicator,
                measure=_measure(kind, quantity, base),
                unit=quantity.unit,
                baseline=baseline,
                scope=scope,
                strive=strive,
                rule=f"en-{kind or 'bare'}",
            )
        )
        done = max(quantity.end, at[1])
    return found


@cache
def _stems() -> ahocorasick_rs.AhoCorasick:
    import ahocorasick_rs as ac  # noqa: PLC0415

    return ac.AhoCorasick([stem for stems in _STEMS.values() for stem in stems])


def _acts(source: str, low: int, quantity: Quantity) -> bool:
    """Whether the words before a value say that something is built, trained, held."""
    before = folded(source[low : quantity.start])
    end = len(before) - before.endswith(" ")
    begin = before.rfind(" ", 0, end) + 1
    last = before[begin:end]
    if last.isalnum() and last not in _ACT_LAST and not before.endswith(" and ", 0, begin):
        return False
    words = _WORD.findall(before)
    return not _ACT_FORMS.isdisjoint(words) and bool(_ACT.search(source, low, quantity.start))


def _measure(kind: str, quantity: Quantity, base: Quantity | None) -> Measure:
    if quantity.rule == "multiple":
        return "multiple"
    if kind == "down" and base is None:
        return "decrease"
    if kind in ("up", "add") and base is None:
        return "growth_rate" if quantity.unit in ("%", "‰", "times") else "increase"
    if quantity.unit == "pp" and base is None:
        return "increase"
    return "multiple" if quantity.unit == "times" else "level"


def _base_verb(before: str) -> str:
    return "down_to" if _BASE_VERB.search(before) else ""


def _is_baseline(source: str, quantity: Quantity, following: Quantity) -> bool:
    if not _FROM.search(source, max(0, quantity.start - 12), quantity.start):
        return False
    return _UP_TO.fullmatch(source, quantity.end, following.start) is not None


def _indicator(
    text: NormalText, clause: int, before: str, dates: list[DateMention]
) -> tuple[str | None, str | None, tuple[int, int]]:
    """The noun phrase of a clause before its verb, the scope before it, and its range."""
    source = text.text
    start, end = clause, clause + len(before)
    if dates and dates[-1].start >= start:
        i = bisect_left(dates, start, key=_start_of)
        while i < len(dates) and dates[i].end <= end:
            item = dates[i]
            if item.start - start < 8 or _DATE_LEAD.match(source, item.start, item.end):
                start = item.end
            i += 1
    piece = source[start:end]
    start += len(piece) - len(piece.lstrip(" ,:"))
    end -= len(piece) - len(piece.rstrip(" ,:"))
    scope: str | None = None
    if source[start : start + 1] in _SCOPE_OPENS and (match := _SCOPE.match(source, start, end)):
        scope = match.group().strip(" ,")
        start = match.end()
    start = _past_introduction(source, start, end)
    if not _LEAST_NAME <= end - start <= _LONGEST_NAME or (
        source[start] in _PLACE_OPENS and _LEAD_PLACE.match(source, start, end)
    ):
        return None, scope, (start, end)
    return text.written[start:end], scope, (start, end)


def _past_introduction(source: str, start: int, end: int) -> int:
    """Where a noun phrase begins without what _CLEAN takes off."""
    space = source.find(" ", start, end)
    if space < 0:
        return start
    first = folded(source[start:space])
    if first == "the":
        second = source.find(" ", space + 1, end)
        if second < 0 or folded(source[space + 1 : second]) not in _AFTER_THE:
            return space + 1
    elif first not in _CLEAN_OPENS:
        return start
    match = _CLEAN.match(source, start, end)
    return match.end() if match else start


def _start_of(item: DateMention) -> int:
    return item.start


def _right_noun(
    text: NormalText, quantity: Quantity, end: int
) -> tuple[str, tuple[int, int]] | None:
    source = text.text
    start = quantity.end
    if source[start : start + 4] == " of ":
        start += 4
    elif source[start : start + 1] == " ":
        start += 1
    stop = _RIGHT.search(source, start, min(end, start + 120))
    limit = stop.start() if stop else min(end, start + 120)
    if match := _MORE.match(source, start, limit):
        start = match.end()
    if limit - start < 3:
        return None
    return text.written[start:limit], (start, limit)


def _subject(text: NormalText, quantity: Quantity) -> tuple[str, tuple[int, int]] | None:
    """N things will be done, or N percent of things will do: the counted subject."""
    source = text.text
    match = _SUBJECT.match(source, quantity.end)
    if quantity.unit == "household":
        head = source.rfind(" ", quantity.start, quantity.end) + 1
        return text.written[head : quantity.end], (head, quantity.end)
    if not match:
        return None
    if match["of"] and quantity.unit in ("%", "fraction"):
        return text.written[match.start("np") : match.end()], (match.start("np"), match.end())
    if not match["of"] and quantity.unit in ("count", "person"):
        return text.written[match.start("np") : match.end("np")], match.span("np")
    return None


def _listed(source: str, place: tuple[int, int], quantities: list[Quantity]) -> list[str]:
    """A and B grew by X and Y respectively -> [A, B]."""
    first = quantities[0].start
    start = _clause_start(source, place[0], first, long=True)
    verbs = list(VERB.finditer(source, start, first))
    if not verbs:
        return []
    opening = re.match(r"(?i)\s*(?:by|in|at|from)\b[^,]{0,40},", source[start : verbs[-1].start()])
    if opening:
        start += opening.end()
    phrase = source[start : verbs[-1].start()].strip(" ,")
    if lead := _CLEAN.match(phrase):
        phrase = phrase[lead.end() :]
    parts = [p.strip() for p in re.split(r", and |, | and ", phrase) if p.strip()]
    parts = [re.sub(r"(?i)^the (?:number of )?", "", part) for part in parts]
    shared = re.match(r"(?:\w+ ){1,4}?of ", parts[0]) if parts else None
    if shared:
        parts = [part if " of " in part else shared.group() + part for part in parts]
    return parts if len(parts) == len(quantities) and len(parts) > 1 else []


def _clause_start(source: str, low: int, place: int, *, long: bool = False) -> int:
    start = max(low, place - 240)
    for mark in ";:(\n":
        start = source.rfind(mark, start, place) + 1 or start
    if not long:
        comma = source.rfind(",", start, place)
        while comma >= 0:
            if not source[comma + 1 : comma + 2].isdigit():
                return comma + 1
            comma = source.rfind(",", start, comma)
    return start
