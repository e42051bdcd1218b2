"""Sequences of symbols, found at every place of a text at once."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from policytext.classify.key_table import Ints

_NO_NODE = -1
_DEEP = 3
_FEW = 64
"""So many places are read on one by one: an array takes as long for them."""


class SymbolTrie:
    """A trie of sequences of symbols (whole numbers below ``symbols``) as a double array.

    Aoe 1989: a node is the place in ``parents`` where its parent stands. The node of one symbol is
    the symbol; that of a longer sequence lies as far behind the offset of its parent as its last
    symbol says. A node without children has the offset 0, which leads to nodes of one symbol: these
    have no parent. So one look tells whether a sequence goes on.

    ``nodes``: how many places there are. ``node_of``: the node of every sequence and beginning of
    one.
    """

    def __init__(self, sequences: Iterable[tuple[int, ...]], symbols: int) -> None:
        children: dict[tuple[int, ...], set[int]] = {}
        for sequence in sequences:
            for end in range(1, len(sequence)):
                children.setdefault(sequence[:end], set()).add(sequence[end])
        # The places that are still free, as the bits of a number; none is free among the symbols.
        room = symbols * 3
        free = (1 << room) - (1 << symbols)
        offset_of: dict[tuple[int, ...], int] = {}
        for sequence in sorted(children, key=lambda known: -len(children[known])):
            fits = -1
            for symbol in children[sequence]:
                fits &= free >> symbol
            offset_of[sequence] = offset = (fits & -fits).bit_length() - 1
            free &= ~sum(1 << offset + symbol for symbol in children[sequence])
            if offset + symbols * 2 > room:
                free |= (1 << room * 2) - (1 << room)
                room *= 2
        self.nodes = max(offset_of.values(), default=0) + symbols
        self.node_of: dict[tuple[int, ...], int] = {(symbol,): symbol for symbol in range(symbols)}
        self._offsets = np.zeros(self.nodes, dtype=np.int64)
        self._parents = np.full(self.nodes, _NO_NODE, dtype=np.int32)
        self._deep: dict[int, dict[int, int]] = {}
        for sequence in sorted(children, key=len):
            parent, offset = self.node_of[sequence], offset_of[sequence]
            self._offsets[parent] = offset
            for symbol in children[sequence]:
                self.node_of[*sequence, symbol] = offset + symbol
                self._parents[offset + symbol] = parent
            if len(sequence) >= _DEEP:
                self._deep[parent] = {symbol: offset + symbol for symbol in children[sequence]}

    def walk(self, symbols: Ints) -> tuple[Ints, Ints]:
        """Where sequences of two symbols and more begin, and their nodes.

        The last symbol of the text is in none of them.
        """
        first = symbols[:-1]
        nodes = self._offsets.take(first)
        nodes += symbols[1:]
        at = (self._parents.take(nodes) == first.astype(np.int32)).nonzero()[0]
        nodes = nodes.take(at)
        places, found = [at], [nodes]
        length = 2
        while at.size > (_FEW if length >= _DEEP else 0):
            longer = self._offsets.take(nodes)
            longer += symbols.take(at + length)
            on = (self._parents.take(longer) == nodes).nonzero()[0]
            at, nodes = at.take(on), longer.take(on)
            places.append(at)
            found.append(nodes)
            length += 1
        if at.size:
            some = self._deeper(symbols, at, nodes, length)
            places.append(some[0])
            found.append(some[1])
        return np.concatenate(places), np.concatenate(found)

    def _deeper(self, symbols: Ints, at: Ints, nodes: Ints, length: int) -> Ints:
        """The same from sequences of a length on, place by place, as two rows."""
        begin: list[int] = []
        found: list[int] = []
        deep = self._deep
        for start, node in zip(at.tolist(), nodes.tolist(), strict=True):
            if node not in deep:
                continue
            place = start + length
            following = deep[node].get(int(symbols[place]))
            while following is not None:
                begin.append(start)
                found.append(following)
                place += 1
                following = deep[following].get(int(symbols[place])) if following in deep else None
        return np.array((begin, found), dtype=np.int64)
