"""Rows of every table: one an item, values in the order of ``columns``."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal

from policytext.export.columns import Kind, columns
from policytext.export.titles import taxonomy_titles
from policytext.regions import region
from policytext.schema import ErrorRecord, PolicyDocument, Span

Value = str | int | float | Decimal | date | None
Row = tuple[Value, ...]
Record = PolicyDocument | ErrorRecord


def rows(docs: Iterable[Record], kind: Kind) -> Iterator[Row]:
    """The rows of one table over many documents, in their order.

    Error records have no rows; a warning says how many were met. Raises PolicytextError for an
    unknown kind.
    """
    columns(kind)
    return _rows(docs, kind)


def _rows(docs: Iterable[Record], kind: Kind) -> Iterator[Row]:
    failed = 0
    for doc in docs:
        if isinstance(doc, ErrorRecord):
            failed += 1
            continue
        yield from document_rows(doc, kind)
    if failed:
        warnings.warn(
            f"{failed} documents could not be read and have no rows in {kind!r}; "
            "their error records say why",
            stacklevel=3,
        )


def document_rows(doc: PolicyDocument, kind: Kind) -> Iterator[Row]:
    """The rows of one table for one document."""
    front = _front(doc)
    for row in _ROWS[kind](doc):
        yield (*front, *row)


def _front(doc: PolicyDocument) -> Row:
    meta = doc.meta
    code = meta.jurisdiction.adcode if meta.jurisdiction else None
    above = region(f"{code[:2]}0000") if code and code != "100000" else None
    dated = meta.issued_on or meta.published_on
    return (
        doc.source.id,
        doc.source.uri,
        meta.title,
        code,
        above.name if above else None,
        dated.year if dated else None,
    )


def _place(span: Span | None) -> Row:
    return (span.start, span.end, span.page, span.quote) if span else (None, None, None, None)


def _targets(doc: PolicyDocument) -> Iterator[Row]:
    for t in doc.targets:
        yield (
            *(t.id, t.indicator, t.comparator, t.measure, t.value, t.value_max, t.baseline),
            *(t.unit, t.unit_text, t.qualifier, t.status, t.deadline, t.deadline_text),
            *(t.scope, t.task_id, *_place(t.span)),
        )


def _agencies(doc: PolicyDocument) -> Iterator[Row]:
    for a in doc.agencies:
        place = _place(a.mentions[0].span if a.mentions else None)
        yield (
            *(a.id, a.name, a.name_en, a.type, a.level, a.adcode, ";".join(a.roles)),
            *(len(a.mentions), *place),
        )


def _tasks(doc: PolicyDocument) -> Iterator[Row]:
    for aspect in doc.aspects:
        for task in aspect.tasks:
            agencies = ";".join(f"{each.agency_id}={each.role}" for each in task.agencies)
            yield (
                *(aspect.id, aspect.title, task.id, task.title, task.deadline, agencies or None),
                *(";".join(task.target_ids) or None, *_place(task.span)),
            )


def _labels(doc: PolicyDocument) -> Iterator[Row]:
    taxonomy, titles = _taxonomy(doc), taxonomy_titles(doc, _english(doc))
    for p in doc.passages:
        path = " > ".join(p.heading_path) or None
        for label in p.labels:
            title = titles.get(label.task_id)
            yield (taxonomy, p.id, label.task_id, title, label.score, path, *_place(p.span))


def _coverage(doc: PolicyDocument) -> Iterator[Row]:
    taxonomy, titles = _taxonomy(doc), taxonomy_titles(doc, _english(doc))
    passages = {p.id: p.span for p in doc.passages}
    for c in doc.coverage:
        first = passages.get(c.evidence[0]) if c.evidence else None
        yield (
            *(taxonomy, c.task_id, titles.get(c.task_id), c.status, c.score, len(c.evidence)),
            *(";".join(c.evidence) or None, *_place(first)),
        )


def _references(doc: PolicyDocument) -> Iterator[Row]:
    for r in doc.references:
        yield (r.title, r.doc_number, r.alias, r.relation, *_place(r.span))


def _edges(doc: PolicyDocument) -> Iterator[Row]:
    names = {agency.id: agency.name for agency in doc.agencies}
    own = (doc.source.id, "document", doc.meta.title)
    for agency in doc.agencies:
        if "issuer" in agency.roles:
            yield (*own, "issuer", agency.id, "agency", agency.name)
    for aspect in doc.aspects:
        for task in aspect.tasks:
            source = (f"{doc.source.id}#{task.id}", "task", task.title)
            for each in task.agencies:
                yield (*source, each.role, each.agency_id, "agency", names.get(each.agency_id))
    for r in doc.references:
        yield (*own, r.relation, r.doc_number or r.title, "reference", r.title)


def _taxonomy(doc: PolicyDocument) -> str | None:
    return doc.provenance.taxonomy.id if doc.provenance.taxonomy else None


def _english(doc: PolicyDocument) -> bool:
    return doc.source.language == "en"


_ROWS: dict[Kind, Callable[[PolicyDocument], Iterator[Row]]] = {
    "targets": _targets,
    "agencies": _agencies,
    "tasks": _tasks,
    "labels": _labels,
    "coverage": _coverage,
    "references": _references,
    "edges": _edges,
}
