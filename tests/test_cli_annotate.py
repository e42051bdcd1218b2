"""The correction loop on the command line: out to a tool, back, agreement, score, training."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest
from composed import TEXT, composed

from policytext.cli import annotate
from policytext.errors import PolicytextError


def run(*arguments: str | Path) -> int:
    parser = argparse.ArgumentParser()
    annotate.add(parser.add_subparsers())
    given = parser.parse_args([str(argument) for argument in arguments])
    code: int = given.run(given)
    return code


@pytest.fixture
def results(tmp_path: Path) -> Path:
    path = tmp_path / "results.jsonl"
    doc = composed().model_copy(update={"text": TEXT})
    failed = {"schema_version": "1.0", "uri": "x", "error": "input-empty", "message": "empty"}
    path.write_text(f"{doc.model_dump_json()}\n{json.dumps(failed)}\n", "utf-8")
    return path


def test_two_coders_and_their_agreement(
    results: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    li, wang = tmp_path / "li.jsonl", tmp_path / "wang.jsonl"
    run("annotate", results, "-o", li, "--tool", "doccano")
    example = json.loads(li.read_text("utf-8"))
    example["label"] = [each for each in example["label"] if each[2] != "T26"]
    wang.write_text(json.dumps(example), "utf-8")
    run("corrected", "agreement", li, wang, "--tool", "doccano")
    assert "li: T09 T26; wang: T09" in capfdbinary.readouterr().out.decode()
    run("corrected", "score", wang, "--tool", "doccano", "--results", results)
    assert "T26\t0\t1\t0\t0.000" in capfdbinary.readouterr().out.decode()
    run("corrected", "training", wang, "--tool", "doccano")
    lines = capfdbinary.readouterr().out.decode().splitlines()
    assert [json.loads(line)["labels"] for line in lines] == [{}, {"T01": "c"}, {"T09": "c"}]


def test_label_studio_gets_all_tasks_of_the_taxonomy(results: Path, tmp_path: Path) -> None:
    config = tmp_path / "labels.xml"
    run("annotate", results, "-o", tmp_path / "tasks.json", "--config", config)
    assert config.read_text("utf-8").count("<Label value=") == 28 + 6


def test_score_needs_the_predictions(results: Path, tmp_path: Path) -> None:
    path = tmp_path / "li.jsonl"
    run("annotate", results, "-o", path, "--tool", "doccano")
    with pytest.raises(PolicytextError, match="--results"):
        run("corrected", "score", path, "--tool", "doccano")
