"""Counts that a text states of itself."""

from __future__ import annotations

import pytest

from policytext.extraction.declared import find_declared
from policytext.readers.source import SourceText
from policytext.text.normalise import normalise


def declared(text: str) -> dict[str, int]:
    found = find_declared(normalise(SourceText(text, "text/plain")))
    return {item.what: item.stated for item in found}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("《要点》部署了9个方面28项重点任务。", {"aspects": 9, "tasks": 28}),
        ("文件从10个方面提出30项举措。", {"aspects": 10, "tasks": 30}),
        ("明确了九个方面、二十八项工作任务。", {"aspects": 9, "tasks": 28}),
        ("《方案》提出15条具体措施。", {"tasks": 15}),
        ("The plan deployed 28 key tasks in 9 aspects.", {"tasks": 28, "aspects": 9}),
        ("It sets out nine aspects and twenty tasks for the year.", {"aspects": 9, "tasks": 20}),
        ("在三个方面取得成效，完成12项改革。", {}),
        ("全县建成28个站点，覆盖9个乡镇。", {}),
        ("The county built 28 stations in 9 towns.", {}),
    ],
)
def test_declared(text: str, expected: dict[str, int]) -> None:
    assert declared(text) == expected
