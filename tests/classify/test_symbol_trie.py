"""Tries give the sequences that begin at a place of a text, and no other."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from policytext.classify.symbol_trie import SymbolTrie

SYMBOLS = 7
LAST = 0  # in no sequence
SEQUENCES = st.lists(st.integers(1, SYMBOLS - 1), min_size=1, max_size=5).map(tuple)
TEXTS = st.lists(st.integers(0, SYMBOLS - 1), max_size=40)


@given(st.sets(SEQUENCES, max_size=60), TEXTS)
def test_sequences_are_found_at_every_place(sequences, text):
    trie = SymbolTrie(sequences, SYMBOLS)
    assert found(trie, text) == expected(sequences, text)
    assert sequences <= set(trie.node_of)
    assert all(trie.node_of[symbol,] == symbol for symbol in range(SYMBOLS))


def test_many_sequences_find_a_place():
    count = 1500
    sequences = {(i, j, j) for i in range(1, count) for j in (1, i, count - 1)}
    trie = SymbolTrie(sequences, count)
    text = [1, 1, 1, 700, 700, 700, count - 1, count - 1, 5, 6]
    assert found(trie, text) == expected(sequences, text)


def found(trie, text):
    """Sequences of two symbols and more that begin at each place, with those they begin with."""
    sequence_of = {node: sequence for sequence, node in trie.node_of.items()}
    assert len(sequence_of) == len(trie.node_of)
    at, nodes = trie.walk(np.array([*text, LAST]))
    return sorted(zip(at.tolist(), [sequence_of[node] for node in nodes.tolist()], strict=True))


def expected(sequences, text):
    beginnings = {s[:end] for s in sequences for end in range(2, len(s) + 1)}
    places = [(i, tuple(text[i:j])) for i in range(len(text)) for j in range(i + 2, len(text) + 1)]
    return sorted((i, part) for i, part in places if part in beginnings)
