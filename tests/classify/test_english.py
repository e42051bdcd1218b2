"""Words cut to stems in arrays are those of features.word_stems; edges are those of clauses."""

from hypothesis import given
from hypothesis import strategies as st

from policytext.classify.english import _tokens
from policytext.classify.features import STOP, clause_edges, word_stems

TEXTS = (
    st.lists(
        st.sampled_from(
            [*"abg52_.,;:()\n\t- %，。", " and ", "through", "throughout", "é", "\u00a0", "’", "٣"]
        ),
        max_size=15,
    ).map("".join)
    | st.text(max_size=15).map(str.lower)
)  # fmt: skip


@given(TEXTS)
def test_tokens_are_words_and_edges(text):
    tokens = _tokens(text).replace(b",", b" , ").split()
    assert tokens.count(b",") == len(clause_edges(text))
    words = [token.decode() for token in tokens if token != b","]
    stems = [word[:6] for word in words if word not in STOP]
    assert stems == [stem.encode("ascii", "replace").decode() for stem in word_stems(text)]
