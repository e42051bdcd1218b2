"""extract_many: an iterator over the records of many documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Unpack

from policytext.batch.records import Record, check_options, extract_or_record
from policytext.batch.workers import Limit, outcomes
from policytext.options import OptionFields


def extract_many(
    paths: Iterable[str | Path],
    *,
    workers: int = 1,
    timeout: float | None = None,
    memory: int | None = None,
    **options: Unpack[OptionFields],
) -> Iterator[Record]:
    """One record for each document, in the order given.

    A document that fails gives an ErrorRecord and the next one follows. ``workers``: processes
    that work side by side; the results are the same whatever their number. ``timeout`` in seconds
    and ``memory`` in bytes limit each document (memory on Linux only); a document over one of
    them gives an ErrorRecord with ``time-limit``, ``memory-limit`` or ``worker-died``. ``paths``
    is read as it is needed. Raises PolicytextError for an unknown option or taxonomy before the
    first document is read.
    """
    check_options(options)
    limit = Limit(timeout, memory)
    if workers == 1 and limit == Limit():
        for path in paths:
            yield extract_or_record(path, options)
        return
    for outcome in outcomes(map(str, paths), options, workers, limit):
        yield outcome.record()
