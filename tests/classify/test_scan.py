"""Reading many passages at once gives what reading each of them gives."""

import json
import math
import struct
from collections import Counter
from itertools import islice

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policytext.classify.features import Cues, clauses, joined, windows
from policytext.classify.key_table import NO_ROW
from policytext.classify.model import BIAS, load_model
from policytext.classify.scan import feature_sets
from policytext.classify.vocabulary import (
    CONTEXT,
    DIGITAL,
    OTHER,
    STOPPED,
    WHOLE,
    Vocabulary,
    word_key,
)
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
    " and ", "and ", "12.5%", "1,000", "3.", "25g", "(责任单位:省局)", "(牵头", "the ", "\r\n",
]  # fmt: skip
PASSAGES = st.lists(
    st.lists(st.sampled_from(WORDS), max_size=25).map("".join) | st.text(max_size=60), max_size=5
)


def sets_of(texts):
    """passage -> its sets of features, by name."""
    found = feature_sets(texts, MODEL.cues, MODEL.vocabulary)
    rows = iter(found.rows.tolist())
    lists = [[NAMES[row] for row in islice(rows, size)] for size in found.sizes.tolist()]
    assert not list(rows)
    assert not lists[0]
    sets = [[] for _ in texts]
    for i, passage in enumerate(found.passage.tolist()):
        first, second, both, flags = (
            lists[places[i]] for places in (found.first, found.second, found.both, found.flags)
        )
        counted = Counter([*first, *second, *flags])
        counted.subtract(both)
        assert set(counted.values()) <= {1}
        sets[passage].append(set(counted))
    return sets


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


def test_passages_are_read_alike_in_one_portion_and_in_many(monkeypatch):
    texts = [
        "建设农村电商服务站，推进数字乡村5G覆盖。",
        "",
        "Rural broadband, e-commerce.",
        "村",
    ] * 3
    at_once = MODEL.probabilities(texts)
    monkeypatch.setattr("policytext.classify.model._READ_AT_ONCE", 1)
    assert MODEL.probabilities(texts) == at_once
    assert MODEL.probabilities([]) == MODEL.notable([]) == []


def test_every_feature_has_its_own_row():
    features = ["数字", "数字乡", "5g", "rural ", "rural broadb ", "CT01", "S-D"]
    cues = Cues.of({"T01": ("宽带",), "rural": ("村",)})
    known = Vocabulary.of(features, cues)
    written = known.characters
    codes = written.codes[[ord(c) for c in "数字乡5g村庄宽带。"]]
    assert codes[6] == OTHER
    at, nodes = written.trie.walk(codes)
    assert dict(zip(at.tolist(), written.rows[nodes].tolist(), strict=True)) == {0: 1, 3: 2, 7: -1}
    assert written.rows[nodes].tolist() == [0, 2, NO_ROW, 1]
    assert written.words[nodes].tolist() == [[-1], [-1], [0], [-1]]
    assert written.words[codes[written.is_word[codes]]].tolist() == [[1]]
    words = np.array([word_key("rural"), word_key("broadb"), word_key("the"), word_key("x")])
    symbols = found(known.stems.symbols, words)
    assert (symbols[2], len(symbols)) == (STOPPED, 3)
    rural, broadband = symbols[0], symbols[1]
    assert known.stems.rows[[rural, broadband]].tolist() == [3, NO_ROW]
    pair = np.array([rural * known.stems.base + broadband])
    assert found(known.stems.pairs, pair) == {0: 4}
    assert known.flags.rows[0, 0, 1, 0] == 5
    assert known.flags.rows[WHOLE | DIGITAL, 0, CONTEXT, 1] == 6


def found(table, keys):
    places, rows = table.look_up(keys)
    return dict(zip(places.tolist(), rows.tolist(), strict=True))
