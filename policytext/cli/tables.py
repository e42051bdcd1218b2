"""policytext table, coverage: results of many documents as tables and maps."""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

from policytext.cli.streams import ALL_READ, Commands
from policytext.export.columns import KINDS


def add(commands: Commands) -> None:
    """Add the commands."""
    table = commands.add_parser(
        "table",
        help="write results as a table, one row an item",
        description="Write the results of many documents as a tidy table, one row an item.",
    )
    table.add_argument("kind", choices=KINDS)
    table.set_defaults(run=_table)
    coverage = commands.add_parser(
        "coverage",
        help="write documents x tasks as a matrix or a map",
        description="Write how far each document takes up each task of the taxonomy: as a matrix "
        "(.csv, .parquet, .dta) or as a map (.html, .png, .svg).",
    )
    coverage.add_argument(
        "--wide", action="store_true", help="one row a document, one column a task (.csv)"
    )
    coverage.add_argument(
        "--order", choices=("code", "total"), default="code", help="how a map sorts the provinces"
    )
    coverage.set_defaults(run=_coverage)
    for command in (table, coverage):
        command.add_argument("results", type=Path, metavar="RESULTS.jsonl")
        command.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")


def _table(given: argparse.Namespace) -> int:
    from policytext.export.records import read_records  # noqa: PLC0415
    from policytext.export.tables import write_table  # noqa: PLC0415

    write_table(read_records(given.results), given.kind, given.output)
    return ALL_READ


def _coverage(given: argparse.Namespace) -> int:
    from policytext.export.matrix import wide_matrix  # noqa: PLC0415
    from policytext.export.records import read_records  # noqa: PLC0415
    from policytext.export.tables import write_table  # noqa: PLC0415
    from policytext.view.heatmap import ENDINGS, write_map  # noqa: PLC0415

    records = read_records(given.results)
    if given.output.suffix in ENDINGS:
        write_map(records, given.output, given.order)
    elif given.wide:
        names, rows = wide_matrix(records)
        with given.output.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(names)
            writer.writerows(rows)
    else:
        write_table(records, "coverage", given.output)
    return ALL_READ
