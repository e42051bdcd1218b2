"""Whole results as files: JSON lines, Parquet (a row a document), or a folder of CSV tables.

Everything is written in a stream under another name and takes its name when it is complete.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter

from policytext.arrow import schema, to_batch
from policytext.errors import PolicytextError
from policytext.export.columns import KINDS, columns
from policytext.export.frames import imported
from policytext.export.rows import Record, document_rows
from policytext.export.tables import cell
from policytext.schema import ErrorRecord

Style = Literal["json", "jsonl", "parquet", "csv"]
_TOGETHER = 32  # documents in a row group
_RECORD: TypeAdapter[Record] = TypeAdapter(Record)


def write_results(lines: Iterable[bytes], style: Style, path: Path) -> None:
    """Write records, given as lines of JSON without their ends.

    ``csv``: ``path`` is a folder that gets one file for each kind of table, and ``errors.csv``.
    An existing file is replaced only when the new one is complete. Raises PolicytextError when a
    library is missing or ``path`` cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    writers: dict[Style, Callable[[Iterable[bytes], Path], None]] = {
        "json": _write_lines,
        "jsonl": _write_lines,
        "parquet": _write_parquet,
        "csv": _write_tables,
    }
    try:
        writers[style](lines, path)
    except OSError as error:
        raise PolicytextError(f"cannot write {path}: {error.strerror or error}") from error


def _write_lines(lines: Iterable[bytes], path: Path) -> None:
    partial = _partial(path)
    with partial.open("wb") as stream:
        for line in lines:
            stream.write(line + b"\n")
    partial.replace(path)


def _write_parquet(lines: Iterable[bytes], path: Path) -> None:
    parquet = imported("pyarrow.parquet")
    partial = _partial(path)
    with parquet.ParquetWriter(partial, schema(), compression="zstd") as writer:
        records = _records(lines)
        while group := list(islice(records, _TOGETHER)):
            writer.write_batch(to_batch(group))
    partial.replace(path)


def _write_tables(lines: Iterable[bytes], folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    names = [*KINDS, "errors"]
    with ExitStack() as stack:
        # With a byte order mark, without which Excel takes Chinese for another encoding.
        streams = {
            name: stack.enter_context(
                _partial(folder / f"{name}.csv").open("w", encoding="utf-8-sig", newline="")
            )
            for name in names
        }
        writers = {name: csv.writer(streams[name], lineterminator="\r\n") for name in names}
        for kind in KINDS:
            writers[kind].writerow(column.name for column in columns(kind))
        writers["errors"].writerow(("uri", "error", "message"))
        for record in _records(lines):
            if isinstance(record, ErrorRecord):
                writers["errors"].writerow((record.uri, record.error, record.message))
                continue
            for kind in KINDS:
                for row in document_rows(record, kind):
                    writers[kind].writerow(cell(value) for value in row)
    for name in names:
        _partial(folder / f"{name}.csv").replace(folder / f"{name}.csv")


def _records(lines: Iterable[bytes]) -> Iterator[Record]:
    return (_RECORD.validate_json(line) for line in lines)


def _partial(path: Path) -> Path:
    return path.with_name(f"{path.name}.partial")
