"""policytext evaluate, train: figures on gold files, and the shipped model from its corpus."""

from __future__ import annotations

import argparse
from pathlib import Path

from policytext.cli.streams import ALL_READ, Commands, write


def add(commands: Commands) -> None:
    """Add the commands."""
    evaluate = commands.add_parser(
        "evaluate",
        help="precision, recall and F1 on a gold file",
        description="Print precision, recall and F1 on a gold file, by construction or pattern.",
    )
    evaluate.add_argument("kind", choices=("targets", "agencies"))
    evaluate.add_argument("gold", type=Path, metavar="GOLD.jsonl")
    evaluate.add_argument(
        "--documents", type=Path, metavar="DIR", help="the files that the gold points into"
    )
    evaluate.set_defaults(run=_evaluate)
    train = commands.add_parser(
        "train",
        help="rebuild the shipped model from corpora/ (needs policytext[train])",
        description="Rebuild the shipped model, bit for bit, from the checkout's corpora/training.",
    )
    train.set_defaults(run=_train)


def _evaluate(given: argparse.Namespace) -> int:
    if given.kind == "targets":
        from policytext.evaluate.targets import evaluate_targets, table  # noqa: PLC0415

        write(table(evaluate_targets(given.gold, given.documents)) + "\n")
        return ALL_READ
    from policytext.evaluate import agencies  # noqa: PLC0415

    documents = ["--documents", str(given.documents)] if given.documents else []
    return agencies.main([str(given.gold), *documents])


def _train(_: argparse.Namespace) -> int:
    from policytext.classify.train import train_shipped  # noqa: PLC0415

    train_shipped()
    write("rebuilt models/digital-rural-2024\n")
    return ALL_READ
