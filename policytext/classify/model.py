"""The trained model: one row of whole numbers a feature.

Whole numbers make the sums exact: the same passage gives the same score on every machine.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from policytext.classify.features import Cues
from policytext.classify.key_table import Ints
from policytext.classify.scan import FeatureSets, changes_of, feature_sets
from policytext.classify.vocabulary import Vocabulary
from policytext.errors import DataError
from policytext.resources import data_path
from policytext.taxonomy import Taxonomy

FORMAT = 1
FIELD_BYTES = 4
BIAS = 1 << 15
_KEYS = frozenset(
    "format id taxonomy tasks cues vocabulary scale intercepts calibration threshold doubt".split()
)
_LONGEST_TEXT = 1200
_SHIFT = 32
_LOW = (1 << _SHIFT) - 1
_READ_AT_ONCE = 20_000
"""Characters of passages that are scored together, so that their arrays stay in the cache."""


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """The rows of a model as whole numbers, which add up exactly and alike on every machine.

    ``packed``: feature x fields, field 0 its squared weight, field ``k + 1`` its weighted
    coefficient of task ``k``, each plus ``BIAS``, two fields of 32 bits in every number.
    ``bounds``: the largest coefficient of a feature, shifted, plus its squared weight: the little
    that tells whether a set of features is worth adding up its rows.
    """

    packed: NDArray[np.uint64]
    bounds: Ints

    @classmethod
    def of(cls, weights: bytes, fields: int) -> Weights:
        """From weights.bin, rows of ``fields`` little-endian numbers."""
        plain = np.frombuffer(weights, dtype="<u4").reshape(-1, fields).astype(np.uint32)
        even = np.pad(plain, ((0, 0), (0, fields % 2)), constant_values=BIAS)
        signed = plain.astype(np.int64) - BIAS
        largest = signed[:, 1:].max(axis=1, initial=-BIAS)
        return cls(np.ascontiguousarray(even).view(np.uint64), (largest << _SHIFT) + signed[:, 0])

    def sums(self, sets: FeatureSets, chosen: Ints, fields: int) -> Ints:
        """The fields of the chosen sets added up."""
        lists = [part.take(chosen) for part in (sets.first, sets.second, sets.both, sets.flags)]
        needed = np.zeros(len(sets.sizes), dtype=bool)
        for part in lists:
            needed[part] = True
        needed &= sets.sizes > 0
        rows = sets.rows.compress(np.repeat(needed, sets.sizes))
        filled = needed.nonzero()[0]
        # The sums of filled lists, behind them that of every other list.
        sums = np.zeros((len(filled) + 1, self.packed.shape[1]), dtype=np.uint64)
        if filled.size:
            ends = sets.sizes.take(filled).cumsum()
            starts = ends - sets.sizes.take(filled)
            np.add.reduceat(self.packed.take(rows, axis=0), starts, axis=0, out=sums[:-1])
        place = np.full(len(sets.sizes), len(filled), dtype=np.int64)
        place[filled] = np.arange(len(filled))
        packed, second, both, flags = (sums.take(place.take(part), axis=0) for part in lists)
        packed += second
        packed -= both
        packed += flags
        sizes = sets.sizes.take(lists[0]) + sets.sizes.take(lists[1])
        sizes += sets.sizes.take(lists[3]) - sets.sizes.take(lists[2])
        return packed.view(np.uint32)[:, :fields].astype(np.int64) - BIAS * sizes[:, None]


@dataclass(frozen=True, slots=True)
class Model:
    """A linear one-against-rest model.

    ``weights`` are in units of ``1 / scale``.
    ``calibration`` (a, b): probability = 1 / (1 + exp(-(a * score + b))).
    A label is given from ``threshold`` on; a passage whose best probability lies between
    ``doubt`` and ``threshold`` is left to the reader (abstained).
    """

    id: str
    taxonomy_id: str
    task_ids: tuple[str, ...]
    cues: Cues
    vocabulary: Vocabulary
    weights: Weights
    scale: int
    intercepts: tuple[float, ...]
    calibration: tuple[float, float]
    threshold: float
    doubt: float
    sha256: str

    def probabilities(self, texts: Sequence[str]) -> list[list[float]]:
        """Calibrated probability of every task for each passage, in the order of ``task_ids``."""
        return [
            [self._calibrated(score) for score in scores]
            for _, best in self._best_scores(texts, -math.inf)
            for scores in best.tolist()
        ]

    def notable(self, texts: Sequence[str]) -> list[dict[int, float]]:
        """task (its place in ``task_ids``) -> probability, where it is not below ``doubt``."""
        least = min(self.doubt, self.threshold)
        low = self._least_score()
        a, b = self.calibration
        exp = math.exp
        found: list[dict[int, float]] = [{} for _ in texts]
        for passages, best in self._best_scores(texts, low):
            places, tasks = (best >= low).nonzero()
            scores = best[places, tasks].tolist()
            inside = passages.take(places).tolist()
            for i, k, score in zip(inside, tasks.tolist(), scores, strict=True):
                # As _calibrated has it, without the calls.
                logit = a * score + b
                if not -60.0 <= logit <= 60.0:
                    logit = max(-60.0, min(60.0, logit))
                probability = 1 / (1 + exp(-logit))
                if probability >= least:
                    found[i][k] = probability
        return found

    def _calibrated(self, score: float) -> float:
        a, b = self.calibration
        return 1 / (1 + math.exp(-max(-60.0, min(60.0, a * score + b))))

    def _least_score(self) -> float:
        """A score below which no probability reaches the doubt or the threshold."""
        a, b = self.calibration
        least = min(self.doubt, self.threshold)
        if a <= 0 or not 0 < least < 1:
            return -math.inf
        return (math.log(least / (1 - least)) - b) / a - 1e-6

    def _best_scores(
        self, texts: Sequence[str], least: float
    ) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float64]]]:
        """Passages with their scores of every task, for some passages after the other.

        Those are left out whose scores are surely below ``least``. The score of a task is the
        largest of the passage and its windows.
        """
        first = 0
        for some in _portions([text[:_LONGEST_TEXT] for text in texts]):
            sets = feature_sets(some, self.cues, self.vocabulary)
            chosen = self._may_reach(sets, least - max(self.intercepts, default=0.0))
            if chosen.size:
                passage = sets.passage.take(chosen)
                order = passage.argsort(kind="stable")
                passage = passage.take(order)
                scores = self._scores(sets, chosen.take(order))
                new = changes_of(passage).nonzero()[0]
                yield passage.take(new) + first, np.maximum.reduceat(scores, new, axis=0)
            first += len(some)

    def _scores(self, sets: FeatureSets, chosen: Ints) -> NDArray[np.float64]:
        """Scores of the chosen sets x tasks."""
        sums = self.weights.sums(sets, chosen, len(self.intercepts) + 1)
        norms = np.sqrt(np.maximum(sums[:, 0] * self.scale, 1).astype(np.float64))
        scores: NDArray[np.float64] = sums[:, 1:] / norms[:, None]
        scores += self.intercepts
        return scores

    def _may_reach(self, sets: FeatureSets, enough: float) -> Ints:
        """The sets but for those whose score of every task is surely below ``enough`` before its
        intercept.

        Each feature is taken as if it spoke for the task that it favours most.
        """
        totals = np.zeros(len(sets.rows) + 1, dtype=np.int64)
        self.weights.bounds.take(sets.rows).cumsum(out=totals[1:])
        ends = sets.sizes.cumsum()
        by_list = totals.take(ends) - totals.take(ends - sets.sizes)
        bounds = by_list.take(sets.first)
        bounds += by_list.take(sets.second)
        bounds -= by_list.take(sets.both)
        bounds += by_list.take(sets.flags)
        norms = np.sqrt(np.maximum((bounds & _LOW) * self.scale, 1).astype(np.float64))
        may: NDArray[np.bool_] = (bounds >> _SHIFT) >= enough * norms
        return may.nonzero()[0]


def _portions(texts: Sequence[str]) -> Iterator[list[str]]:
    """Some passages after the other."""
    some: list[str] = []
    length = 0
    for text in texts:
        some.append(text)
        length += len(text)
        if length >= _READ_AT_ONCE:
            yield some
            some, length = [], 0
    if some:
        yield some


def model_for(taxonomy: Taxonomy) -> Model | None:
    """The shipped model of a taxonomy, or None when there is none for exactly these tasks."""
    try:
        model = load_model(taxonomy.id)
    except DataError:
        return None
    return model if model.task_ids == tuple([task.id for task in taxonomy.tasks]) else None


@cache
def load_model(name_or_path: str) -> Model:
    """A shipped model by its name, or one from a folder with model.json and weights.bin.

    Raises DataError when it is missing or its two files do not fit each other.
    """
    folder = Path(name_or_path) if "/" in name_or_path else data_path(f"models/{name_or_path}")
    try:
        described = (folder / "model.json").read_bytes()
        weights = (folder / "weights.bin").read_bytes()
        raw = json.loads(described)
    except (OSError, ValueError) as error:
        raise DataError(f"model {str(folder)!r} cannot be read: {error}") from error
    if not isinstance(raw, dict) or set(raw) != _KEYS or raw["format"] != FORMAT:
        raise DataError(f"model {str(folder)!r} is not of format {FORMAT}; train it again")
    tasks = tuple(raw["tasks"])
    width = FIELD_BYTES * (len(tasks) + 1)
    if len(weights) != width * len(raw["vocabulary"]) or len(raw["intercepts"]) != len(tasks):
        raise DataError(f"model {str(folder)!r}: weights.bin does not fit model.json")
    a, b = raw["calibration"]
    cues = Cues.of({owner: tuple(words) for owner, words in raw["cues"].items()})
    return Model(
        id=raw["id"],
        taxonomy_id=raw["taxonomy"],
        task_ids=tasks,
        cues=cues,
        vocabulary=Vocabulary.of(raw["vocabulary"], cues),
        weights=Weights.of(weights, len(tasks) + 1),
        scale=raw["scale"],
        intercepts=tuple(raw["intercepts"]),
        calibration=(a, b),
        threshold=raw["threshold"],
        doubt=raw["doubt"],
        sha256=hashlib.sha256(described + weights).hexdigest(),
    )
