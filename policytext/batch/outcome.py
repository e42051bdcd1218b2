"""A record as it leaves a worker: its JSON, and what a person or the journal asks of it."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import TypeAdapter

from policytext.batch.records import Record
from policytext.schema import ErrorRecord

_RECORD: TypeAdapter[Record] = TypeAdapter(Record)


@dataclass(frozen=True, slots=True)
class Outcome:
    """``line``: the record as one line of JSON, without its end.

    ``uri``, ``error`` (code) and ``message`` of an error record; ``sha256`` of the bytes of a
    document that was read; ``warnings``: (code, message) of its diagnostics.
    """

    line: bytes
    uri: str | None
    error: str | None = None
    message: str | None = None
    sha256: str | None = None
    warnings: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, record: Record) -> Outcome:
        """The outcome of a record."""
        # pydantic escapes nothing but what JSON asks for; its bytes are the same everywhere.
        line = record.model_dump_json().encode()
        if isinstance(record, ErrorRecord):
            return cls(line, record.uri, record.error, record.message)
        return cls(
            line,
            record.source.uri,
            sha256=record.source.sha256,
            warnings=tuple(
                (each.code, each.message)
                for each in record.diagnostics
                if each.severity == "warning"
            ),
        )

    def record(self) -> Record:
        """The record itself."""
        return _RECORD.validate_json(self.line)
