"""The function over Arrow batches: one row a document, failures as rows, picklable."""

from __future__ import annotations

import pickle
from functools import partial
from pathlib import Path

import pytest

from policytext.arrow import from_batch, schema
from policytext.engines.batches import extract_batch, extract_batches
from policytext.errors import PolicytextError
from policytext.pipeline import extract, extract_text
from policytext.schema import ErrorRecord, PolicyDocument

pa = pytest.importorskip("pyarrow")

# Composed for this test.
TEXT = "关于河湾治理的工作要点\n一、治水\n（一）疏浚河道。到2026年底,疏浚河道{}公里。\n"
TEXTS = [TEXT.format(number) for number in range(1, 71)]
URIS = [f"{number}.txt" for number in range(1, 71)]


def test_a_row_for_each_text_in_order() -> None:
    expected = [
        extract_text(text, uri, taxonomy="none").model_dump_json()
        for text, uri in zip(TEXTS, URIS, strict=True)
    ]
    found = extract_batch(pa.table({"uri": URIS, "text": TEXTS}), taxonomy="none")
    assert found.schema == schema()
    assert [record.model_dump_json() for record in from_batch(found)] == expected


def test_batches_do_not_change_the_result() -> None:
    table = pa.table({"uri": URIS, "text": TEXTS})
    parts = extract_batches(iter(table.to_batches(max_chunksize=7)), taxonomy="none")
    assert pa.Table.from_batches(parts) == extract_batch(table, taxonomy="none")


def test_bytes_and_paths(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(TEXTS[0], encoding="utf-8")
    expected = extract(file, taxonomy="none").model_dump_json()
    by_path = extract_batch(pa.table({"path": [str(file)]}), taxonomy="none")
    content = pa.table({"content": [file.read_bytes()], "uri": [str(file)]})
    by_content = extract_batch(content, taxonomy="none")
    for found in (by_path, by_content):
        assert [record.model_dump_json() for record in from_batch(found)] == [expected]


def test_failures_are_rows(tmp_path: Path) -> None:
    batch = pa.table({"path": [str(tmp_path / "missing.txt"), None]})
    records = list(from_batch(extract_batch(batch, taxonomy="none")))
    assert all(isinstance(record, ErrorRecord) for record in records)
    assert [getattr(record, "error", "") for record in records] == ["input-missing", "input-empty"]
    content = pa.table({"content": [b"%PDF-1.7 broken", TEXTS[0].encode()], "uri": ["a.pdf", "b"]})
    first, second = from_batch(extract_batch(content, taxonomy="none"))
    assert isinstance(first, ErrorRecord)
    assert (first.uri, first.error) == ("a.pdf", "pdf-broken")
    assert isinstance(second, PolicyDocument)


@pytest.mark.parametrize("columns", [{"name": ["a"]}, {"text": ["a"], "path": ["a"]}])
def test_columns_that_say_nothing_are_refused(columns: dict[str, list[str]]) -> None:
    with pytest.raises(PolicytextError, match="one column of text, content, path"):
        extract_batch(pa.table(columns))


def test_unknown_taxonomy_is_refused() -> None:
    with pytest.raises(PolicytextError, match="no-such"):
        extract_batch(pa.table({"text": ["a"]}), taxonomy="no-such")


def test_the_function_with_its_options_is_picklable() -> None:
    function = pickle.loads(pickle.dumps(partial(extract_batch, taxonomy="none")))
    assert function(pa.table({"text": TEXTS[:1]})).num_rows == 1
