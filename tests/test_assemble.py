"""Assembling: the one validation of a document leaves out the search for names that are no fields,
so that it is made here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from policytext import extract, extract_text
from policytext.schema import PolicyDocument

FIXTURES = Path(__file__).parent / "fixtures"

COMPOSED = """关于印发《示例市数字乡村发展工作要点》的通知
示农发〔2024〕5号
共有5项重点任务。
一、夯实基础
到2025年底，示例站覆盖率达到90%，示例塔达到12示垛。
1.完善网络。推进示例网建设。（牵头单位：市示例促进局、市农业农村局）
2.办好服务。落实《示例条例》要求，于2025年10月底前完成。
"""


@pytest.fixture
def trees(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What is given to the validation of a document, while a test runs."""
    given: list[dict[str, Any]] = []
    validate = PolicyDocument.model_validate

    def kept(tree: dict[str, Any], **how: Any) -> PolicyDocument:
        given.append(tree)
        return validate(tree, **how)

    monkeypatch.setattr(PolicyDocument, "model_validate", kept)
    return given


def test_no_name_in_a_tree_is_unknown_to_the_schema(trees: list[dict[str, Any]]) -> None:
    documents = [
        extract(FIXTURES / "notice-2024.full.hans.pdf", explain=True, include_text=True),
        extract(FIXTURES / "notice-2024.full.en.txt"),
        extract_text(COMPOSED),
    ]
    for name in PolicyDocument.model_fields:
        assert any(getattr(document, name) for document in documents), f"{name} is in none"
    for tree in trees:
        PolicyDocument.__pydantic_validator__.validate_python(tree, extra="forbid")
    assert len(trees) == len(documents)
