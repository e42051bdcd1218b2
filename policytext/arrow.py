"""Results as Arrow: one row a document, nested as in the JSON, for Parquet files and engines.

The Arrow schema is made from the models of policytext.schema, so that it cannot differ from the
JSON contract. Numbers are decimal128(38, 12) and stay exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import ROUND_DOWN, Decimal, localcontext
from importlib import import_module
from types import ModuleType, NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from policytext.errors import PolicytextError
from policytext.schema import SCHEMA_VERSION, Diagnostic, ErrorRecord, PolicyDocument

if TYPE_CHECKING:
    import pyarrow as pa

Record = PolicyDocument | ErrorRecord
_DIGITS, _DECIMALS = 38, 12
# A row is either a document or the record of a failure; these columns belong to the latter,
# and ``uri`` stands in front so that both can be told apart by name.
_FAILURE = ("uri", "error", "message")


def schema() -> pa.Schema:
    """The Arrow schema of results: ``uri``, ``error``, ``message``, then the fields of a document.

    ``error`` and ``message`` are null for a document that was read, the fields of a document for
    one that was not. Raises PolicytextError when pyarrow is not installed.
    """
    arrow = _pyarrow()
    fields = [arrow.field(name, arrow.string()) for name in _FAILURE]
    for name, field in PolicyDocument.model_fields.items():
        fields.append(arrow.field(name, _type(arrow, field.annotation)))
    return arrow.schema(fields, metadata={"policytext.schema_version": SCHEMA_VERSION})


def to_batch(records: Iterable[Record]) -> pa.RecordBatch:
    """Results as one Arrow batch, a row each, in order."""
    rows = [_row(record) for record in records]
    batch: pa.RecordBatch = _pyarrow().RecordBatch.from_pylist(rows, schema=schema())
    return batch


def from_batch(batch: pa.RecordBatch) -> Iterator[Record]:
    """The results in an Arrow batch or table, equal to those that made it."""
    for row in batch.to_pylist():
        failure = {name: row.pop(name) for name in _FAILURE}
        if failure["error"] is not None:
            yield ErrorRecord(schema_version=row["schema_version"], **failure)
        else:
            yield PolicyDocument.model_validate(row)


def described() -> str:
    """The Arrow schema for people: a line for each column and each field below it."""
    lines: list[str] = []
    arrow = _pyarrow()

    def add(path: str, kind: pa.DataType) -> None:
        if arrow.types.is_list(kind):
            add(f"{path}[]", kind.value_type)
        elif arrow.types.is_struct(kind):
            for field in kind:
                add(f"{path}.{field.name}", field.type)
        else:
            lines.append(f"{path}: {kind}\n")

    for field in schema():
        add(field.name, field.type)
    return "".join(lines)


def _row(record: Record) -> dict[str, Any]:
    if isinstance(record, ErrorRecord):
        return record.model_dump()
    row = _fitting(record).model_dump()
    row["uri"] = record.source.uri
    return row


def _fitting(document: PolicyDocument) -> PolicyDocument:
    """The document; a number with more digits than a column holds is left out and reported."""
    places = [
        (index, name)
        for index, target in enumerate(document.targets)
        for name in ("value", "value_max", "baseline")
        if not _fits(getattr(target, name))
    ]
    if not places:
        return document
    targets, notes = list(document.targets), list(document.diagnostics)
    for index, name in places:
        target = targets[index]
        notes.append(
            Diagnostic(
                code="number-left-out",
                severity="warning",
                message=f"{name} of target {target.id} has more than {_DIGITS - _DECIMALS} digits "
                f"before or {_DECIMALS} after the point, which Arrow does not hold; see its quote",
                span=target.span,
            )
        )
        targets[index] = target.model_copy(update={name: None})
    return document.model_copy(update={"targets": targets, "diagnostics": notes})


def _fits(value: Decimal | None) -> bool:
    if value is None or value == 0:
        return True
    with localcontext() as context:
        context.prec, context.rounding = 2 * _DIGITS, ROUND_DOWN
        if value.adjusted() >= _DIGITS - _DECIMALS:
            return False
        return value == value.quantize(Decimal(1).scaleb(-_DECIMALS))


def _type(arrow: ModuleType, annotation: Any) -> pa.DataType:
    """The Arrow type of a field's annotation; raises TypeError for one that has none."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _type(arrow, arguments[0])
    if origin in (Union, UnionType):
        (inner,) = (each for each in arguments if each is not NoneType)
        return _type(arrow, inner)
    if origin is Literal:
        return arrow.string()
    if origin is list:
        return arrow.list_(_type(arrow, arguments[0]))
    if origin is tuple:  # a pair of offsets
        return arrow.list_(_type(arrow, arguments[0]))
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return arrow.struct(
            [
                arrow.field(name, _type(arrow, field.annotation))
                for name, field in annotation.model_fields.items()
            ]
        )
    plain = {
        str: arrow.string(),
        int: arrow.int64(),
        float: arrow.float64(),
        bool: arrow.bool_(),
        date: arrow.date32(),
        Decimal: arrow.decimal128(_DIGITS, _DECIMALS),
    }
    if annotation not in plain:
        raise TypeError(f"no Arrow type for {annotation}")
    return plain[annotation]


def _pyarrow() -> ModuleType:
    try:
        return import_module("pyarrow")
    except ImportError as error:
        raise PolicytextError(
            "this needs pyarrow, which is not installed: pip install 'policytext[tables]'"
        ) from error
