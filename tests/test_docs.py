"""Runs the examples of the docs: shell and Python blocks of a page in order, in an empty folder."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BLOCK = re.compile(r"^```(sh|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NEEDS = {
    "quickstart.md": ["pandas", "duckdb", "spacy", "jieba"],
    "tutorial.md": ["pandas", "matplotlib"],
    "extend.md": [],
}


@pytest.mark.parametrize("page", NEEDS)
def test_the_examples_of_a_page_run(page: str, tmp_path: Path) -> None:
    for library in NEEDS[page]:
        pytest.importorskip(library)
    blocks = BLOCK.findall((ROOT / "docs" / page).read_text(encoding="utf-8"))
    assert blocks
    for name in ("corpora", "docs"):
        (tmp_path / name).symlink_to(ROOT / name)
    binaries = Path(sys.executable).parent
    environment = {**os.environ, "PATH": f"{binaries}{os.pathsep}{os.environ['PATH']}"}
    # One interpreter for all Python blocks, as a reader would have; shell blocks where they stand.
    program = ["import subprocess"]
    for kind, content in blocks:
        if kind == "sh":
            program.append(f"subprocess.run(['sh', '-e', '-c', {content!r}], check=True)")
        else:
            program.append(content)
    ran = subprocess.run(
        [sys.executable, "-c", "\n".join(program)],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
