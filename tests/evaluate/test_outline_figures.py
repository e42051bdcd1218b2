"""The outline's figures on the composed documents, and how they are counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from policytext.evaluate import Counts
from policytext.evaluate.outline import evaluate_outline, main, misses

GOLD = Path(__file__).parents[2] / "corpora" / "gold" / "outline" / "headings.jsonl"
REAL = GOLD.parent.parent / "real" / "outline-1.jsonl"
FLOOR = 0.99


def test_composed_documents_stay_above_their_floor() -> None:
    rows = evaluate_outline(GOLD)
    total = rows[-1]
    assert total.documents >= 60
    assert total.whole.f1 >= FLOOR
    assert {row.name for row in rows} >= {"= pdf", "= docx-auto", "= html-h", "= txt-wrapped"}


def test_a_heading_counts_once_and_with_its_level(tmp_path: Path) -> None:
    (tmp_path / "rendered").mkdir()
    (tmp_path / "rendered" / "a.txt").write_text("一、修渠\n1.清淤\n二、种树\n", encoding="utf-8")
    gold = tmp_path / "headings.jsonl"
    gold.write_text(
        '{"file": "a.txt", "format": "txt", "headings":'
        ' [[1, "一、", "修渠"], [1, "1．", "清淤"], [1, "三、", "种树"]]}\n',
        encoding="utf-8",
    )
    (row, group, total) = evaluate_outline(gold)
    assert row.whole == group.whole == total.whole == Counts(1, 2, 2)
    assert row.flat == Counts(2, 1, 1)
    assert "   - 1 | 三、 | 种树" in list(misses(gold))


def test_real_gold_needs_its_documents() -> None:
    with pytest.raises(FileNotFoundError, match="--documents"):
        evaluate_outline(REAL)


def test_the_table_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(GOLD)]) == 0
    assert "= all" in capsys.readouterr().out
