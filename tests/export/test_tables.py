from __future__ import annotations

import csv
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from composed import TEXT, composed

from policytext.errors import PolicytextError
from policytext.export.columns import KINDS, Kind, columns
from policytext.export.frames import to_frame
from policytext.export.rows import rows
from policytext.export.tables import arrow_schema, write_table
from policytext.schema import ErrorRecord

COUNTS = {
    "targets": 3, "agencies": 2, "tasks": 2, "labels": 3, "coverage": 28, "references": 1,
    "edges": 4,
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_every_row_fits_its_columns(kind: Kind) -> None:
    named = columns(kind)
    types = {"text": str, "integer": int, "number": (float, Decimal), "date": date}
    found = list(rows([composed(), composed()], kind))
    assert len(found) == 2 * COUNTS[kind]
    for row in found:
        for value, column in zip(row, named, strict=True):
            assert value is None or isinstance(value, types[column.type]), column.name


@pytest.mark.parametrize("kind", KINDS)
def test_column_names_are_unique_and_fit_stata(kind: Kind) -> None:
    names = [column.name for column in columns(kind)]
    assert len(set(names)) == len(names)
    assert all(len(name) <= 32 and len(column.meaning) <= 80
               for name, column in zip(names, columns(kind), strict=True))  # fmt: skip


def test_the_document_stands_in_front() -> None:
    frame = to_frame(composed(), "targets")
    assert list(frame.columns[:6]) == ["doc_id", "uri", "title", "adcode", "province", "year"]
    assert frame.loc[0, "province"] == "浙江省"
    assert frame.loc[0, "year"] == 2024


def test_a_central_document_has_no_province_and_an_undated_one_no_year() -> None:
    doc = composed(issued_on=None, jurisdiction=None)
    row = next(rows([doc], "targets"))
    assert row[3:6] == (None, None, None)


def test_quotes_stand_where_the_table_says() -> None:
    for kind in ("targets", "agencies", "tasks", "labels", "coverage", "references"):
        names = [column.name for column in columns(kind)]
        for row in rows([composed()], kind):
            item = dict(zip(names, row, strict=True))
            if item["char_start"] is not None:
                assert TEXT[item["char_start"] : item["char_end"]] == item["quote"]  # type: ignore[misc,index]


def test_edges_link_documents_and_tasks_to_bodies_and_documents() -> None:
    own = composed().source.id
    found = {(row[6], row[9], row[10]) for row in rows([composed()], "edges")}
    assert found == {
        (f"{own}#A1.T1", "lead", "cn-33/telecom"),
        (f"{own}#A1.T1", "cooperating", "cn-33/agri"),
        (f"{own}#A1.T2", "responsible", "cn-33/agri"),
        (own, "implements", "数字乡村发展行动计划（2022-2025年）"),
    }


def test_an_error_record_is_counted_not_swallowed() -> None:
    failed = ErrorRecord(uri="x.pdf", error="input-unreadable", message="broken")
    with pytest.warns(UserWarning, match="1 documents could not be read"):
        assert len(list(rows([failed, composed()], "targets"))) == 3


@pytest.mark.parametrize("kind", KINDS)
def test_pandas_and_polars_hold_the_same(kind: Kind) -> None:
    pytest.importorskip("pandas")
    pytest.importorskip("polars")
    one = to_frame([composed()], kind)
    two = to_frame([composed()], kind, backend="polars")
    assert list(one.columns) == two.columns
    for name in one.columns:
        values = one[name].astype(object).where(one[name].notna(), None).tolist()
        other = two[name].to_list()
        if "datetime" in str(one[name].dtype):
            values = [value and value.date() for value in values]
        assert values == other, name


def test_types_hold_where_a_column_is_empty() -> None:
    pytest.importorskip("pandas")
    frame = to_frame([], "targets")
    assert str(frame["value"].dtype) == "float64"
    assert str(frame["char_start"].dtype) == "Int64"
    assert str(frame["deadline"].dtype) == "datetime64[s]"
    assert to_frame([], "targets", backend="polars").height == 0


def test_csv_is_exact_utf8_and_the_same_twice(tmp_path: Path) -> None:
    doc = composed()
    long_number = Decimal("123456789012345678.5")
    target = doc.targets[0].model_copy(update={"value": long_number, "scope": '全"省",\n各县'})
    path = tmp_path / "targets.csv"
    changed = doc.model_copy(update={"targets": [target]})
    write_table([changed], "targets", path)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert row["value"] == "123456789012345678.5"
    assert row["scope"] == '全"省",\n各县'
    assert row["deadline"] == "2024-12-31"
    before = path.read_bytes()
    write_table([changed], "targets", path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("kind", KINDS)
def test_parquet_keeps_the_published_schema(kind: Kind, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "table.parquet"
    write_table([composed()], kind, path)
    table = parquet.read_table(path)
    assert table.schema.equals(arrow_schema(kind))
    assert table.num_rows == COUNTS[kind]
    assert table.schema.field(0).metadata[b"description"]


@pytest.mark.parametrize("kind", KINDS)
def test_stata_reads_back_in_chinese(kind: Kind, tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    path = tmp_path / "table.dta"
    write_table([composed()], kind, path)
    before = path.read_bytes()
    frame = pandas.read_stata(path)
    assert len(frame) == COUNTS[kind]
    assert frame.loc[0, "province"] == "浙江省"
    with pandas.read_stata(path, iterator=True) as reader:
        assert reader.variable_labels()["doc_id"] == columns(kind)[0].meaning
    write_table([composed()], kind, path)
    assert path.read_bytes() == before


def test_stata_takes_texts_longer_than_its_short_strings(tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    doc = composed()
    target = doc.targets[0].model_copy(update={"scope": "山" * 3000})
    write_table([doc.model_copy(update={"targets": [target]})], "targets", tmp_path / "t.dta")
    assert pandas.read_stata(tmp_path / "t.dta").loc[0, "scope"] == "山" * 3000


def test_importing_the_exports_loads_no_table_library() -> None:
    code = (
        "import sys, policytext.export.tables, policytext.view.heatmap, policytext.view.page; "
        "print(*sys.modules)"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"pandas", "polars", "pyarrow", "matplotlib", "numpy"} & set(loaded)


@pytest.mark.parametrize("call", [
    lambda path: write_table([], "targets", path / "t.xlsx"),
    lambda path: to_frame([], "people"),  # type: ignore[call-overload]
    lambda path: to_frame([], "targets", backend="arrow"),  # type: ignore[call-overload]
])  # fmt: skip
def test_unknown_names_are_refused_with_the_known_ones(call, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(PolicytextError, match=r"targets|pandas|csv"):
        call(tmp_path)
