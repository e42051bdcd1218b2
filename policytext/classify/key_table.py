"""Whole numbers -> rows of a model, looked up for a whole text at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Ints: TypeAlias = NDArray[np.int64]

NO_ROW = -1
_NEVER = -1
# Odd numbers near 2**64 over the golden ratio and over the square root of three.
_MIXERS = (0x9E3779B97F4A7C15, 0x93CD3A2C8198E269)
_FULL = (1 << 64) - 1
_ROOM = 4


class KeyTable:
    """Keys (not negative) in one of two slots each, so that two looks find any of them.

    Cuckoo hashing (Pagh and Rodler 2004): a key that finds both of its slots taken turns one of
    the two others out into its second slot. At most a quarter of the slots is taken.
    """

    def __init__(self, rows: Mapping[int, int]) -> None:
        bits = max(3, (_ROOM * len(rows)).bit_length())
        while (slots := _placed(rows, bits)) is None:
            bits += 1
        self._shift = np.uint64(64 - bits)
        self._keys = np.full(1 << bits, _NEVER, dtype=np.int64)
        self._rows = np.full(1 << bits, NO_ROW, dtype=np.int64)
        taken = np.array(list(slots), dtype=np.int64)
        self._keys[taken] = list(slots.values())
        self._rows[taken] = [rows[key] for key in slots.values()]

    def look_up(self, keys: Ints) -> tuple[Ints, Ints]:
        """The places of the keys that the table has, and their rows."""
        slots = self._slots(keys, 0)
        same = self._keys.take(slots) == keys
        met = same.nonzero()[0]
        rest = (~same).nonzero()[0]
        others = keys.take(rest)
        second = self._slots(others, 1)
        found = (self._keys.take(second) == others).nonzero()[0]
        return (
            np.concatenate((met, rest.take(found))),
            self._rows.take(np.concatenate((slots.take(met), second.take(found)))),
        )

    def _slots(self, keys: Ints, which: int) -> Ints:
        slots = keys.view(np.uint64) * np.uint64(_MIXERS[which])
        slots >>= self._shift
        return slots.view(np.int64)


def _placed(rows: Mapping[int, int], bits: int) -> dict[int, int] | None:
    """slot -> key, or None where no place is found for a key."""
    slots: dict[int, int] = {}
    for key in rows:
        moving, which = key, 0
        for _ in range(64):
            slot = (moving * _MIXERS[which] & _FULL) >> (64 - bits)
            other = slots.get(slot)
            slots[slot] = moving
            if other is None:
                break
            first = (other * _MIXERS[0] & _FULL) >> (64 - bits)
            moving, which = other, 1 if slot == first else 0
        else:
            return None
    return slots
