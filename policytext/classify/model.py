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
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from policytext.classify.features import Cues, clauses, joined, windows
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


@dataclass(frozen=True, slots=True)
class Model:
    """A linear one-against-rest model.

    ``rows``: feature -> packed integer, field 0 the squared weight of the feature, field ``k + 1``
    the weighted coefficient of task ``k``, each plus ``BIAS``, in units of ``1 / scale``.
    ``calibration`` (a, b): probability = 1 / (1 + exp(-(a * score + b))).
    A label is given from ``threshold`` on; a passage whose best probability lies between
    ``doubt`` and ``threshold`` is left to the reader (abstained).
    """

    id: str
    taxonomy_id: str
    task_ids: tuple[str, ...]
    cues: Cues
    rows: Mapping[str, int]
    scale: int
    intercepts: tuple[float, ...]
    calibration: tuple[float, float]
    threshold: float
    doubt: float
    sha256: str

    def probabilities(self, text: str) -> list[float]:
        """Calibrated probability of every task for one passage, in the order of ``task_ids``."""
        parts = clauses(text[:_LONGEST_TEXT], self.cues, self.rows.keys())
        scores = self._scores(joined(parts))
        for window in windows(parts):
            scores = list(map(max, scores, self._scores(window)))
        a, b = self.calibration
        return [1 / (1 + math.exp(-max(-60.0, min(60.0, a * score + b)))) for score in scores]

    def _scores(self, found: set[str]) -> list[float]:
        get = self.rows.get
        rows = [row for row in map(get, found) if row is not None]
        if not rows:
            return list(self.intercepts)
        size = FIELD_BYTES * (len(self.intercepts) + 1)
        squared, *fields = struct.unpack(
            f"<{size // FIELD_BYTES}I", sum(rows).to_bytes(size, "little")
        )
        offset = len(rows) * BIAS
        norm = math.sqrt((squared - offset) * self.scale)
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
    return Model(
        id=raw["id"],
        taxonomy_id=raw["taxonomy"],
        task_ids=tasks,
        cues=Cues.of({owner: tuple(words) for owner, words in raw["cues"].items()}),
        rows={
            feature: read(weights[i * width : (i + 1) * width], "little")
            for i, feature in enumerate(raw["vocabulary"])
        },
        scale=raw["scale"],
        intercepts=tuple(raw["intercepts"]),
        calibration=(a, b),
        threshold=raw["threshold"],
        doubt=raw["doubt"],
        sha256=hashlib.sha256(described + weights).hexdigest(),
    )
