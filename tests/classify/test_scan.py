"""Reading many passages at once gives what reading each of them gives."""

import json
import math
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policytext.classify.features import clauses, joined, windows
from policytext.classify.model import BIAS, load_model
from policytext.classify.scan import Vocabulary, feature_sets
from policytext.resources import data_path

MODEL = load_model("digital-rural-2024")


DESCRIBED = json.loads(data_path("models/digital-rural-2024/model.json").read_bytes())
NAMES = DESCRIBED["vocabulary"]
ROWS = [
    [field - BIAS for field in row]
    for row in struct.iter_unpack(
        f"<{len(MODEL.task_ids) + 1}I",
        data_path("models/digital-rural-2024/weights.bin").read_bytes(),
    )
]
KNOWN = {feature: row for row, feature in enumerate(NAMES)}
WORDS = [
    *KNOWN,
    *MODEL.cues.words,
    *"，,;。:()\n.% \t5gGＡ𠀀🚜1Σİ①",
    " and ", "12.5%", "1,000", "3.", "25g", "(责任单位:省局)", "(牵头", "the ", "\r\n",
]  # fmt: skip
PASSAGES = st.lists(
    st.lists(st.sampled_from(WORDS), max_size=25).map("".join) | st.text(max_size=60), max_size=5
)


def sets_of(texts):
    """passage -> its sets of features, by name."""
    found = feature_sets(texts, MODEL.cues, MODEL.vocabulary)
    return [[{NAMES[row] for row in own} for own in sets] for sets in found]


def expected(text):
    parts = clauses(text, MODEL.cues)
    return [{f for f in found if f in KNOWN} for found in (joined(parts), *windows(parts))]


@given(PASSAGES)
def test_features_are_those_of_each_passage(texts):
    assert sets_of(texts) == [expected(text) for text in texts]


@given(PASSAGES)
def test_probabilities_are_those_of_each_set(texts):
    for text, found in zip(texts, MODEL.probabilities(texts), strict=True):
        best = [-math.inf] * len(MODEL.task_ids)
        for features in expected(text):
            fields = [ROWS[KNOWN[feature]] for feature in features]
            norm = math.sqrt(sum(row[0] for row in fields) * MODEL.scale or 1)
            for k, intercept in enumerate(MODEL.intercepts):
                best[k] = max(best[k], sum(row[k + 1] for row in fields) / norm + intercept)
        a, b = MODEL.calibration
        assert found == [1 / (1 + math.exp(-(a * score + b))) for score in best]


@given(PASSAGES)
def test_notable_probabilities_are_those_from_the_doubt_on(texts):
    exact = MODEL.probabilities(texts)
    for own, found in zip(exact, MODEL.notable(texts), strict=True):
        assert found == {k: p for k, p in enumerate(own) if p >= MODEL.doubt}


@pytest.mark.parametrize("text", ["", " ", "x", "村", "。", "𠀀数据"])
def test_scraps_are_read(text):
    assert [len(own) for own in MODEL.probabilities([text, text])] == [len(MODEL.task_ids)] * 2


def test_every_feature_has_its_own_row():
    features = ["数字", "数字乡", "5g", "rural ", "rural broadb ", "CT01", "S-D"]
    vocabulary = Vocabulary.of(features)
    rows = [*vocabulary.gram_rows, *vocabulary.stems.values(), *vocabulary.flags.values()]
    assert sorted(rows) == list(range(len(features)))
    assert vocabulary.stems == {"rural": 3, ("rural", "broadb"): 4}
    assert vocabulary.flags == {"CT01": 5, "S-D": 6}
