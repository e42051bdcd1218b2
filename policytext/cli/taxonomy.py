"""policytext taxonomy: list, show, validate and build taxonomies."""

from __future__ import annotations

import argparse

from policytext.cli.streams import ALL_READ, SOME_FAILED, Commands, read, say, write
from policytext.options import NO_TAXONOMY


def add(commands: Commands) -> None:
    """Add the command ``taxonomy`` with its verbs."""
    taxonomy = commands.add_parser("taxonomy", help="list, show, validate or build taxonomies")
    verbs = taxonomy.add_subparsers(metavar="VERB", required=True)
    listing = verbs.add_parser("list", help="ids of the shipped taxonomies")
    listing.set_defaults(run=_list)
    show = verbs.add_parser("show", help="aspects and tasks of a taxonomy")
    show.set_defaults(run=_show)
    validate = verbs.add_parser("validate", help="check a taxonomy file")
    validate.set_defaults(run=_validate)
    for verb in (show, validate):
        verb.add_argument("taxonomy", metavar="ID", help="an id or a .toml file")
    build = verbs.add_parser("build", help="make a taxonomy from a notice, as TOML")
    build.add_argument("notice", metavar="NOTICE", help="a file, or - for standard input")
    build.set_defaults(run=_build)


def _list(_: argparse.Namespace) -> int:
    from policytext.taxonomy import list_taxonomies, load_taxonomy  # noqa: PLC0415

    for name in list_taxonomies():
        taxonomy = load_taxonomy(name)
        write(f"{name}  {len(taxonomy.aspects)} aspects, {len(taxonomy.tasks)} tasks\n")
    return ALL_READ


def _show(given: argparse.Namespace) -> int:
    from policytext.taxonomy import load_taxonomy  # noqa: PLC0415

    taxonomy = load_taxonomy(given.taxonomy)
    for aspect in taxonomy.aspects:
        write(f"{aspect.id}  {aspect.title_zh}  {aspect.title_en}\n")
        for task in taxonomy.tasks:
            if task.aspect_id == aspect.id:
                write(f"  {task.id}  {task.title_zh}  {task.title_en}\n")
    return ALL_READ


def _validate(given: argparse.Namespace) -> int:
    from policytext.taxonomy import load_taxonomy, validate  # noqa: PLC0415

    faults = validate(load_taxonomy(given.taxonomy))
    for fault in faults:
        say(fault)
    return SOME_FAILED if faults else ALL_READ


def _build(given: argparse.Namespace) -> int:
    from policytext.taxonomy import build_taxonomy, dump_taxonomy  # noqa: PLC0415

    doc = read(given.notice, taxonomy=NO_TAXONOMY, include_text=True)
    write(dump_taxonomy(build_taxonomy(doc)))
    return ALL_READ
