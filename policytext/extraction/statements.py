"""One sentence's quantities -> statements (indicator, measure, baseline), in Chinese."""

from __future__ import annotations

from decimal import Decimal

from policytext.extraction.clauses import (
    CLOSES,
    COUNTABLE,
    DECLARED,
    LINK,
    LINK_OPENS,
    NO_THING,
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
from policytext.extraction.sentence_values import BASELINE, SentenceValues
from policytext.extraction.statement import (
    Statement,
    is_business,
    measure_by_name,
    measure_of,
    of_accidents,
)
from policytext.schema import Comparator
from policytext.text.normal import NormalText
from policytext.text.sentences import Extent

_DIGITS = frozenset("0123456789")
_OF_YEAR = ("的", "相当于", "相当")
_NO_DATES: list[DateMention] = []


def chinese_statements(
    text: NormalText,
    place: tuple[int, int],
    quantities: list[Quantity],
    dates: list[DateMention],
    *,
    granted: bool,
) -> list[Statement]:
    """Statements of the sentence ``place``; a quantity without a sure indicator gives none.

    ``granted``: whether words of a grant, a fee or a condition may stand in the sentence.
    """
    return _Reader(text, place, quantities, dates, granted=granted).read()


class _Reader(SentenceValues):
    """Reads the quantities of one sentence from left to right."""

    _last_verb = ""
    _strive = False
    _added = ""
    _took = False
    _carried = False  # whether the verb of _added stands before an earlier value
    _shared: Comparator = "eq"

    def __init__(
        self,
        text: NormalText,
        place: Extent,
        quantities: list[Quantity],
        dates: list[DateMention],
        *,
        granted: bool,
    ) -> None:
        super().__init__(text, place, quantities, dates)
        words = self.words
        self._found: list[Statement] = []
        # The members of a list that wait for their values, the last first.
        self._pending: list[tuple[int, int, str]] = []
        self._aim = self.start + words.find("力争") if "力争" in words else self.end
        self._granted = granted
        self._least = "至少" in words

    def read(self) -> list[Statement]:
        quantities, found = self.quantities, self._found
        done = self.start  # end of the last quantity that made a statement
        last = len(quantities) - 1
        if not last:
            return self._one(quantities[0], None, None, done) or []
        previous = following = None
        for i, quantity in enumerate(quantities):
            self.i = i
            following = quantities[i + 1] if i < last else None
            unread = previous is not None and not found and quantity.start - previous.end < 2
            # Where nothing stands before a value, and there is nothing to take up.
            if not unread and not (
                following is not None and self.sourced and self.is_baseline(quantity, following)
            ):
                made = self._one(quantity, previous, following, done)
                if made is not None:
                    found += made
                    done = max(quantity.end, made[-1].end)
            previous = quantity
        return found

    def _one(
        self, quantity: Quantity, previous: Quantity | None, following: Quantity | None, done: int
    ) -> list[Statement] | None:
        s, place, end = self.s, quantity.start, quantity.end
        clause = left = clause_start(s, place, self.start)
        if done > clause:
            link = LINK.match(s, done) if s[done] in LINK_OPENS else None
            left = link.end() if link else done
        baseline: Decimal | None = None
        if (
            previous is not None
            and self.sourced
            and previous.start >= left
            and self.is_baseline(previous, quantity)
        ):
            tail = read_tail(s, previous.end, place)
            same = previous.unit in (quantity.unit, None)
            baseline = previous.value if same else None
            opened = BASELINE.search(s, max(left, previous.start - 16), previous.start)
            before = opened.start() if opened else previous.start
            before = read_tail(s, left, before).start
        else:
            tail = read_tail(s, left, place)
            before = tail.start
        if (
            place > left
            and s[place - 1] in "的于当"
            and s.endswith(_OF_YEAR, left, place)
            and not self.share(quantity, left, place)
        ):
            of_year = self.of_year(quantity, left)
            if of_year is None:
                return None
            tail, before = of_year
        if self._least and quantity.comparator == "eq" and "至少" in s[tail.start : place]:
            quantity = quantity._replace(comparator="ge")
        if tail.strive or self._aim < place:
            self._strive = True
        if self._granted and grants(s, clause, min(self.end, end + 10)):
            return None
        # The first few of something, or a duration.
        if (place and s[place - 1] == "前") or (
            quantity.rule == "time" and is_condition(s, place, clause)
        ):
            return None
        if end >= self.end or s[end] in CLOSES:
            right: Extent | None = (end, end)
        else:
            right = noun_behind(s, quantity, following, self.end)
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
        s = self.s
        low, before = left
        if self.i and self.describes(low, before):
            return None
        share = self.share(quantity, low, before)
        cut = share.start() if share else before
        if share and read_tail(s, low, cut).respectively:
            return None
        dates = self.dates_from(low, cut) if self.dated else _NO_DATES
        opens, end, scope, added = cut_indicator(s, low, cut, dates)
        start = opens
        if share:
            unnamed = opens == end
            end = share.end() - s.endswith("的", cut, before)
            if unnamed:
                if not self._found:
                    return None  # the share of nothing that is named
                start = cut
        if self.i:
            start = self.past_count(start, end)
        self._carried = not added
        if not added and self._added and not share:
            linked = low > self.start and low == opens and s[low - 1] in "、和及与"
            added = self._added if linked else ""
        self._added = added
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
                    verb = self.written(start, end)
                    near = s.find("，", head.quantity.end, quantity.start) < 0
                    name = with_verb(head.indicator, verb, keep=near)
                    return [(start, end, name, scope)] if name != head.indicator else None
            if tail.each and (every := each_of(s, self.text.written, start, end)):
                return [(a, b, name, scope) for a, b, name in every]
            if not is_indicator(s, start, end) and not share:
                return None
            return [(start, end, self.text.written[start:end], scope)]
        # Words that are all verb (惠及8.8万户) name nothing that could be taken up.
        verbal = before > low and not set(s[low:before]) <= set("，、和及与并且又 ")
        return None if verbal and not tail.verb else self._inherited(quantity)

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
        s = self.s
        low, before = left
        acted = tail.verb in ("up", "reach", "down") or (
            before > low and ends_with_act(s, low, before) >= 0
        )
        start, end = right
        if quantity.unit in ("fraction", "%") and s[quantity.end] == "的":
            opens = cut_indicator(s, low, before, self.dates_from(low, before))
            if opens.start < opens.end or end - start > LONGEST_INDICATOR:
                return None
            return [(start, end, self.written(start, end), scope)]
        written = s[quantity.start : quantity.end]
        if quantity.rule not in COUNTABLE:
            return None
        if (
            quantity.value <= 10
            and _DIGITS.isdisjoint(written)
            and ends_with_act(s, low, before) < 0
        ):
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
            ahead = cut_indicator(s, low, before, self.dates_from(low, before))
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
        return [(start, end, self.written(start, end), scope)]

    def _distributed(
        self, quantity: Quantity, tail: Tail, place: tuple[int, int]
    ) -> list[tuple[int, int, str, str | None]] | None:
        """Values given in order to the members of a list (A、B分别增长6.5%、10.1%)."""
        s = self.s
        start, end = place
        if not tail.respectively:
            member = self._pending.pop()
            self._took = True
            return [(member[0], member[1], member[2], None)]
        run = self.run_length()
        if end > start:
            same = each_of(s, self.text.written, start, end)
            if run == 1 and same:  # 营收、净利润分别增长40%以上
                if s[quantity.end : quantity.end + 1] in ("、", "和"):
                    return None  # 达到423种、14批次: a value was not read
                return [(a, b, name, None) for a, b, name in same]
            listed = in_order(s, self.text.written, start, end, run)
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
        self._pending = members[:0:-1]
        self._shared = quantity.comparator
        first = members[0]
        return [(first[0], first[1], first[2], None)]

    def _statements(
        self,
        quantity: Quantity,
        tail: Tail,
        baseline: Decimal | None,
        members: list[tuple[int, int, str, str | None]],
    ) -> list[Statement]:
        verb, found = tail.verb, self._found
        if self._took:
            self._took = False
            verb = self._last_verb
            if quantity.comparator == "eq" and self._shared != "range":
                quantity = quantity._replace(comparator=self._shared)
        if not verb and found and members[0][0] == members[0][1]:
            verb = self._last_verb
        self._last_verb = verb
        begins, ends, _, _, _, unit, unit_text, _, kind = quantity
        # 新增项目133个、总投资313亿元: the money is no increase.
        if self._added and verb in ("", "reach"):
            above = found[-1].quantity.rule if found and self._carried else "money"
            if kind != "money" or above == "money":
                verb = self._added
        measure = measure_of(verb, quantity, baseline)
        rule = f"zh-{verb or 'bare'}"
        indicator = found[-1].indicator if found else ""
        businesses = unit == "household" and unit_text == "户"
        strive, make = self._strive, tuple.__new__
        made: list[Statement] = []
        for start, end, name, scope in members:
            if indicator:
                name = of_accidents(name, indicator)  # noqa: PLW2901
            indicator = name
            first = start if start < end and start < begins else begins
            last = end if end > ends else ends
            sort = measure_by_name(name, measure) if measure == "increase" else measure
            counted = "count:户" if businesses and is_business(name) else unit
            values = (quantity, first, last, name, sort, counted, baseline, scope, strive, rule)
            # Statement(...) itself takes four times as long.
            made.append(make(Statement, values))
        return made
