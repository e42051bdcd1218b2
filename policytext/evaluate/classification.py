"""How well passages are classified: P/R/F1, ranking, calibration, abstention, agreement.

Everything takes truth and scores as plain lists, so that a model, a baseline and a second coder
are measured by the same code.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from policytext.evaluate import Counts
from policytext.taxonomy import Taxonomy

Labels = AbstractSet[str]


def count(truth: Iterable[Labels], given: Iterable[Labels]) -> Counts:
    """Counts over all labels of all passages."""
    total = Counts()
    for true, found in zip(truth, given, strict=True):
        total += Counts(len(true & found), len(found - true), len(true - found))
    return total


def per_task(
    truth: Sequence[Labels], given: Sequence[Labels], tasks: Sequence[str]
) -> dict[str, Counts]:
    """Counts of each task."""
    return {task: count([t & {task} for t in truth], [g & {task} for g in given]) for task in tasks}


def macro_f1(truth: Sequence[Labels], given: Sequence[Labels], tasks: Sequence[str]) -> float:
    """Mean F1 over the tasks that occur in the truth."""
    scores = [c.f1 for c in per_task(truth, given, tasks).values() if c.right + c.missed]
    return sum(scores) / len(scores) if scores else 0.0


def hierarchical_f1(truth: Sequence[Labels], given: Sequence[Labels], taxonomy: Taxonomy) -> float:
    """Micro F1 over tasks and the aspects above them: a wrong task of the right aspect counts half.

    After Kiritchenko et al. 2005: each label set is extended by its ancestors.
    """
    aspect = {task.id: f"/{task.aspect_id}" for task in taxonomy.tasks}

    def extend(labels: Labels) -> set[str]:
        return set(labels) | {aspect[label] for label in labels}

    return count([extend(t) for t in truth], [extend(g) for g in given]).f1


def false_alarms(truth: Sequence[Labels], given: Sequence[Labels]) -> float:
    """Share of the passages without a task that got a label."""
    empty = [bool(g) for t, g in zip(truth, given, strict=True) if not t]
    return sum(empty) / len(empty) if empty else 0.0


def lrap(truth: Sequence[Labels], scores: Sequence[Mapping[str, float]]) -> float:
    """Label ranking average precision over the passages that have a task."""
    values = []
    for true, score in zip(truth, scores, strict=True):
        if not true:
            continue
        precision = [
            sum(score[other] >= score[task] for other in true)
            / sum(value >= score[task] for value in score.values())
            for task in true
        ]
        values.append(sum(precision) / len(precision))
    return sum(values) / len(values) if values else 0.0


def calibration_error(
    truth: Sequence[Labels], scores: Sequence[Mapping[str, float]], bins: int = 10
) -> float:
    """Expected calibration error over the decisions with a score of at least 0.05.

    The thousands of sure zeros would hide any error, so they are left out.
    """
    boxes: list[list[tuple[float, bool]]] = [[] for _ in range(bins)]
    for true, score in zip(truth, scores, strict=True):
        for task, value in score.items():
            if value >= 0.05:
                boxes[min(bins - 1, int(value * bins))].append((value, task in true))
    total = sum(len(box) for box in boxes)
    gaps = [abs(sum(v for v, _ in box) - sum(hit for _, hit in box)) for box in boxes if box]
    return sum(gaps) / total if total else 0.0


def abstention_curve(
    truth: Sequence[Labels], scores: Sequence[Mapping[str, float]], threshold: float
) -> list[tuple[float, float]]:
    """(share of passages decided, micro F1 on them) as the least sure ones are put aside.

    A passage is as sure as its least sure decision: 0 at the threshold, 1 at a score of 0 or 1.
    """

    def surety(score: float) -> float:
        if score < threshold:
            return 1 - score / threshold
        return (score - threshold) / (1 - threshold)

    sure = sorted(range(len(truth)), key=lambda i: (-min(map(surety, scores[i].values())), i))
    curve = []
    for tenth in range(10, 4, -1):
        kept = sure[: max(1, len(sure) * tenth // 10)]
        given = [{t for t, v in scores[i].items() if v >= threshold} for i in kept]
        curve.append((tenth / 10, count([truth[i] for i in kept], given).f1))
    return curve


def kappa(first: Sequence[Labels], second: Sequence[Labels], tasks: Sequence[str]) -> float:
    """Cohen's kappa over all passage x task decisions of two coders."""
    both = one = other = 0
    for a, b in zip(first, second, strict=True):
        both += len(a & b)
        one += len(a)
        other += len(b)
    n = len(first) * len(tasks)
    observed = (n - one - other + 2 * both) / n
    p, q = one / n, other / n
    chance = p * q + (1 - p) * (1 - q)
    return 1.0 if chance == 1 else (observed - chance) / (1 - chance)


def alpha(first: Sequence[Labels], second: Sequence[Labels], tasks: Sequence[str]) -> float:
    """Krippendorff's alpha (nominal) over the same decisions."""
    n = 2 * len(first) * len(tasks)
    ones = sum(len(a) + len(b) for a, b in zip(first, second, strict=True))
    differ = 2 * sum(len(a ^ b) for a, b in zip(first, second, strict=True))
    expected = 2 * ones * (n - ones) / (n - 1)
    return 1.0 if not expected else 1 - differ / expected


def bootstrap(
    groups: Sequence[str],
    score: Callable[[Sequence[int]], float],
    rounds: int = 1000,
    seed: int = 0,
) -> tuple[float, float]:
    """95% interval of a score when whole groups (documents) are drawn with replacement.

    ``score`` gets the indices of the passages drawn.
    """
    members: dict[str, list[int]] = {}
    for i, group in enumerate(groups):
        members.setdefault(group, []).append(i)
    names = sorted(members)
    rng = random.Random(seed)  # noqa: S311 - no secret hangs on it
    values = sorted(
        score([i for name in rng.choices(names, k=len(names)) for i in members[name]])
        for _ in range(rounds)
    )
    return values[math.floor(0.025 * rounds)], values[min(rounds - 1, math.ceil(0.975 * rounds))]
