"""Passages -> labels with calibrated scores, and the coverage of a taxonomy by a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from policytext.classify.model import Model
from policytext.classify.passages import PassageInput
from policytext.classify.similarity import LabelSimilarity
from policytext.errors import DataError
from policytext.patterns import lazy
from policytext.taxonomy import Taxonomy

# One passage this sure, or two with the label, make a task covered; one weaker label makes it
# partial.
COVERED_FROM = 0.75
_MARKS = lazy(r"[\s“”\"'‘’]+")

Status = Literal["covered", "partial", "absent"]


@dataclass(frozen=True, slots=True)
class ClassifiedPassage:
    """A passage with its labels (task id, score in [0, 1] with four digits), best first.

    ``abstained``: nothing was given, although a task came near; a reader should decide.
    """

    passage: PassageInput
    labels: tuple[tuple[str, float], ...]
    abstained: bool


@dataclass(frozen=True, slots=True)
class TaskCoverage:
    """How far a document takes up a task; ``evidence``: ids of the passages, best first."""

    task_id: str
    score: float
    status: Status
    evidence: tuple[str, ...]


def classify_passages(
    passages: Sequence[PassageInput], taxonomy: Taxonomy, model: Model | None
) -> list[ClassifiedPassage]:
    """Labels for passages, in their order.

    With a model of this taxonomy its calibrated scores are used; without one, the likeness of
    the passage to the titles, descriptions and keywords of the tasks. A passage that holds the
    title of a task word for word takes it up with the score 1.
    """
    titles = _titles(taxonomy)
    if model is None:
        scorer = LabelSimilarity.of(taxonomy)
        return [_labelled(p, _probabilities(p, scorer, titles), scorer) for p in passages]
    expected = tuple(task.id for task in taxonomy.tasks)
    if model.task_ids != expected:
        raise DataError(
            f"model {model.id!r} was trained for other tasks than those of {taxonomy.id!r}"
        )
    return [_labelled(p, _probabilities(p, model, titles), model) for p in passages]


def _titles(taxonomy: Taxonomy) -> list[tuple[int, str]]:
    """(index of the task, title without marks), in both languages."""
    return [
        (k, _MARKS.sub("", title.lower()))
        for k, task in enumerate(taxonomy.tasks)
        for title in (task.title_zh, task.title_en)
        if title
    ]


def _probabilities(
    passage: PassageInput, scorer: Model | LabelSimilarity, titles: list[tuple[int, str]]
) -> list[float]:
    probabilities = scorer.probabilities(passage.text)
    plain = _MARKS.sub("", passage.text.lower())
    for k, title in titles:
        if title in plain:
            probabilities[k] = 1.0
    return probabilities


def _labelled(
    passage: PassageInput, probabilities: list[float], scorer: Model | LabelSimilarity
) -> ClassifiedPassage:
    labels = [
        (task, round(p, 4))
        for task, p in zip(scorer.task_ids, probabilities, strict=True)
        if p >= scorer.threshold
    ]
    labels.sort(key=lambda label: (-label[1], label[0]))
    best = max(probabilities, default=0.0)
    return ClassifiedPassage(passage, tuple(labels), not labels and best >= scorer.doubt)


def coverage(classified: Sequence[ClassifiedPassage], taxonomy: Taxonomy) -> list[TaskCoverage]:
    """One entry for every task of the taxonomy; passages are called P1, P2 ... by their order."""
    evidence: dict[str, list[tuple[float, int]]] = {task.id: [] for task in taxonomy.tasks}
    for number, item in enumerate(classified, start=1):
        for task_id, score in item.labels:
            evidence[task_id].append((-score, number))
    found: list[TaskCoverage] = []
    for task in taxonomy.tasks:
        places = sorted(evidence[task.id])
        best = -places[0][0] if places else 0.0
        status: Status = "absent"
        if places:
            status = "covered" if best >= COVERED_FROM or len(places) > 1 else "partial"
        found.append(TaskCoverage(task.id, best, status, tuple(f"P{n}" for _, n in places)))
    return found
