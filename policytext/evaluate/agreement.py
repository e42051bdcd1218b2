"""How far coders agree: Krippendorff's alpha, Cohen's kappa, and where they do not.

Alpha after Krippendorff, Content Analysis (2004), chapter 11: observed over expected disagreement,
any number of coders, missing codings allowed. MASI after Passonneau, LREC 2006: a distance
between sets of labels that is smaller where one holds the other. Kappa after Cohen (1960), for
more than two coders the mean over pairs (Light 1971).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeVar

from policytext.errors import DataError
from policytext.export.annotation.passages import passage_labels
from policytext.export.annotation.spans import AnnotatedDocument

Labels = frozenset[str]
Value = TypeVar("Value", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Unit:
    """A passage and the tasks that each coder gave it; a coder who did not see it is absent."""

    doc_id: str
    start: int
    end: int
    quote: str
    labels: dict[str, Labels]


@dataclass(frozen=True, slots=True)
class TaskAgreement:
    """Agreement on one task, yes or no.

    ``given`` counts the codings that say yes. A coefficient is None where it is not defined:
    when all codings are the same, chance explains everything.
    """

    task_id: str
    given: int
    alpha: float | None
    kappa: float | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement on whole sets of labels, on each task, and the units without it.

    ``alpha_nominal`` counts any difference between two sets as a whole one; ``alpha_masi`` counts
    less where they overlap. ``units`` counts those that at least two coders saw.
    """

    coders: tuple[str, ...]
    units: int
    alpha_nominal: float | None
    alpha_masi: float | None
    tasks: tuple[TaskAgreement, ...]
    disagreements: tuple[Unit, ...]


def nominal_distance(a: Hashable, b: Hashable) -> float:
    """0 for equal values, else 1."""
    return float(a != b)


def masi_distance(a: Labels, b: Labels) -> float:
    """1 - Jaccard x monotonicity: 1 equal, 2/3 one in the other, 1/3 overlapping, 0 apart."""
    if a == b:
        return 0.0
    common, union = len(a & b), len(a | b)
    if not common:
        return 1.0
    monotonicity = 2 / 3 if a <= b or b <= a else 1 / 3
    return 1 - common / union * monotonicity


def krippendorff_alpha(
    units: Iterable[Sequence[Value]], distance: Callable[[Value, Value], float] = nominal_distance
) -> float | None:
    """Alpha over units, each the values that coders gave it; units of fewer than two do not count.

    None when no two values of the data differ, or there are none: alpha is then not defined.
    Time grows with the square of the number of different values.
    """
    pairable = [list(values) for values in units if len(values) > 1]
    totals: Counter[Value] = Counter(value for values in pairable for value in values)
    count = sum(totals.values())
    observed = sum(
        2 * distance(a, b) / (len(values) - 1)
        for values in pairable
        for a, b in combinations(values, 2)
    )
    expected = sum(2 * totals[a] * totals[b] * distance(a, b) for a, b in combinations(totals, 2))
    return 1 - (count - 1) * observed / expected if expected else None


def cohen_kappa(pairs: Iterable[tuple[Value, Value]]) -> float | None:
    """Kappa of two coders over the units that both saw; None where it is not defined."""
    counted = Counter(pairs)
    total = sum(counted.values())
    if not total:
        return None
    first: Counter[Value] = Counter()
    second: Counter[Value] = Counter()
    for (a, b), number in counted.items():
        first[a] += number
        second[b] += number
    agreed = sum(number for (a, b), number in counted.items() if a == b) / total
    chance = sum(first[value] * second[value] for value in first) / total**2
    return (agreed - chance) / (1 - chance) if chance < 1 else None


