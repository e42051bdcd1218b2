"""Passages -> labels with calibrated scores, and the coverage of a taxonomy by a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from policytext.classify.features import english_stems
from policytext.classify.model import Model
from policytext.classify.passages import PassageInput
from policytext.classify.similarity import LabelSimilarity
from policytext.errors import DataError
from policytext.patterns import lazy
from policytext.taxonomy import Taxonomy

# One passage this sure, or two with the label, make a task covered; one weaker label makes it
# partial.
COVERED_FROM = 0.75
# Translators vary a word or two of a title ("strengthening" for "strengthen" is one stem).
_SAME_TITLE = 0.7
_LONGEST_TITLE = 160
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
    title of a task word for word takes it up with the score 1; one that is an English title in
    almost the same words, with the share of word stems they have in common.
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


@dataclass(frozen=True, slots=True)
class _Title:
    """A title of task number ``k``: without marks, and the stems of an English one."""

    k: int
    plain: str
    stems: frozenset[str]


@cache
def _titles(taxonomy: Taxonomy) -> tuple[_Title, ...]:
    return tuple(
        _Title(k, _MARKS.sub("", title.lower()), _stems(title))
        for k, task in enumerate(taxonomy.tasks)
        for title in (task.title_zh, task.title_en)
        if title
    )


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem for stem in english_stems(text.lower()) if stem.count(" ") == 1)


def _probabilities(
    passage: PassageInput, scorer: Model | LabelSimilarity, titles: tuple[_Title, ...]
) -> list[float]:
    probabilities = scorer.probabilities(passage.text)
    plain = _MARKS.sub("", passage.text.lower())
    short_english = len(plain) <= _LONGEST_TITLE and plain[:1].isascii()
    stems = _stems(passage.text) if short_english else frozenset()
    for title in titles:
        if title.plain in plain:
            probabilities[title.k] = 1.0
        elif stems and title.stems:
            alike = len(stems & title.stems) / len(stems | title.stems)
            if alike >= _SAME_TITLE:
                probabilities[title.k] = max(alike, probabilities[title.k])
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
