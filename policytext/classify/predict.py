"""Passages -> labels with calibrated scores, and the coverage of a taxonomy by a document."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import Literal, NamedTuple

import ahocorasick_rs

from policytext.classify.features import word_stems
from policytext.classify.model import Model
from policytext.classify.passages import PassageInput
from policytext.classify.similarity import LabelSimilarity
from policytext.errors import DataError
from policytext.taxonomy import Taxonomy

# One passage this sure, or two with the label, make a task covered; one weaker label makes it
# partial.
COVERED_FROM = 0.75
# Translators vary a word or two of a title ("strengthening" for "strengthen" is one stem).
_SAME_TITLE = 0.7
_LONGEST_TITLE = 160
_MARKS = "“”\"'‘’"
_BETWEEN = "\uffff"  # stands between passages; no character (Unicode 23.7)

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
    for i, likeness in _titles(taxonomy).taken_up(texts).items():
        for k, p in likeness.items():
            scored[i][k] = max(p, scored[i].get(k, 0.0))
    return [_labelled(p, s, scorer) for p, s in zip(passages, scored, strict=True)]


@dataclass(frozen=True, slots=True)
class _Titles:
    """The titles of a taxonomy.

    ``plain`` finds them without white space and quotation marks; ``owners[i]`` is the number of
    the task whose title is its word ``i``. ``stems``: task and stems of every English title;
    ``telling``: the titles by some of their stems, so many that a passage without any of these has
    too few in common with the title (prefix filtering, Chaudhuri and others 2006).
    """

    plain: ahocorasick_rs.AhoCorasick
    owners: tuple[int, ...]
    stems: tuple[tuple[int, frozenset[str]], ...]
    telling: Mapping[str, tuple[int, ...]]

    def taken_up(self, texts: Sequence[str]) -> dict[int, dict[int, float]]:
        """passage -> task -> likeness of a title to the passage, 1 where it holds the title."""
        found: dict[int, dict[int, float]] = {}
        joined = _BETWEEN.join(texts)
        if joined.count(_BETWEEN) >= len(texts):
            joined = _BETWEEN.join([text.replace(_BETWEEN, " ") for text in texts])
        whole = _unmarked(joined)
        plain = whole.split(_BETWEEN) if texts else []
        matches = self.plain.find_matches_as_indexes(whole, overlapping=True)
        if matches:
            starts = [0, *accumulate(len(text) + 1 for text in plain)]
            for word, start, _ in matches:
                found.setdefault(bisect_right(starts, start) - 1, {})[self.owners[word]] = 1.0
        for i, text in enumerate(plain):
            if len(text) <= _LONGEST_TITLE and text[:1].isascii():
                for task, likeness in self._alike(texts[i]):
                    known = found.setdefault(i, {})
                    known[task] = max(likeness, known.get(task, 0.0))
        return found

    def _alike(self, text: str) -> list[tuple[int, float]]:
        stems = frozenset(word_stems(text.lower()))
        found: list[tuple[int, float]] = []
        for title in {i for stem in stems & self.telling.keys() for i in self.telling[stem]}:
            task, own = self.stems[title]
            count = len(stems & own)
            likeness = count / (len(stems) + len(own) - count)
            if likeness >= _SAME_TITLE:
                found.append((task, likeness))
        return found


@cache
def _titles(taxonomy: Taxonomy) -> _Titles:
    titles = [
        (k, title)
        for k, task in enumerate(taxonomy.tasks)
        for title in (task.title_zh, task.title_en)
        if title
    ]
    plain = [(k, words) for k, title in titles if (words := _unmarked(title))]
    stems = [(k, own) for k, title in titles if (own := frozenset(word_stems(title.lower())))]
    common = Counter(stem for _, own in stems for stem in own)
    telling: dict[str, list[int]] = {}
    for i, (_, own) in enumerate(stems):
        rarest = sorted(own, key=lambda stem: (common[stem], stem))
        for stem in rarest[: len(own) - math.ceil(_SAME_TITLE * len(own)) + 1]:
            telling.setdefault(stem, []).append(i)
    return _Titles(
        ahocorasick_rs.AhoCorasick([words for _, words in plain]),
        tuple(k for k, _ in plain),
        tuple(stems),
        {stem: tuple(places) for stem, places in telling.items()},
    )


def _unmarked(text: str) -> str:
    """Lower case without white space and quotation marks."""
    plain = "".join(text.lower().split())
    for mark in _MARKS:
        plain = plain.replace(mark, "")
    return plain


def _labelled(
    passage: PassageInput, probabilities: Mapping[int, float], scorer: Model | LabelSimilarity
) -> ClassifiedPassage:
    if not probabilities:
        return ClassifiedPassage(passage, (), abstained=False)
    names, threshold = scorer.task_ids, scorer.threshold
    labels = [(names[k], round(p, 4)) for k, p in probabilities.items() if p >= threshold]
    if not labels:
        doubtful = max(probabilities.values()) >= scorer.doubt
        return ClassifiedPassage(passage, (), doubtful)
    if len(labels) > 1:
        labels.sort(key=lambda label: (-label[1], label[0]))
    return ClassifiedPassage(passage, tuple(labels), abstained=False)


@cache
def _absent(taxonomy: Taxonomy) -> Mapping[str, TaskCoverage]:
    return {task.id: TaskCoverage(task.id, 0.0, "absent", ()) for task in taxonomy.tasks}


def coverage(classified: Sequence[ClassifiedPassage], taxonomy: Taxonomy) -> list[TaskCoverage]:
    """One entry for every task of the taxonomy; passages are called P1, P2 ... by their order."""
    found = dict(_absent(taxonomy))
    evidence: dict[str, list[tuple[float, int]]] = {}
    for number, item in enumerate(classified, start=1):
        for task_id, score in item.labels:
            evidence.setdefault(task_id, []).append((-score, number))
    for task_id, places in evidence.items():
        places.sort()
        best = -places[0][0]
        status: Status = "covered" if best >= COVERED_FROM or len(places) > 1 else "partial"
        found[task_id] = found[task_id]._replace(
            score=best, status=status, evidence=tuple([f"P{n}" for _, n in places])
        )
    return list(found.values())
