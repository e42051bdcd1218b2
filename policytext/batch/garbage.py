"""How often a process of ours looks for garbage."""

from __future__ import annotations

import gc

_NEW_OBJECTS = 20_000


def collect_rarely() -> None:
    """Let the garbage collector of this process run after 20,000 new objects, not some hundreds.

    A result of some thousand objects is looked through several times while it grows, and nothing of
    it is garbage: a twentieth of the time. For processes that are ours alone (the command
    line, the workers); a program that imports the package decides for itself.
    """
    gc.set_threshold(_NEW_OBJECTS, *gc.get_threshold()[1:])
