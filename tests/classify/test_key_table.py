"""Tables of keys give the row of a key that they have, and none of any other."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from policytext.classify.key_table import KeyTable

KEYS = st.integers(0, 2**62)


@given(st.dictionaries(KEYS, st.integers(0, 2**31), max_size=400), st.lists(KEYS, max_size=50))
def test_rows_are_those_of_a_dictionary(rows, others):
    asked = [*rows, *others]
    assert looked_up(KeyTable(rows), asked) == {key: rows[key] for key in asked if key in rows}


def test_neighbouring_keys_all_find_a_place():
    rows = {key: key + 1 for key in range(20_000)}
    assert looked_up(KeyTable(rows), range(20_001)) == rows


def looked_up(table, keys):
    places, rows = table.look_up(np.array(keys, dtype=np.int64))
    return dict(zip((keys[place] for place in places.tolist()), rows.tolist(), strict=True))
