"""Targets and reported achievements: indicator, comparator, measure, value, unit, deadline.

The quantities of the text are found first; around each the clause is read: to the left for verb
and indicator, to the right for the counted noun. Only what has an indicator becomes an item.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from datetime import date

from policytext.extraction.cues import Cues, find_cues
from policytext.extraction.dates import find_dates
from policytext.extraction.due import Calendar, Due
from policytext.extraction.items import DateMention, Quantity, TargetItem
from policytext.extraction.qualifiers import called
from policytext.extraction.qualitative import find_qualitative
from policytext.extraction.quantities import Numbers, quantities_among
from policytext.extraction.statement import Statement
from policytext.extraction.statements import chinese_statements
from policytext.extraction.statements_en import english_statements
from policytext.outline import Outline
from policytext.schema import DocType, Qualifier, Status
from policytext.text.normal import NormalText
from policytext.text.sentences import Extent, sentence_around

# In these documents numbers mostly state conditions, fees and grants: a target must be dated,
# stand under a goals heading, or be worded as an aim.
_RULE_LIKE = frozenset({"notice", "measures", "regulation", "other"})


def find_targets(
    text: NormalText,
    outline: Outline,
    issued_on: date | None,
    doc_type: DocType,
    dates: list[DateMention] | None = None,
) -> list[TargetItem]:
    """Targets and achievements of a document, in order; offsets are into ``text.text``.

    A deadline is the date that governs the clause, else the last one its paragraph opened with,
    else the year its section's heading names; achievements have none. 今年 and the like are
    resolved by ``issued_on`` and left out where it is None. Qualitative targets (进一步提升) are
    given only under a deadline or in a goals section, with an indicator such as a rate or level;
    全覆盖 and 清零 wherever something is to reach them. ``dates`` are those of ``find_dates``, for
    a caller that has them.
    """
    if text.language == "und":
        return []
    if dates is None:
        dates = find_dates(text.text, text.language, issued_on)
    calendar = Calendar(text, outline, issued_on, doc_type, dates)
    return _Finder(text, calendar, doc_type).find()


class _Finder:
    """Reads those sentences of a document that hold a value, a date or a cue, from the top."""

    def __init__(self, text: NormalText, calendar: Calendar, doc_type: DocType) -> None:
        self._text = text
        self._chinese = text.is_chinese
        self._calendar = calendar
        self._rule_like = doc_type in _RULE_LIKE
        # Where values may stand, and what reads those from the i-th place up to the j-th.
        self._starts: list[int]
        self._read: Callable[[int, int], list[Quantity]]
        if self._chinese:
            numbers = Numbers(text.text, calendar.dates)
            self._starts, self._read = numbers.starts, numbers.read
        else:
            found = quantities_among(text.text, text.language, calendar.dates)
            self._starts = [item.start for item in found]
            self._read = lambda first, last: found[first:last]
        self._cues: Cues = find_cues(text)
        # What governs the paragraph, and how far.
        self._governing: tuple[Due, int] | None = None
        self._items: list[TargetItem] = []

    def find(self) -> list[TargetItem]:
        s, calendar, cues, items = self._text.text, self._calendar, self._cues, self._items
        size = len(s)
        # Where values, dates and cues begin: elsewhere no sentence is worth reading.
        dates, read = calendar.dates, self._read
        starts = [*self._starts, size]
        date_starts = [*calendar.date_starts, size]
        changes = [*cues.changes, size]
        chinese = self._chinese
        high = last = behind = 0
        place = min(starts[0], date_starts[0], changes[0])
        paragraphs, until, end, governing = self._text.paragraphs, 0, 0, self._governing
        heads = [start for start, _ in paragraphs]
        while place < size:
            if place >= until:
                paragraph = paragraphs[max(0, bisect_right(heads, place) - 1)]
                end, until = paragraph
                # What governs beyond the paragraph before.
                governing = self._governing
                if governing and end >= governing[1]:
                    governing = self._governing = None
                alone = starts[high] >= until and changes[behind] >= until
                if alone and not governing and s[until - 1] != ":":
                    # Dates by themselves say nothing, and govern no further than their paragraph.
                    last = bisect_left(date_starts, until, last + 1)
                    place = min(starts[high], date_starts[last], changes[behind])
                    continue
                if date_starts[last] < until:
                    closing = calendar.time_limit(end, until)
                    if closing is not None:
                        self._governing = (closing, until)
            start, end = sentence_around(s, place, end, until, chinese=chinese)
            end = max(end, place + 1)  # so that the search goes on, whatever stands there
            low, first, ahead = high, last, behind
            while starts[high] < end:
                high += 1
            while date_starts[last] < end:
                last += 1
            while changes[behind] < end:
                behind += 1
            values: list[Quantity] = []
            if low < high and not self._rule_like:
                # All values count; else the sentence is asked first.
                values = read(low, high)
                if not values and first == last and ahead == behind:
                    place = min(starts[high], date_starts[last], changes[behind])
                    continue
            scene = _Scene(calendar, (start, end), dates[first:last], self._governing)
            done = len(items)
            if self._rule_like and low < high and self._may_count(scene):
                values = read(low, high)
            if values:
                self._numeric(values, scene)
            if ahead < behind:
                total = bisect_left(cues.totals, start) < bisect_left(cues.totals, end)
                if total or (scene.is_dated and scene.status() == "target"):
                    items += _qualitative(self._text, scene, changes[ahead:behind], items[done:])
            place = min(starts[high], date_starts[last], changes[behind])
            if scene.due_dates and (place < until or governing or s[until - 1] == ":"):
                self._govern(scene, until)
        return items

    def _govern(self, scene: _Scene, until: int) -> None:
        """Let the last deadline that the sentence opens govern what follows it up to ``until``."""
        calendar = self._calendar
        for item in reversed(scene.due_dates):
            if calendar.opens(item):
                if self._text.text[until - 1] == ":":
                    until = calendar.section_end(scene.start)
                self._governing = (calendar.due(item), until)
                return

    def _may_count(self, scene: _Scene) -> bool:
        """Whether a value of the sentence can become an item at all: see ``_RULE_LIKE``."""
        setting = scene.setting
        if not self._chinese or setting.goals:
            return True
        if (scene.is_dated or setting.due) and scene.status() == "target":
            return True
        wishes = self._cues.wishes
        return bisect_left(wishes, scene.start) < bisect_left(wishes, scene.end)

    def _numeric(self, quantities: list[Quantity], scene: _Scene) -> None:
        text, cues = self._text, self._cues.called
        place, dates = (scene.start, scene.end), scene.dates
        unnamed = self._chinese and not cues
        if self._chinese:
            grants = self._cues.grants
            granted = bool(grants) and bisect_left(grants, place[0]) < bisect_left(grants, place[1])
            statements = chinese_statements(text, place, quantities, dates, granted=granted)
        else:
            statements = english_statements(text, place, quantities, dates)
        if not statements:
            return
        status = scene.status()
        undated = self._rule_like and not scene.setting.goals
        for statement in statements:
            start = statement.start
            due = scene.due_of(start)
            if undated and due is None and not statement.strive:
                continue
            name = None if unnamed else called(text, start, statement.end, cues)
            self._items.append(_item(statement, status, due, name))


class _Scene:
    """A sentence with what governs it."""

    def __init__(
        self,
        calendar: Calendar,
        place: Extent,
        dates: list[DateMention],
        governing: tuple[Due, int] | None,
    ) -> None:
        self.calendar = calendar
        self.start, self.end = place
        self.setting = setting = calendar.setting(place[0])
        self.dates = self.due_dates = dates
        if dates:
            status, can_be_due = setting.status, calendar.can_be_due
            # The deadlines among them.
            self.due_dates = [item for item in dates if can_be_due(item, status)]
        self.governing = governing
        self._has_due = governing is not None or bool(self.due_dates)
        self.is_dated = self._has_due or setting.goals
        self._status: Status | None = None

    def status(self) -> Status:
        """Target or achievement; many sentences need not be asked."""
        if self._status is None:
            self._status = self.calendar.status(
                (self.start, self.end), self.setting, self.dates, has_due=self._has_due
            )
        return self._status

    def due_of(self, start: int) -> Due | None:
        """The deadline of a statement that begins at ``start``."""
        if self.status() == "achievement":
            return None
        if self.due_dates:
            before = bisect_right(self.due_dates, start, key=_start_of)
            if before:
                return self.calendar.due(self.due_dates[before - 1])
            if not self.calendar.text.is_chinese:
                return self.calendar.due(self.due_dates[0])
        if self.governing:
            return self.governing[0]
        return self.setting.due


def _start_of(item: DateMention) -> int:
    return item.start


def _item(
    statement: Statement, status: Status, due: Due | None, qualifier: Qualifier | None
) -> TargetItem:
    quantity = statement.quantity
    _, _, value, value_max, comparator, _, unit_text, known, _ = quantity
    _, start, end, indicator, measure, unit, baseline, scope, strive, rule = statement
    if qualifier is None:
        if strive:
            qualifier = "strive_for"
        elif comparator == "approx":
            qualifier = "approximately"
    day, words = (due.day, due.text) if due else (None, None)
    return TargetItem(
        start, end, indicator, comparator, measure, value, value_max, baseline, unit, unit_text,
        qualifier, status, day, words, scope, known, rule,
    )  # fmt: skip


def _qualitative(
    text: NormalText, scene: _Scene, changes: list[int], numeric: list[TargetItem]
) -> list[TargetItem]:
    found = []
    for start, end, indicator, total in find_qualitative(text, (scene.start, scene.end), changes):
        due = scene.due_of(start)
        if not total and not (scene.is_dated and scene.status() == "target"):
            continue
        if any(start < item.end and item.start < end for item in numeric):
            continue
        found.append(
            TargetItem(
                start=start, end=end, indicator=indicator, comparator=None, measure="qualitative",
                value=None, value_max=None, baseline=None, unit=None, unit_text=None,
                qualifier=None, status=scene.status(), deadline=due.day if due else None,
                deadline_text=due.text if due else None, scope=None,
                rule="qualitative-total" if total else "qualitative",
            )
        )  # fmt: skip
    return found
