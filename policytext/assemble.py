"""The pieces of one document -> PolicyDocument: offsets become spans, items get their ids.

A document has thousands of values. They are put together as plain dicts, and one validation of the
whole tree makes the models of them: twice as fast as calling each model, and each value is checked.
Only the search for names that are no fields is left out, a third of the time; a test makes it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter, itemgetter
from typing import Any

from policytext import schema
from policytext.classify.predict import ClassifiedPassage, TaskCoverage
from policytext.errors import DIAGNOSTICS, Note
from policytext.extraction.declared import DeclaredItem
from policytext.extraction.items import AgencyMention, MetaItem, ReferenceItem, TargetItem
from policytext.extraction.tasks import AspectItem, TaskItem
from policytext.outline import Outline
from policytext.readers.source import SourceText
from policytext.text.normal import NormalText

# Order in which an agency's roles are listed.
_ROLES: tuple[schema.Role, ...] = ("issuer", "lead", "responsible", "cooperating", "mentioned")
_TASK_ROLES = frozenset({"lead", "responsible", "cooperating"})
_PLACE = attrgetter("start", "end")
_START = itemgetter(0)
_EXTENT = itemgetter(0, 1)


@dataclass(frozen=True, slots=True)
class Findings:
    """All that the extractors found in one document; offsets are into the normalised text."""

    outline: Outline = ()
    meta: MetaItem = field(default_factory=MetaItem)
    jurisdiction: schema.Jurisdiction | None = None
    declared: Sequence[DeclaredItem] = ()
    aspects: Sequence[AspectItem] = ()
    classified: Sequence[ClassifiedPassage] = ()
    coverage: Sequence[TaskCoverage] = ()
    deadlines: Sequence[tuple[int, date]] = ()
    targets: Sequence[TargetItem] = ()
    agencies: Sequence[AgencyMention] = ()
    references: Sequence[ReferenceItem] = ()


Tree = dict[str, Any]
"""Values of a model of policytext.schema by the names of its fields, not yet validated."""

SpanOf = Callable[[int, int], Tree]
"""Normalised offsets in; offsets, page and quote of the source out."""


def assemble(
    text: NormalText,
    found: Findings,
    identity: tuple[schema.Source, schema.Provenance],
    *,
    include_text: bool,
    explain: bool,
) -> schema.PolicyDocument:
    """The document's JSON model from what was found in it."""
    span_of = _spans(text)
    targets = _targets(found, span_of, explain=explain)
    declared = _declared(found, span_of)
    source, provenance = identity
    return schema.PolicyDocument.model_validate(
        {
            "source": source,
            "provenance": provenance,
            "meta": _meta(found, span_of),
            "outline": [
                {
                    "level": section.level,
                    "number": section.number,
                    "title": section.title,
                    "span": span_of(section.start, section.end),
                }
                for section in found.outline
            ],
            "declared": declared,
            "aspects": _aspects(text, found, targets, span_of),
            "targets": targets,
            "agencies": _agencies(found.agencies, span_of, explain=explain),
            "references": [
                {
                    "title": item.title,
                    "doc_number": item.doc_number,
                    "alias": item.alias,
                    "relation": item.relation,
                    "span": span_of(item.start, item.end),
                    "rule": item.rule if explain else None,
                }
                for item in found.references
            ],
            "passages": _passages(found.classified, span_of),
            "coverage": [
                {
                    "task_id": item.task_id,
                    "score": item.score,
                    "status": item.status,
                    "evidence": item.evidence,
                }
                for item in found.coverage
            ],
            "diagnostics": _diagnostics(text, found, declared, span_of),
            "text": text.source.text if include_text else None,
        },
        extra="ignore",
    )


def _spans(text: NormalText) -> SpanOf:
    to_source = text.offsets.to_source
    at, even = text.offsets.at, text.offsets.even
    words = text.source.text
    page_of = text.source.page_of if text.source.page_starts else None

    def span_of(start: int, end: int) -> Tree:
        # Most spans lie in one stretch that was only moved.
        last, shift = even[bisect_right(at, start) - 1]
        if 0 <= start < end <= last:
            low, high = start + shift, end + shift
        else:
            low, high = to_source(start, end)
        page = page_of(low) if page_of else None
        return {"start": low, "end": high, "page": page, "quote": words[low:high]}

    return span_of


