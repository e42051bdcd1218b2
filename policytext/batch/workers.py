"""Worker processes: documents in, outcomes out in the same order, limits of time and memory.

A thread waits for each worker; a worker is a fresh interpreter, so that nothing is shared, no
``if __name__ == "__main__"`` is needed, and a crash inside a library costs one document only.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from policytext.batch.outcome import Outcome
from policytext.batch.records import extract_or_record
from policytext.batch.worker import receive, send
from policytext.errors import PolicytextError
from policytext.options import OptionFields
from policytext.schema import ErrorRecord

_AHEAD = 4  # documents handed out for each worker before the first of them must be done
_SERVE = "from policytext.batch.worker import main; main()"
_LOOK_EVERY = 0.05  # seconds between two looks for documents that take too long
_RECYCLE = 1_000  # documents after which a worker is replaced, whatever it has kept


@dataclass(frozen=True, slots=True)
class Limit:
    """Limits of one document: ``timeout`` in seconds, ``memory`` in bytes; None: no limit."""

    timeout: float | None = None
    memory: int | None = None


def outcomes(
    paths: Iterable[str], options: OptionFields, workers: int, limit: Limit
) -> Iterator[Outcome]:
    """One outcome for each path, in their order, from ``workers`` processes.

    Without limits and with one worker the work is done in this process. A worker that dies is
    replaced and its document tried once more; one that dies again, or takes longer than the limit,
    gives an error record, and the others go on.
    """
    if workers < 1:
        raise PolicytextError(f"{workers} workers cannot work; give 1 or more")
    if workers == 1 and limit == Limit():
        for path in paths:
            yield Outcome.of(extract_or_record(path, options))
        return
    slots = [_Slot(options, limit) for _ in range(workers)]
    ended = threading.Event()
    if limit.timeout:
        threading.Thread(target=_watch, args=(slots, ended), daemon=True).start()
    idle: queue.SimpleQueue[_Slot] = queue.SimpleQueue()
    for slot in slots:
        idle.put(slot)

    def ask(path: str) -> Outcome:
        slot = idle.get()
        try:
            return slot.ask(path)
        finally:
            idle.put(slot)

    waiting: deque[Future[Outcome]] = deque()
    pool = ThreadPoolExecutor(workers, thread_name_prefix="policytext")
    try:
        for path in paths:
            waiting.append(pool.submit(ask, path))
            if len(waiting) >= workers * _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        ended.set()
        for future in waiting:
            future.cancel()
        for slot in slots:
            slot.close()
        pool.shutdown(wait=True)
        for slot in slots:
            slot.close()  # a worker that was being started while the others ended


def _watch(slots: Sequence[_Slot], ended: threading.Event) -> None:
    """End the workers whose documents take longer than the limit: one thread for all of them."""
    while not ended.wait(_LOOK_EVERY):
        for slot in slots:
            slot.end_if_late()


class _Slot:
    """A place for one worker, with the worker that stands there now."""

    def __init__(self, options: OptionFields, limit: Limit) -> None:
        self._options = options
        self._limit = limit
        self._worker: Worker | None = None
        self._served = 0
        self._closed = False

    def ask(self, path: str) -> Outcome:
        """The outcome of a document, whatever becomes of the worker."""
        for attempt in (1, 2):
            worker = self._ready()
            try:
                outcome = worker.ask(path, self._limit.timeout)
            except TimeoutError:
                self._drop()
                return _failed(
                    path,
                    "time-limit",
                    f"not done after {self._limit.timeout:g} seconds; "
                    "give it more time or look at the document",
                )
            except EOFError:
                self._drop()
                if attempt == 2:
                    return _failed(
                        path,
                        "worker-died",
                        "the process that read it was ended twice by the system, perhaps for want "
                        "of memory; try it alone, or split it",
                    )
                continue
            self._served += 1
            if self._served >= _RECYCLE or outcome.error == "memory-limit":
                self._drop()
            return outcome
        raise AssertionError("a second attempt returns")

    def end_if_late(self) -> None:
        """End the worker if its document takes too long."""
        worker = self._worker
        if worker is not None:
            worker.end_if_late()

    def close(self) -> None:
        """End the worker for good."""
        self._closed = True
        self._drop()

    def _ready(self) -> Worker:
        if self._closed:
            raise PolicytextError("the run was stopped")
        if self._worker is None:
            self._worker = Worker(self._options, self._limit.memory)
        return self._worker

    def _drop(self) -> None:
        self._served = 0
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.stop()


class Worker:
    """One worker process, ready to be asked."""

    def __init__(self, options: OptionFields, memory: int | None) -> None:
        self._lock = threading.Lock()
        self._due: float | None = None
        self._late = False
        places = [str(Path(__file__).parents[2]), *filter(None, sys.path)]
        self.process = subprocess.Popen(  # noqa: S603 - our own module in our own interpreter
            [sys.executable, "-c", _SERVE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(places)},
            # Ctrl-C reaches the parent only, which then ends its workers in order.
            start_new_session=True,
        )
        with suppress(BrokenPipeError):
            self._send(json.dumps({"options": options, "memory": memory}).encode())
        if self._receive() != b"ready":
            self.stop()
            raise PolicytextError(
                f"a worker process could not start; try: {sys.executable} -c '{_SERVE}'"
            )

    def ask(self, path: str, timeout: float | None) -> Outcome:
        """The outcome of one document; TimeoutError or EOFError when there is none."""
        self._late = False
        self._set_due(time.monotonic() + timeout if timeout else None)
        with suppress(BrokenPipeError):
            self._send(path.encode())
        described, line = self._receive(), self._receive()
        self._set_due(None)
        if described is None or line is None:
            raise TimeoutError if self._late else EOFError
        fields = json.loads(described)
        fields["warnings"] = tuple((code, message) for code, message in fields["warnings"])
        return Outcome(line=line, **fields)

    def end_if_late(self) -> None:
        """End the process if the document that it was asked for is overdue."""
        with self._lock:  # or the next document might pay for one that has just been done
            if self._due is not None and time.monotonic() > self._due:
                self._late = True
                self.process.kill()

    def _set_due(self, due: float | None) -> None:
        with self._lock:
            self._due = due

    def stop(self) -> None:
        """End the process."""
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            if stream:
                with suppress(BrokenPipeError):
                    stream.close()

    def _send(self, message: bytes) -> None:
        assert self.process.stdin
        send(self.process.stdin, message)  # type: ignore[arg-type]

    def _receive(self) -> bytes | None:
        assert self.process.stdout
        try:
            return receive(self.process.stdout)  # type: ignore[arg-type]
        except (ValueError, OSError):  # closed under our hands by stop()
            return None


def _failed(path: str, code: str, message: str) -> Outcome:
    return Outcome.of(ErrorRecord(uri=path, error=code, message=f"{path}: {message}"))
