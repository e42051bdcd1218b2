"""The README shows what really comes out."""

from __future__ import annotations

import json
import re
from pathlib import Path

import policytext as pt

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
SAMPLE = ROOT / "corpora" / "samples" / "notice-2024.zh.txt"


def test_the_result_shown_is_the_result() -> None:
    (shown,) = re.findall(r"```json\n(.*?)```", README, re.DOTALL)
    doc = pt.extract(SAMPLE)
    (target,) = (target for target in doc.targets if target.id == "N2")
    assert json.loads(shown) == json.loads(target.model_dump_json())
    assert [len(aspect.tasks) for aspect in doc.aspects] == [3, 2, 3, 4, 2, 3, 4, 2, 5]
    assert len([agency for agency in doc.agencies if "issuer" in agency.roles]) == 4
    assert len(doc.references) == 3


def test_every_linked_page_is_there() -> None:
    for link in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / link).exists(), link


def test_two_commands_stand_first() -> None:
    first, second = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    assert "policytext extract" in first
    assert "pytest" in second
