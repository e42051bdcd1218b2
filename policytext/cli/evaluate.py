"""policytext evaluate, train: figures on gold files, and models from labelled passages."""

from __future__ import annotations

import argparse
from pathlib import Path

from policytext.cli.streams import ALL_READ, Commands, write
from policytext.errors import PolicytextError
from policytext.options import DEFAULT_TAXONOMY

_GOLD = {
    "targets": "corpora/gold/targets/zh.jsonl",
    "agencies": "corpora/gold/agencies/composed.jsonl",
}


def add(commands: Commands) -> None:
    """Add the commands."""
    evaluate = commands.add_parser(
        "evaluate",
        help="precision, recall and F1 on gold files",
        description="Print precision, recall and F1 on gold files, beside a trivial baseline. Gold "
        "made on real documents holds hashes and offsets only: give their folder.",
    )
    evaluate.add_argument("kind", choices=("outline", "targets", "agencies", "classification"))
    evaluate.add_argument(
        "gold", type=Path, nargs="?", metavar="GOLD.jsonl", help="default: the checkout's corpora"
    )
    evaluate.add_argument(
        "--documents", type=Path, metavar="DIR", help="the files that real gold points into"
    )
    evaluate.set_defaults(run=_evaluate)
    train = commands.add_parser(
        "train",
        help="train a model on labelled passages (needs policytext[train])",
        description="Train a model on a JSONL file of labelled passages; without one, rebuild the "
        "shipped model, bit for bit, from the checkout's corpora.",
    )
    train.add_argument("passages", type=Path, nargs="?", metavar="PASSAGES.jsonl")
    train.add_argument("--taxonomy", default=DEFAULT_TAXONOMY, metavar="ID")
    train.add_argument("-o", "--output", type=Path, metavar="FOLDER")
    train.set_defaults(run=_train)


def _evaluate(given: argparse.Namespace) -> int:
    documents = ["--documents", str(given.documents)] if given.documents else []
    if given.kind == "classification":
        from policytext.evaluate import classification_report  # noqa: PLC0415

        return classification_report.main(documents)
    if given.kind == "outline":
        from policytext.evaluate import outline  # noqa: PLC0415

        return outline.main([*([str(given.gold)] if given.gold else []), *documents])
    gold = given.gold or _shipped(_GOLD[given.kind])
    if given.kind == "targets":
        from policytext.evaluate.targets import evaluate_targets, table  # noqa: PLC0415

        write(table(evaluate_targets(gold, given.documents)) + "\n")
        return ALL_READ
    from policytext.evaluate import agencies  # noqa: PLC0415

    return agencies.main([str(gold), *documents])


def _shipped(relative: str) -> Path:
    from policytext.resources import data_path  # noqa: PLC0415

    return data_path(relative)


def _train(given: argparse.Namespace) -> int:
    from policytext.classify.train import train_files, train_shipped  # noqa: PLC0415
    from policytext.taxonomy import load_taxonomy  # noqa: PLC0415

    if given.passages is None:
        train_shipped()
        write("rebuilt the shipped model\n")
        return ALL_READ
    if given.output is None:
        raise PolicytextError("give a folder for the model: -o FOLDER")
    train_files(given.passages, load_taxonomy(given.taxonomy), given.output)
    write(f"wrote {given.output}\n")
    return ALL_READ
