"""What a text says of its own size: "28 key tasks in 9 aspects", 9个方面28项重点任务."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from policytext.patterns import lazy
from policytext.text.letters import folded, occurrences
from policytext.text.normal import NormalText
from policytext.text.numbering import ordinal

_N = r"(?:\d{1,3}|[一二三四五六七八九十百]{1,4})"
_VERBS = r"(?:部署|明确|提出|确定|围绕|从|包括|共|安排|推出|制定|细化|分为|涉及|聚焦|实施)"
_TASKS = r"(?:任务|举措|措施|工作|要求|政策|内容|行动)"
_CHINESE = lazy(
    rf"{_VERBS}[^。\n]{{0,12}}?(?P<aspects>{_N})(?:个|大)?(?:方面|部分|领域)[^。\n]{{0,12}}?"
    rf"(?P<tasks>{_N})(?:项|条|个)(?:[^。，\n]{{0,8}}{_TASKS})?"
    rf"|(?P<aspects2>{_N})个方面(?:的|、|，|共|提出)?(?P<tasks2>{_N})[项条]"
    rf"|{_VERBS}[^。\n]{{0,8}}?(?P<tasks3>{_N})[项条](?:重点|主要|具体)(?:任务|举措|措施|工作)"
    rf"|{_VERBS}[^。\n]{{0,8}}?(?P<aspects4>{_N})个方面(?:重点|主要)?(?:任务|举措|措施|工作)"
)
# Every match of _CHINESE holds one of these words behind a number or one of these characters; it
# begins and ends within reach of them.
_CHINESE_CUES = ("方面", "部分", "领域", "重点", "主要", "具体")
_BEFORE_CUE = frozenset("个大项条百十一二三四五六七八九")
_BEFORE, _BEHIND = 24, 40
_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen twenty"
).split()
_EN = rf"(?:\d{{1,3}}|{'|'.join(_WORDS)})"
_ENGLISH = lazy(
    rf"\b(?P<tasks>{_EN})(?: \w+){{0,2}} (?:tasks|measures|items)\b[^.\n]{{0,40}}?"
    rf"\b(?P<aspects>{_EN})(?: \w+)? (?:aspects|areas|fields|respects)\b"
    rf"|\b(?P<aspects2>{_EN})(?: \w+)? (?:aspects|areas)\b[^.\n]{{0,40}}?"
    rf"\b(?P<tasks2>{_EN})(?: \w+){{0,2}} (?:tasks|measures|items)\b",
    re.IGNORECASE,
)
# Where _EN can begin, in small letters, as each match of _ENGLISH does. One set of characters is
# at its head, so that the search for it is a quick scan.
_OPENS = "".join(sorted({word[0] for word in _WORDS}))
_RESTS = "|".join(
    f"(?<={first})(?:{'|'.join(word[1:] for word in _WORDS if word[0] == first)})"
    for first in _OPENS
)
_NUMBERS = lazy(rf"[\d{_OPENS}](?<!\w.)(?:(?<=\d)|{_RESTS})")
_ASPECTS = ("aspects", "areas", "fields", "respects")
_TASK_NOUNS = ("tasks", "measures", "items")
_STATED = lazy(rf"\b{_EN}(?: \w+)? (?:{'|'.join(_ASPECTS)})\b", re.IGNORECASE)


class DeclaredItem(NamedTuple):
    """A stated count; the number with its noun stands at ``[start, end)``."""

    what: Literal["aspects", "tasks"]
    stated: int
    start: int
    end: int


def find_declared(text: NormalText) -> tuple[DeclaredItem, ...]:
    """Counts of aspects and tasks that the document states of itself, the first of each kind."""
    found: dict[str, DeclaredItem] = {}
    for match in _chinese(text.text) if text.is_chinese else _english(text.text):
        for group, number in match.groupdict().items():
            what: Literal["aspects", "tasks"] = "aspects" if group[0] == "a" else "tasks"
            if number is None or what in found:
                continue
            stated = _count(number)
            if stated:
                found[what] = DeclaredItem(what, stated, match.start(group), match.end(group))
        if len(found) == 2:
            break
    return tuple(sorted(found.values(), key=lambda item: item.start))


def _chinese(text: str) -> Iterator[re.Match[str]]:
    """Matches of ``_CHINESE``, read around its cues; cues whose reaches touch share a reading."""
    low = high = 0
    places = [
        place
        for word in _CHINESE_CUES
        for place in occurrences(text, word)
        if place and (text[place - 1] in _BEFORE_CUE or text[place - 1].isdecimal())
    ]
    for place in sorted(places):
        if place - 1 - _BEFORE > high:
            yield from _CHINESE.finditer(text, low, high)
            low = place - 1 - _BEFORE
        high = place + 2 + _BEHIND
    yield from _CHINESE.finditer(text, low, high)


def _english(text: str) -> Iterator[re.Match[str]]:
    """Matches of ``_ENGLISH``, read in the lines that count aspects and name tasks."""
    lowered = folded(text)
    places = sorted(place for noun in _ASPECTS for place in occurrences(lowered, f" {noun}"))
    line_end = 0
    read = True
    for place in places:
        if place >= line_end:
            line = text.rfind("\n", line_end, place) + 1
            line_end = text.find("\n", place)
            line_end = len(text) if line_end < 0 else line_end
            read = not any(lowered.find(noun, line, line_end) >= 0 for noun in _TASK_NOUNS)
        if not read and _STATED.search(text, _two_words_before(text, line, place), place + 12):
            yield from _english_in(text, lowered, line, line_end)
            read = True


def _english_in(text: str, lowered: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Matches of ``_ENGLISH`` in a line, tried where its numbers may begin."""
    done = start
    for number in _NUMBERS.finditer(lowered, start, end):
        place = number.start()
        match = _ENGLISH.match(text, place, end) if place >= done else None
        if match is not None:
            done = match.end()
            yield match


def _two_words_before(text: str, low: int, place: int) -> int:
    word = text.rfind(" ", low, place)
    return low if word < 0 else max(low, text.rfind(" ", low, word) + 1)


def _count(number: str) -> int | None:
    word = number.lower()
    return _WORDS.index(word) + 1 if word in _WORDS else ordinal(number)
