"""Tables of keys give the row of a key that they have, and none of any other."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from policytext.classify.key_table import NO_KEY, NO_ROW, KeyTable

KEYS = st.integers(0, 2**62)


@given(st.dictionaries(KEYS, st.integers(0, 2**31), max_size=400), st.lists(KEYS, max_size=50))
def test_rows_are_those_of_a_dictionary(rows, others):
    asked = [*rows, *others, NO_KEY]
    found = KeyTable(rows).rows_of(np.array(asked, dtype=np.int64))
    assert found.tolist() == [rows.get(key, NO_ROW) for key in asked]


def test_neighbouring_keys_all_find_a_place():
    rows = {key: key + 1 for key in range(20_000)}
    assert KeyTable(rows).rows_of(np.arange(20_001)).tolist() == [*range(1, 20_001), NO_ROW]
