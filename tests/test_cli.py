"""The command line as a user meets it. Bad input has tests of its own (test_bad_input.py)."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from policytext.cli import main

SAMPLE = Path(__file__).parent.parent / "corpora" / "samples" / "notice-2024.zh.txt"


class Streams:
    """Standard streams that hold bytes, as the command line writes and reads them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, stdin: bytes = b"") -> None:
        self.out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
        monkeypatch.setattr("sys.stdout", self.out)
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))

    @property
    def text(self) -> str:
        self.out.flush()
        buffer = self.out.buffer
        assert isinstance(buffer, io.BytesIO)
        return buffer.getvalue().decode("utf-8")


def test_one_document_is_one_indented_object(monkeypatch: pytest.MonkeyPatch) -> None:
    streams = Streams(monkeypatch)
    assert main(["extract", str(SAMPLE), "--taxonomy", "none"]) == 0
    assert streams.text.startswith('{\n  "schema_version": "1.0"')
    assert len(json.loads(streams.text)["aspects"]) == 9


def test_standard_input_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    streams = Streams(monkeypatch, SAMPLE.read_bytes())
    assert main(["extract", "-", "--format", "json", "--taxonomy", "none"]) == 0
    piped = json.loads(streams.text)
    assert piped["source"].pop("uri") is None
    again = Streams(monkeypatch)
    assert main(["extract", str(SAMPLE), "--taxonomy", "none"]) == 0
    named = json.loads(again.text)
    assert named["source"].pop("uri") == str(SAMPLE)
    assert piped == named


def test_a_folder_gives_lines_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    streams = Streams(monkeypatch)
    docs = tmp_path / "docs"
    docs.mkdir()
    for name in ("b.txt", "a.txt"):
        (docs / name).write_bytes(SAMPLE.read_bytes())
    output = tmp_path / "results.jsonl"
    assert main(["extract", str(docs), "-o", str(output), "--taxonomy", "none"]) == 0
    lines = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
    assert [Path(line["source"]["uri"]).name for line in lines] == ["a.txt", "b.txt"]
    assert streams.text == ""
    assert sorted(path.name for path in tmp_path.iterdir()) == ["docs", "results.jsonl"]


def test_an_interrupted_run_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Streams(monkeypatch)
    output = tmp_path / "results.jsonl"
    output.write_text("old", encoding="utf-8")
    monkeypatch.setattr("policytext.batch.records.extract_or_record", interrupted)
    assert main(["extract", str(SAMPLE), "-o", str(output)]) == 130
    assert output.read_text(encoding="utf-8") == "old"


def interrupted(*_: object) -> None:
    raise KeyboardInterrupt


def test_same_input_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    outputs = []
    for _ in range(2):
        streams = Streams(monkeypatch)
        main(["extract", str(SAMPLE), "--include-text", "--explain"])
        outputs.append(streams.text)
    assert outputs[0] == outputs[1]


def test_options_are_in_the_provenance(monkeypatch: pytest.MonkeyPatch) -> None:
    hashes = set()
    for options in ([], ["--explain"], ["--include-text"]):
        streams = Streams(monkeypatch)
        main(["extract", str(SAMPLE), "--taxonomy", "none", *options])
        hashes.add(json.loads(streams.text)["provenance"]["options"]["sha256"])
    assert len(hashes) == 3


def test_outline_for_people(monkeypatch: pytest.MonkeyPatch) -> None:
    streams = Streams(monkeypatch)
    assert main(["outline", str(SAMPLE)]) == 0
    assert "  一、 筑牢数字乡村发展底座\n    1. 提升农村网络基础设施供给能力\n" in streams.text


def test_schema(monkeypatch: pytest.MonkeyPatch) -> None:
    streams = Streams(monkeypatch)
    assert main(["schema"]) == 0
    assert "PolicyDocument" in json.loads(streams.text)["$defs"]


@pytest.mark.parametrize(
    "arguments", [[], ["extract"], ["extract", "x", "--format", "xml"], ["no"]]
)
def test_usage_errors(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2


def test_help_names_the_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    assert "exit codes: 0" in capsys.readouterr().out
