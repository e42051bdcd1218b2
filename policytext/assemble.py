"""The pieces of one document -> PolicyDocument: offsets become spans, items get their ids."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from policytext import schema
from policytext.classify.predict import ClassifiedPassage, TaskCoverage
from policytext.errors import DIAGNOSTICS, Note
from policytext.extraction.declared import DeclaredItem
from policytext.extraction.items import AgencyMention, MetaItem, ReferenceItem, TargetItem
from policytext.extraction.tasks import AspectItem, TaskItem
from policytext.outline import Outline
from policytext.text.normal import NormalText

# Order in which an agency's roles are listed.
_ROLES: tuple[schema.Role, ...] = ("issuer", "lead", "responsible", "cooperating", "mentioned")
_TASK_ROLES = frozenset({"lead", "responsible", "cooperating"})


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


class Spans:
    """Makes spans: normalised offsets in, offsets, page and quote of the source out."""

    def __init__(self, text: NormalText) -> None:
        self._offsets = text.offsets
        self._source = text.source

    def of(self, start: int, end: int) -> schema.Span:
        """Span of normalised ``[start, end)``."""
        return self.of_source(*self._offsets.to_source(start, end))

    def of_source(self, start: int, end: int) -> schema.Span:
        """Span of source ``[start, end)``."""
        return schema.Span(
            start=start,
            end=end,
            page=self._source.page_of(start),
            quote=self._source.text[start:end],
        )

    def maybe(self, extent: tuple[int, int] | None) -> schema.Span | None:
        """Span of an extent that may be missing."""
        return self.of(*extent) if extent else None


def assemble(
    text: NormalText,
    found: Findings,
    identity: tuple[schema.Source, schema.Provenance],
    *,
    include_text: bool,
    explain: bool,
) -> schema.PolicyDocument:
    """The document's JSON model from what was found in it."""
    spans = Spans(text)
    source, provenance = identity
    places = _TaskPlaces(found.aspects)
    targets = _targets(found.targets, places, spans, explain=explain)
    return schema.PolicyDocument(
        source=source,
        provenance=provenance,
        meta=_meta(found, spans),
        outline=[
            schema.OutlineEntry(
                level=section.level,
                number=section.number,
                title=section.title,
                span=spans.of(section.start, section.end),
            )
            for section in found.outline
        ],
        declared=_declared(found, spans),
        aspects=_aspects(text, found, targets, spans),
        targets=targets,
        agencies=_agencies(found.agencies, spans, explain=explain),
        references=[
            schema.Reference(
                title=item.title,
                doc_number=item.doc_number,
                alias=item.alias,
                relation=item.relation,
                span=spans.of(item.start, item.end),
                rule=item.rule if explain else None,
            )
            for item in found.references
        ],
        passages=_passages(found.classified, spans),
        coverage=[
            schema.Coverage(
                task_id=item.task_id,
                score=item.score,
                status=item.status,
                evidence=list(item.evidence),
            )
            for item in found.coverage
        ],
        diagnostics=_diagnostics(text, found, spans),
        text=text.source.text if include_text else None,
    )


class _TaskPlaces:
    """Finds the task in whose text an offset lies."""

    def __init__(self, aspects: Sequence[AspectItem]) -> None:
        places = sorted(
            (*extent, f"A{a}.T{t}")
            for a, aspect in enumerate(aspects, start=1)
            for t, task in enumerate(aspect.tasks, start=1)
            for extent in (task.extent, *task.more)
        )
        self._starts = [start for start, _, _ in places]
        self._places = places

    def task_id(self, offset: int) -> str | None:
        i = bisect_right(self._starts, offset) - 1
        if i < 0 or offset >= self._places[i][1]:
            return None
        return self._places[i][2]


def _meta(found: Findings, spans: Spans) -> schema.Meta:
    meta = found.meta
    return schema.Meta(
        title=meta.title,
        title_span=spans.maybe(meta.title_at),
        doc_number=meta.doc_number,
        doc_type=meta.doc_type,
        level=meta.level,
        jurisdiction=found.jurisdiction,
        issued_on=meta.issued_on,
        issued_on_span=spans.maybe(meta.issued_at),
        published_on=meta.published_on,
        published_on_span=spans.maybe(meta.published_at),
        period=meta.period,
    )


def _declared(found: Findings, spans: Spans) -> list[schema.Declared]:
    counted = {"aspects": len(found.aspects), "tasks": sum(len(a.tasks) for a in found.aspects)}
    return [
        schema.Declared(
            what=item.what,
            stated=item.stated,
            found=counted[item.what],
            span=spans.of(item.start, item.end),
        )
        for item in found.declared
    ]


