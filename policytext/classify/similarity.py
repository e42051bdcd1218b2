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
_SLOPE, _MIDDLE = 14.0, 0.25
_NEAR_BEST = 0.6


@cache
def _rarity() -> dict[str, float]:
    rows = read_table(_FREQUENCIES, ("feature", "passages"))
    total = max(int(count) for _, count in rows)
    return {feature: math.log(total / int(count)) for feature, count in rows}


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
        rarity = _rarity()
        common = max(rarity.values())
        weights: dict[str, list[tuple[int, float]]] = {}
        norms = [0.0] * len(profiles)
        for k, profile in enumerate(profiles):
            for gram, strength in profile.items():
                apart = math.log((1 + len(profiles)) / shared[gram])
                weight = strength * apart * rarity.get(gram, common) / common
                weights.setdefault(gram, []).append((k, weight))
                norms[k] += weight * weight
        return cls(
            tuple(task.id for task in taxonomy.tasks),
            {gram: tuple(entries) for gram, entries in weights.items()},
            tuple(math.sqrt(norm) or 1.0 for norm in norms),
            tuple(tuple(word.lower() for word in task.negative) for task in taxonomy.tasks),
        )

    def probabilities(self, text: str) -> list[float]:
        """Likeness of a passage to every task, squeezed into [0, 1]."""
        sums = [0.0] * len(self.task_ids)
        matched = 0.0
        for gram in sorted(_grams(text)):
            entries = self.weights.get(gram, ())
            matched += max((weight for _, weight in entries), default=0.0) ** 2
            for k, weight in entries:
                sums[k] += weight * weight
        # Cosine of passage and label over the words that any label knows.
        likeness = [
            s / (norm * math.sqrt(matched)) if matched else 0.0
            for s, norm in zip(sums, self.norms, strict=True)
        ]
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
