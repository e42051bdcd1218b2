from pathlib import Path

import pytest

from policytext.evaluate import Counts
from policytext.evaluate.targets import evaluate_targets, naive_keys, table

GOLD = Path(__file__).parent.parent.parent / "corpora/gold/targets"


def test_counts_add_up() -> None:
    total = Counts(3, 1, 0) + Counts(1, 0, 3)
    assert (total.precision, total.recall) == (0.8, 4 / 7)
    assert Counts().f1 == 1


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_composed_gold_keeps_its_floors(language: str) -> None:
    rows = evaluate_targets(GOLD / f"{language}.jsonl")
    whole = rows[-1]
    assert whole.construction == "all"
    assert whole.whole.f1 >= 0.97
    assert whole.value.f1 >= 0.985
    assert whole.value.f1 > whole.naive.f1 + 0.3
    traps = [row for row in rows if "trap" in row.construction]
    assert sum(row.sentences for row in traps) >= 39
    assert all(row.whole.wrong == 0 for row in traps)


def test_gold_with_offsets_needs_the_documents() -> None:
    with pytest.raises(FileNotFoundError, match="--documents"):
        evaluate_targets(GOLD.parent / "real/targets-1.jsonl")


def test_the_trivial_baseline_reads_plain_numbers() -> None:
    assert naive_keys("增长5.5%，达到3亿元") == [("5.5", "%"), ("300000000", "CNY")]


def test_the_table_has_a_line_for_every_row() -> None:
    rows = evaluate_targets(GOLD / "en.jsonl")
    assert len(table(rows).splitlines()) == len(rows) + 1
