"""The network of bodies in a result: who issues with whom, who leads whom, who helps whom."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from policytext.schema import Agency, ErrorRecord, PolicyDocument, TaskAgency

EdgeRelation = Literal["issues_with", "leads", "cooperates_with", "shares_with"]


@dataclass(frozen=True, slots=True)
class Edge:
    """One tie between two bodies, by agency id, in one document and, where it is one, one task.

    ``issues_with``: both issue the document. ``leads``: source leads the task, target is
    responsible or cooperates in it. ``cooperates_with``: source helps the leader, target.
    ``shares_with``: both lead, or both are responsible for, the task. Ties of the first and last
    kind have no direction; source and target stand in the order of the text.
    """

    source: str
    relation: EdgeRelation
    target: str
    document_id: str
    task_id: str | None


def edges(doc: PolicyDocument) -> list[Edge]:
    """The ties that a result states, in the order of the text; generic bodies included."""
    issuing = [agency.id for agency in doc.agencies if "issuer" in agency.roles]
    found = [Edge(a, "issues_with", b, doc.source.id, None) for a, b in combinations(issuing, 2)]
    for aspect in doc.aspects:
        for task in aspect.tasks:
            found += _of_task(task.agencies, doc.source.id, task.id)
    return found


def edges_of(docs: Iterable[PolicyDocument | ErrorRecord]) -> list[Edge]:
    """The ties of many results; error records have none."""
    return [edge for doc in docs if isinstance(doc, PolicyDocument) for edge in edges(doc)]


def agency_table(doc: PolicyDocument) -> str:
    """The bodies of a result as a table for people: those that do something first."""
    head = ("id", "name", "level", "roles", "mentions")
    ordered = sorted(doc.agencies, key=lambda agency: agency.roles == ["mentioned"])
    lines = [head, *(_line(agency) for agency in ordered)]
    widths = [max(_width(line[i]) for line in lines) for i in range(len(head))]
    text = [
        "  ".join(
            cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True)
        ).rstrip()
        for line in lines
    ]
    return "\n".join(text) + "\n"


def _of_task(named: Sequence[TaskAgency], document: str, task: str) -> list[Edge]:
    leading = [item.agency_id for item in named if item.role == "lead"]
    others = [item for item in named if item.role in ("responsible", "cooperating")]
    found = [Edge(a, "shares_with", b, document, task) for a, b in combinations(leading, 2)]
    for leader in leading:
        for other in others:
            found.append(Edge(leader, "leads", other.agency_id, document, task))
            if other.role == "cooperating":
                found.append(Edge(other.agency_id, "cooperates_with", leader, document, task))
    if not leading:
        bearing = [item.agency_id for item in others if item.role == "responsible"]
        found += [Edge(a, "shares_with", b, document, task) for a, b in combinations(bearing, 2)]
    return [edge for edge in found if edge.source != edge.target]


def _line(agency: Agency) -> tuple[str, ...]:
    level = agency.type if agency.level is None else agency.level
    return (agency.id, agency.name, level, ", ".join(agency.roles), str(len(agency.mentions)))


def _width(words: str) -> int:
    """Columns in a terminal: a Chinese character takes two."""
    return len(words) + sum(unicodedata.east_asian_width(c) in "WF" for c in words)