class _TaskPlaces:
    """Finds the task in whose text an offset lies."""

    def __init__(self, aspects: Sequence[AspectItem]) -> None:
        places: list[tuple[int, int, str]] = []
        for a, aspect in enumerate(aspects, start=1):
            for t, task in enumerate(aspect.tasks, start=1):
                task_id = f"A{a}.T{t}"
                places.append((*task.extent, task_id))
                places += [(*extent, task_id) for extent in task.more]
        places.sort()
        self._starts = [start for start, _, _ in places]
        self._places = places

    def task_id(self, offset: int) -> str | None:
        i = bisect_right(self._starts, offset) - 1
        if i < 0 or offset >= self._places[i][1]:
            return None
        return self._places[i][2]


def _meta(found: Findings, span_of: SpanOf) -> Tree:
    meta = found.meta
    return {
        "title": meta.title,
        "title_span": span_of(*meta.title_at) if meta.title_at else None,
        "doc_number": meta.doc_number,
        "doc_type": meta.doc_type,
        "level": meta.level,
        "jurisdiction": found.jurisdiction,
        "issued_on": meta.issued_on,
        "issued_on_span": span_of(*meta.issued_at) if meta.issued_at else None,
        "published_on": meta.published_on,
        "published_on_span": span_of(*meta.published_at) if meta.published_at else None,
        "period": meta.period,
    }


def _declared(found: Findings, span_of: SpanOf) -> list[Tree]:
    counted = {"aspects": len(found.aspects), "tasks": sum(len(a.tasks) for a in found.aspects)}
    return [
        {
            "what": item.what,
            "stated": item.stated,
            "found": counted[item.what],
            "span": span_of(item.start, item.end),
        }
        for item in found.declared
    ]


def _aspects(
    text: NormalText, found: Findings, targets: Sequence[Tree], span_of: SpanOf
) -> list[Tree]:
    if not found.aspects:
        return []
    mentions = [item for item in found.agencies if item[8] in _TASK_ROLES]
    mentions.sort(key=_START)
    starts = [item[0] for item in mentions]
    named = [(item[2], item[8]) for item in mentions]
    deadline_starts = [at for at, _ in found.deadlines]

    def agencies(task: TaskItem) -> list[Tree]:
        start, end = task.extent
        inside = named[bisect_left(starts, start) : bisect_left(starts, end)]
        for start, end in task.more:
            inside += named[bisect_left(starts, start) : bisect_left(starts, end)]
        # Each body once in each of its roles.
        return [{"agency_id": agency, "role": role} for agency, role in dict.fromkeys(inside)]

    def deadline(task: TaskItem) -> date | None:
        for start, end in (task.extent, *task.more):
            i = bisect_left(deadline_starts, start)
            if i < len(deadline_starts) and deadline_starts[i] < end:
                return found.deadlines[i][1]
        return None

    by_task: dict[str, list[str]] = {}
    for target in targets:
        if target["task_id"]:
            by_task.setdefault(target["task_id"], []).append(target["id"])
    return [
        {
            "id": f"A{a}",
            "ordinal": a,
            "title": text.written[aspect.start : aspect.end].replace("\n", ""),
            "span": span_of(aspect.start, aspect.end),
            "tasks": [
                {
                    "id": (task_id := f"A{a}.T{t}"),
                    "ordinal": t,
                    "title": text.written[task.start : task.end].replace("\n", ""),
                    "span": span_of(task.start, task.end),
                    "agencies": agencies(task) if mentions else [],
                    "deadline": deadline(task) if deadline_starts else None,
                    "target_ids": by_task.get(task_id, []),
                }
                for t, task in enumerate(aspect.tasks, start=1)
            ],
        }
        for a, aspect in enumerate(found.aspects, start=1)
    ]


def _targets(found: Findings, span_of: SpanOf, *, explain: bool) -> list[Tree]:
    if not found.targets:
        return []
    task_at = _TaskPlaces(found.aspects).task_id
    return [
        {
            "id": f"N{n}",
            "indicator": item.indicator,
            "comparator": item.comparator,
            "measure": item.measure,
            "value": item.value,
            "value_max": item.value_max,
            "baseline": item.baseline,
            "unit": item.unit,
            "unit_text": item.unit_text,
            "qualifier": item.qualifier,
            "status": item.status,
            "deadline": item.deadline,
            "deadline_text": item.deadline_text,
            "scope": item.scope,
            "task_id": task_at(item.start),
            "span": span_of(item.start, item.end),
            "rule": item.rule if explain else None,
        }
        for n, item in enumerate(sorted(found.targets, key=_PLACE), start=1)
    ]


