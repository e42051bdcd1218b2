"""Plain ways to classify passages, to be beaten: keywords, and likeness to the titles."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from policytext.taxonomy import Taxonomy


def keyword_labels(text: str, taxonomy: Taxonomy) -> frozenset[str]:
    """Tasks of which a keyword stands in the passage and no negative keyword."""
    lowered = text.lower()
    return frozenset(
        task.id
        for task in taxonomy.tasks
        if any(word.lower() in lowered for word in task.keywords)
        and not any(word.lower() in lowered for word in task.negative)
    )


def title_scores(texts: Sequence[str], taxonomy: Taxonomy) -> list[Mapping[str, float]]:
    """Cosine of TF-IDF vectors of character 2- and 3-grams of passages and titles."""
    titles = [f"{task.title_zh} {task.title_en}".lower() for task in taxonomy.tasks]
    documents = [_grams(text.lower()) for text in [*titles, *texts]]
    frequency: dict[str, int] = {}
    for document in documents:
        for gram in document:
            frequency[gram] = frequency.get(gram, 0) + 1
    rarity = {g: math.log((1 + len(documents)) / (1 + n)) + 1 for g, n in frequency.items()}
    vectors = [{g: n * rarity[g] for g, n in document.items()} for document in documents]
    norms = [math.sqrt(sum(v * v for v in vector.values())) or 1.0 for vector in vectors]
    known = len(titles)
    return [
        {
            task.id: sum(v * vectors[k].get(g, 0.0) for g, v in vectors[i].items())
            / (norms[i] * norms[k])
            for k, task in enumerate(taxonomy.tasks)
        }
        for i in range(known, len(documents))
    ]


def _grams(text: str) -> dict[str, int]:
    counts: dict[str, int] = {}
    for size in (2, 3):
        for i in range(len(text) - size + 1):
            gram = text[i : i + size]
            counts[gram] = counts.get(gram, 0) + 1
    return counts
