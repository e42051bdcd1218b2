from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from composed import TEXT, composed
from hypothesis import given
from hypothesis import strategies as st

from policytext.errors import DataError, PolicytextError
from policytext.export.annotation.doccano import from_doccano, to_doccano
from policytext.export.annotation.files import TOOLS, Tool, read_annotations, write_annotations
from policytext.export.annotation.label_studio import (
    from_label_studio,
    labelling_config,
    to_label_studio,
)
from policytext.export.annotation.prodigy import from_prodigy, to_prodigy
from policytext.export.annotation.spans import (
    AnnotatedDocument,
    LabelledSpan,
    annotated,
    label_names,
    ordered,
)

RARE = "𬭩𠮷"  # beyond the basic plane: two UTF-16 units each


def corrected_by_label_studio(task: dict[str, Any]) -> dict[str, Any]:
    """What Label Studio exports when a coder accepts the prediction as it is."""
    return {
        "id": 1,
        "data": task["data"],
        "annotations": [
            {
                "id": 1,
                "completed_by": 7,
                "was_cancelled": False,
                "result": [{**r, "origin": "prediction"} for r in task["predictions"][0]["result"]],
            }
        ],
        "predictions": [],
    }


def test_a_result_becomes_spans_with_the_names_coders_see() -> None:
    doc = annotated(composed(), TEXT)
    assert label_names([doc]) == [
        "T01", "T09", "T26", "agency:cooperating", "agency:lead", "agency:responsible",
        "reference", "target", "task",
    ]  # fmt: skip
    words = {(TEXT[s.start : s.end], s.label) for s in doc.spans}
    assert ("省通信管理局", "agency:lead") in words
    assert ("农产品网络零售额力争达到300亿元左右", "target") in words
    assert doc.taxonomy == "digital-rural-2024"
    assert len(doc.passages) == 3


def test_the_text_may_come_from_the_result_but_must_be_its_own() -> None:
    assert annotated(composed().model_copy(update={"text": TEXT})).text == TEXT
    with pytest.raises(PolicytextError, match="without its text"):
        annotated(composed())
    with pytest.raises(PolicytextError, match="does not belong"):
        annotated(composed(), "。" + TEXT)


def test_carriage_returns_go_without_moving_anything() -> None:
    text = TEXT + "甲\r\n乙\r丙"
    assert annotated(composed(text=text), text).text == TEXT + "甲 \n乙\n丙"


def through(doc: AnnotatedDocument, tool: Tool) -> AnnotatedDocument | None:
    """Out to a tool's record, through JSON, and back."""
    if tool == "label-studio":
        task = json.loads(json.dumps(to_label_studio(doc)))
        (found,) = from_label_studio(corrected_by_label_studio(task))
        return replace(found, coder=None)
    if tool == "doccano":
        return from_doccano(json.loads(json.dumps(to_doccano(doc))))
    return from_prodigy(json.loads(json.dumps(to_prodigy(doc))))


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize("head", ["", RARE + "镇\n", "A b  c\n"])
def test_nothing_is_lost_on_the_way_through_a_tool(tool: Tool, head: str) -> None:
    doc = annotated(composed(text=head + TEXT), head + TEXT)
    assert through(doc, tool) == doc


@st.composite
def documents(draw: st.DrawFn) -> AnnotatedDocument:
    text = draw(st.text(alphabet=f"农村 ab1\n{RARE}", min_size=1, max_size=40))
    borders = st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))
    spans = [
        LabelledSpan(min(pair), max(pair), label, f"x/{number}", draw(st.none() | st.just(0.5)))
        for number, (pair, label) in enumerate(
            draw(st.lists(st.tuples(borders, st.sampled_from(["target", "T01"])), max_size=6))
        )
        if pair[0] != pair[1]
    ]
    return AnnotatedDocument("d", None, text, ordered(spans), ((0, 1),), "t")


@given(documents())
def test_any_text_and_any_spans_come_back_from_every_tool(doc: AnnotatedDocument) -> None:
    for tool in TOOLS:
        found = through(doc, tool)
        assert found is not None
        key = [(s.start, s.end, s.label) for s in doc.spans]
        assert [(s.start, s.end, s.label) for s in found.spans] == key
        assert sorted((s.id or "", s.score) for s in found.spans) == sorted(
            (s.id or "", s.score) for s in doc.spans
        )


def test_what_a_coder_adds_moves_or_deletes_is_told_from_what_was_left() -> None:
    doc = annotated(composed(), TEXT)
    task = corrected_by_label_studio(json.loads(json.dumps(to_label_studio(doc))))
    results = task["annotations"][0]["result"]
    target = next(r for r in results if r["value"]["labels"] == ["target"])
    target["value"]["start"] += 2
    target["value"]["text"] = target["value"]["text"][2:]
    results.remove(next(r for r in results if r["value"]["labels"] == ["reference"]))
    start = TEXT.index("村播课")
    results.append({
        "id": "new", "from_name": "label", "to_name": "text", "type": "labels",
        "value": {"start": start, "end": start + 3, "text": "村播课", "labels": ["T26"]},
    })  # fmt: skip
    (found,) = from_label_studio(task)
    assert found.coder == "7"
    assert {s.label for s in found.spans if s.id is None} == {"target", "T26"}
    assert "reference" not in {s.label for s in found.spans}
    assert len(found.spans) == len(doc.spans)


