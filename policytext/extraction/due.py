"""When a statement falls due and whether it sets a target or reports an achievement."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date

from policytext.extraction.items import DateMention
from policytext.extraction.tense_en import tense
from policytext.outline import Outline
from policytext.patterns import lazy
from policytext.schema import DocType, Status
from policytext.text.letters import folded
from policytext.text.normal import NormalText
from policytext.text.sentences import Extent

_REVIEW = ("回顾", "总结", "过去一年", "过去五年", "成就")
_REVIEW_EN = lazy(r"\breview\b")
_SECOND_PART = lazy(
    r"(?:做好|新的一年|今年|20\d\d年)[^。，\n]{0,16}(?:总体要求|主要目标|预期目标|工作思路|工作安排|工作部署)"
)
_PART = lazy(r"工作|任务|安排|目标|重点|总体要求|举措|(?i:priorities|work plan|tasks)")
_LONGEST_PART_TITLE = 45
_TIME_LIMIT = lazy(r"(?:完成|办结|实施|工作)(?:时限|时间|期限):|(?i:deadline|time limit): ?")
# Where such a note ends: only a paragraph that has one is searched for it.
_TIME_LIMIT_END = lazy(r":(?:(?<=[时期]限:)|(?<=时间:)|(?<=(?i:deadline):)|(?<=(?i:time limit):))")
_COMPARED = frozenset("比较与从自以对")
_NOT_DUE_OPENS = frozenset("以起开的相度基水版期级届学远成政")
_NOT_DUE_AFTER = lazy(
    r"以来|以后|起|开始|的|相比|度?基数|水平|版|期|级|届|学年|远景|成果|政府工作报告"
)
_NOT_DUE_BEFORE_EN = (
    "since ", "from ", "over ", "compared with ", "compared to ", "than in ", "than ", "of ",
    "after ",
)  # fmt: skip
_LONGEST_BEFORE = 16
_OPENS = lazy(r"(?:到|至|截至|截止|(?i:by|before|no later than|until))")
_PAST_ZH = lazy(
    # Each begins with one literal, so that the search for it is a plain scan.
    r"已经|已(?!有)|截至目前|目前|去年|上年|过去[一五]?年|一年来|近年来|五年来|历年|以来|“十三五”期间"
    r"|截至\d{4}年(?:底|末)?"
)
_AHEAD_ZH = lazy(r"力争|确保|争取|将|计划|预计|努力|预期目标|要(?!求|素)|目标是|到20")


def _is_compared_en(text: str, start: int) -> bool:
    """Whether what begins at ``start`` is a base of comparison, by the words in front of it."""
    if text[start - 1 : start] != " ":
        return False
    before = folded(text[max(0, start - _LONGEST_BEFORE) : start])
    if before.endswith(_NOT_DUE_BEFORE_EN):
        for words in _NOT_DUE_BEFORE_EN:
            if before.endswith(words):
                mark = before[-len(words) - 1 : -len(words)]
                if not (mark.isalnum() or mark == "_"):
                    return True
    return False


def _is_review(title: str) -> bool:
    """Whether a title names a look back."""
    for words in _REVIEW:
        if words in title:
            return True
    lowered = folded(title)
    if "achievements" in lowered or "retrospect" in lowered:
        return True
    return "review" in lowered and _REVIEW_EN.search(lowered) is not None


@dataclass(slots=True)
class Due:
    """A deadline with its words."""

    day: date
    text: str


@dataclass(slots=True)
class Setting:
    """What a section says of the statements in it."""

    status: Status | None
    due: Due | None
    goals: bool


_PLAIN = Setting(None, None, False)
_NOWHERE = (0, 0, _PLAIN)


class Calendar:
    """Dates and section settings of one document, asked in reading order."""

    def __init__(
        self,
        text: NormalText,
        outline: Outline,
        issued_on: date | None,
        doc_type: DocType,
        dates: list[DateMention],
    ) -> None:
        self.text = text
        self._chinese = text.is_chinese
        self.issued_on = issued_on
        self.dates = dates
        self.date_starts = [item.start for item in dates]
        self._has_titles = "《" in text.text
        self._dues: dict[int, Due] = {}
        self._outline = outline
        self._starts = [section.start for section in outline]
        self._last = _NOWHERE
        self._settings: list[Setting | None] = [None] * len(outline)
        self._parts = self._find_parts() if doc_type == "work_report" else []
        self._part_starts = [start for start, _ in self._parts]
        ends = _TIME_LIMIT_END.finditer(text.text) if dates else ()
        self._limits = [match.start() for match in ends]

    def setting(self, place: int) -> Setting:
        """Setting of the innermost section around ``place``."""
        low, high, setting = self._last
        if low <= place < high:
            return setting
        i = self._section_at(place)
        # As far as the next section or part begins, or this one ends, nothing changes.
        high = len(self.text.text) if i is None else self._outline[i].body_end
        ahead = bisect_right(self._starts, place)
        if ahead < len(self._starts):
            high = min(high, self._starts[ahead])
        setting = _PLAIN if i is None else self._settings[i] or self._setting_of(i)
        part = bisect_right(self._part_starts, place)
        if part < len(self._parts):
            high = min(high, self._part_starts[part])
        if part:
            whole = self._parts[part - 1][1]
            goals = whole.status == "target" and setting.goals
            setting = Setting(whole.status, whole.due, goals)
        self._last = (place, high, setting)
        return setting

    def section_end(self, place: int) -> int:
        """End of the innermost section around ``place``, or of the text."""
        i = self._section_at(place)
        return len(self.text.text) if i is None else self._outline[i].body_end

    def _section_at(self, place: int) -> int | None:
        i: int | None = bisect_right(self._starts, place) - 1
        if i is not None and i < 0:
            return None
        while i is not None and self._outline[i].body_end <= place:
            i = self._outline[i].parent
        return i

    def between(self, start: int, end: int) -> list[DateMention]:
        """Dates that begin in ``[start, end)``."""
        low = bisect_left(self.date_starts, start)
        return self.dates[low : bisect_left(self.date_starts, end, low)]

    def time_limit(self, start: int, end: int) -> Due | None:
        """The date of a closing note (完成时限:2026年底) that governs its whole paragraph."""
        limits = self._limits
        if not limits or bisect_left(limits, start) == bisect_left(limits, end):
            return None
        match = _TIME_LIMIT.search(self.text.text, start, end)
        if match is None:
            return None
        dates = self.between(match.end(), min(end, match.end() + 12))
        return self.due(dates[0]) if dates else None

    def can_be_due(self, item: DateMention, status: Status | None) -> bool:
        """Whether a date can be a deadline: not a base of comparison, not in the past."""
        text = self.text.text
        if item.start and text[item.start - 1] in _COMPARED:
            return False
        if self._chinese:
            end = item.end
            if end < len(text) and text[end] in _NOT_DUE_OPENS and _NOT_DUE_AFTER.match(text, end):
                return False
            if text[end - 1] == "来" and text.endswith("以来", item.start, end):
                return False
        elif _is_compared_en(text, item.start):
            return False
        if item.rule == "iso" or status == "achievement" or self._in_title(item):
            return False
        return not (self.issued_on and item.day < self.issued_on)

    def opens(self, item: DateMention) -> bool:
        """Whether a date is written as a deadline (到2025年, 2025年底, by 2025)."""
        if item.kind in ("year_end", "year"):
            return True
        written = self.text.text[item.start : item.end]
        return _OPENS.match(written) is not None or "前" in written

    def due(self, item: DateMention) -> Due:
        """The deadline that a date gives, with its words as written."""
        due = self._dues.get(item.start)
        if due is None:
            due = Due(item.day, self.text.written[item.start : item.end].strip())
            self._dues[item.start] = due
        return due

    def status(
        self, place: Extent, setting: Setting, dates: list[DateMention], *, has_due: bool
    ) -> Status:
        """Target or achievement: the section decides, then the words of the sentence ``place``.

        ``dates`` are those in it.
        """
        if not self._chinese:
            if has_due or setting.status == "target" or setting.goals:
                return "target"
            said = tense(self.text.text[slice(*place)])
            if said == "past" or (not said and setting.status == "achievement"):
                return "achievement"
            return "target"
        if setting.status == "achievement":
            return "achievement"
        if has_due:
            return "target"
        piece = self.text.text[slice(*place)]
        if _PAST_ZH.search(piece) and not _AHEAD_ZH.search(piece):
            return "achievement"
        if self._is_past_year(place[0], dates):
            return "achievement"
        return "target"

    def _is_past_year(self, start: int, dates: list[DateMention]) -> bool:
        if not dates or self.issued_on is None:
            return False
        first = dates[0]
        return (
            first.day < self.issued_on
            and first.start - start < 6
            and not (first.start and self.text.text[first.start - 1] in _COMPARED)
        )

    def _in_title(self, item: DateMention) -> bool:
        if not self._has_titles:
            return False
        text, start = self.text.text, item.start
        opened = text.rfind("《", max(0, start - 60), start)
        return opened >= 0 and text.find("》", opened, start) < 0

    def _setting_of(self, i: int) -> Setting:
        """Setting of a section; those above it are read first, and each only once."""
        above = [i]
        parent = self._outline[i].parent
        while parent is not None and self._settings[parent] is None:
            above.append(parent)
            parent = self._outline[parent].parent
        setting = (self._settings[parent] if parent is not None else None) or _PLAIN
        for section in reversed(above):
            setting = self._settings[section] or self._of_section(section, setting)
            self._settings[section] = setting
        return setting

    def _of_section(self, i: int, parent: Setting) -> Setting:
        section = self._outline[i]
        size = section.end - section.title_start
        if size > 60 and section.run_in:
            return parent
        role = section.role
        if role == "review" or (
            size < 40 and _is_review(self.text.text[section.title_start : section.end])
        ):
            return Setting("achievement", None, False)
        due = parent.due
        status = parent.status
        for item in self.between(section.start, section.end):
            if item.kind in ("year", "period", "year_end") and self._outlives(item):
                due = self.due(item)
                status = "target"
        return Setting(status, due, role == "goals" or parent.goals)

    def _outlives(self, item: DateMention) -> bool:
        if item.start and self.text.text[item.start - 1] in "(—-":
            return False
        return self.issued_on is None or item.day >= self.issued_on

    def _find_parts(self) -> list[tuple[int, Setting]]:
        """Parts of a work report: the review, the plan of the years ahead, the year's work."""
        text = self.text.text
        parts: list[tuple[int, Setting]] = []
        for start, end in self.text.paragraphs:
            if end - start > _LONGEST_PART_TITLE:
                cue = _SECOND_PART.match(text, start, end)
                if cue and parts and parts[-1][1].status == "achievement":
                    parts.append(
                        (start, Setting("target", self._year_due(start, cue.end()), False))
                    )
                continue
            if text[end - 1] in "。;，" or text[start] == "(":
                continue
            title = text[start:end]
            if _is_review(title):
                parts.append((start, Setting("achievement", None, False)))
            elif parts and _PART.search(title):
                due = self._year_due(start, end)
                if due is not None:
                    parts.append((start, Setting("target", due, False)))
        return parts

    def _year_due(self, start: int, end: int) -> Due | None:
        """The last year or plan period that a title names."""
        named = [
            item for item in self.between(start, end) if item.kind in ("year", "period", "year_end")
        ]
        return self.due(named[-1]) if named else None
