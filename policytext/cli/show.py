"""policytext outline, agencies, view, schema: one document for people."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from policytext.cli.streams import ALL_READ, Commands, read, write
from policytext.errors import PolicytextError
from policytext.options import DEFAULT_TAXONOMY, NO_TAXONOMY


def add(commands: Commands) -> None:
    """Add the commands."""
    outline = commands.add_parser(
        "outline",
        help="print the headings of a document as a tree",
        description="Print the headings of a document as a tree, with the page where there is one.",
    )
    agencies = commands.add_parser(
        "agencies",
        help="print the bodies named in a document with their roles",
        description="Print the bodies named in a document: id, roles, mentions, name.",
    )
    view = commands.add_parser(
        "view",
        help="write a document as a page with its items marked",
        description="Write a document as one self-contained HTML page with its items marked.",
    )
    for command, run in ((outline, _outline), (agencies, _agencies), (view, _view)):
        command.add_argument("input", metavar="FILE", help="a file, or - for standard input")
        command.set_defaults(run=run)
    view.add_argument("-o", "--output", type=Path, required=True, metavar="PAGE.html")
    view.add_argument("--taxonomy", default=DEFAULT_TAXONOMY, metavar="ID")
    schema = commands.add_parser("schema", help="print the JSON Schema of a result")
    schema.add_argument(
        "--arrow", action="store_true", help="print the columns of a Parquet file of results"
    )
    schema.set_defaults(run=_schema)


def _outline(given: argparse.Namespace) -> int:
    doc = read(given.input, taxonomy=NO_TAXONOMY)
    lines = [doc.meta.title] if doc.meta.title else []
    for entry in doc.outline:
        page = f"  [p. {entry.span.page}]" if entry.span.page else ""
        words = " ".join(part for part in (entry.number, entry.title) if part)
        lines.append(f"{'  ' * entry.level}{words}{page}")
    write("".join(f"{line}\n" for line in lines))
    return ALL_READ


def _agencies(given: argparse.Namespace) -> int:
    from policytext.export.network import agency_table  # noqa: PLC0415

    write(agency_table(read(given.input, taxonomy=NO_TAXONOMY)).rstrip("\n") + "\n")
    return ALL_READ


def _view(given: argparse.Namespace) -> int:
    from policytext.view.page import render_html  # noqa: PLC0415

    doc = read(given.input, taxonomy=given.taxonomy, include_text=True)
    if doc.text is None:
        raise PolicytextError(f"{given.input} has no text to show")
    given.output.write_text(render_html(doc, doc.text), encoding="utf-8")
    return ALL_READ


def _schema(given: argparse.Namespace) -> int:
    if given.arrow:
        from policytext.arrow import described  # noqa: PLC0415

        write(described())
        return ALL_READ
    from policytext.schema import json_schema  # noqa: PLC0415

    write(json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n")
    return ALL_READ
