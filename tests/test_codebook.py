"""The page of the codebook says what the taxonomy file says."""

from __future__ import annotations

from pathlib import Path

from policytext.taxonomy import load_taxonomy

PAGE = (Path(__file__).parent.parent / "docs" / "codebook.md").read_text(encoding="utf-8")


def test_every_task_stands_in_the_codebook() -> None:
    for task in load_taxonomy("digital-rural-2024").tasks:
        row = next(line for line in PAGE.splitlines() if line.startswith(f"| {task.id} |"))
        for words in (task.title_zh, task.title_en, task.description, *task.negative):
            assert words in row
