import json

import numpy as np
import pytest

from policytext.classify.features import Cues
from policytext.classify.model import load_model
from policytext.classify.train import (
    FREQUENCIES_FILE,
    cue_table,
    read_examples,
    train,
    train_shipped,
    write_model,
)
from policytext.errors import DataError
from policytext.evaluate.classification_report import composed_passages
from policytext.resources import data_path
from policytext.taxonomy import load_taxonomy

pytest.importorskip("sklearn")
TAXONOMY = load_taxonomy("digital-rural-2024")

KINDS = (
    ("农村宽带和基站", {"T01": "c"}),
    ("发展农村电商直播", {"T09": "c"}),
    ("修建公路桥梁", {}),
)


def _examples(tmp_path, n=60):
    path = tmp_path / "some.jsonl"
    with path.open("w", encoding="utf-8") as out:
        for i in range(n):
            text, given = KINDS[i % 3]
            row = {"id": f"C{i}", "group": f"G{i}", "language": "zh",
                   "text": f"{text}{'甲乙丙丁戊'[i % 5]}工程。", "labels": given}  # fmt: skip
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    return read_examples(path, TAXONOMY)


def _trained(tmp_path, name):
    examples = _examples(tmp_path)
    table = cue_table(TAXONOMY)
    trained = train(examples, TAXONOMY, Cues.of(table))
    write_model(trained, TAXONOMY, table, tmp_path / name)
    return trained, examples


@pytest.mark.filterwarnings("ignore")
def test_same_passages_give_the_same_bytes_and_scores_survive_rounding(tmp_path):
    _trained(tmp_path, "one")
    _, examples = _trained(tmp_path, "two")
    for file in ("model.json", "weights.bin"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()
    model = load_model(str(tmp_path / "one"))
    own, none = model.probabilities([examples[0].text, examples[2].text])
    first = dict(zip(model.task_ids, own, strict=True))
    assert max(first, key=first.get) == "T01"
    assert max(none) < first["T01"]


@pytest.mark.filterwarnings("ignore")
def test_shipped_model_is_what_its_passages_give(tmp_path):
    """To the last digit but one: the solver's sums differ in it from processor to processor."""
    train_shipped(tmp_path)
    made = tmp_path / "models/digital-rural-2024"
    shipped = data_path("models/digital-rural-2024")
    given, known = (json.loads((f / "model.json").read_text("utf-8")) for f in (made, shipped))
    for solved in ("intercepts", "calibration"):
        assert given.pop(solved) == pytest.approx(known.pop(solved), abs=1e-4)
    assert given == known
    ours, theirs = (
        np.frombuffer((f / "weights.bin").read_bytes(), dtype="<i4") for f in (made, shipped)
    )
    assert np.abs(ours - theirs).max() <= 1
    assert (tmp_path / FREQUENCIES_FILE).read_bytes() == data_path(FREQUENCIES_FILE).read_bytes()


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"id": "a"}', "not a labelled passage"),
        ('{"id":"a","group":"g","language":"zh","text":"x","labels":{"T99":"c"}}', "do not fit"),
        ('{"id":"a","group":"g","language":"zh","text":"x","labels":{"T01":"q"}}', "do not fit"),
        ("", "no passages"),
    ],
)
def test_broken_training_files_are_refused(tmp_path, line, message):
    path = tmp_path / "broken.jsonl"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(DataError, match=message):
        read_examples(path, TAXONOMY)


def test_shipped_passages_are_valid_and_apart_from_gold():
    examples = read_examples(data_path("corpora/training/digital-rural-2024.jsonl"), TAXONOMY)
    per_task = {t.id: sum(t.id in e.labels for e in examples) for t in TAXONOMY.tasks}
    assert min(per_task.values()) >= 30
    assert not {e.text for e in examples} & {p.text for p in composed_passages()}
