"""Spark, run for real where it is installed: the same rows as one process."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from policytext.arrow import from_batch
from policytext.engines.batches import extract_batch
from policytext.engines.spark import extract_frame

pa = pytest.importorskip("pyarrow")
sql = pytest.importorskip("pyspark.sql")
pytestmark = pytest.mark.filterwarnings("ignore")

# Composed for this test.
TEXTS = [f"工作要点\n到2026年底,疏浚河道{number}公里。\n" for number in range(1, 81)]


def test_same_rows_as_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]), prepend=os.pathsep)
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    spark = sql.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    session = spark.getOrCreate()
    rows = [(str(number), text) for number, text in enumerate(TEXTS)]
    try:
        frame = session.createDataFrame(rows, "uri string, text string").repartition(4)
        found = extract_frame(frame, taxonomy="none").toArrow()
    finally:
        session.stop()
    table = pa.table({"uri": [uri for uri, _ in rows], "text": TEXTS})
    expected = extract_batch(table, taxonomy="none")
    assert sorted(record.model_dump_json() for record in from_batch(found)) == sorted(
        record.model_dump_json() for record in from_batch(expected)
    )
