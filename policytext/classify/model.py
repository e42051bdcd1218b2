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
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from policytext.classify.features import Cues, clauses, joined, windows
from policytext.classify.scan import Keys, clauses_of_all
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


class _Bounds(dict[Any, int]):
    """key -> the largest coefficient of its row, shifted, plus its squared weight; 0 if unknown.

    Filled as keys are met. These integers are small, so that they add up fast.
    """

    def __init__(self, rows: Mapping[Any, int], width: int) -> None:
        self._rows = rows
        self._width = width

    def __missing__(self, key: Any) -> int:
        row = self._rows.get(key)
        bound = 0
        if row is not None:
            squared, *fields = struct.unpack(
                f"<{self._width // FIELD_BYTES}I", row.to_bytes(self._width, "little")
            )
            bound = (max(fields, default=BIAS) - BIAS << _SHIFT) + squared - BIAS
        self[key] = bound
        return bound


@dataclass(frozen=True, slots=True)
class Model:
    """A linear one-against-rest model.

    ``rows``: feature -> packed integer, field 0 the squared weight of the feature, field ``k + 1``
    the weighted coefficient of task ``k``, each plus ``BIAS``, in units of ``1 / scale``; ``keys``
    has the same rows for reading many passages at once, ``bounds`` the little of each row that
    tells whether a passage is worth adding them up.
    ``calibration`` (a, b): probability = 1 / (1 + exp(-(a * score + b))).
    A label is given from ``threshold`` on; a passage whose best probability lies between
    ``doubt`` and ``threshold`` is left to the reader (abstained).
    """

    id: str
    taxonomy_id: str
    task_ids: tuple[str, ...]
    cues: Cues
    rows: Mapping[str, int]
    keys: Keys
    bounds: _Bounds
    scale: int
    intercepts: tuple[float, ...]
    calibration: tuple[float, float]
    threshold: float
    doubt: float
    sha256: str

    def probabilities(self, text: str) -> list[float]:
        """Calibrated probability of every task for one passage, in the order of ``task_ids``."""
        parts = clauses(text[:_LONGEST_TEXT], self.cues, self.rows.keys())
        sets = [joined(parts), *windows(parts)]
        return self._calibrated([self._scores(found, self.rows) for found in sets])

    def notable(self, texts: Sequence[str]) -> list[list[float] | None]:
        """``probabilities`` of many passages, or None where every task stays below ``doubt``.

        In the lists only the probabilities from ``doubt`` on are exact; the others are at most
        what they should be.
        """
        least = self._least_score()
        read = clauses_of_all([text[:_LONGEST_TEXT] for text in texts], self.cues, self.keys)
        found: list[list[float] | None] = []
        for parts in read:
            sets = [joined(parts), *windows(parts)]
            scores = [
                self._scores(present, self.keys.values, least)
                for present in sets
                if self._may_reach(present, least)
            ]
            high = [own for own in scores if own]
            found.append(self._calibrated(high) if high else None)
        return found

    def _may_reach(self, found: set[Any], least: float) -> bool:
        """False if the score of every task is surely below ``least``.

        Each feature is taken as if it spoke for the task that it favours most.
        """
        total = sum(map(self.bounds.__getitem__, found))
        highest = max(self.intercepts, default=0.0)
        squared = (total & _LOW) * self.scale
        return (total >> _SHIFT) / math.sqrt(squared or 1) + highest >= least

    def _calibrated(self, scores: Sequence[Sequence[float]]) -> list[float]:
        a, b = self.calibration
        best = map(max, *scores) if len(scores) > 1 else scores[0]
        return [1 / (1 + math.exp(-max(-60.0, min(60.0, a * score + b)))) for score in best]

    def _least_score(self) -> float:
        """A score below which no probability reaches the doubt or the threshold."""
        a, b = self.calibration
        least = min(self.doubt, self.threshold)
        if a <= 0 or not 0 < least < 1:
            return -math.inf
        return (math.log(least / (1 - least)) - b) / a - 1e-6

    def _scores(
        self, found: set[Any], table: Mapping[Any, int], least: float = -math.inf
    ) -> list[float]:
        """Scores of a set of features; none at all if every one is surely below ``least``."""
        rows = [row for row in map(table.get, found) if row is not None]
        if not rows:
            return list(self.intercepts)
        size = FIELD_BYTES * (len(self.intercepts) + 1)
        squared, *fields = struct.unpack(
            f"<{size // FIELD_BYTES}I", sum(rows).to_bytes(size, "little")
        )
        offset = len(rows) * BIAS
        norm = math.sqrt((squared - offset) * self.scale)
        if (max(fields, default=0) - offset) / norm + max(self.intercepts, default=0.0) < least:
            return []
        return [
            (field - offset) / norm + intercept
            for field, intercept in zip(fields, self.intercepts, strict=True)
        ]


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
    read = int.from_bytes
    a, b = raw["calibration"]
    rows = {
        feature: read(weights[i * width : (i + 1) * width], "little")
        for i, feature in enumerate(raw["vocabulary"])
    }
    keys = Keys.of(rows)
    return Model(
        id=raw["id"],
        taxonomy_id=raw["taxonomy"],
        task_ids=tasks,
        cues=Cues.of({owner: tuple(words) for owner, words in raw["cues"].items()}),
        rows=rows,
        keys=keys,
        bounds=_Bounds(keys.values, width),
        scale=raw["scale"],
        intercepts=tuple(raw["intercepts"]),
        calibration=(a, b),
        threshold=raw["threshold"],
        doubt=raw["doubt"],
        sha256=hashlib.sha256(described + weights).hexdigest(),
    )
