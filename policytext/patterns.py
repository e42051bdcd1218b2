"""Regular expressions that are compiled when they are first used.

Half of the patterns belong to the other language; compiling them all would be a third of the
time of a short run.
"""

from __future__ import annotations

import re
from typing import Any, cast


class _Lazy:
    """Stands for ``re.compile(pattern, flags)`` until one of its methods is asked for."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._source = (pattern, flags)

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(*self._source)
        for method in ("match", "fullmatch", "search", "finditer", "findall", "sub", "split"):
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def lazy(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """A pattern compiled at its first use; errors in it show then, so every one needs a test."""
    return cast("re.Pattern[str]", _Lazy(pattern, flags))
