"""The values of one Chinese sentence, and what stands around each of them."""

from __future__ import annotations

import re
from bisect import bisect_left

from policytext.extraction.clauses import LINK, NO_THING, SHARE_OF
from policytext.extraction.indicators import Tail, read_tail
from policytext.extraction.items import DateMention, Quantity
from policytext.patterns import lazy
from policytext.text.normal import NormalText
from policytext.text.sentences import Extent

BASELINE = lazy(r"[由从](?:\d{4}年(?:底|末)?的?|[^，。;由从]{0,12}的)?\Z")
# Units of a value that may be the share of a whole.
_SHARES = frozenset(("%", "fraction"))
_NO_DATES: list[DateMention] = []
_TO_VERBS = frozenset({"reach", "up_to", "down_to", "up", "down"})
# Between values that are listed, and how many of those before one are looked at.
_LISTED = frozenset(("、", "和", "及", "与", "以及", "，"))
_NEAR = 3


def _start_of(item: DateMention) -> int:
    return item.start


class SentenceValues:
    """The values and dates of a sentence, for a reader that goes from one value to the next."""

    i = 0
    """The place of the value that is read."""

    def __init__(
        self, text: NormalText, place: Extent, quantities: list[Quantity], dates: list[DateMention]
    ) -> None:
        self.text = text
        self.s = text.text
        self.start, self.end = start, end = place
        self.quantities = quantities
        self._dates = dates
        self.dated = bool(dates)
        # What the sentence has nowhere need not be looked for around each of its values.
        self.words = words = text.text[start:end]
        self.sourced = len(quantities) > 1 and ("由" in words or "从" in words)
        self._shared_out = "占" in words

    def written(self, start: int, end: int) -> str:
        """The words of the document in a range."""
        return self.text.written[start:end]

    def dates_from(self, low: int, high: int) -> list[DateMention]:
        """The dates that begin in ``[low, high)``."""
        dates = self._dates
        if not dates or dates[-1].start < low:
            return _NO_DATES
        first = bisect_left(dates, low, key=_start_of)
        return dates[first : bisect_left(dates, high, first, key=_start_of)]

    def is_baseline(self, quantity: Quantity, following: Quantity) -> bool:
        """由A提高到B: A is the baseline of B."""
        if not self.sourced:
            return False
        s, place = self.s, quantity.start
        low = max(self.start, place - 16)
        opener = max(s.rfind("由", low, place), s.rfind("从", low, place))
        if opener < 0 or not BASELINE.match(s, opener, place):
            return False
        between = read_tail(s, quantity.end, following.start)
        return between.start <= quantity.end + 1 and between.verb in _TO_VERBS

    def share(self, quantity: Quantity, low: int, high: int) -> re.Match[str] | None:
        """The words for the whole of which a value is the share, at the end of a range."""
        if self._shared_out and quantity.unit in _SHARES and self.s.find("占", low, high) >= 0:
            return SHARE_OF.search(self.s, low, high)
        return None

    def describes(self, low: int, before: int) -> bool:
        """Whether a share that made no statement stands between (计划的151%和115%).

        Asked of the values behind the first.
        """
        i = self.i
        if self.quantities[i - 1].start < low:
            return False
        for item in self.quantities[i - _NEAR if i > _NEAR else 0 : i]:
            if low <= item.start < before and item.unit in NO_THING:
                return True
        return False

    def past_count(self, start: int, end: int) -> int:
        """Take a count off the head of an indicator (713个…项目销号率).

        Asked of the values behind the first.
        """
        i = self.i
        if self.quantities[i - 1].start < start:
            return start
        for item in self.quantities[i - _NEAR if i > _NEAR else 0 : i]:
            if not start <= item.start < end:
                continue
            if item.start > start:
                link = LINK.match(self.s, item.end)
                if link:
                    start = link.end()  # a value before it that was not read
            elif end - item.end >= 2 and item.unit is not None and item.unit.startswith("count:"):
                return item.end
        return start

    def run_length(self) -> int:
        """How many values are listed from the one that is read on, linked by 、 or 和."""
        quantities, i = self.quantities, self.i
        while i + 1 < len(quantities):
            if self.s[quantities[i].end : quantities[i + 1].start] not in _LISTED:
                break
            i += 1
        return i + 1 - self.i

    def of_year(self, quantity: Quantity, low: int) -> tuple[Tail, int] | None:
        """分别是2019年的113.7%: the year is a base of comparison, not a deadline."""
        for item in self.dates_from(low, quantity.start):
            if self.s[item.end : quantity.start] == "的":
                tail = read_tail(self.s, low, item.start)
                return tail, tail.start
        return None
