"""What a page lists and marks: entries with their places, and the text cut at every border."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from policytext.errors import PolicytextError
from policytext.schema import PolicyDocument, Span

Kind = Literal["target", "agency", "task", "reference", "label", "note"]
KINDS: tuple[Kind, ...] = ("target", "agency", "task", "reference", "label", "note")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the panel and its places in the text.

    ``key`` names the object it shows: a target's id, an agency's id, a task's id, the id of a
    task of the taxonomy for ``label``. ``tasks`` are the ids it is filtered by: tasks of the
    document ("A1.T1") and of the taxonomy ("T09").
    """

    kind: Kind
    key: str
    spans: tuple[Span, ...]
    tasks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of one line that lies in the same places from end to end.

    ``places`` are (number of the entry, number of its span), the shortest place first.
    """

    start: int
    end: int
    places: tuple[tuple[int, int], ...]


def entries_of(doc: PolicyDocument) -> list[Entry]:
    """Everything of a document that the page lists, in the order of the panel."""
    labels = _Labels(doc)
    tasks_of_agency: dict[str, list[str]] = defaultdict(list)
    tasks_of_target: dict[str, list[str]] = defaultdict(list)
    for aspect in doc.aspects:
        for task in aspect.tasks:
            for each in task.agencies:
                tasks_of_agency[each.agency_id].append(task.id)
            for target_id in task.target_ids:
                tasks_of_target[target_id].append(task.id)
    found: list[Entry] = []
    for target in doc.targets:
        own = [*tasks_of_target[target.id], *([target.task_id] if target.task_id else [])]
        found.append(
            Entry("target", target.id, (target.span,), _unique(own + labels.at(target.span)))
        )
    for agency in doc.agencies:
        spans = tuple(mention.span for mention in agency.mentions)
        own = tasks_of_agency[agency.id] + [t for span in spans for t in labels.at(span)]
        found.append(Entry("agency", agency.id, spans, _unique(own)))
    for aspect in doc.aspects:
        inside = [task.id for task in aspect.tasks]
        found.append(Entry("task", aspect.id, (aspect.span,), tuple(inside)))
        for task in aspect.tasks:
            own = [task.id, *labels.at(task.span)]
            found.append(Entry("task", task.id, (task.span,), _unique(own)))
    for number, reference in enumerate(doc.references):
        own = labels.at(reference.span)
        found.append(Entry("reference", str(number), (reference.span,), _unique(own)))
    for task_id, passages in labels.by_task.items():
        found.append(Entry("label", task_id, tuple(passages), (task_id,)))
    for number, declared in enumerate(doc.declared):
        found.append(Entry("note", f"declared:{number}", (declared.span,), ()))
    for number, diagnostic in enumerate(doc.diagnostics):
        places = (diagnostic.span,) if diagnostic.span else ()
        found.append(Entry("note", f"diagnostic:{number}", places, ()))
    return found


def check_text(text: str, entries: list[Entry]) -> None:
    """Raise PolicytextError unless every place holds its quote in ``text``."""
    for entry in entries:
        for span in entry.spans:
            if text[span.start : span.end] != span.quote:
                raise PolicytextError(
                    f"the text does not belong to this result: {entry.kind} {entry.key} should "
                    f"stand at {span.start}-{span.end} as {span.quote[:40]!r}, found "
                    f"{text[span.start : span.end][:40]!r}; give the text of the same extraction"
                )


def cut(text: str, entries: list[Entry]) -> Iterator[list[Segment]]:
    """The lines of the text, each a list of segments; every character is in exactly one.

    Takes time linear in the text and in the places, times the places that overlap at one point.
    """
    starting: dict[int, list[tuple[int, int]]] = defaultdict(list)
    closing: dict[int, list[tuple[int, int]]] = defaultdict(list)
    length: dict[tuple[int, int], int] = {}
    for number, entry in enumerate(entries):
        for index, span in enumerate(entry.spans):
            if span.end > span.start:
                starting[span.start].append((number, index))
                closing[span.end].append((number, index))
                length[number, index] = span.end - span.start
    points = sorted({*starting, *closing})
    active: dict[tuple[int, int], None] = {}
    line: list[Segment] = []
    at = 0
    for point in (*points, len(text)):
        while at < point:
            newline = text.find("\n", at, point)
            end = newline + 1 if newline >= 0 else point
            places = tuple(sorted(active, key=lambda place: (length[place], place)))
            line.append(Segment(at, end, places))
            at = end
            if newline >= 0:
                yield line
                line = []
        for place in closing.get(point, ()):
            active.pop(place, None)
        for place in starting.get(point, ()):
            active[place] = None
    if line:
        yield line


class _Labels:
    """Which tasks of the taxonomy the passages were given, by task and by place."""

    def __init__(self, doc: PolicyDocument) -> None:
        self.by_task: dict[str, list[Span]] = {entry.task_id: [] for entry in doc.coverage}
        self._passages = sorted(
            (passage for passage in doc.passages if passage.labels), key=lambda p: p.span.start
        )
        for passage in self._passages:
            for label in passage.labels:
                self.by_task.setdefault(label.task_id, []).append(passage.span)
        self._starts = [passage.span.start for passage in self._passages]

    def at(self, span: Span) -> list[str]:
        """Tasks of the passage that holds a place."""
        index = bisect_right(self._starts, span.start) - 1
        if index < 0 or self._passages[index].span.end < span.end:
            return []
        return [label.task_id for label in self._passages[index].labels]


def _unique(ids: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))
