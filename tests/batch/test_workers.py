"""Worker processes: order, limits, deaths."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from policytext import ErrorRecord, PolicytextError, extract_many
from policytext.batch import workers as module
from policytext.batch.workers import Limit, Worker, outcomes

# Composed for this test.
TEXT = "关于河湾治理的工作要点\n一、治水\n（一）疏浚河道。到2026年底,疏浚河道{}公里。\n"


@pytest.fixture
def paths(tmp_path: Path) -> list[Path]:
    made = [tmp_path / f"{number:02d}.txt" for number in range(12)]
    for number, path in enumerate(made):
        path.write_text(TEXT.format(number + 1), encoding="utf-8")
    return made


def lines(paths: list[Path], workers: int, **limits: float) -> list[str]:
    return [
        record.model_dump_json()
        for record in extract_many(paths, workers=workers, taxonomy="none", **limits)  # type: ignore[arg-type]
    ]


def test_any_number_of_workers_gives_the_same_bytes_in_the_same_order(paths: list[Path]) -> None:
    expected = lines(paths, 1)
    assert [Path(path).name in line for path, line in zip(paths, expected, strict=True)]
    for workers in (2, 4):
        assert lines(paths, workers) == expected


@pytest.mark.skipif(
    not hasattr(os, "mkfifo"), reason="a pipe that nobody writes to blocks for ever"
)
def test_a_document_that_never_ends_is_recorded_and_the_others_go_on(paths: list[Path]) -> None:
    paths[3].unlink()
    os.mkfifo(paths[3])
    records = list(extract_many(paths[:6], workers=2, timeout=1, taxonomy="none"))
    failed = [record for record in records if isinstance(record, ErrorRecord)]
    assert [(record.uri, record.error) for record in failed] == [(str(paths[3]), "time-limit")]


def test_the_limit_of_a_document_that_is_done_ends_no_worker(paths: list[Path]) -> None:
    worker = Worker({"taxonomy": "none"}, None)
    try:
        for path in paths[:2]:
            assert worker.ask(str(path), 1e-9).error is None  # overdue at once, but nobody looks
            worker.end_if_late()
    finally:
        worker.stop()


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is limited on Linux only")
def test_a_document_over_the_memory_limit_is_recorded(paths: list[Path]) -> None:
    paths[1].write_text("一、治水\n" + TEXT * 60_000, encoding="utf-8")
    first, second, third = extract_many(paths[:3], workers=1, memory=120_000_000, taxonomy="none")
    assert isinstance(second, ErrorRecord)
    # Python raises MemoryError; some libraries end the process instead.
    assert second.error in ("memory-limit", "worker-died")
    assert not isinstance(first, ErrorRecord)
    assert not isinstance(third, ErrorRecord)


def killed_at(name: str, times: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Kill the worker, as the system would, when it is asked for a document."""
    ask, left = Worker.ask, [times]

    def dying(self: Worker, path: str, timeout: float | None) -> module.Outcome:
        if Path(path).name == name and left[0]:
            left[0] -= 1
            self.process.kill()
            self.process.wait()
        return ask(self, path, timeout)

    monkeypatch.setattr(Worker, "ask", dying)


def test_a_worker_killed_by_the_system_costs_nothing(
    paths: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = lines(paths, 1)
    killed_at("04.txt", 1, monkeypatch)
    assert lines(paths, 2) == expected


def test_a_document_that_kills_its_workers_is_recorded(
    paths: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    killed_at("04.txt", 2, monkeypatch)
    records = list(extract_many(paths, workers=2, taxonomy="none"))
    failed = [record for record in records if isinstance(record, ErrorRecord)]
    assert [(record.uri, record.error) for record in failed] == [(str(paths[4]), "worker-died")]


def test_workers_are_recycled(paths: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    expected = lines(paths, 1)
    monkeypatch.setattr(module, "_RECYCLE", 3)
    started: list[Worker] = []
    begin = Worker.__init__

    def counted(self: Worker, *given: object) -> None:
        started.append(self)
        begin(self, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(Worker, "__init__", counted)
    assert lines(paths, 1, timeout=60) == expected
    assert len(started) == 4


def test_a_run_that_is_given_up_leaves_no_process(
    paths: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[Worker] = []
    begin = Worker.__init__

    def counted(self: Worker, *given: object) -> None:
        begin(self, *given)  # type: ignore[arg-type]
        started.append(self)

    monkeypatch.setattr(Worker, "__init__", counted)
    found = extract_many(paths, workers=2, taxonomy="none")
    next(found)
    found.close()  # type: ignore[attr-defined]
    assert started
    assert all(worker.process.poll() is not None for worker in started)


def test_paths_are_read_as_they_are_needed(paths: list[Path]) -> None:
    asked: list[int] = []

    def counted() -> Iterator[str]:
        for number in range(1000):
            asked.append(number)
            yield str(paths[number % len(paths)])

    found = outcomes(counted(), {"taxonomy": "none"}, 2, Limit())
    next(found)
    found.close()  # type: ignore[attr-defined]
    assert len(asked) <= 2 * module._AHEAD + 1


def test_no_workers_are_refused(paths: list[Path]) -> None:
    with pytest.raises(PolicytextError, match="0 workers"):
        list(extract_many(paths, workers=0))
