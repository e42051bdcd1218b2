"""The documents x tasks matrix: long (one row a document and task) and wide (one a document)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from policytext.errors import PolicytextError
from policytext.export.columns import columns
from policytext.export.rows import Record, Row, Value, rows

Cell = Literal["score", "status"]
_DOCUMENT = ("doc_id", "uri", "title", "adcode", "province", "year")


def long_matrix(docs: Iterable[Record]) -> tuple[tuple[str, ...], list[Row]]:
    """Column names and rows of the coverage table, in the order of documents and tasks."""
    return tuple(column.name for column in columns("coverage")), list(rows(docs, "coverage"))


def wide_matrix(docs: Iterable[Record], cell: Cell = "score") -> tuple[tuple[str, ...], list[Row]]:
    """Column names and one row a document: where it is from, then one cell a task.

    Documents classified against different taxonomies cannot stand in one matrix: PolicytextError.
    """
    names, found = long_matrix(docs)
    place = {name: i for i, name in enumerate(names)}
    cells: dict[Row, dict[str, Value]] = {}
    for row in found:
        front = tuple(row[place[name]] for name in _DOCUMENT)
        cells.setdefault(front, {})[str(row[place["task_id"]])] = row[place[cell]]
    tasks: list[str] = []
    for given in cells.values():
        if tasks and list(given) != tasks:
            raise PolicytextError(
                "the documents were classified against different taxonomies; "
                "extract them with one --taxonomy to put them into one matrix"
            )
        tasks = list(given)
    return (*_DOCUMENT, *tasks), [
        (*front, *(given[task] for task in tasks)) for front, given in cells.items()
    ]
