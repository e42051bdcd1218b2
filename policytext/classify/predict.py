"""Passages -> labels with calibrated scores, and the coverage of a taxonomy by a document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import Literal, NamedTuple

from policytext.classify.model import Model
from policytext.classify.passages import PassageInput
from policytext.classify.similarity import LabelSimilarity
from policytext.classify.titles import titles_of
from policytext.errors import DataError
from policytext.taxonomy import Taxonomy

# One passage this sure, or two with the label, make a task covered; one weaker label makes it
# partial.
COVERED_FROM = 0.75

_SCORE = itemgetter(1)

Status = Literal["covered", "partial", "absent"]


class ClassifiedPassage(NamedTuple):
    """A passage with its labels (task id, score in [0, 1] with four digits), best first.

    ``abstained``: nothing was given, although a task came near; a reader should decide.
    """

    passage: PassageInput
    labels: tuple[tuple[str, float], ...]
    abstained: bool


class TaskCoverage(NamedTuple):
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
    title of a task word for word takes it up with the score 1; one that is an English title in
    almost the same words, with the share of word stems they have in common.
    """
    texts = [passage.text for passage in passages]
    if model is None:
        similarity = LabelSimilarity.of(taxonomy)
        scored = [dict(enumerate(similarity.probabilities(text))) for text in texts]
        scorer: Model | LabelSimilarity = similarity
    else:
        if model.task_ids != tuple(task.id for task in taxonomy.tasks):
            raise DataError(
                f"model {model.id!r} was trained for other tasks than those of {taxonomy.id!r}"
            )
        scorer = model
        scored = model.notable(texts)
    for i, likeness in titles_of(taxonomy).taken_up(texts).items():
        for k, p in likeness.items():
            scored[i][k] = max(p, scored[i].get(k, 0.0))
    return _labelled(passages, scored, scorer)


def _labelled(
    passages: Sequence[PassageInput],
    scored: Sequence[Mapping[int, float]],
    scorer: Model | LabelSimilarity,
) -> list[ClassifiedPassage]:
    names, threshold, doubt = scorer.task_ids, scorer.threshold, scorer.doubt
    found: list[ClassifiedPassage] = []
    new = tuple.__new__  # as ClassifiedPassage has it, without the call
    for passage, probabilities in zip(passages, scored, strict=True):
        if not probabilities:
            found.append(new(ClassifiedPassage, (passage, (), False)))
            continue
        labels = [(names[k], round(p, 4)) for k, p in probabilities.items() if p >= threshold]
        if len(labels) > 1:
            labels.sort()
            labels.sort(key=_SCORE, reverse=True)
        doubtful = not labels and max(probabilities.values()) >= doubt
        found.append(new(ClassifiedPassage, (passage, tuple(labels), doubtful)))
    return found


@cache
def _absent(taxonomy: Taxonomy) -> Mapping[str, TaskCoverage]:
    return {task.id: TaskCoverage(task.id, 0.0, "absent", ()) for task in taxonomy.tasks}


def coverage(classified: Sequence[ClassifiedPassage], taxonomy: Taxonomy) -> list[TaskCoverage]:
    """One entry for every task of the taxonomy; passages are called P1, P2 ... by their order."""
    found = dict(_absent(taxonomy))
    evidence: dict[str, list[tuple[float, int]]] = {}
    for number, item in enumerate(classified, start=1):
        for task_id, score in item[1]:  # the labels
            evidence.setdefault(task_id, []).append((-score, number))
    for task_id, places in evidence.items():
        places.sort()
        best = -places[0][0]
        status: Status = "covered" if best >= COVERED_FROM or len(places) > 1 else "partial"
        found[task_id] = tuple.__new__(  # as TaskCoverage has it, without the call
            TaskCoverage, (task_id, best, status, tuple([f"P{n}" for _, n in places]))
        )
    return list(found.values())
