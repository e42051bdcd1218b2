from __future__ import annotations

import math
from dataclasses import replace

import pytest
from composed import TEXT, composed
from hypothesis import given
from hypothesis import strategies as st

from policytext.errors import DataError
from policytext.evaluate.agreement import (
    Unit,
    agreement,
    coded_units,
    cohen_kappa,
    krippendorff_alpha,
    masi_distance,
    nominal_distance,
    report,
)
from policytext.export.annotation.spans import AnnotatedDocument, LabelledSpan, annotated


def labels(words: str) -> frozenset[str]:
    return frozenset(words.split())


def unit(**said: str) -> Unit:
    return Unit("d", 0, 1, "词", {coder: labels(words) for coder, words in said.items()})


# The reliability data of Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011),
# section C: four observers, twelve units, missing values; alpha (nominal) = 0.743.
KRIPPENDORFF = [
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
]


def test_alpha_of_the_published_example() -> None:
    columns = zip(*(row.split() for row in KRIPPENDORFF), strict=True)
    units = [[value for value in column if value != "."] for column in columns]
    alpha = krippendorff_alpha(units)
    assert alpha is not None
    assert round(alpha, 3) == 0.743


def test_alpha_with_another_distance_is_that_of_the_published_example() -> None:
    def interval(a: int, b: int) -> float:
        return float((a - b) ** 2)

    columns = zip(*(row.split() for row in KRIPPENDORFF), strict=True)
    units = [[int(value) for value in column if value != "."] for column in columns]
    alpha = krippendorff_alpha(units, interval)
    assert alpha is not None
    assert round(alpha, 3) == 0.849


def test_kappa_by_hand() -> None:
    # 20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no: observed .7, by chance .5
    pairs = [(1, 1)] * 20 + [(1, 0)] * 5 + [(0, 1)] * 10 + [(0, 0)] * 15
    kappa = cohen_kappa(pairs)
    assert kappa is not None
    assert math.isclose(kappa, 0.4)


@pytest.mark.parametrize(
    ("a", "b", "distance"),
    [
        ("T01", "T01", 0), ("", "", 0), ("T01", "", 1), ("T01", "T02", 1),
        ("T01", "T01 T02", 1 - 1 / 2 * 2 / 3), ("T01 T02", "T02 T03", 1 - 1 / 3 * 1 / 3),
    ],
)  # fmt: skip
def test_masi_by_hand(a: str, b: str, distance: float) -> None:
    assert math.isclose(masi_distance(labels(a), labels(b)), distance)
    assert math.isclose(masi_distance(labels(b), labels(a)), distance)


SETS = st.frozensets(st.sampled_from(["T01", "T02", "T03"]))


@given(st.lists(st.lists(SETS, max_size=4), max_size=8))
def test_alpha_is_one_at_most_and_exactly_where_nothing_differs(
    units: list[list[frozenset[str]]],
) -> None:
    for distance in (nominal_distance, masi_distance):
        alpha = krippendorff_alpha(units, distance)
        if alpha is None:
            continue
        assert alpha <= 1 + 1e-12
        same = all(len(set(values)) == 1 for values in units if len(values) > 1)
        assert math.isclose(alpha, 1) == same


def test_coefficients_are_missing_where_they_mean_nothing() -> None:
    assert krippendorff_alpha([["a", "a"], ["a", "a"]]) is None
    assert krippendorff_alpha([]) is None
    assert cohen_kappa([]) is None
    assert cohen_kappa([(1, 1), (1, 1)]) is None


def test_agreement_per_task_and_the_units_without_it() -> None:
    units = [
        unit(li="T01", wang="T01"),
        unit(li="T01 T09", wang="T01"),
        unit(li="", wang=""),
        unit(li="T02", wang="T02"),
        unit(li="T01"),
    ]
    found = agreement(units)
    assert found.coders == ("li", "wang")
    assert found.units == 4
    assert found.disagreements == (units[1],)
    assert found.alpha_masi is not None
    assert found.alpha_nominal is not None
    assert found.alpha_masi > found.alpha_nominal
    assert [(t.task_id, t.given) for t in found.tasks] == [("T01", 4), ("T02", 2), ("T09", 1)]
    assert found.tasks[0].alpha == 1
    assert found.tasks[0].kappa == 1
    assert found.tasks[2].kappa == 0
    shown = report(found)
    assert "li: T01 T09; wang: T01" in shown
    assert "T09\t1" in shown


def test_one_coder_is_not_enough() -> None:
    with pytest.raises(DataError, match="two coders"):
        agreement([unit(li="T01")])


def by(coder: str, doc: AnnotatedDocument, *drop: str) -> AnnotatedDocument:
    kept = tuple(span for span in doc.spans if span.label not in drop)
    return replace(doc, coder=coder, spans=kept)


def test_corrected_files_become_units_with_the_empty_passages_too() -> None:
    doc = annotated(composed(), TEXT)
    units = coded_units([by("li", doc), by("wang", doc, "T26")])
    assert len(units) == 3
    assert [set(u.labels["li"]) for u in units] == [set(), {"T01"}, {"T09", "T26"}]
    assert [set(u.labels["wang"]) for u in units] == [set(), {"T01"}, {"T09"}]
    assert all(TEXT[u.start : u.end] == u.quote for u in units)


def test_labels_off_the_borders_of_passages_count_where_they_belong() -> None:
    text = "甲" * 10 + "乙" * 10 + "丙" * 10
    passages = ((0, 10), (10, 20))
    spans = (
        LabelledSpan(2, 5, "T01"),  # inside the first
        LabelledSpan(6, 16, "T02"),  # more than half of the second, less of the first
        LabelledSpan(22, 25, "T03"),  # in no passage
        LabelledSpan(0, 4, "target"),
    )
    doc = AnnotatedDocument("d", None, text, spans, passages, None, "li")
    units = coded_units([doc, replace(doc, spans=(), coder="wang")])
    assert [(u.start, u.end, sorted(u.labels["li"])) for u in units] == [
        (0, 10, ["T01"]), (10, 20, ["T02"]), (22, 25, ["T03"]),
    ]  # fmt: skip
    assert all(u.labels["wang"] == frozenset() for u in units)


@pytest.mark.parametrize("case", ["nobody", "twice", "text"])
def test_codings_that_cannot_be_compared_are_refused(case: str) -> None:
    doc = annotated(composed(), TEXT)
    docs = {
        "nobody": [doc],
        "twice": [by("li", doc), by("li", doc)],
        "text": [by("li", doc), replace(by("wang", doc), text=TEXT + "。")],
    }[case]
    with pytest.raises(DataError, match=r"who coded|twice|another text"):
        coded_units(docs)
