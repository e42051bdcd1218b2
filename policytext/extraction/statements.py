"""One sentence's quantities -> statements (indicator, measure, baseline), in Chinese."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import deque
from decimal import Decimal

from policytext.extraction.clauses import (
    COUNTABLE,
    DECLARED,
    LINK,
    NO_THING,
    SHARE_OF,
    clause_start,
    grants,
    is_condition,
    noun_behind,
    noun_end,
    without_adverbs,
)
from policytext.extraction.indicators import (
    LONGEST_INDICATOR,
    Tail,
    cut_indicator,
    ends_with_act,
    is_indicator,
    phrases,
    read_tail,
    starts_with_verb,
    with_verb,
    words,
)
from policytext.extraction.items import DateMention, Quantity
from policytext.extraction.lists import each_of, in_order
from policytext.extraction.statement import (
    Statement,
    is_business,
    measure_by_name,
    measure_of,
    of_accidents,
)
from policytext.patterns import lazy
from policytext.schema import Comparator
from policytext.text.normal import NormalText

_OF_YEAR = ("的", "相当于", "相当")
_BASELINE = lazy(r"[由从](?:\d{4}年(?:底|末)?的?|[^，。;由从]{0,12}的)?\Z")
_NO_DATES: list[DateMention] = []
_TO_VERBS = frozenset({"reach", "up_to", "down_to"})


def chinese_statements(
    text: NormalText,
    place: tuple[int, int],
    quantities: list[Quantity],
    dates: list[DateMention],
) -> list[Statement]:
    """Statements of the sentence ``place``; a quantity without a sure indicator gives none."""
    return _Reader(text, place, quantities, dates).read()


def _start_of(item: DateMention) -> int:
    return item.start


class _Reader:
    """Reads the quantities of one sentence from left to right."""

    _i = 0
    _last_verb = ""
    _strive = False
    _added = ""
    _took = False
    _carried = False  # whether the verb of _added stands before an earlier value
    _shared: Comparator = "eq"

    def __init__(
        self,
        text: NormalText,
        place: tuple[int, int],
        quantities: list[Quantity],
        dates: list[DateMention],
    ) -> None:
        self._text = text
        self._s = s = text.text
        self._start, self._end = start, end = place
        self._quantities = quantities
        self._dates = dates
        self._found: list[Statement] = []
        aim = s.find("力争", start, end)
        self._aim = aim if aim >= 0 else end
        # What the sentence has nowhere need not be looked for around each of its values.
        several = len(quantities) > 1
        self._sourced = several and (s.find("由", start, end) >= 0 or s.find("从", start, end) >= 0)
        self._granted = grants(s, start, end)
        self._pending: deque[tuple[int, int, str]] = deque()  # members that wait for their values

    def read(self) -> list[Statement]:
        done = self._start  # end of the last quantity that made a statement
        for i, quantity in enumerate(self._quantities):
            self._i = i
            if i and not self._found and quantity.start - self._quantities[i - 1].end < 2:
                continue  # nothing before it, and nothing to take up
            following = self._quantities[i + 1] if i + 1 < len(self._quantities) else None
            if following is not None and self._is_baseline(quantity, following):
                continue
            previous = self._quantities[i - 1] if i else None
            statement = self._one(quantity, previous, following, done)
            if statement is not None:
                self._found += statement
                done = max(quantity.end, statement[-1].end)
        return self._found

    def _is_baseline(self, quantity: Quantity, following: Quantity) -> bool:
        """由A提高到B: A is the baseline of B."""
        if not self._sourced:
            return False
        s = self._s
        low = max(self._start, quantity.start - 16)
        opener = max(s.rfind("由", low, quantity.start), s.rfind("从", low, quantity.start))
        if opener < 0 or not _BASELINE.match(s, opener, quantity.start):
            return False
        between = read_tail(s, quantity.end, following.start)
        return between.start <= quantity.end + 1 and between.verb in (*_TO_VERBS, "up", "down")

    def _one(
        self, quantity: Quantity, previous: Quantity | None, following: Quantity | None, done: int
    ) -> list[Statement] | None:
        s, place = self._s, quantity.start
        clause = left = clause_start(s, place, self._start)
        if done > clause:
            link = LINK.match(s, done)
            left = link.end() if link else done
        baseline: Decimal | None = None
        if (
            previous is not None
            and previous.start >= left
            and self._is_baseline(previous, quantity)
        ):
            tail = read_tail(s, previous.end, place)
            same = previous.unit in (quantity.unit, None)
            baseline = previous.value if same else None
            opened = _BASELINE.search(s, max(left, previous.start - 16), previous.start)
            before = opened.start() if opened else previous.start
            before = read_tail(s, left, before).start
        else:
            tail = read_tail(s, left, place)
            before = tail.start
        if s.endswith(_OF_YEAR, left, place) and not self._share(quantity, left, place):
            of_year = self._of_year(quantity, left)
            if of_year is None:
                return None
            tail, before = of_year
        if quantity.comparator == "eq" and s.find("至少", tail.start, place) >= 0:
            quantity = quantity._replace(comparator="ge")
        if tail.strive or self._aim < place:
            self._strive = True
        if self._granted and grants(s, clause, min(self._end, quantity.end + 10)):
            return None
        if is_condition(s, quantity, clause):
            return None
        right = noun_behind(s, quantity, following, self._end)
        if right is None:
            return None
        at_rest = right[0] == right[1]
        members = self._members(quantity, tail, (left, before), at_rest, right)
        if members is None:
            return None
        return self._statements(quantity, tail, baseline, members)

    def _members(
        self,
        quantity: Quantity,
        tail: Tail,
        left: tuple[int, int],
        at_rest: bool,
        right: tuple[int, int],
    ) -> list[tuple[int, int, str, str | None]] | None:
        """Indicators of a quantity: start, end, words, scope. Empty or None where none is sure."""
        s = self._s
        low, before = left
        if self._i and self._describes(low, before):
            return None
        share = self._share(quantity, low, before)
        cut = share.start() if share else before
        if share and read_tail(s, low, cut).respectively:
            return None
        phrase = cut_indicator(s, low, cut, self._dates_from(low, cut))
        start, end, scope = phrase.start, phrase.end, phrase.scope
        if share:
            end = share.end() - s.endswith("的", cut, before)
            if phrase.start == phrase.end:
                if not self._found:
                    return None  # the share of nothing that is named
                start = cut
        if self._i:
            start = self._past_count(start, end)
        linked = low > self._start and low == phrase.start and s[low - 1] in "、和及与"
        self._added = phrase.added or (self._added if linked and not share else "")
        self._carried = not phrase.added
        if not at_rest and tail.verb in ("up", "down"):
            self._added = tail.verb
        if not at_rest:
            return self._counted(quantity, tail, (low, before), right, scope)
        if tail.respectively or (self._pending and end <= start):
            return self._distributed(quantity, tail, (start, end))
        if end > start:
            if self._found:
                whole, head = s[start:end], self._found[-1]
                if whole in words("elided"):
                    return [(start, end, with_verb(head.indicator, whole, keep=True), scope)]
                act = ends_with_act(s, start, end)
                if act >= 0 and (act == start or s[start:act] in words("adverb")):
                    verb = self._written(start, end)
                    near = s.find("，", head.quantity.end, quantity.start) < 0
                    name = with_verb(head.indicator, verb, keep=near)
                    return [(start, end, name, scope)] if name != head.indicator else None
            if tail.each and (every := each_of(s, self._text.written, start, end)):
                return [(a, b, name, scope) for a, b, name in every]
            if not is_indicator(s, start, end) and not share:
                return None
            return [(start, end, self._written(start, end), scope)]
        # Words that are all verb (惠及8.8万户) name nothing that could be taken up.
        verbal = before > low and not set(s[low:before]) <= set("，、和及与并且又 ")
        return None if verbal and not tail.verb else self._inherited(quantity)

    def _share(self, quantity: Quantity, low: int, high: int) -> re.Match[str] | None:
        """The words for the whole of which a value is the share, at the end of a range."""
        if quantity.unit in ("%", "fraction") and self._s.find("占", low, high) >= 0:
            return SHARE_OF.search(self._s, low, high)
        return None

    def _describes(self, low: int, before: int) -> bool:
        """Whether a share that made no statement stands between (计划的151%和115%)."""
        for item in self._before():
            if low <= item.start < before and item.unit in NO_THING:
                return True
        return False

    def _dates_from(self, low: int, high: int) -> list[DateMention]:
        dates = self._dates
        if not dates or dates[-1].start < low:
            return _NO_DATES
        first = bisect_left(dates, low, key=_start_of)
        return dates[first : bisect_left(dates, high, first, key=_start_of)]

    def _before(self) -> list[Quantity]:
        """The quantities just before the one that is read: enough for one clause."""
        return self._quantities[max(0, self._i - 3) : self._i]

    def _past_count(self, start: int, end: int) -> int:
        """Take a count off the head of an indicator (713个…项目销号率)."""
        s = self._s
        for item in self._before():
            link = LINK.match(s, item.end) if start < item.start < end else None
            if link:
                start = link.end()  # a value before it that was not read
                continue
            counted = item.unit is not None and item.unit.startswith("count:")
            if item.start == start and counted and end - item.end >= 2:
                return item.end
        return start

    def _inherited(self, quantity: Quantity) -> list[tuple[int, int, str, str | None]] | None:
        last = self._found[-1] if self._found else None
        if last is None or quantity.start - last.end > 24:
            return None
        return [(quantity.start, quantity.start, last.indicator, last.scope)]

    def _counted(
        self,
        quantity: Quantity,
        tail: Tail,
        left: tuple[int, int],
        right: tuple[int, int],
        scope: str | None,
    ) -> list[tuple[int, int, str, str | None]] | None:
        """A value before its noun: 建设6个…, 52座…开工建设."""
        s = self._s
        low, before = left
        acted = tail.verb in ("up", "reach", "down") or (
            before > low and ends_with_act(s, low, before) >= 0
        )
        start, end = right
        if quantity.unit in ("fraction", "%") and s[quantity.end] == "的":
            opens = cut_indicator(s, low, before, self._dates_from(low, before))
            if opens.start < opens.end or end - start > LONGEST_INDICATOR:
                return None
            return [(start, end, self._written(start, end), scope)]
        written = s[quantity.start : quantity.end]
        digits = any(character.isdigit() and character.isascii() for character in written)
        if not digits and quantity.value <= 10 and ends_with_act(s, low, before) < 0:
            return None
        if quantity.rule not in COUNTABLE:
            return None
        if quantity.rule == "money" and written.endswith(("上", "下", "内")):
            return None
        if not acted and before > low:
            opener = phrases("opening", "add").before(s, before, low)
            of = "的" in s[start:end] and not phrases("act").at(s, before - len(opener))
            acted = (len(opener) > 1 and not of) or s[before - 1] == "为"
        if not acted and "、" in s[low:before]:
            acted = starts_with_verb(s, low)  # 推出A、B、C3条线路
        elif not acted and before > low and s[before - 1] == "等":  # 打通A等10条线路
            done = phrases("subject_end", "predicate").find(s, start + 2, end)[1]
            acted = not done and starts_with_verb(s, low)
        if not acted and before <= low and tail.start < quantity.start:
            acted = True
        if not acted and s[quantity.start - 1] == "的" and quantity.rule == "count":
            acted = starts_with_verb(s, low)
        if self._found and before <= low and s[quantity.start - 1 : quantity.start] in "、和及与":
            acted = True
        if not acted:
            if quantity.unit is None or not quantity.unit.startswith(
                ("count:", "household", "person")
            ):
                return None
            ahead = cut_indicator(s, low, before, self._dates_from(low, before))
            named = ahead.end > ahead.start or ahead.scope is None
            if before > low and named and s[before - 1] not in "等、和及与":
                return None
            if quantity.comparator not in ("eq", "gt", "approx"):
                return None
            predicate, word = phrases("subject_end", "predicate").find(s, start + 2, end)
            if predicate < 0 or s.startswith(("率", "度"), predicate + len(word)):
                return None
            end = without_adverbs(s, start, predicate)
        elif quantity.unit in NO_THING:
            return None
        while start < end and s[start] in "的 ":
            start += 1
        if acted:
            predicate, word = phrases("predicate").find(s, start + 2, end)
            if word and not s.startswith(("率", "度"), predicate + len(word)):
                end = without_adverbs(s, start, predicate)
            end = noun_end(s, start, end)
        if not is_indicator(s, start, end) or DECLARED.fullmatch(s, start, end):
            return None
        return [(start, end, self._written(start, end), scope)]

    def _distributed(
        self, quantity: Quantity, tail: Tail, place: tuple[int, int]
    ) -> list[tuple[int, int, str, str | None]] | None:
        """Values given in order to the members of a list (A、B分别增长6.5%、10.1%)."""
        s = self._s
        start, end = place
        if not tail.respectively:
            member = self._pending.popleft()
            self._took = True
            return [(member[0], member[1], member[2], None)]
        run = self._run_length(quantity)
        if end > start:
            same = each_of(s, self._text.written, start, end)
            if run == 1 and same:  # 营收、净利润分别增长40%以上
                if s[quantity.end : quantity.end + 1] in ("、", "和"):
                    return None  # 达到423种、14批次: a value was not read
                return [(a, b, name, None) for a, b, name in same]
            listed = in_order(s, self._text.written, start, end, run)
            if listed is None:
                return None
            members = listed
        else:
            members = []
            for statement in reversed(self._found):
                if statement.indicator not in [name for _, _, name in members]:
                    members.append((quantity.start, quantity.start, statement.indicator))
                if len(members) == run:
                    break
            if len(members) != run:
                return None
            members.reverse()
        self._pending = deque(members[1:])
        self._shared = quantity.comparator
        first = members[0]
        return [(first[0], first[1], first[2], None)]

    def _run_length(self, quantity: Quantity) -> int:
        """How many values are listed from ``quantity`` on, linked by 、 or 和."""
        i = self._i
        run = 1
        while i + 1 < len(self._quantities):
            gap = self._s[self._quantities[i].end : self._quantities[i + 1].start]
            if gap not in ("、", "和", "及", "与", "以及", "，"):
                break
            run += 1
            i += 1
        return run

    def _of_year(self, quantity: Quantity, low: int) -> tuple[Tail, int] | None:
        """分别是2019年的113.7%: the year is a base of comparison, not a deadline."""
        for item in self._dates_from(low, quantity.start):
            if self._s[item.end : quantity.start] == "的":
                tail = read_tail(self._s, low, item.start)
                return tail, tail.start
        return None

    def _statements(
        self,
        quantity: Quantity,
        tail: Tail,
        baseline: Decimal | None,
        members: list[tuple[int, int, str, str | None]],
    ) -> list[Statement]:
        verb = tail.verb
        if self._took:
            self._took = False
            verb = self._last_verb
            if quantity.comparator == "eq" and self._shared != "range":
                quantity = quantity._replace(comparator=self._shared)
        if not verb and self._found and members[0][0] == members[0][1]:
            verb = self._last_verb
        self._last_verb = verb
        # 新增项目133个、总投资313亿元: the money is no increase.
        kind = self._found[-1].quantity.rule if self._found and self._carried else "money"
        if self._added and verb in ("", "reach") and (quantity.rule != "money" or kind == "money"):
            verb = self._added
        measure = measure_of(verb, quantity, baseline)
        rule = f"zh-{verb or 'bare'}"
        above = self._found[-1].indicator if self._found else ""
        made: list[Statement] = []
        for start, end, name, scope in members:
            name = above = of_accidents(name, above)  # noqa: PLW2901
            unit = quantity.unit
            if unit == "household" and quantity.unit_text == "户" and is_business(name):
                unit = "count:户"
            first = min(start, quantity.start) if end > start else quantity.start
            made.append(
                Statement(
                    quantity, first, max(quantity.end, end), name,
                    measure_by_name(name, measure), unit, baseline, scope, self._strive, rule,
                )
            )  # fmt: skip
        return made

    def _written(self, start: int, end: int) -> str:
        return self._text.written[start:end]
