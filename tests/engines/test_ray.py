"""Ray Data, run for real where it is installed: the same rows as one process."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from policytext.arrow import from_batch
from policytext.engines.batches import extract_batch
from policytext.engines.ray import extract_dataset

pa = pytest.importorskip("pyarrow")
ray = pytest.importorskip("ray")
pytestmark = pytest.mark.filterwarnings("ignore")

# Composed for this test.
TEXTS = [f"工作要点\n到2026年底,疏浚河道{number}公里。\n" for number in range(1, 81)]


def test_same_rows_as_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]), prepend=os.pathsep)
    table = pa.table({"uri": [str(number) for number in range(80)], "text": TEXTS})
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
    try:
        found = extract_dataset(ray.data.from_arrow(table).repartition(8), taxonomy="none")
        rows = pa.concat_tables(ray.get(found.to_arrow_refs()))
    finally:
        ray.shutdown()
    expected = extract_batch(table, taxonomy="none")
    assert sorted(record.model_dump_json() for record in from_batch(rows)) == sorted(
        record.model_dump_json() for record in from_batch(expected)
    )
