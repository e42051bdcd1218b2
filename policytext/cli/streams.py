"""What the commands share: exit codes, messages, and how a document is named."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, TypeAlias, Unpack

from policytext.options import OptionFields

if TYPE_CHECKING:
    from policytext.schema import PolicyDocument

ALL_READ, SOME_FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def say(message: str) -> None:
    """Write a message for people."""
    sys.stderr.write(f"policytext: {message}\n")


def write(text: str) -> None:
    """Write data, in UTF-8 whatever the locale."""
    sys.stdout.buffer.write(text.encode())


def read(name: str, **options: Unpack[OptionFields]) -> PolicyDocument:
    """Extract the document of a path, or of standard input for "-"."""
    from policytext.pipeline import extract, extract_bytes  # noqa: PLC0415

    if name == "-":
        return extract_bytes(sys.stdin.buffer.read(), **options)
    return extract(name, **options)
