from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from composed import TEXT, composed

from policytext.errors import DataError
from policytext.export.annotation.passages import passage_labels, training_passages
from policytext.export.annotation.spans import AnnotatedDocument, LabelledSpan, annotated
from policytext.taxonomy import load_taxonomy


def test_labels_off_the_borders_of_passages_count_where_they_belong() -> None:
    text = "甲" * 10 + "乙" * 10 + "丙" * 10
    spans = (
        LabelledSpan(2, 5, "T01"),  # inside the first
        LabelledSpan(6, 16, "T02"),  # more than half of the second, less of the first
        LabelledSpan(22, 25, "T03"),  # in no passage
        LabelledSpan(0, 4, "target"),
    )
    doc = AnnotatedDocument("d", None, text, spans, ((0, 10), (10, 20)))
    assert passage_labels(doc) == {(0, 10): {"T01"}, (10, 20): {"T02"}, (22, 25): {"T03"}}


def test_corrected_passages_are_what_training_reads(tmp_path: Path) -> None:
    train = pytest.importorskip("policytext.classify.train")
    doc = replace(annotated(composed(), TEXT), coder="li")
    lines = list(training_passages([doc]))
    path = tmp_path / "passages.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    examples = train.read_examples(path, load_taxonomy("digital-rural-2024"))
    assert [dict(example.labels) for example in examples] == [
        {}, {"T01": "c"}, {"T09": "c", "T26": "c"},
    ]  # fmt: skip
    assert {example.group for example in examples} == {doc.doc_id}
    assert examples[1].text.startswith("到2024年底，山区光纤用户")


def test_training_takes_one_coding_of_each_document() -> None:
    doc = annotated(composed(), TEXT)
    with pytest.raises(DataError, match="coded by li and wang"):
        list(training_passages([replace(doc, coder="li"), replace(doc, coder="wang")]))
