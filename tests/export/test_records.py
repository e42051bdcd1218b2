from __future__ import annotations

from pathlib import Path

import pytest
from composed import TEXT, composed

from policytext.errors import DataError
from policytext.export.records import read_records
from policytext.schema import ErrorRecord


def test_results_read_back_as_they_were(tmp_path: Path) -> None:
    records = [
        composed().model_copy(update={"text": TEXT}),
        ErrorRecord(uri="x.pdf", error="input-unreadable", message="broken"),
    ]
    lines = tmp_path / "r.jsonl"
    lines.write_text("\n".join(record.model_dump_json() for record in records) + "\n\n", "utf-8")
    assert list(read_records(lines)) == records
    single = tmp_path / "r.json"
    single.write_text(records[0].model_dump_json(indent=2), "utf-8")
    assert list(read_records(single)) == records[:1]


def test_what_is_no_result_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    path.write_text(composed().model_dump_json() + '\n{"a": 1}\n', "utf-8")
    with pytest.raises(DataError, match=r"r\.jsonl:2 is no result"):
        list(read_records(path))
    with pytest.raises(DataError, match="cannot read"):
        list(read_records(tmp_path / "missing.jsonl"))
