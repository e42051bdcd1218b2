"""Provinces and tasks: which documents of which province take up which task of a taxonomy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from policytext.errors import PolicytextError
from policytext.export.titles import taxonomy_titles
from policytext.regions import region
from policytext.schema import ErrorRecord, PolicyDocument

Status = Literal["covered", "partial", "absent"]
_COUNTRY = "100000"
_UNKNOWN = "000000"
_RANK: dict[Status, int] = {"covered": 2, "partial": 1, "absent": 0}


@dataclass(frozen=True, slots=True)
class Row:
    """A province, the centre (100000), or all documents whose territory is unknown (000000)."""

    adcode: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What one document says of one task; ``quote`` is its first passage on it."""

    adcode: str
    task_id: str
    year: int | None
    document: str
    status: Status
    score: float
    quote: str | None


@dataclass(frozen=True, slots=True)
class CoverageTable:
    """Rows in the order of their codes, tasks in that of the taxonomy.

    ``failed`` counts the documents that could not be read and are not in the table.
    """

    rows: tuple[Row, ...]
    tasks: tuple[tuple[str, str], ...]
    findings: tuple[Finding, ...]
    failed: int = 0
    _best: dict[tuple[str, str], Finding] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        for finding in self.findings:
            place = (finding.adcode, finding.task_id)
            known = self._best.get(place)
            if known is None or _order(finding) > _order(known):
                self._best[place] = finding

    def best(self, adcode: str, task_id: str) -> Finding | None:
        """The finding of the document of a row that covers a task best, or None."""
        return self._best.get((adcode, task_id))

    def status(self, adcode: str, task_id: str) -> Status:
        """Status of a cell: the best of its documents."""
        found = self.best(adcode, task_id)
        return found.status if found else "absent"

    def total(self, adcode: str) -> int:
        """How many tasks a row covers in whole (partial ones do not count)."""
        return sum(self.status(adcode, task_id) == "covered" for task_id, _ in self.tasks)


def coverage_table(docs: Iterable[PolicyDocument | ErrorRecord]) -> CoverageTable:
    """The table of many results, all classified against one taxonomy.

    A document counts for the province that its territory lies in. Raises PolicytextError when
    there is no coverage at all, or when the documents were classified against different
    taxonomies.
    """
    rows: dict[str, Row] = {}
    findings: list[Finding] = []
    tasks: dict[str, str] = {}
    taxonomies: set[tuple[str, str]] = set()
    failed = 0
    for doc in docs:
        if isinstance(doc, ErrorRecord):
            failed += 1
            continue
        artefact = doc.provenance.taxonomy
        if artefact is None:
            raise PolicytextError(
                f"{doc.source.uri or doc.source.id} was extracted without a taxonomy; "
                "extract it again with --taxonomy"
            )
        taxonomies.add((artefact.id, artefact.sha256))
        row = _row(doc)
        rows[row.adcode] = row
        titles = taxonomy_titles(doc)
        tasks |= {c.task_id: titles.get(c.task_id, "") for c in doc.coverage}
        findings += _findings(doc, row.adcode)
    if len(taxonomies) > 1:
        names = ", ".join(f"{name} ({sha256[:8]})" for name, sha256 in sorted(taxonomies))
        raise PolicytextError(f"one map needs one taxonomy, these results have several: {names}")
    if not findings:
        raise PolicytextError("no result with a coverage was given, so there is nothing to map")
    ordered = tuple(rows[code] for code in sorted(rows))
    return CoverageTable(ordered, tuple(tasks.items()), tuple(findings), failed)


def _findings(doc: PolicyDocument, adcode: str) -> list[Finding]:
    passages = {passage.id: passage.span.quote for passage in doc.passages}
    dated = doc.meta.issued_on or doc.meta.published_on
    return [
        Finding(
            adcode,
            each.task_id,
            dated.year if dated else None,
            doc.meta.title or doc.source.uri or doc.source.id,
            each.status,
            each.score,
            passages.get(each.evidence[0]) if each.evidence else None,
        )
        for each in doc.coverage
    ]


def _row(doc: PolicyDocument) -> Row:
    place = doc.meta.jurisdiction
    if place is None:
        return Row(_UNKNOWN, "地区不详", "unknown territory")
    if place.adcode == _COUNTRY:
        return Row(_COUNTRY, place.name, place.name_en)
    above = region(f"{place.adcode[:2]}0000")
    if above is None:
        return Row(place.adcode, place.name, place.name_en)
    return Row(above.adcode, above.name, above.name_en)


def _order(finding: Finding) -> tuple[int, float]:
    return _RANK[finding.status], finding.score
