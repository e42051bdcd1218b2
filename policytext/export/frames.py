"""Results as pandas or Polars frames: tidy, typed, one row an item."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Literal, overload

from policytext.errors import PolicytextError
from policytext.export.columns import Column, Kind, columns
from policytext.export.rows import Record, Row, Value, rows

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

# "date" in pandas counts seconds: its nanoseconds end in 2262, some plans do not.
_PANDAS = {"text": "string", "integer": "Int64", "number": "float64", "date": "datetime64[s]"}


@overload
def to_frame(
    docs: Iterable[Record] | Record, kind: Kind, backend: Literal["pandas"] = "pandas"
) -> pd.DataFrame: ...
@overload
def to_frame(
    docs: Iterable[Record] | Record, kind: Kind, backend: Literal["polars"]
) -> pl.DataFrame: ...
def to_frame(
    docs: Iterable[Record] | Record, kind: Kind, backend: Literal["pandas", "polars"] = "pandas"
) -> pd.DataFrame | pl.DataFrame:
    """One table of one or many results: targets, agencies, tasks, labels, coverage, references
    or edges, with columns for the document in front.

    Numbers are float64, exact up to 15 significant digits. Error records have no rows; a warning
    counts them. Raises PolicytextError for an unknown kind or backend, or when the library is not
    installed.
    """
    named = columns(kind)
    if isinstance(docs, Record):
        docs = [docs]
    if backend not in ("pandas", "polars"):
        raise PolicytextError(f"no backend {backend!r}; there are pandas and polars")
    library = imported(backend)
    content = by_column(list(rows(docs, kind)), named)
    if backend == "polars":
        return polars_frame(library, content, named)
    return pandas_frame(library, content, named)


def imported(name: str) -> ModuleType:
    """An optional library; raises PolicytextError that says how to install it."""
    extra = "map" if name.startswith("matplotlib") else "tables"
    try:
        return import_module(name)
    except ImportError as error:
        raise PolicytextError(
            f"this needs {name}, which is not installed: pip install 'policytext[{extra}]'"
        ) from error


def by_column(found: list[Row], named: tuple[Column, ...]) -> dict[str, list[Value]]:
    """Column name -> values; decimals become floats."""
    content: dict[str, list[Value]] = {}
    for index, column in enumerate(named):
        values = [row[index] for row in found]
        if column.type == "number":
            values = [float(value) if isinstance(value, Decimal) else value for value in values]
        content[column.name] = values
    return content


def pandas_frame(
    pandas: ModuleType, content: dict[str, list[Value]], named: tuple[Column, ...]
) -> pd.DataFrame:
    """A pandas frame with nullable text and integers."""
    frame: pd.DataFrame = pandas.DataFrame(
        {
            column.name: pandas.Series(content[column.name], dtype=_PANDAS[column.type])
            for column in named
        }
    )
    return frame


def polars_frame(
    polars: ModuleType, content: dict[str, list[Value]], named: tuple[Column, ...]
) -> pl.DataFrame:
    """A Polars frame."""
    types = {
        "text": polars.String,
        "integer": polars.Int64,
        "number": polars.Float64,
        "date": polars.Date,
    }
    schema = {column.name: types[column.type] for column in named}
    frame: pl.DataFrame = polars.DataFrame(content, schema=schema)
    return frame
