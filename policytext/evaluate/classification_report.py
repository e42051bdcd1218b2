"""The classifier against gold: composed parallel passages and real ones, beside baselines.

``python -m policytext.evaluate.classification_report [--documents DIR]`` prints the tables.
The real passages are kept without their sentences: DIR must hold the documents.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from policytext.classify.model import Model, model_for
from policytext.classify.similarity import LabelSimilarity
from policytext.errors import DataError
from policytext.evaluate.baselines import keyword_labels, title_scores
from policytext.evaluate.classification import (
    abstention_curve,
    alpha,
    bootstrap,
    calibration_error,
    count,
    false_alarms,
    hierarchical_f1,
    kappa,
    lrap,
    macro_f1,
    per_task,
)
from policytext.readers import read_bytes
from policytext.readers.source import SourceText
from policytext.resources import data_path
from policytext.taxonomy import Taxonomy, load_taxonomy
from policytext.text.normalise import normalise

COMPOSED = "corpora/gold/classification/parallel.jsonl"
REAL = "corpora/gold/real/classification.jsonl"
LATER = "corpora/gold/real/classification-2.jsonl"
THIRD = "corpora/gold/real/classification-3.jsonl"


@dataclass(frozen=True, slots=True)
class Passage:
    """A gold passage. ``group`` is its document (real) or its pair (composed)."""

    group: str
    language: str
    text: str
    labels: AbstractSet[str]
    first: AbstractSet[str] = frozenset()
    second: AbstractSet[str] = frozenset()


def composed_passages() -> list[Passage]:
    """The composed gold passages, Chinese and English."""
    return [
        Passage(raw["group"], raw["language"], raw["text"], frozenset(raw["labels"]))
        for raw in _lines(COMPOSED)
    ]


def real_passages(documents: Path, relative: str = REAL) -> list[Passage]:
    """The real gold passages, read from the documents, without page furniture inside them.

    DataError when a document is missing, or when its reader gives other characters at the place.
    """
    rows = _lines(relative)
    wanted = {raw["sha256"] for raw in rows}
    sources: dict[str, SourceText] = {}
    for path in sorted(documents.rglob("*")):
        data = path.read_bytes() if path.is_file() else b""
        if (digest := hashlib.sha256(data).hexdigest()) in wanted - sources.keys():
            sources[digest] = read_bytes(data, name=str(path))
    found: list[Passage] = []
    for raw in rows:
        if raw["sha256"] not in sources:
            raise DataError(f"the document of passage {raw['id']} is not in {documents}")
        quote = sources[raw["sha256"]].text[raw["start"] : raw["end"]]
        if hashlib.sha256(quote.encode()).hexdigest()[:12] != raw["quote"]:
            raise DataError(f"passage {raw['id']} is not where it was; the reader has changed")
        labels = [frozenset(raw.get(key, raw["settled"])) for key in ("settled", "first", "second")]
        text = _body(sources[raw["sha256"]], raw["start"], raw["end"])
        text = normalise(SourceText(text, "text/plain")).text.replace("\n", "")
        found.append(Passage(raw["sha256"], "zh", text, *labels))
    return found


def _body(source: SourceText, start: int, end: int) -> str:
    parts = []
    for left, right in sorted(source.furniture):
        if start < right and left < end:
            parts.append(source.text[start:left])
            start = right
    return "".join([*parts, source.text[start:end]])


def methods(
    passages: Sequence[Passage], taxonomy: Taxonomy, model: Model | None
) -> dict[str, list[AbstractSet[str]]]:
    """The labels that the model and each baseline give.

    TF-IDF gets the threshold that suits these very passages best, so that it cannot be said to
    have been set up to lose.
    """
    texts = [passage.text for passage in passages]
    similarity = LabelSimilarity.of(taxonomy)
    given: dict[str, list[AbstractSet[str]]] = {}
    if model is not None:
        given["model"] = [
            _above(dict(zip(model.task_ids, own, strict=True)), model.threshold)
            for own in model.probabilities(texts)
        ]
    given["titles, descriptions, keywords (no training)"] = [
        _above(
            dict(zip(similarity.task_ids, similarity.probabilities(t), strict=True)),
            similarity.threshold,
        )
        for t in texts
    ]
    given["baseline: keywords"] = [keyword_labels(t, taxonomy) for t in texts]
    scores = title_scores(texts, taxonomy)
    truth = [passage.labels for passage in passages]
    cuts: list[list[AbstractSet[str]]] = [
        [_above(score, percent / 100) for score in scores] for percent in range(1, 60)
    ]
    given["baseline: TF-IDF on titles, best threshold"] = max(
        cuts, key=lambda labels: count(truth, labels).f1
    )
    return given


def report(passages: Sequence[Passage], taxonomy: Taxonomy, model: Model | None) -> list[str]:
    """The figures as lines of text."""
    tasks = [task.id for task in taxonomy.tasks]
    truth = [passage.labels for passage in passages]
    groups = [passage.group for passage in passages]
    lines = [f"{len(passages)} passages, {sum(map(len, truth))} labels"]
    lines.append(f"{'':44} micro  95% interval   macro  hier.  prec.  rec.   false alarms")
    for name, given in methods(passages, taxonomy, model).items():
        total = count(truth, given)
        low, high = bootstrap(groups, _Micro(truth, given))
        lines.append(
            f"{name:44} {total.f1:.3f}  {low:.3f}-{high:.3f}    {macro_f1(truth, given, tasks):.3f}"
            f"  {hierarchical_f1(truth, given, taxonomy):.3f}  {total.precision:.3f}"
            f"  {total.recall:.3f}  {false_alarms(truth, given):.3f}"
        )
    lines.append(f"{'baseline: multilingual-e5-small, zero shot':44} not installed")
    if any(p.first != p.second for p in passages):
        first, second = [p.first for p in passages], [p.second for p in passages]
        lines.append(
            f"agreement of the two coders: F1 {count(first, second).f1:.3f}, "
            f"kappa {kappa(first, second, tasks):.3f}, alpha {alpha(first, second, tasks):.3f}"
        )
    if model is None:
        return lines
    scores: list[Mapping[str, float]] = [
        dict(zip(model.task_ids, own, strict=True))
        for own in model.probabilities([p.text for p in passages])
    ]
    curve = abstention_curve(truth, scores, model.threshold)
    lines += [
        f"model: LRAP {lrap(truth, scores):.3f}, "
        f"calibration error {calibration_error(truth, scores):.3f}",
        "model: micro F1 on the surest "
        + ", ".join(f"{share:.0%}: {value:.3f}" for share, value in curve),
    ]
    given = [_above(score, model.threshold) for score in scores]
    for task, counts in per_task(truth, given, tasks).items():
        if counts.right + counts.wrong + counts.missed:
            lines.append(
                f"  {task}  P {counts.precision:.2f}  R {counts.recall:.2f}  F1 {counts.f1:.2f}"
                f"  ({counts.right + counts.missed} true)"
            )
    return lines


@dataclass(frozen=True, slots=True)
class _Micro:
    """Micro F1 of the passages at given indices."""

    truth: Sequence[AbstractSet[str]]
    given: Sequence[AbstractSet[str]]

    def __call__(self, indices: Sequence[int]) -> float:
        return count([self.truth[i] for i in indices], [self.given[i] for i in indices]).f1


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the report; the real passages only with ``--documents``."""
    parser = argparse.ArgumentParser(description=__doc__, prog="classification_report")
    parser.add_argument("--taxonomy", default="digital-rural-2024")
    parser.add_argument("--documents", type=Path, help="folder with the real documents")
    options = parser.parse_args(arguments)
    taxonomy = load_taxonomy(options.taxonomy)
    model = model_for(taxonomy)
    composed = composed_passages()
    parts = [
        (f"composed, {name}", [p for p in composed if p.language == language])
        for name, language in (("Chinese", "zh"), ("English", "en"))
    ]
    if options.documents:
        parts.append(("real", real_passages(options.documents)))
        parts.append(("real, later draw", real_passages(options.documents, LATER)))
        parts.append(("real, third draw", real_passages(options.documents, THIRD)))
    for name, passages in parts:
        lines = report(passages, taxonomy, model)
        sys.stdout.write(f"== {name}: " + "\n".join(lines) + "\n")
    return 0


def _above(scores: Mapping[str, float], threshold: float) -> frozenset[str]:
    return frozenset(task for task, value in scores.items() if value >= threshold)


def _lines(relative: str) -> list[dict[str, Any]]:
    text = data_path(relative).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


if __name__ == "__main__":
    sys.exit(main())
