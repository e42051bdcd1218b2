"""The trained model: one row of whole numbers a feature, added up without any array library.

A row holds one 32-bit field a task, and one for the weight of the feature itself, in a single
Python integer, so that adding rows adds all fields at once. Whole numbers make the sum exact: the
same passage gives the same score on every machine.
"""

from __future__ import annotations

import hashlib
import json
import math
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from policytext.classify.features import Cues
from policytext.classify.scan import Vocabulary, feature_sets
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


class _Rows(dict[int, int]):
    """feature -> its row as one integer; filled as features are met."""

    def __init__(self, weights: bytes, width: int) -> None:
        self._weights = weights
        self._width = width

    def __missing__(self, feature: int) -> int:
        place = feature * self._width
        row = self[feature] = int.from_bytes(self._weights[place : place + self._width], "little")
        return row


class _Bounds(dict[int, int]):
    """feature -> the largest coefficient of its row, shifted, plus its squared weight.

    Filled as features are met. These integers are small, so that they add up fast.
    """

    def __init__(self, weights: bytes, width: int) -> None:
        self._weights = weights
        self.fields = struct.Struct(f"<{width // FIELD_BYTES}I")

    def __missing__(self, feature: int) -> int:
        squared, *fields = self.fields.unpack_from(self._weights, feature * self.fields.size)
        bound: int = (max(fields, default=BIAS) - BIAS << _SHIFT) + squared - BIAS
        self[feature] = bound
        return bound


@dataclass(frozen=True, slots=True)
class Model:
    """A linear one-against-rest model.

    ``rows``: feature -> packed integer, field 0 the squared weight of the feature, field ``k + 1``
    the weighted coefficient of task ``k``, each plus ``BIAS``, in units of ``1 / scale``;
    ``bounds``: the little of each row that tells whether a passage is worth adding them up.
    ``calibration`` (a, b): probability = 1 / (1 + exp(-(a * score + b))).
    A label is given from ``threshold`` on; a passage whose best probability lies between
    ``doubt`` and ``threshold`` is left to the reader (abstained).
    """

    id: str
    taxonomy_id: str
    task_ids: tuple[str, ...]
    cues: Cues
    vocabulary: Vocabulary
    rows: _Rows
    bounds: _Bounds
    scale: int
    intercepts: tuple[float, ...]
    calibration: tuple[float, float]
    threshold: float
    doubt: float
    sha256: str

    def probabilities(self, texts: Sequence[str]) -> list[list[float]]:
        """Calibrated probability of every task for each passage, in the order of ``task_ids``."""
        return [
            [self._calibrated(best[k]) for k in range(len(self.task_ids))]
            for best in self._best_scores(texts, -math.inf)
        ]

    def notable(self, texts: Sequence[str]) -> list[dict[int, float]]:
        """task (its place in ``task_ids``) -> probability, where it is not below ``doubt``."""
        least = min(self.doubt, self.threshold)
        found: list[dict[int, float]] = []
        for best in self._best_scores(texts, self._least_score()):
            probabilities = {k: self._calibrated(score) for k, score in best.items()}
            found.append({k: p for k, p in probabilities.items() if p >= least})
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

    def _best_scores(self, texts: Sequence[str], least: float) -> Iterator[dict[int, float]]:
        """For every passage the scores that are not surely below ``least``.

        The score of a task is the largest of the passage and its windows.
        """
        cut = [text[:_LONGEST_TEXT] for text in texts]
        enough = least - max(self.intercepts, default=0.0)
        for sets in feature_sets(cut, self.cues, self.vocabulary):
            best: dict[int, float] = {}
            for own in sets:
                if self._may_reach(own, enough):
                    for k, score in self._scores(own, enough):
                        if score > best.get(k, -math.inf):
                            best[k] = score
            yield best

    def _may_reach(self, found: frozenset[int], enough: float) -> bool:
        """False if the score of every task is surely below ``enough`` before its intercept.

        Each feature is taken as if it spoke for the task that it favours most.
        """
        total = sum(map(self.bounds.__getitem__, found))
        squared = (total & _LOW) * self.scale
        return (total >> _SHIFT) / math.sqrt(squared or 1) >= enough

    def _scores(self, found: frozenset[int], enough: float) -> list[tuple[int, float]]:
        """Tasks and their scores by a set of features; those below ``enough`` are left out."""
        if not found:
            return list(enumerate(self.intercepts))
        layout = self.bounds.fields
        total = sum(map(self.rows.__getitem__, found))
        squared, *fields = layout.unpack(total.to_bytes(layout.size, "little"))
        offset = len(found) * BIAS
        norm = math.sqrt((squared - offset) * self.scale)
        limit = enough * norm + offset
        high = [k for k, field in enumerate(fields) if field >= limit]
        return [(k, (fields[k] - offset) / norm + self.intercepts[k]) for k in high]


def model_for(taxonomy: Taxonomy) -> Model | None:
    """The shipped model of a taxonomy, or None when there is none for exactly these tasks."""
    try:
        model = load_model(taxonomy.id)
    except DataError:
        return None
    return model if model.task_ids == tuple(task.id for task in taxonomy.tasks) else None


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
    return Model(
        id=raw["id"],
        taxonomy_id=raw["taxonomy"],
        task_ids=tasks,
        cues=Cues.of({owner: tuple(words) for owner, words in raw["cues"].items()}),
        vocabulary=Vocabulary.of(raw["vocabulary"]),
        rows=_Rows(weights, width),
        bounds=_Bounds(weights, width),
        scale=raw["scale"],
        intercepts=tuple(raw["intercepts"]),
        calibration=(a, b),
        threshold=raw["threshold"],
        doubt=raw["doubt"],
        sha256=hashlib.sha256(described + weights).hexdigest(),
    )
