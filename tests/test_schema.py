"""The JSON contract: the committed schema is the models' own, numbers keep their digits."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policytext.errors import DIAGNOSTICS
from policytext.schema import Span, Target, json_schema

DOCS = Path(__file__).parent.parent / "docs"


def target(value: Decimal) -> Target:
    return Target(
        id="N1", indicator=None, comparator="eq", measure="level", value=value, value_max=None,
        baseline=None, unit="%", unit_text="%", qualifier=None, status="target", deadline=None,
        deadline_text=None, scope=None, task_id=None,
        span=Span(start=0, end=0, page=None, quote=""),
    )  # fmt: skip


def test_committed_schema_is_true() -> None:
    committed = json.loads((DOCS / "policytext.schema.json").read_text(encoding="utf-8"))
    assert committed == json_schema(), "run: policytext schema > docs/policytext.schema.json"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("630000000000", "630000000000"),
        ("6.5", "6.5"),
        ("2.0", "2"),
        ("0.1", "0.1"),
        ("1E+3", "1000"),
        ("-0.35", "-0.35"),
    ],
)
def test_numbers_in_json_keep_their_digits(value: str, written: str) -> None:
    assert f'"value":{written},' in target(Decimal(value)).model_dump_json()


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**30)))
def test_numbers_survive_a_round_trip(value: Decimal) -> None:
    line = target(value).model_dump_json()
    assert Target.model_validate_json(line).value == value


def test_every_diagnostic_is_documented() -> None:
    page = (DOCS / "diagnostics.md").read_text(encoding="utf-8")
    rows = {
        cells[1].strip(" `"): (cells[2].strip(), cells[3].strip())
        for cells in (line.split("|") for line in page.splitlines() if line.startswith("| `"))
    }
    assert rows == DIAGNOSTICS


def test_every_field_is_documented() -> None:
    page = (DOCS / "json.md").read_text(encoding="utf-8")
    for name, definition in json_schema()["$defs"].items():
        for field in definition.get("properties", {}):
            assert f"`{field}`" in page, f"{name}.{field} is not in docs/json.md"
