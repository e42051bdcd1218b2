"""Every place of a result as one flat list: what spaCy and the annotation tools are given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from policytext import schema

Item = schema.Target | schema.Agency | schema.Task | schema.Reference | schema.Passage
Group = Literal["targets", "agencies", "tasks", "references", "labels"]
GROUPS: tuple[Group, ...] = ("targets", "agencies", "tasks", "references", "labels")


@dataclass(frozen=True, slots=True)
class Place:
    """One span: its group, label and key, the item it belongs to and where it stands.

    ``key`` names item and place within a document: "targets/N1", "agencies/cn/cac#0" (the first
    mention), "tasks/A1.T1", "references/0", "labels/P1/T09". ``score`` is that of a label.
    """

    group: Group
    label: str
    key: str
    item: Item
    span: schema.Span
    score: float | None = None


def places(result: schema.PolicyDocument) -> Iterator[Place]:
    """The places of all targets, agencies, tasks, references and task labels."""
    for target in result.targets:
        yield Place("targets", target.status, f"targets/{target.id}", target, target.span)
    for agency in result.agencies:
        for number, mention in enumerate(agency.mentions):
            key = f"agencies/{agency.id}#{number}"
            yield Place("agencies", mention.role, key, agency, mention.span)
    for aspect in result.aspects:
        for task in aspect.tasks:
            yield Place("tasks", "task", f"tasks/{task.id}", task, task.span)
    for number, reference in enumerate(result.references):
        key = f"references/{number}"
        yield Place("references", reference.relation, key, reference, reference.span)
    for passage in result.passages:
        for label in passage.labels:
            key = f"labels/{passage.id}/{label.task_id}"
            yield Place("labels", label.task_id, key, passage, passage.span, label.score)
