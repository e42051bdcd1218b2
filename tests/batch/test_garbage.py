"""The garbage collector: set in processes of ours, left alone in the process of whoever imports."""

from __future__ import annotations

import gc
import subprocess
import sys

from policytext import extract_text
from policytext.batch.garbage import collect_rarely

_ENTRY = """
import gc, sys
from policytext.cli import entry
sys.argv = ["policytext", "--version"]
before = gc.get_threshold()
try:
    entry()
except SystemExit:
    print(before, gc.get_threshold())
"""


def test_a_program_that_imports_the_package_keeps_its_own_thresholds() -> None:
    before = gc.get_threshold()
    extract_text("示例市数字乡村发展工作要点（组成的样例）")
    assert gc.get_threshold() == before


def test_the_command_collects_rarely() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _ENTRY], capture_output=True, text=True, check=True
    )
    before, after = done.stdout.splitlines()[-1].split(") (")
    kept = gc.get_threshold()
    try:
        collect_rarely()
        assert after.rstrip(")") == ", ".join(map(str, gc.get_threshold()))
    finally:
        gc.set_threshold(*kept)
    assert after.rstrip(")") != before.lstrip("(")