def _agencies(mentions: Sequence[AgencyMention], span_of: SpanOf, *, explain: bool) -> list[Tree]:
    agencies: dict[str, Tree] = {}
    for mention in sorted(mentions, key=_EXTENT):
        start, end, agency_id, name, name_en, type_, level, adcode, role, rule = mention
        agency = agencies.get(agency_id)
        if agency is None:
            agencies[agency_id] = agency = {
                "id": agency_id,
                "name": name,
                "name_en": name_en,
                "type": type_,
                "level": level,
                "adcode": adcode,
                "roles": [role],
                "mentions": [],
                "rule": rule if explain else None,
            }
        elif role not in agency["roles"]:
            agency["roles"].append(role)
            agency["roles"].sort(key=_ROLES.index)
        agency["mentions"].append({"role": role, "span": span_of(start, end)})
    return list(agencies.values())


def _passages(classified: Sequence[ClassifiedPassage], span_of: SpanOf) -> list[Tree]:
    return [
        {
            "id": f"P{n}",
            "span": span_of(start, end),
            "heading_path": heading_path,
            "labels": [{"task_id": task, "score": score} for task, score in labels]
            if labels
            else (),
            "abstained": abstained,
        }
        for n, ((_, heading_path, start, end), labels, abstained) in enumerate(classified, start=1)
    ]


def _diagnostics(
    text: NormalText, found: Findings, declared: Sequence[Tree], span_of: SpanOf
) -> list[Tree]:
    notes = list(text.source.notes)
    if text.language == "und" and text.source.text.strip():
        notes.append(Note("language-unsupported", DIAGNOSTICS["language-unsupported"][1]))
    if not text.text:
        notes.append(Note("empty-text", DIAGNOSTICS["empty-text"][1]))
    diagnostics = [_diagnostic(note, text.source) for note in notes]
    for count in declared:
        stated, counted = count["stated"], count["found"]
        if stated != counted:
            message = f"the text states {stated} {count['what']}, {counted} were found in it"
            diagnostics.append(_make("declared-count-differs", message, count["span"]))
    for target in found.targets:
        if not target.known_unit:
            message = f"unit {target.unit_text!r} is not in the unit table and kept as written"
            span = span_of(target.start, target.end)
            diagnostics.append(_make("unit-unknown", message, span))
    for code, body in _doubtful_bodies(found.agencies):
        message = f"{body.name}: {DIAGNOSTICS[code][1]}"
        diagnostics.append(_make(code, message, span_of(body.start, body.end)))
    if text.text and text.language != "und" and not found.aspects:
        diagnostics.append(_make("no-tasks", DIAGNOSTICS["no-tasks"][1], None))
    return sorted(diagnostics, key=_diagnostic_place)


def _diagnostic_place(diagnostic: Tree) -> tuple[int, str, str]:
    span = diagnostic["span"]
    return span["start"] if span else -1, diagnostic["code"], diagnostic["message"]


def _doubtful_bodies(mentions: Sequence[AgencyMention]) -> list[tuple[str, AgencyMention]]:
    """The first mention of every body that is not in the gazetteer or fits several."""
    doubtful: dict[str, tuple[str, AgencyMention]] = {}
    for item in mentions:
        if item.agency_id.startswith("unlisted/"):
            doubtful.setdefault(item.agency_id, ("agency-unresolved", item))
        elif "region-ambiguous" in item.rule:
            doubtful.setdefault(item.agency_id, ("agency-ambiguous", item))
    return list(doubtful.values())


def _diagnostic(note: Note, source: SourceText) -> Tree:
    """A note of the reader; its offsets are into the source."""
    start, end = note.start, note.end
    if start is None or end is None:
        return _make(note.code, note.message, None)
    span = {
        "start": start, "end": end, "page": source.page_of(start), "quote": source.text[start:end]
    }  # fmt: skip
    return _make(note.code, note.message, span)


def _make(code: str, message: str, span: Tree | None) -> Tree:
    return {"code": code, "severity": DIAGNOSTICS[code][0], "message": message, "span": span}
