"""Finds and reads the data files that ship with the package (corpora/ and models/)."""

from __future__ import annotations

import hashlib
from pathlib import Path

from policytext.errors import DataError

_PACKAGE = Path(__file__).resolve().parent
# In the wheel the data lies inside the package, in a checkout beside it.
_PLACES = (_PACKAGE, _PACKAGE.parent)


def data_path(relative: str) -> Path:
    """Path of a shipped file or folder, e.g. ``corpora/gazetteers/units.tsv``.

    Raises DataError naming every place that was tried.
    """
    for place in _PLACES:
        path = place / relative
        if path.exists():
            return path
    tried = ", ".join(str(place / relative) for place in _PLACES)
    raise DataError(f"data file {relative!r} is missing; tried {tried}; reinstall policytext")


def read_table(relative: str, columns: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Rows of a tab-separated data file.

    Lines that start with ``#`` are comments; one of them must begin with ``# source:``. The first
    other line is the header and must equal ``columns``. Raises DataError with file and line.
    """
    rows: list[tuple[str, ...]] = []
    header_seen = source_seen = False
    text = data_path(relative).read_text(encoding="utf-8")
    for number, line in enumerate(text.split("\n"), start=1):
        if line.startswith("#"):
            source_seen = source_seen or line.lower().startswith("# source:")
            continue
        if not line.strip():
            continue
        fields = tuple(line.split("\t"))
        if not header_seen:
            if fields != columns:
                raise DataError(f"{relative}:{number}: header is {fields}, expected {columns}")
            header_seen = True
        elif len(fields) != len(columns):
            raise DataError(
                f"{relative}:{number}: {len(fields)} fields, expected {len(columns)} {columns}"
            )
        else:
            rows.append(fields)
    if not source_seen:
        raise DataError(f"{relative}: no '# source:' line")
    if not rows:
        raise DataError(f"{relative}: no rows")
    return rows


def sha256_of(*relatives: str) -> str:
    """SHA-256 over the bytes of shipped files, in the order given."""
    digest = hashlib.sha256()
    for relative in relatives:
        digest.update(data_path(relative).read_bytes())
    return digest.hexdigest()
