import pytest

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
)
from policytext.taxonomy import load_taxonomy

TAXONOMY = load_taxonomy("digital-rural-2024")
TRUTH = [{"T01"}, {"T09", "T02"}, set(), set()]
GIVEN = [{"T01"}, {"T09"}, {"T05"}, set()]


def test_counts_micro_macro_and_false_alarms():
    total = count(TRUTH, GIVEN)
    assert (total.right, total.wrong, total.missed) == (2, 1, 1)
    assert total.f1 == pytest.approx(2 / 3)
    assert macro_f1(TRUTH, GIVEN, ["T01", "T02", "T05", "T09"]) == pytest.approx(2 / 3)
    assert false_alarms(TRUTH, GIVEN) == 0.5


def test_wrong_task_of_the_right_aspect_counts_half():
    assert hierarchical_f1([{"T01"}], [{"T02"}], TAXONOMY) == 0.5
    assert hierarchical_f1([{"T01"}], [{"T09"}], TAXONOMY) == 0.0


def test_lrap_of_a_right_and_a_second_rank():
    scores = [{"a": 0.9, "b": 0.2}, {"a": 0.9, "b": 0.2}]
    assert lrap([{"a"}, {"b"}], scores) == pytest.approx(0.75)


def test_calibration_error_is_the_mean_gap():
    scores = [{"a": 0.95}] * 10
    truth = [{"a"}] * 9 + [set()]
    assert calibration_error(truth, scores) == pytest.approx(0.05)


def test_abstention_puts_the_unsure_aside_first():
    scores = [{"a": v} for v in (0.9, 0.95, 0.52, 0.05, 0.02, 0.9, 0.99, 0.01, 0.97, 0.1)]
    truth = [{"a"} if s["a"] > 0.6 else set() for s in scores]
    curve = abstention_curve(truth, scores, 0.5)
    assert curve[0][1] < 1
    assert curve[1] == (0.9, 1.0)


def test_agreement():
    same = [{"a"}, set(), {"b"}]
    assert kappa(same, same, ["a", "b"]) == 1
    assert alpha(same, same, ["a", "b"]) == 1
    other = [set(), {"a"}, {"b"}]
    assert kappa(same, other, ["a", "b"]) == pytest.approx(0.25)
    assert alpha(same, other, ["a", "b"]) == pytest.approx(1 - 4 * 11 / (2 * 4 * 8))


def test_bootstrap_is_repeatable_and_holds_the_score():
    groups = [str(i % 4) for i in range(40)]
    values = [i % 3 == 0 for i in range(40)]

    def share(indices):
        return sum(values[i] for i in indices) / len(indices)

    low, high = bootstrap(groups, share, rounds=200)
    assert (low, high) == bootstrap(groups, share, rounds=200)
    assert low <= sum(values) / 40 <= high


def test_baselines():
    assert "T09" in keyword_labels("发展农村电商", TAXONOMY)
    assert "T09" not in keyword_labels("发展跨境电商", TAXONOMY)
    (scores,) = title_scores(["提升农村网络基础设施供给能力"], TAXONOMY)
    assert max(scores, key=scores.get) == "T01"