def test_label_studio_skips_cancelled_and_names_each_coder() -> None:
    task = corrected_by_label_studio(to_label_studio(annotated(composed(), TEXT)))
    first = task["annotations"][0]
    second = {**first, "completed_by": {"id": 9, "email": "b@example.org"}, "result": []}
    task["annotations"] += [second, {**first, "was_cancelled": True}]
    assert [doc.coder for doc in from_label_studio(task)] == ["7", "b@example.org"]
    assert from_label_studio({**task, "annotations": []}) == []


def test_drifted_offsets_are_refused() -> None:
    task = corrected_by_label_studio(to_label_studio(annotated(composed(), TEXT)))
    value = task["annotations"][0]["result"][0]["value"]
    value["start"] += 1
    value["end"] += 1
    with pytest.raises(DataError, match="drifted"):
        from_label_studio(task)


def test_label_studio_line_breaks_in_region_words_are_understood() -> None:
    doc = AnnotatedDocument("d", None, "甲\n乙", (LabelledSpan(0, 3, "target"),))
    task = corrected_by_label_studio(to_label_studio(doc))
    task["annotations"][0]["result"][0]["value"]["text"] = "甲\\n乙"
    assert from_label_studio(task)[0].spans == (LabelledSpan(0, 3, "target"),)


def test_results_that_are_no_labels_are_not_dropped_in_silence() -> None:
    task = corrected_by_label_studio(to_label_studio(annotated(composed(), TEXT)))
    task["annotations"][0]["result"].append({"type": "choices", "value": {"choices": ["x"]}})
    with pytest.warns(UserWarning, match="type 'choices' is not kept"):
        from_label_studio(task)


def test_doccano_offsets_count_utf16_units() -> None:
    doc = AnnotatedDocument("d", None, RARE + "农村", (LabelledSpan(2, 4, "target"),))
    example = to_doccano(doc)
    assert example["label"] == [[4, 6, "target"]]
    assert from_doccano(example).spans == doc.spans
    example["label"] = [[1, 6, "target"]]
    with pytest.raises(DataError, match="borders of characters"):
        from_doccano(example)


def test_doccano_entities_of_relation_projects_are_read() -> None:
    example = to_doccano(annotated(composed(), TEXT))
    del example["label"]
    example["entities"] = [{"id": 0, "start_offset": 0, "end_offset": 3, "label": "target"}]
    assert from_doccano(example).spans == (LabelledSpan(0, 3, "target"),)


def test_prodigy_tokens_rebuild_the_text_and_spans_lie_on_tokens() -> None:
    spacy = pytest.importorskip("spacy")
    task = to_prodigy(annotated(composed(), TEXT))
    words = [token["text"] for token in task["tokens"]]
    spaces = [token["ws"] for token in task["tokens"]]
    doc = spacy.tokens.Doc(spacy.blank("zh").vocab, words=words, spaces=spaces)
    assert doc.text == TEXT
    for span in task["spans"]:
        assert (
            doc[span["token_start"] : span["token_end"] + 1].text
            == (TEXT[span["start"] : span["end"]])
        )


@pytest.mark.parametrize("answer", ["reject", "ignore"])
def test_prodigy_keeps_what_was_accepted(answer: str) -> None:
    task = to_prodigy(annotated(composed(), TEXT))
    assert from_prodigy({**task, "answer": answer}) is None
    found = from_prodigy({**task, "answer": "accept", "_annotator_id": "li"})
    assert found is not None
    assert found.coder == "li"


@pytest.mark.parametrize("tool", ["doccano", "prodigy"])
def test_files_read_back_as_written(tool: Tool, tmp_path: Path) -> None:
    docs = [annotated(composed(), TEXT), annotated(composed(text=RARE + TEXT), RARE + TEXT)]
    path = tmp_path / "corrected.jsonl"
    write_annotations(docs, path, tool)
    assert read_annotations(path, tool, coder="li") == [replace(doc, coder="li") for doc in docs]


def test_a_label_studio_file_reads_back_after_annotation(tmp_path: Path) -> None:
    docs = [annotated(composed(), TEXT)]
    path = tmp_path / "tasks.json"
    write_annotations(docs, path, "label-studio")
    assert read_annotations(path, "label-studio") == []
    tasks = [corrected_by_label_studio(task) for task in json.loads(path.read_text("utf-8"))]
    path.write_text(json.dumps(tasks), "utf-8")
    assert read_annotations(path, "label-studio") == [replace(docs[0], coder="7")]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"text": "x", "label": []}', "only files that policytext exported"),
        ('{"text": "x", "label": [1]}', "not an export of doccano"),
        ('{"label": []}', "no text"),
        ("no json", "is not JSON"),
    ],
)
def test_foreign_files_are_refused(content: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text(content, "utf-8")
    with pytest.raises(DataError, match=message):
        read_annotations(path, "doccano")


def test_spans_outside_the_text_are_refused() -> None:
    task = to_prodigy(annotated(composed(), TEXT))
    task["spans"][0]["end"] = len(TEXT) + 1
    with pytest.raises(DataError, match="outside the text"):
        from_prodigy(task)


def test_label_studio_itself_accepts_config_and_predictions() -> None:
    interface = pytest.importorskip("label_studio_sdk.label_interface")
    doc = annotated(composed(text=RARE + TEXT), RARE + TEXT)
    config = interface.LabelInterface(labelling_config([doc], more=["a<b&c"]))
    config.validate()
    task = to_label_studio(doc)
    # Apart, because its validate_task cannot take a task with predictions (SDK 2.1.2).
    assert config.validate_task({"data": task["data"]})
    assert config.validate_prediction(task["predictions"][0], return_errors=True) == []