def _aspects(
    text: NormalText, found: Findings, targets: list[schema.Target], spans: Spans
) -> list[schema.Aspect]:
    mentions = sorted(
        (item for item in found.agencies if item.role in _TASK_ROLES), key=lambda item: item.start
    )
    starts = [item.start for item in mentions]
    deadline_starts = [at for at, _ in found.deadlines]

    def agencies(task: TaskItem) -> list[schema.TaskAgency]:
        inside = [
            item
            for start, end in (task.extent, *task.more)
            for item in mentions[bisect_left(starts, start) : bisect_left(starts, end)]
        ]
        named = dict.fromkeys((item.agency_id, item.role) for item in inside)
        return [schema.TaskAgency(agency_id=agency, role=role) for agency, role in named]

    def deadline(task: TaskItem) -> date | None:
        for start, end in (task.extent, *task.more):
            i = bisect_left(deadline_starts, start)
            if i < len(deadline_starts) and deadline_starts[i] < end:
                return found.deadlines[i][1]
        return None

    by_task: dict[str, list[str]] = {}
    for target in targets:
        if target.task_id:
            by_task.setdefault(target.task_id, []).append(target.id)
    return [
        schema.Aspect(
            id=f"A{a}",
            ordinal=a,
            title=text.written[aspect.start : aspect.end].replace("\n", ""),
            span=spans.of(aspect.start, aspect.end),
            tasks=[
                schema.Task(
                    id=f"A{a}.T{t}",
                    ordinal=t,
                    title=text.written[task.start : task.end].replace("\n", ""),
                    span=spans.of(task.start, task.end),
                    agencies=agencies(task),
                    deadline=deadline(task),
                    target_ids=by_task.get(f"A{a}.T{t}", []),
                )
                for t, task in enumerate(aspect.tasks, start=1)
            ],
        )
        for a, aspect in enumerate(found.aspects, start=1)
    ]


def _targets(
    items: Sequence[TargetItem], places: _TaskPlaces, spans: Spans, *, explain: bool
) -> list[schema.Target]:
    return [
        schema.Target(
            id=f"N{n}",
            indicator=item.indicator,
            comparator=item.comparator,
            measure=item.measure,
            value=item.value,
            value_max=item.value_max,
            baseline=item.baseline,
            unit=item.unit,
            unit_text=item.unit_text,
            qualifier=item.qualifier,
            status=item.status,
            deadline=item.deadline,
            deadline_text=item.deadline_text,
            scope=item.scope,
            task_id=places.task_id(item.start),
            span=spans.of(item.start, item.end),
            rule=item.rule if explain else None,
        )
        for n, item in enumerate(sorted(items, key=lambda item: (item.start, item.end)), start=1)
    ]


def _agencies(
    mentions: Sequence[AgencyMention], spans: Spans, *, explain: bool
) -> list[schema.Agency]:
    grouped: dict[str, list[AgencyMention]] = {}
    for mention in sorted(mentions, key=lambda item: (item.start, item.end)):
        grouped.setdefault(mention.agency_id, []).append(mention)
    agencies: list[schema.Agency] = []
    for agency_id, named in grouped.items():
        first = named[0]
        roles = {mention.role for mention in named}
        agencies.append(
            schema.Agency(
                id=agency_id,
                name=first.name,
                name_en=first.name_en,
                type=first.type,
                level=first.level,
                adcode=first.adcode,
                roles=[role for role in _ROLES if role in roles],
                mentions=[
                    schema.Mention(role=mention.role, span=spans.of(mention.start, mention.end))
                    for mention in named
                ],
                rule=first.rule if explain else None,
            )
        )
    return agencies


def _passages(classified: Sequence[ClassifiedPassage], spans: Spans) -> list[schema.Passage]:
    return [
        schema.Passage(
            id=f"P{n}",
            span=spans.of(item.passage.start, item.passage.end),
            heading_path=list(item.passage.heading_path),
            labels=[schema.Label(task_id=task, score=score) for task, score in item.labels],
            abstained=item.abstained,
        )
        for n, item in enumerate(classified, start=1)
    ]


def _diagnostics(text: NormalText, found: Findings, spans: Spans) -> list[schema.Diagnostic]:
    notes = list(text.source.notes)
    if text.language == "und" and text.source.text.strip():
        notes.append(Note("language-unsupported", DIAGNOSTICS["language-unsupported"][1]))
    if not text.text:
        notes.append(Note("empty-text", DIAGNOSTICS["empty-text"][1]))
    diagnostics = [_diagnostic(note, spans) for note in notes]
    for item in _declared(found, spans):
        if item.stated != item.found:
            message = f"the text states {item.stated} {item.what}, {item.found} were found in it"
            diagnostics.append(_make("declared-count-differs", message, item.span))
    for target in found.targets:
        if not target.known_unit:
            message = f"unit {target.unit_text!r} is not in the unit table and kept as written"
            span = spans.of(target.start, target.end)
            diagnostics.append(_make("unit-unknown", message, span))
    for code, body in _doubtful_bodies(found.agencies):
        message = f"{body.name}: {DIAGNOSTICS[code][1]}"
        diagnostics.append(_make(code, message, spans.of(body.start, body.end)))
    if text.text and text.language != "und" and not found.aspects:
        diagnostics.append(_make("no-tasks", DIAGNOSTICS["no-tasks"][1], None))
    return sorted(diagnostics, key=lambda d: (d.span.start if d.span else -1, d.code, d.message))


def _doubtful_bodies(mentions: Sequence[AgencyMention]) -> list[tuple[str, AgencyMention]]:
    """The first mention of every body that is not in the gazetteer or fits several."""
    doubtful: dict[str, tuple[str, AgencyMention]] = {}
    for item in mentions:
        if item.agency_id.startswith("unlisted/"):
            doubtful.setdefault(item.agency_id, ("agency-unresolved", item))
        elif "region-ambiguous" in item.rule:
            doubtful.setdefault(item.agency_id, ("agency-ambiguous", item))
    return list(doubtful.values())


def _diagnostic(note: Note, spans: Spans) -> schema.Diagnostic:
    placed = note.start is not None and note.end is not None
    return _make(
        note.code,
        note.message,
        spans.of_source(note.start or 0, note.end or 0) if placed else None,
    )


def _make(code: str, message: str, span: schema.Span | None) -> schema.Diagnostic:
    return schema.Diagnostic(code=code, severity=DIAGNOSTICS[code][0], message=message, span=span)
