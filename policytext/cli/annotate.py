"""policytext annotate, corrected: results to annotation tools, and what people made of them."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from policytext.cli.streams import ALL_READ, Commands, write
from policytext.errors import PolicytextError

if TYPE_CHECKING:
    from policytext.export.annotation.spans import AnnotatedDocument

_TOOLS = ("label-studio", "doccano", "prodigy")


def add(commands: Commands) -> None:
    """Add the commands."""
    annotate = commands.add_parser(
        "annotate",
        help="write results for correction in Label Studio, doccano or Prodigy",
        description="Write results (extracted with --include-text) as a file that an annotation "
        "tool imports, with everything found as predictions.",
    )
    annotate.add_argument("results", type=Path, metavar="RESULTS.jsonl")
    annotate.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")
    annotate.add_argument(
        "--config", type=Path, metavar="FILE.xml", help="write Label Studio's labelling interface"
    )
    annotate.set_defaults(run=_annotate)
    corrected = commands.add_parser(
        "corrected",
        help="read corrected files: agreement of coders, figures, passages for training",
        description="Read files that an annotation tool exported. A coder whom the file does not "
        "name is named by the file.",
    )
    corrected.add_argument(
        "what",
        choices=("agreement", "score", "training"),
        help="agreement of the coders; score of the predictions; passages as training reads them",
    )
    corrected.add_argument("files", type=Path, nargs="+", metavar="FILE")
    corrected.add_argument(
        "--results", type=Path, metavar="RESULTS.jsonl", help="the predictions (for score)"
    )
    corrected.set_defaults(run=_corrected)
    for command in (annotate, corrected):
        command.add_argument("--tool", choices=_TOOLS, default="label-studio")


def _annotate(given: argparse.Namespace) -> int:
    from policytext.export.annotation.files import write_annotations  # noqa: PLC0415
    from policytext.export.annotation.label_studio import labelling_config  # noqa: PLC0415
    from policytext.taxonomy import list_taxonomies, load_taxonomy  # noqa: PLC0415

    docs = _predictions(given.results)
    write_annotations(docs, given.output, given.tool)
    if given.config:
        shipped = {doc.taxonomy for doc in docs if doc.taxonomy} & set(list_taxonomies())
        tasks = [task.id for name in sorted(shipped) for task in load_taxonomy(name).tasks]
        given.config.write_text(labelling_config(docs, tasks), encoding="utf-8")
    return ALL_READ


def _corrected(given: argparse.Namespace) -> int:
    from policytext.evaluate.agreement import agreement, coded_units, report  # noqa: PLC0415
    from policytext.evaluate.corrections import score_corrections  # noqa: PLC0415
    from policytext.export.annotation.files import read_annotations  # noqa: PLC0415
    from policytext.export.annotation.passages import training_passages  # noqa: PLC0415

    coded = [
        doc for file in given.files for doc in read_annotations(file, given.tool, coder=file.stem)
    ]
    if given.what == "agreement":
        write(report(agreement(coded_units(coded))))
    elif given.what == "training":
        for line in training_passages(coded):
            write(json.dumps(line, ensure_ascii=False) + "\n")
    else:
        if given.results is None:
            raise PolicytextError("score needs the predictions: --results RESULTS.jsonl")
        write("label\tright\twrong\tmissed\tprecision\trecall\tF1\n")
        for label, n in score_corrections(_predictions(given.results), coded).items():
            write(
                f"{label}\t{n.right}\t{n.wrong}\t{n.missed}\t"
                f"{n.precision:.3f}\t{n.recall:.3f}\t{n.f1:.3f}\n"
            )
    return ALL_READ


def _predictions(results: Path) -> list[AnnotatedDocument]:
    from policytext.export.annotation.spans import annotated  # noqa: PLC0415
    from policytext.export.records import read_records  # noqa: PLC0415
    from policytext.schema import PolicyDocument  # noqa: PLC0415

    return [
        annotated(record) for record in read_records(results) if isinstance(record, PolicyDocument)
    ]
