"""Labels for any taxonomy without training: likeness to titles, descriptions and keywords.

A passage is compared with the words that tell the tasks of one taxonomy apart: an n-gram counts
the more, the fewer tasks share it and the rarer it is in policy texts at large (document
frequencies from models/label-similarity/frequencies.tsv).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from policytext.classify.features import chinese_grams, english_stems
from policytext.resources import read_table
from policytext.taxonomy import Taxonomy, TaxonomyTask

_FREQUENCIES = "models/label-similarity/frequencies.tsv"
_TITLE, _KEYWORD, _DESCRIPTION = 2.0, 2.0, 1.0
_SLOPE, _MIDDLE = 8.0, 0.56
_NEAR_BEST = 0.6


@cache
def _rarity() -> tuple[dict[str, float], float]:
    rows = read_table(_FREQUENCIES, ("feature", "passages"))
    total = 1 + max(int(count) for _, count in rows)
    table = {feature: math.log(total / int(count)) for feature, count in rows}
    return table, max(table.values())


def _rarity_of(gram: str) -> float:
    """1 for an n-gram that policy texts at large do not use, near 0 for their commonplaces."""
    table, most = _rarity()
    return table.get(gram, most) / most


def _grams(text: str) -> set[str]:
    lowered = text.lower()
    return {g for g in chinese_grams(lowered) if not g.isascii()} | english_stems(lowered)


@dataclass(frozen=True, slots=True)
class LabelSimilarity:
    """Scores by likeness; the scores are ranks between 0 and 1, not calibrated probabilities."""

    task_ids: tuple[str, ...]
    weights: Mapping[str, tuple[tuple[int, float], ...]]
    norms: tuple[float, ...]
    negative: tuple[tuple[str, ...], ...]
    threshold: float = 0.5
    doubt: float = 0.3

    @classmethod
    @cache
    def of(cls, taxonomy: Taxonomy) -> LabelSimilarity:
        """The words of a taxonomy, weighed."""
        profiles = [_profile(task) for task in taxonomy.tasks]
        shared: dict[str, int] = {}
        for profile in profiles:
            for gram in profile:
                shared[gram] = shared.get(gram, 0) + 1
        weights: dict[str, list[tuple[int, float]]] = {}
        norms = [0.0] * len(profiles)
        most = math.log(1 + len(profiles))
        for k, profile in enumerate(profiles):
            for gram, strength in profile.items():
                apart = math.log((1 + len(profiles)) / shared[gram]) / most
                weight = strength * apart * _rarity_of(gram)
                weights.setdefault(gram, []).append((k, weight))
                norms[k] += weight * weight
        lengths = [math.sqrt(norm) or 1.0 for norm in norms]
        mean = sum(lengths) / len(lengths)
        return cls(
            tuple(task.id for task in taxonomy.tasks),
            {gram: tuple(entries) for gram, entries in weights.items()},
            tuple(length / mean for length in lengths),
            tuple(tuple(word.lower() for word in task.negative) for task in taxonomy.tasks),
        )

    def probabilities(self, text: str) -> list[float]:
        """Likeness of a passage to every task, squeezed into [0, 1]."""
        sums = [0.0] * len(self.task_ids)
        squared = 0.0
        for gram in sorted(_grams(text)):
            rarity = _rarity_of(gram)
            squared += rarity * rarity
            for k, weight in self.weights.get(gram, ()):
                sums[k] += weight * rarity
        length = math.sqrt(squared) or 1.0
        likeness = [s / (norm * length) for s, norm in zip(sums, self.norms, strict=True)]
        best = max(likeness, default=0.0)
        lowered = text.lower()
        return [
            0.0
            if value < _NEAR_BEST * best or any(word in lowered for word in negative)
            else 1 / (1 + math.exp(-_SLOPE * (value - _MIDDLE)))
            for value, negative in zip(likeness, self.negative, strict=True)
        ]


def _profile(task: TaxonomyTask) -> dict[str, float]:
    profile: dict[str, float] = {}
    parts = [(task.description, _DESCRIPTION), (task.title_zh, _TITLE), (task.title_en, _TITLE)]
    for text, strength in [*parts, *((word, _KEYWORD) for word in task.keywords)]:
        for gram in _grams(text):
            profile[gram] = max(strength, profile.get(gram, 0.0))
    return profile
