"""One function over Arrow batches of documents, for any engine that maps batches.

It takes and gives plain Arrow, keeps no state, and can be pickled together with its options
(``functools.partial(extract_batch, taxonomy="none")``): an engine sends it to its workers by name.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Unpack

from policytext.arrow import Record, schema, to_batch
from policytext.batch.records import check_options, error_record, extract_or_record, record_of
from policytext.errors import InputError, PolicytextError
from policytext.options import OptionFields
from policytext.pipeline import extract_bytes, extract_text

if TYPE_CHECKING:
    import pyarrow as pa

# Results are many times larger than the documents; so few stand in memory together.
_TOGETHER = 32
_SOURCES = ("text", "content", "path")


def extract_batch(batch: pa.Table, **options: Unpack[OptionFields]) -> pa.Table:
    """Results for a batch of documents, a row each, in order; see policytext.arrow.schema.

    ``batch`` (an Arrow table or record batch) has one of these columns: ``text`` (strings),
    ``content`` (bytes of files) or ``path`` (files that the worker can read). A column ``uri``
    names the documents, and its ending helps detection. A document that fails gives a row with
    ``error`` and ``message``, a null one too. Raises PolicytextError when the columns or the
    options are wrong.
    """
    import pyarrow  # noqa: PLC0415 - an extra

    table = pyarrow.table(batch) if isinstance(batch, pyarrow.RecordBatch) else batch
    return pyarrow.Table.from_batches(_results(table, options), schema=schema())


def extract_batches(
    batches: Iterator[pa.RecordBatch], **options: Unpack[OptionFields]
) -> Iterator[pa.RecordBatch]:
    """The same over an iterator of batches, in small batches: for mapInArrow and its like."""
    for batch in batches:
        yield from _results(batch, options)


def _results(batch: Any, options: OptionFields) -> Iterator[pa.RecordBatch]:
    source = _source(batch.schema.names)
    check_options(options)
    for start in range(0, batch.num_rows, _TOGETHER):
        part = batch.slice(start, _TOGETHER)
        given = part.column(source).to_pylist()
        uris = part.column("uri").to_pylist() if "uri" in part.schema.names else [None] * len(given)
        yield to_batch(
            _record(source, each, uri, options) for each, uri in zip(given, uris, strict=True)
        )


def _source(names: list[str]) -> str:
    found = [name for name in _SOURCES if name in names]
    if len(found) != 1:
        raise PolicytextError(
            f"a batch of documents has one column of {', '.join(_SOURCES)}; "
            f"this one has {', '.join(names) or 'none'}"
        )
    return found[0]


def _record(source: str, given: Any, uri: str | None, options: OptionFields) -> Record:
    if given is None:
        error = InputError("the row holds no document", code="input-empty")
        return error_record(uri, error)
    if source == "path":
        return extract_or_record(given, options)
    read = extract_text if source == "text" else extract_bytes
    return record_of(uri, lambda: read(given, uri, **options))
