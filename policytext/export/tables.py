"""Tables as files: CSV in UTF-8, Parquet, Stata. The ending of the path decides."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from policytext.errors import PolicytextError
from policytext.export.columns import Kind, columns
from policytext.export.frames import by_column, imported, pandas_frame
from policytext.export.rows import Record, Value, rows

if TYPE_CHECKING:
    import pyarrow as pa

_ROW_GROUP = 50_000
_STATA_SHORT = 2045  # bytes; longer texts need Stata's strL
# Stata files carry a time; a fixed one keeps the same input the same bytes.
_STATA_TIME = datetime(2000, 1, 1)
ENDINGS = (".csv", ".parquet", ".dta")


def write_table(docs: Iterable[Record], kind: Kind, path: str | Path) -> None:
    """Write one table; ``path`` ends in .csv, .parquet or .dta.

    The same documents give the same bytes. Raises PolicytextError for another ending, an unknown
    kind or a library that is not installed.
    """
    path = Path(path)
    if path.suffix not in ENDINGS:
        raise PolicytextError(f"cannot write {path}: the ending must be {', '.join(ENDINGS)}")
    {".csv": _write_csv, ".parquet": _write_parquet, ".dta": _write_stata}[path.suffix](
        docs, kind, path
    )


def arrow_schema(kind: Kind) -> pa.Schema:
    """The Arrow schema of a table; the meaning of a column is its metadata ``description``."""
    pyarrow = imported("pyarrow")
    types = {
        "text": pyarrow.string(),
        "integer": pyarrow.int64(),
        "number": pyarrow.float64(),
        "date": pyarrow.date32(),
    }
    return pyarrow.schema(
        [
            pyarrow.field(column.name, types[column.type], metadata={"description": column.meaning})
            for column in columns(kind)
        ]
    )


def _write_csv(docs: Iterable[Record], kind: Kind, path: Path) -> None:
    # With a byte order mark, without which Excel takes Chinese for another encoding.
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\r\n")
        writer.writerow(column.name for column in columns(kind))
        for row in rows(docs, kind):
            writer.writerow(cell(value) for value in row)


def cell(value: Value) -> str:
    """A value as CSV has it: exact decimals, ISO dates, nothing for null."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def _write_parquet(docs: Iterable[Record], kind: Kind, path: Path) -> None:
    schema, pyarrow = arrow_schema(kind), imported("pyarrow")
    found = rows(docs, kind)
    with imported("pyarrow.parquet").ParquetWriter(path, schema, compression="zstd") as writer:
        while group := list(islice(found, _ROW_GROUP)):
            content = by_column(group, columns(kind))
            writer.write_table(pyarrow.table(content, schema=schema))


def _write_stata(docs: Iterable[Record], kind: Kind, path: Path) -> None:
    named = columns(kind)
    content = by_column(list(rows(docs, kind)), named)
    frame = pandas_frame(imported("pandas"), content, named)
    long = []
    for column in named:
        if column.type == "text":  # Stata knows no missing text, only an empty one
            texts = [str(value or "") for value in content[column.name]]
            frame[column.name] = frame[column.name].astype(object)
            frame[column.name] = texts
            if max((len(text.encode()) for text in texts), default=0) > _STATA_SHORT:
                long.append(column.name)
        elif column.type == "integer":
            frame[column.name] = frame[column.name].astype("float64")
    frame.to_stata(
        path,
        version=118,
        write_index=False,
        convert_dates={column.name: "td" for column in named if column.type == "date"},
        variable_labels={column.name: column.meaning for column in named},
        data_label=f"policytext {kind}",
        time_stamp=_STATA_TIME,
        convert_strl=long,
    )
