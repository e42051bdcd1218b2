"""Passages -> labels with calibrated scores, and the coverage of a taxonomy by a document."""

from __future__ import annotations

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

Status = Literal["covered", "partial", "absent"]


@dataclass(frozen=True, slots=True)
class ClassifiedPassage:
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
    ``by_stem`` the places in ``stems`` where a stem occurs.
    """

    plain: ahocorasick_rs.AhoCorasick
    owners: tuple[int, ...]
    stems: tuple[tuple[int, frozenset[str]], ...]
    by_stem: Mapping[str, tuple[int, ...]]

    def taken_up(self, texts: Sequence[str]) -> dict[int, dict[int, float]]:
        """passage -> task -> likeness of a title to the passage, 1 where it holds the title."""
        found: dict[int, dict[int, float]] = {}
        plain = [_unmarked(text) for text in texts]
        starts = [0, *accumulate(len(text) + 1 for text in plain)]
        for word, start, _ in self.plain.find_matches_as_indexes(
            "\0".join(plain), overlapping=True
        ):
            found.setdefault(bisect_right(starts, start) - 1, {})[self.owners[word]] = 1.0
        for i, text in enumerate(plain):
            if len(text) <= _LONGEST_TITLE and text[:1].isascii():
                for task, likeness in self._alike(texts[i]):
                    known = found.setdefault(i, {})
                    known[task] = max(likeness, known.get(task, 0.0))
        return found

    def _alike(self, text: str) -> list[tuple[int, float]]:
        stems = frozenset(word_stems(text.lower()))
        shared = Counter(title for stem in stems for title in self.by_stem.get(stem, ()))
        found: list[tuple[int, float]] = []
        for title, count in shared.items():
            task, own = self.stems[title]
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
    stems = [(k, frozenset(word_stems(title.lower()))) for k, title in titles]
    by_stem: dict[str, list[int]] = {}
    for i, (_, own) in enumerate(stems):
        for stem in own:
            by_stem.setdefault(stem, []).append(i)
    return _Titles(
        ahocorasick_rs.AhoCorasick([words for _, words in plain]),
        tuple(k for k, _ in plain),
        tuple(stems),
        {stem: tuple(places) for stem, places in by_stem.items()},
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
    labels = [
        (scorer.task_ids[k], round(p, 4)) for k, p in probabilities.items() if p >= scorer.threshold
    ]
    labels.sort(key=lambda label: (-label[1], label[0]))
    best = max(probabilities.values(), default=0.0)
    return ClassifiedPassage(passage, tuple(labels), not labels and best >= scorer.doubt)


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
