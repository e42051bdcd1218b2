"""Results as Arrow: the published columns, the way there and back, numbers that do not fit."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("pyarrow")

from policytext import arrow
from policytext.pipeline import extract_text
from policytext.schema import ErrorRecord, PolicyDocument

PUBLISHED = Path(__file__).parent.parent / "docs" / "policytext.arrow.txt"
# Composed for this test.
TEXT = "关于河湾治理的工作要点\n一、治水\n（一）疏浚河道。到2026年底,疏浚河道12.5公里,投入3亿元。"
FAILED = ErrorRecord(uri="a.pdf", error="pdf-broken", message="a.pdf is no readable PDF")


def document(value: Decimal | None) -> PolicyDocument:
    made = extract_text(TEXT, uri="a.txt", taxonomy="none")
    first = made.targets[0].model_copy(update={"value": value})
    return made.model_copy(update={"targets": [first, *made.targets[1:]]})


def test_published_columns() -> None:
    assert arrow.described() == PUBLISHED.read_text(encoding="utf-8"), (
        "run: policytext schema --arrow > docs/policytext.arrow.txt"
    )


def test_there_and_back() -> None:
    records = [extract_text(TEXT, uri="a.txt", include_text=True, explain=True), FAILED]
    batch = arrow.to_batch(records)
    assert batch.schema == arrow.schema()
    assert batch.column("uri").to_pylist() == ["a.txt", "a.pdf"]
    back = list(arrow.from_batch(batch))
    assert [r.model_dump_json() for r in back] == [r.model_dump_json() for r in records]


def test_no_records_make_an_empty_batch() -> None:
    assert arrow.to_batch([]).num_rows == 0


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_a_number_is_exact_or_left_out_and_reported(value: Decimal) -> None:
    batch = arrow.to_batch([document(value)])
    (back,) = arrow.from_batch(batch)
    assert isinstance(back, PolicyDocument)
    reported = [d.code for d in back.diagnostics].count("number-left-out")
    if reported:
        assert back.targets[0].value is None
    else:
        assert back.targets[0].value == value


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("99999999999999999999999999.999999999999", True),
        ("100000000000000000000000000", False),
        ("0.000000000001", True),
        ("0.0000000000001", False),
    ],
)
def test_the_longest_numbers(value: str, kept: bool) -> None:
    (back,) = arrow.from_batch(arrow.to_batch([document(Decimal(value))]))
    assert isinstance(back, PolicyDocument)
    assert (back.targets[0].value == Decimal(value)) == kept
