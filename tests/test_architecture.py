"""The house rules that a machine can check: layers, module length, data files with a source."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "policytext"
# Lowest first. A module imports from its own layer and those before it.
LAYERS = (
    "version", "errors", "patterns", "schema", "arrow", "options", "resources", "readers", "text",
    "headings",
    "outline", "regions", "gazetteer", "extraction", "taxonomy", "classify", "assemble", "pipeline",
    "batch", "engines", "export", "evaluate", "view", "spacy", "cli",
)  # fmt: skip
MODULES = sorted(PACKAGE.rglob("*.py"))


def layer(module: str) -> int:
    return LAYERS.index(module.split(".")[1])


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_run_downwards(path: Path) -> None:
    parts = path.relative_to(ROOT).with_suffix("").parts
    if parts[1] in ("__init__", "__main__"):
        return
    own = layer(".".join(parts))
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("policytext."):
            assert layer(node.module or "") <= own, f"{path.name} imports {node.module}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_modules_are_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 420


def test_nothing_unpickles() -> None:
    for path in MODULES:
        source = path.read_text(encoding="utf-8")
        assert "import pickle" not in source
        assert "allow_pickle=True" not in source


def test_import_loads_nothing_heavy() -> None:
    code = "import policytext, sys; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    heavy = {"pydantic", "jieba", "spacy", "numpy", "pandas", "sklearn", "pdfplumber", "pypdfium2"}
    assert not heavy & set(loaded.stdout.split())
