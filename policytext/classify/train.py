"""Training: labelled passages -> a model folder. Needs scikit-learn (the extra "train").

The same passages, cues and taxonomy give the same bytes on one kind of processor: folds are drawn
by hashing group ids, the solver has a fixed seed, and weights are rounded to whole numbers. On
another kind the solver adds in another order, and the last digit of a number may differ.
"""

from __future__ import annotations

import hashlib
import json
import math
import random
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from policytext.classify.features import Cues, clauses, features, joined, windows
from policytext.classify.model import BIAS, FORMAT
from policytext.errors import DataError
from policytext.regions import load_regions
from policytext.resources import data_path, read_table
from policytext.taxonomy import Taxonomy, load_taxonomy

CUES_FILE = "corpora/training/cues.tsv"
FREQUENCIES_FILE = "models/label-similarity/frequencies.tsv"
FOLDS = 5
_SCALE = 128
# Of 4, 12, 30 and 80 the last is best or level on every set of gold, real ones included.
_COST = 80.0
_MIN_GROUPS = 2
# The share of passages without a task that may get a label, out of fold. The composed ones lie
# close to the tasks by design: this share of them is about two in a hundred real sentences.
_FALSE_ALARMS = 0.042
_DOUBT_SHARE = 0.65


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled passage; ``labels``: task id -> "c" (central) or "p" (peripheral)."""

    id: str
    group: str
    language: str
    text: str
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Linear:
    """A fitted model before it is rounded: weights of feature x task, and intercepts."""

    vocabulary: tuple[str, ...]
    rarity: tuple[float, ...]
    weights: Any
    intercepts: Any


@dataclass(frozen=True, slots=True)
class Trained:
    """What training gives: the final fit, out-of-fold scores, calibration and thresholds."""

    final: Linear
    out_of_fold: Any
    calibration: tuple[float, float]
    threshold: float
    doubt: float


def read_examples(path: Path, taxonomy: Taxonomy) -> list[Example]:
    """Labelled passages from a JSONL file; unknown keys, tasks and repeated ids are refused."""
    known = {task.id for task in taxonomy.tasks}
    examples: list[Example] = []
    seen: set[str] = set()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            raw = json.loads(line)
            example = Example(
                raw["id"], raw["group"], raw["language"], raw["text"], dict(raw["labels"])
            )
        except (ValueError, KeyError, TypeError) as error:
            raise DataError(f"{path}:{number}: not a labelled passage: {error}") from error
        unknown = sorted(set(example.labels) - known)
        if unknown or not set(example.labels.values()) <= {"c", "p"}:
            raise DataError(f"{path}:{number}: labels {dict(example.labels)} do not fit")
        if example.id in seen:
            raise DataError(f"{path}:{number}: id {example.id!r} occurs twice")
        seen.add(example.id)
        examples.append(example)
    if not examples:
        raise DataError(f"{path}: no passages")
    return examples


def cue_table(taxonomy: Taxonomy) -> dict[str, tuple[str, ...]]:
    """Cue words of a taxonomy: the reviewed table where it has one, else its keywords."""
    rows = {row[0]: row[1] for row in read_table(CUES_FILE, ("task", "cues"))}
    sides = {owner: tuple(rows[owner].split("|")) for owner in ("rural", "digital")}
    tasks = [task.id for task in taxonomy.tasks]
    if taxonomy.id == "digital-rural-2024":
        return {task: tuple(rows[task].split("|")) for task in tasks} | sides
    return {task.id: tuple(w.lower() for w in task.keywords) for task in taxonomy.tasks} | sides


def fold_of(group: str) -> int:
    """The fold of a group, the same on every machine."""
    return int(hashlib.sha256(group.encode()).hexdigest(), 16) % FOLDS


def fit(examples: Sequence[Example], tasks: Sequence[str], cues: Cues) -> Linear:
    """One-against-rest logistic regression on weighted, length-normalised features."""
    import numpy as np  # noqa: PLC0415
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415

    found = [features(example.text, cues) for example in examples]
    groups: dict[str, set[str]] = {}
    for example, present in zip(examples, found, strict=True):
        for feature in present:
            groups.setdefault(feature, set()).add(example.group)
    places = _place_names()
    vocabulary = tuple(
        sorted(f for f, g in groups.items() if len(g) >= _MIN_GROUPS and f not in places)
    )
    total = len({example.group for example in examples})
    rarity = tuple(math.log((1 + total) / (1 + len(groups[f]))) + 1 for f in vocabulary)
    matrix = _matrix(found, vocabulary, rarity)
    columns, intercepts = [], []
    for task in tasks:
        wanted = np.array([task in example.labels for example in examples])
        if not wanted.any():
            columns.append(np.zeros(len(vocabulary)))
            intercepts.append(-8.0)
            continue
        solver = LogisticRegression(C=_COST, solver="liblinear", random_state=0, max_iter=500)
        solver.fit(matrix, wanted)
        columns.append(solver.coef_[0])
        intercepts.append(float(solver.intercept_[0]))
    return Linear(vocabulary, rarity, np.array(columns).T, np.array(intercepts))


def decide(linear: Linear, texts: Sequence[str], cues: Cues) -> Any:
    """Scores before calibration, passages x tasks: the largest of the whole and its windows."""
    import numpy as np  # noqa: PLC0415

    found: list[set[str]] = []
    owner: list[int] = []
    for i, text in enumerate(texts):
        parts = clauses(text, cues)
        sets = [joined(parts), *windows(parts)]
        found += sets
        owner += [i] * len(sets)
    matrix = _matrix(found, linear.vocabulary, linear.rarity)
    scores = matrix @ linear.weights + linear.intercepts
    starts = [0, *(i for i in range(1, len(owner)) if owner[i] != owner[i - 1])]
    return np.maximum.reduceat(scores, starts, axis=0)


def mixtures(examples: Sequence[Example]) -> list[Example]:
    """Long sentences joined from short passages, as work reports have them, for calibration.

    The same examples give the same mixtures.
    """
    rng = random.Random(len(examples))  # noqa: S311 - no secret hangs on it
    made: list[Example] = []
    for language, mark in (("zh", "，"), ("en", ", ")):
        some = [e for e in examples if e.language == language and e.labels]
        none = [e for e in examples if e.language == language and not e.labels]
        if not some or len(none) < 3:
            continue
        for i in range((len(some) + len(none)) // 3):
            parts = [rng.choice(some)] * (i % 3 != 0) + rng.sample(none, 1 + i % 3)
            rng.shuffle(parts)
            text = mark.join(part.text.rstrip("。.!") for part in parts)
            labels = {task: "p" for part in parts for task in part.labels}
            made.append(Example(f"M{i}", f"M{i}", language, text, labels))
    return made


def train(examples: Sequence[Example], taxonomy: Taxonomy, cues: Cues) -> Trained:
    """Fit, with calibration and thresholds from grouped cross-validation."""
    import numpy as np  # noqa: PLC0415
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415

    tasks = [task.id for task in taxonomy.tasks]
    folds = [fold_of(example.group) for example in examples]
    scores = np.zeros((len(examples), len(tasks)))
    mixed: list[Example] = []
    mixed_scores: list[Any] = []
    for k in range(FOLDS):
        outside = [i for i, fold in enumerate(folds) if fold == k]
        if not outside:
            continue
        part = fit([e for e, fold in zip(examples, folds, strict=True) if fold != k], tasks, cues)
        scores[outside] = decide(part, [examples[i].text for i in outside], cues)
        made = mixtures([examples[i] for i in outside])
        if made:
            mixed += made
            mixed_scores.append(decide(part, [e.text for e in made], cues))
    everything = np.vstack([scores, *mixed_scores])
    truth = np.array([[task in e.labels for task in tasks] for e in [*examples, *mixed]])
    # One slope and intercept for all tasks: too few passages a task for curves of their own.
    platt = LogisticRegression(C=1e6, solver="lbfgs")
    platt.fit(everything.reshape(-1, 1), truth.reshape(-1))
    a, b = round(float(platt.coef_[0][0]), 6), round(float(platt.intercept_[0]), 6)
    probabilities = 1 / (1 + np.exp(-(a * everything + b)))
    threshold = _threshold(probabilities, truth)
    return Trained(
        fit(examples, tasks, cues), probabilities[: len(examples)], (a, b), threshold,
        round(threshold * _DOUBT_SHARE, 4),
    )  # fmt: skip


def _threshold(probabilities: Any, truth: Any) -> float:
    """The threshold of the best micro F1 among those that keep false alarms low."""
    import numpy as np  # noqa: PLC0415

    empty = ~truth.any(axis=1)
    best, chosen = -1.0, 0.5
    for percent in range(10, 91):
        given = probabilities >= percent / 100
        alarms = given[empty].any(axis=1).mean() if empty.any() else 0.0
        if alarms > _FALSE_ALARMS:
            continue
        score = 2 * np.sum(given & truth) / max(1, np.sum(given) + np.sum(truth))
        if score > best:
            best, chosen = float(score), percent / 100
    return chosen


def write_model(trained: Trained, taxonomy: Taxonomy, cues_of: dict[str, tuple[str, ...]],
                folder: Path) -> None:  # fmt: skip
    """Write model.json and weights.bin."""
    linear = trained.final
    rows: list[bytes] = []
    names: list[str] = []
    for feature, rarity, weights in zip(
        linear.vocabulary, linear.rarity, linear.weights, strict=True
    ):
        fields = [round(rarity * rarity * _SCALE)]
        fields += [round(float(w) * rarity * _SCALE) for w in weights]
        if not all(-BIAS <= value < BIAS for value in fields):
            raise DataError(f"the weight of {feature!r} is out of range")
        rows.append(struct.pack(f"<{len(fields)}I", *(value + BIAS for value in fields)))
        names.append(feature)
    described = {
        "format": FORMAT,
        "id": taxonomy.id,
        "taxonomy": taxonomy.id,
        "tasks": [task.id for task in taxonomy.tasks],
        "cues": cues_of,
        "vocabulary": names,
        "scale": _SCALE,
        "intercepts": [round(float(value), 6) for value in linear.intercepts],
        "calibration": list(trained.calibration),
        "threshold": trained.threshold,
        "doubt": trained.doubt,
    }
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(described, ensure_ascii=False, separators=(",", ":")) + "\n"
    (folder / "model.json").write_text(text, encoding="utf-8")
    (folder / "weights.bin").write_bytes(b"".join(rows))


def write_frequencies(examples: Sequence[Example], path: Path) -> None:
    """Document frequencies of n-grams, for labels without training."""
    counts: dict[str, set[str]] = {}
    no_cues = Cues.of({})
    for example in examples:
        for feature in features(example.text, no_cues):
            if len(feature) > 1 and not feature[0].isupper() and "#" not in feature:
                counts.setdefault(feature, set()).add(example.id)
    lines = [
        "# source: counted by policytext train from corpora/training/digital-rural-2024.jsonl",
        "feature\tpassages",
    ]
    lines += [f"{f}\t{len(ids)}" for f, ids in sorted(counts.items()) if len(ids) >= 3]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def train_files(passages: Path, taxonomy: Taxonomy, folder: Path) -> Trained:
    """Train on a JSONL file of labelled passages and write the model into ``folder``.

    ``load_model`` reads it back. Raises DataError when the passages do not fit the taxonomy.
    """
    cues_of = cue_table(taxonomy)
    trained = train(read_examples(passages, taxonomy), taxonomy, Cues.of(cues_of))
    write_model(trained, taxonomy, cues_of, folder)
    return trained


def train_shipped(root: Path | None = None) -> Trained:
    """Rebuild the shipped model from corpora/ into models/ under ``root`` (the checkout)."""
    taxonomy = load_taxonomy("digital-rural-2024")
    source = data_path(f"corpora/training/{taxonomy.id}.jsonl")
    base = root if root is not None else source.parents[2]
    trained = train_files(source, taxonomy, base / "models" / taxonomy.id)
    write_frequencies(read_examples(source, taxonomy), base / FREQUENCIES_FILE)
    return trained


def _place_names() -> frozenset[str]:
    names: set[str] = set()
    for region in load_regions().upper.values():
        names |= {region.short, region.name, region.short[:2]}
        names |= {f"{word[:6].lower()} " for word in region.name_en.split()}
    return frozenset(names)


def _matrix(found: Sequence[set[str]], vocabulary: Sequence[str], rarity: Sequence[float]) -> Any:
    from scipy.sparse import csr_matrix  # type: ignore[import-untyped]  # noqa: PLC0415

    index = {feature: i for i, feature in enumerate(vocabulary)}
    places: list[int] = []
    values: list[float] = []
    ends = [0]
    for present in found:
        known = sorted(index[f] for f in present if f in index)
        norm = math.sqrt(sum(rarity[i] ** 2 for i in known)) or 1.0
        places += known
        values += [rarity[i] / norm for i in known]
        ends.append(len(places))
    return csr_matrix((values, places, ends), shape=(len(found), len(vocabulary)))
