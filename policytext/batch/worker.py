"""A worker process: reads paths from its standard input, writes outcomes to its output.

Started by policytext.batch.workers in an interpreter of its own. Messages are a length
(8 bytes, big-endian) and as many bytes; nothing is pickled. The first message is the JSON of the
options and the memory limit; the worker answers it when it is ready.
"""

from __future__ import annotations

import json
import os
import struct
import sys
from contextlib import suppress
from dataclasses import asdict
from typing import BinaryIO

LENGTH = struct.Struct(">Q")


def send(stream: BinaryIO, message: bytes) -> None:
    """Write one message."""
    stream.write(LENGTH.pack(len(message)) + message)
    stream.flush()


def receive(stream: BinaryIO) -> bytes | None:
    """Read one message; None where the stream ends."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (size,) = LENGTH.unpack(head)
    message = stream.read(size)
    return message if len(message) == size else None


def limit_memory(more: int) -> None:
    """Let this process take ``more`` bytes above what it holds; only Linux enforces it."""
    with suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415 - not on Windows

        with open("/proc/self/statm", encoding="ascii") as stream:  # noqa: PTH123
            held = int(stream.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (held + more, held + more))


def main() -> None:
    """Serve until the input ends, or nobody reads the answers any more."""
    with suppress(BrokenPipeError, KeyboardInterrupt):
        _serve()


def _serve() -> None:
    # Whatever a library prints must not get between the messages.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    questions = sys.stdin.buffer
    first = receive(questions)
    if first is None:
        return
    asked = json.loads(first)
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    # numpy's linear algebra, which nothing here uses, would set memory aside for a thread a core.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from policytext.batch.garbage import collect_rarely  # noqa: PLC0415
    from policytext.batch.outcome import Outcome  # noqa: PLC0415
    from policytext.batch.records import check_options, extract_or_record  # noqa: PLC0415

    collect_rarely()
    check_options(asked["options"])
    if asked["memory"]:
        limit_memory(asked["memory"])
    send(answers, b"ready")
    while (path := receive(questions)) is not None:
        outcome = Outcome.of(extract_or_record(path.decode(), asked["options"]))
        described = asdict(outcome)
        line = described.pop("line")
        send(answers, json.dumps(described).encode())
        send(answers, line)
        if outcome.error == "memory-limit":
            return  # its heap is in pieces; a fresh worker goes on
