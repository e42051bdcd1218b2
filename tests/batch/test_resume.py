"""A run that is stopped at any moment goes on where it was, and ends as if it had not been."""

from __future__ import annotations

import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from policytext.arrow import from_batch
from policytext.batch import workers
from policytext.cli import main

# Composed for this test.
TEXT = "关于河湾治理的工作要点\n一、治水\n（一）疏浚河道。到2026年底,疏浚河道{}公里。\n"
COMMAND = [sys.executable, "-m", "policytext", "extract", "--taxonomy", "none"]


def folder(place: Path, count: int) -> Path:
    docs = place / "docs"
    docs.mkdir()
    for number in range(count):
        (docs / f"{number:03d}.txt").write_text(TEXT.format(number + 1), encoding="utf-8")
    (docs / "empty.txt").write_bytes(b"")
    return docs


def run(docs: Path, output: Path, *more: str) -> int:
    return main(["extract", str(docs), "-o", str(output), "--taxonomy", "none", *more])


def held(journal: Path) -> int:
    """Records that the journal of a running process holds, seen from outside."""
    try:
        sizes = [path.stat().st_size for path in journal.parent.glob(journal.name + "*")]
    except OSError:
        return 0
    return sum(sizes)


def test_thirty_kills_change_nothing(tmp_path: Path) -> None:
    """kill -9 of the whole process group, each time after a random number of bytes more."""
    docs = folder(tmp_path, 150)
    undisturbed, output = tmp_path / "undisturbed.jsonl", tmp_path / "results.jsonl"
    assert run(docs, undisturbed) == 1  # the empty file
    journal = tmp_path / "results.jsonl.journal"
    rng = random.Random(7)
    killed = 0
    while killed < 30 and not output.exists():
        process = subprocess.Popen(
            [*COMMAND, str(docs), "-o", str(output), "--workers", str(1 + killed % 2)],
            start_new_session=True,
            stderr=subprocess.DEVNULL,
        )
        wanted = held(journal) + rng.randint(1, 20_000)
        while process.poll() is None and held(journal) < wanted:
            time.sleep(0.002)
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            killed += 1
        process.wait()
    subprocess.run([*COMMAND, str(docs), "-o", str(output)], stderr=subprocess.DEVNULL, check=False)
    assert output.read_bytes() == undisturbed.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "docs", "results.jsonl", "undisturbed.jsonl",
    ]  # fmt: skip
    assert killed == 30


def test_what_is_done_is_not_done_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    docs, output = folder(tmp_path, 4), tmp_path / "results.jsonl"
    run(docs, output)
    before = output.read_bytes()
    (docs / "002.txt").write_text(TEXT.format(99), encoding="utf-8")
    asked: list[str] = []
    ask = workers.Worker.ask
    monkeypatch.setattr(
        workers.Worker, "ask", lambda self, path, t: asked.append(path) or ask(self, path, t)
    )
    run(docs, output)
    # The changed file, and the one that failed.
    assert [Path(path).name for path in asked] == ["002.txt", "empty.txt"]
    after = output.read_bytes()
    assert after != before
    fresh = tmp_path / "fresh.jsonl"
    run(docs, fresh)
    assert after == fresh.read_bytes()


def test_another_option_is_another_run(tmp_path: Path) -> None:
    docs, output, fresh = folder(tmp_path, 3), tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    run(docs, output)
    run(docs, output, "--explain")
    run(docs, fresh, "--explain")
    assert output.read_bytes() == fresh.read_bytes()


def test_a_removed_file_leaves_the_output(tmp_path: Path) -> None:
    docs, output, fresh = folder(tmp_path, 3), tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    run(docs, output)
    (docs / "001.txt").unlink()
    run(docs, output)
    run(docs, fresh)
    assert output.read_bytes() == fresh.read_bytes()


def test_two_runs_do_not_write_one_output(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    docs, output = folder(tmp_path, 2), tmp_path / "results.jsonl"
    other = sqlite3.connect(tmp_path / "results.jsonl.journal", isolation_level=None)
    other.execute("begin exclusive")
    assert run(docs, output) == 2
    other.close()
    assert "another run" in capsys.readouterr().err


def test_a_full_disk_is_told_and_the_run_goes_on_later(tmp_path: Path) -> None:
    docs = folder(tmp_path, 40)
    undisturbed, output = tmp_path / "undisturbed.jsonl", tmp_path / "results.jsonl"
    run(docs, undisturbed)

    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    command = [*COMMAND, str(docs), "-o", str(output)]
    stopped = subprocess.run(command, preexec_fn=small, capture_output=True, text=True, check=False)
    assert stopped.returncode == 2
    assert "results.jsonl" in stopped.stderr
    assert not output.exists()
    assert run(docs, output) == 1
    assert output.read_bytes() == undisturbed.read_bytes()


def test_parquet_and_tables(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    docs, lines = folder(tmp_path, 40), tmp_path / "results.jsonl"
    run(docs, lines)
    run(docs, tmp_path / "results.parquet")
    table = parquet.read_table(tmp_path / "results.parquet")
    records = [record.model_dump_json() for record in from_batch(table)]
    assert records == lines.read_text(encoding="utf-8").splitlines()
    run(docs, tmp_path / "tables", "--format", "csv")
    targets = (tmp_path / "tables" / "targets.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(targets) == 41
    errors = (tmp_path / "tables" / "errors.csv").read_text(encoding="utf-8-sig")
    assert "input-empty" in errors
