"""Reads results back from files that ``policytext extract`` wrote."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from policytext.errors import DataError
from policytext.schema import ErrorRecord, PolicyDocument


def read_records(path: str | Path) -> Iterator[PolicyDocument | ErrorRecord]:
    """Results in a .json file (one) or a .jsonl file (one a line), in order.

    Raises DataError, with file and line, for what is no result of this schema version.
    """
    path = Path(path)
    adapter: TypeAdapter[PolicyDocument | ErrorRecord] = TypeAdapter(PolicyDocument | ErrorRecord)
    try:
        if path.suffix == ".json":
            yield _record(adapter, path.read_bytes(), str(path))
            return
        with path.open("rb") as stream:
            for number, line in enumerate(stream, start=1):
                if line.strip():
                    yield _record(adapter, line, f"{path}:{number}")
    except OSError as error:
        raise DataError(f"cannot read {path}: {error.strerror or error}") from error


def _record(
    adapter: TypeAdapter[PolicyDocument | ErrorRecord], data: bytes, where: str
) -> PolicyDocument | ErrorRecord:
    try:
        return adapter.validate_json(data)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the line"
        raise DataError(
            f"{where} is no result of policytext: {place}: {first['msg']}; "
            "write it with `policytext extract`"
        ) from error