def agreement(units: Iterable[Unit]) -> Agreement:
    """Agreement of all coders over all units. Raises DataError when fewer than two coders meet."""
    seen = [unit for unit in units if len(unit.labels) > 1]
    coders = tuple(sorted({coder for unit in seen for coder in unit.labels}))
    if not seen:
        raise DataError("no passage was coded by two coders; agreement needs two files at least")
    sets = [_values(unit) for unit in seen]
    tasks = sorted({task for values in sets for labels in values for task in labels})
    return Agreement(
        coders,
        len(seen),
        krippendorff_alpha(sets),
        krippendorff_alpha(sets, masi_distance),
        tuple(_on_task(task, seen, coders) for task in tasks),
        tuple(unit for unit in seen if len(set(unit.labels.values())) > 1),
    )


def coded_units(docs: Iterable[AnnotatedDocument]) -> list[Unit]:
    """The passages of coded documents with the tasks that each coder gave them.

    Where a label stands outside all passages, its place is a unit of its own, which the other
    coders left empty. Raises DataError for a document without a coder, or one that a coder gave
    twice.
    """
    by_document: dict[str, dict[str, AnnotatedDocument]] = {}
    for doc in docs:
        if doc.coder is None:
            raise DataError(f"document {doc.uri or doc.doc_id} does not say who coded it")
        coded = by_document.setdefault(doc.doc_id, {})
        if doc.coder in coded:
            raise DataError(f"coder {doc.coder} gave document {doc.uri or doc.doc_id} twice")
        coded[doc.coder] = doc
    units: list[Unit] = []
    for doc_id, coded in sorted(by_document.items()):
        units += _units(doc_id, coded)
    return units


def report(found: Agreement) -> str:
    """The figures as a text table, the disagreements below it."""
    lines = [
        f"coders: {', '.join(found.coders)}; passages seen by two or more: {found.units}",
        f"alpha, sets of tasks: nominal {_shown(found.alpha_nominal)}, "
        f"MASI {_shown(found.alpha_masi)}",
        "",
        "task\tgiven\talpha\tkappa",
    ]
    lines += [
        f"{task.task_id}\t{task.given}\t{_shown(task.alpha)}\t{_shown(task.kappa)}"
        for task in found.tasks
    ]
    lines += ["", "disagreements"]
    for unit in found.disagreements:
        said = "; ".join(
            f"{coder}: {' '.join(sorted(labels)) or '-'}"
            for coder, labels in sorted(unit.labels.items())
        )
        quote = " ".join(unit.quote.split())
        lines.append(f"{unit.doc_id}:{unit.start}-{unit.end}\t{said}\t{quote}")
    return "\n".join(lines) + "\n"


def _values(unit: Unit) -> list[Labels]:
    return [unit.labels[coder] for coder in sorted(unit.labels)]


def _on_task(task: str, units: list[Unit], coders: tuple[str, ...]) -> TaskAgreement:
    said = [{coder: task in labels for coder, labels in unit.labels.items()} for unit in units]
    kappas = [
        cohen_kappa((each[a], each[b]) for each in said if a in each and b in each)
        for a, b in combinations(coders, 2)
    ]
    known = [kappa for kappa in kappas if kappa is not None]
    return TaskAgreement(
        task,
        sum(sum(each.values()) for each in said),
        krippendorff_alpha([list(each.values()) for each in said]),
        sum(known) / len(known) if known else None,
    )


def _units(doc_id: str, coded: Mapping[str, AnnotatedDocument]) -> list[Unit]:
    first = next(iter(coded.values()))
    for doc in coded.values():
        if doc.text != first.text:
            raise DataError(f"document {doc_id} has another text in the file of {doc.coder}")
    given = {coder: passage_labels(doc) for coder, doc in coded.items()}
    places = sorted({place for labels in given.values() for place in labels})
    return [
        Unit(
            doc_id,
            start,
            end,
            first.text[start:end],
            {coder: labels.get((start, end), frozenset()) for coder, labels in given.items()},
        )
        for start, end in places
    ]


def _shown(value: float | None) -> str:
    return "not defined" if value is None else f"{value:.3f}"
