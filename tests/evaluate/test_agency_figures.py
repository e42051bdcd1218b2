"""The evaluation of agencies: counts, and real snippets found again by their words."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from policytext.evaluate.agencies import (
    Aligned,
    Case,
    Named,
    composed_cases,
    evaluate_agencies,
    main,
    real_cases,
)


def test_rows_count_spans_and_facts_apart() -> None:
    gold = (Named(0, 3, "cn/a", "lead"), Named(5, 8, "cn/b", "mentioned"))
    found = (Named(0, 3, "cn/a", "mentioned"), Named(5, 9, "cn/b", "mentioned"))
    (row, total) = evaluate_agencies([Case("p", "text", gold, found)])
    assert (row.span.right, row.span.wrong, row.span.missed) == (1, 1, 1)
    assert (row.id_and_role.right, row.whole.right) == (1, 0)
    assert (total.pattern, total.span) == ("all", row.span)


def test_a_snippet_is_found_again_without_white_space() -> None:
    text = "甲\n乙 省水利厅丙 省水\n利厅丁"
    aligned = Aligned(text, [Named(4, 8, "a", "lead"), Named(10, 15, "b", "lead")])
    (second,) = aligned.inside("省水利厅丁", "丙") or []
    assert (second.id, second.start, second.end) == ("b", 0, 4)
    assert aligned.inside("没有这句", "") is None


def test_real_gold_needs_its_documents(tmp_path: Path) -> None:
    document = tmp_path / "a.txt"
    document.write_text("第一句。由省水利厅牵头。\n", encoding="utf-8")
    digest = hashlib.sha256(document.read_bytes()).hexdigest()
    line = {
        "sha256": digest,
        "start": 4,
        "end": 12,
        "adcode": "330000",
        "agencies": [{"start": 5, "end": 9, "id": "cn-33/water", "role": "lead"}],
    }
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps({"_source": "test"}) + "\n" + json.dumps(line), encoding="utf-8")
    (case,) = real_cases(gold, tmp_path)
    assert case.gold == case.found
    document.write_text("andere", encoding="utf-8")
    with pytest.raises(FileNotFoundError, match=digest):
        list(real_cases(gold, tmp_path))


def test_composed_tables_and_wrapped_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    records = [
        {"_source": "composed"},
        {
            "pattern": "table",
            "adcode": None,
            "rows": [["任务", "牵头单位"], ["晒谷", "水利部"]],
            "agencies": [{"start": 11, "end": 14, "id": "cn/water", "role": "lead"}],
        },
        {
            "pattern": "wrapped",
            "adcode": None,
            "wrapped": True,
            "text": "由水\n利部审核",
            "agencies": [{"start": 1, "end": 5, "id": "cn/water", "role": "mentioned"}],
        },
    ]
    gold = tmp_path / "gold.jsonl"
    gold.write_text("\n".join(json.dumps(r) for r in records), encoding="utf-8")
    cases = list(composed_cases(gold))
    assert [case.gold == case.found for case in cases] == [True, True]
    assert main([str(gold), "--misses"]) == 0
    assert "1.000" in capsys.readouterr().out
