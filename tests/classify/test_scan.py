"""Reading many passages at once gives what reading each of them gives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policytext.classify.features import clauses, joined, windows
from policytext.classify.model import load_model
from policytext.classify.scan import Keys, clauses_of_all

MODEL = load_model("digital-rural-2024")
WORDS = [
    *MODEL.rows,
    *MODEL.cues.words,
    *"，,;。:()\n.% \t5gGＡ𠀀🚜1Σİ①",
    " and ", "12.5%", "1,000", "3.", "25g", "(责任单位:省局)", "(牵头", "the ", "\r\n",
]  # fmt: skip
PASSAGES = st.lists(
    st.lists(st.sampled_from(WORDS), max_size=25).map("".join) | st.text(max_size=60), max_size=5
)


def known(features):
    """The rows of the features that the model knows, flags of cue words by their name."""
    return sorted(MODEL.rows[f] for f in features if f in MODEL.rows)


def keyed(features):
    return sorted(MODEL.keys.values[f] for f in features if f in MODEL.keys.values)


@given(PASSAGES)
def test_features_are_those_of_each_passage(texts):
    read = list(clauses_of_all(texts, MODEL.cues, MODEL.keys))
    for text, parts in zip(texts, read, strict=True):
        own = clauses(text, MODEL.cues, MODEL.rows.keys())
        assert keyed(joined(parts)) == known(joined(own))
        assert [keyed(w) for w in windows(parts)] == [known(w) for w in windows(own)]


@given(PASSAGES)
def test_notable_probabilities_are_exact_from_the_doubt_on(texts):
    for text, found in zip(texts, MODEL.notable(texts), strict=True):
        exact = MODEL.probabilities(text)
        high = {k: p for k, p in enumerate(exact) if p >= MODEL.doubt}
        assert {k: p for k, p in enumerate(found or ()) if p >= MODEL.doubt} == high
        assert all(p <= q for p, q in zip(found or (), exact, strict=False))


@pytest.mark.parametrize("text", ["", " ", "x", "村", "。", "𠀀数据"])
def test_scraps_are_read(text):
    assert len(list(clauses_of_all([text, text], MODEL.cues, MODEL.keys))) == 2


def test_every_feature_has_its_own_key():
    keys = Keys.of(MODEL.rows)
    assert len(keys.values) == len(MODEL.rows)
    assert sorted(keys.values.values()) == sorted(MODEL.rows.values())
