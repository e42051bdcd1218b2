"""Targets and reported achievements: indicator, comparator, measure, value, unit, deadline.

The quantities of the text are found first; around each the clause is read: to the left for verb
and indicator, to the right for the counted noun. Only what has an indicator becomes an item.
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import date

from policytext.extraction.due import Calendar, Due, Setting
from policytext.extraction.items import DateMention, Quantity, TargetItem
from policytext.extraction.qualifiers import called
from policytext.extraction.qualitative import find_qualitative, total_marks
from policytext.extraction.quantities import quantities_among
from policytext.extraction.statement import Statement
from policytext.extraction.statements import chinese_statements
from policytext.extraction.statements_en import english_statements
from policytext.outline import Outline
from policytext.schema import DocType, Qualifier, Status
from policytext.text.normal import NormalText
from policytext.text.sentences import sentences

# In these documents numbers mostly state conditions, fees and grants: a target must be dated,
# stand under a goals heading, or be worded as an aim.
_RULE_LIKE = frozenset({"notice", "measures", "regulation", "other"})


def find_targets(
    text: NormalText, outline: Outline, issued_on: date | None, doc_type: DocType
) -> list[TargetItem]:
    """Targets and achievements of a document, in order; offsets are into ``text.text``.

    A deadline is the date that governs the clause, else the last one its paragraph opened with,
    else the year its section's heading names; achievements have none. 今年 and the like are
    resolved by ``issued_on`` and left out where it is None. Qualitative targets (进一步提升) are
    given only under a deadline or in a goals section, with an indicator such as a rate or level;
    全覆盖 and 清零 wherever something is to reach them.
    """
    if text.language == "und":
        return []
    calendar = Calendar(text, outline, issued_on, doc_type)
    quantities = quantities_among(text.text, text.language, calendar.dates)
    starts = [item.start for item in quantities]
    totals = total_marks(text)
    items: list[TargetItem] = []
    governing: tuple[Due, int] | None = None
    for paragraph in text.paragraphs:
        if governing and paragraph[0] >= governing[1]:
            governing = None
        closing = calendar.time_limit(*paragraph)
        if closing is not None:
            governing = (closing, paragraph[1])
        for start, end in sentences(text.text, *paragraph, chinese=text.is_chinese):
            low, high = bisect_left(starts, start), bisect_left(starts, end)
            dates = calendar.between(start, end)
            total = bisect_left(totals, start) < bisect_left(totals, end)
            setting = calendar.setting(start)
            if low == high and not dates and not total and not (governing or setting.goals):
                continue
            status = setting.status
            due_dates = [item for item in dates if calendar.can_be_due(item, status)]
            scene = _Scene(calendar, setting, (start, end), due_dates, governing)
            first = len(items)
            if low < high:
                items += _numeric(text, quantities[low:high], scene, doc_type)
            if total or (scene.status == "target" and scene.is_dated):
                items += _qualitative(text, scene, items[first:])
            opening = [item for item in due_dates if calendar.opens(item)]
            if opening:
                until = paragraph[1]
                if text.text[until - 1] == ":":
                    until = calendar.section_end(start)
                governing = (calendar.due(opening[-1]), until)
    return items


class _Scene:
    """A sentence with what governs it."""

    def __init__(
        self,
        calendar: Calendar,
        setting: Setting,
        place: tuple[int, int],
        due_dates: list[DateMention],
        governing: tuple[Due, int] | None,
    ) -> None:
        self.calendar = calendar
        self.setting = setting
        self.start, self.end = place
        self.due_dates = due_dates
        self._due_starts = [item.start for item in due_dates]
        self.governing = governing
        dated = bool(due_dates) or governing is not None
        self.is_dated = dated or setting.goals
        self.status: Status = calendar.status(self.start, self.end, setting, dated)

    def due_of(self, start: int) -> Due | None:
        """The deadline of a statement that begins at ``start``."""
        if self.status == "achievement":
            return None
        before = bisect_left(self._due_starts, start + 1)
        if before:
            return self.calendar.due(self.due_dates[before - 1])
        if self.due_dates and not self.calendar.text.is_chinese:
            return self.calendar.due(self.due_dates[0])
        if self.governing:
            return self.governing[0]
        return self.setting.due


def _numeric(
    text: NormalText, quantities: list[Quantity], scene: _Scene, doc_type: DocType
) -> list[TargetItem]:
    place = (scene.start, scene.end)
    if text.is_chinese:
        dates = scene.calendar.between(*place)
        statements = chinese_statements(text, place, quantities, dates)
    else:
        statements = english_statements(text, place, quantities, scene.calendar.between(*place))
    items = []
    for statement in statements:
        due = scene.due_of(statement.start)
        dated = due is not None or scene.setting.goals
        if doc_type in _RULE_LIKE and not (dated or statement.strive):
            continue
        name = called(text, statement.start, statement.end)
        items.append(_item(text, statement, scene.status, due, name))
    return items


def _item(
    text: NormalText,
    statement: Statement,
    status: Status,
    due: Due | None,
    name: Qualifier | None,
) -> TargetItem:
    quantity = statement.quantity
    wished: Qualifier | None = "strive_for" if statement.strive else None
    about: Qualifier | None = "approximately" if quantity.comparator == "approx" else None
    return TargetItem(
        start=statement.start,
        end=statement.end,
        indicator=statement.indicator,
        comparator=quantity.comparator,
        measure=statement.measure,
        value=quantity.value,
        value_max=quantity.value_max,
        baseline=statement.baseline,
        unit=statement.unit,
        unit_text=quantity.unit_text,
        # The comparator says "about" by itself; that a target binds stands nowhere else.
        qualifier=name or wished or about,
        status=status,
        deadline=due.day if due else None,
        deadline_text=due.text if due else None,
        scope=statement.scope,
        known_unit=quantity.known,
        rule=statement.rule,
    )


def _qualitative(text: NormalText, scene: _Scene, numeric: list[TargetItem]) -> list[TargetItem]:
    found = []
    for start, end, indicator, total in find_qualitative(text, (scene.start, scene.end)):
        due = scene.due_of(start)
        if not total and not (scene.is_dated and scene.status == "target"):
            continue
        if any(start < item.end and item.start < end for item in numeric):
            continue
        found.append(
            TargetItem(
                start=start, end=end, indicator=indicator, comparator=None, measure="qualitative",
                value=None, value_max=None, baseline=None, unit=None, unit_text=None,
                qualifier=None, status=scene.status, deadline=due.day if due else None,
                deadline_text=due.text if due else None, scope=None,
                rule="qualitative-total" if total else "qualitative",
            )
        )  # fmt: skip
    return found
