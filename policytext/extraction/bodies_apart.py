"""Bodies that several ways of reading found in one Chinese text, parted and put together."""

from __future__ import annotations

from operator import itemgetter

from policytext.extraction.bodies import Found, generic

_OF_A_KIND = frozenset(("departments", "bare-at-home", "level-and-function", "elided-level"))


def outside(found: list[Found], named: list[Found]) -> list[Found]:
    """Those of ``found`` that share no character with one of ``named``; ``found`` is in order."""
    taken = sorted((start, end) for start, end, _, _ in named)
    clear: list[Found] = []
    at = 0
    for item in found:
        while at < len(taken) and taken[at][1] <= item[0]:
            at += 1
        if at == len(taken) or taken[at][0] >= item[1]:
            clear.append(item)
    return clear


def merged(text: str, found: list[Found]) -> list[Found]:
    """各市、县|经信局 as one kind of body, 市能源集团|(市数据集团) as one body."""
    joined: list[Found] = []
    last_end = -2
    for item in found:
        # Two are merged only where nothing or a bracket parts them.
        start, end, body, rule = item
        if start - last_end > 1:
            joined.append(item)
            last_end = end
            continue
        before_start, before_end, before, before_rule = joined[-1]
        if before_end == start and before.id == "generic/localities" and rule in _OF_A_KIND:
            key = body.id.rpartition("/")[2]
            kind = generic(key, body.name, before.level, body.name_en)
            joined[-1] = (before_start, end, kind, "generic")
            last_end = end
            continue
        if (
            before_rule == rule == "shape-of-name"
            and before.type == body.type
            and text[before_end:start] == "("
            and text.startswith(")", end)
        ):
            last_end = end + 1
            joined[-1] = (before_start, last_end, before, rule)
            continue
        joined.append(item)
        last_end = end
    return joined


def apart(found: list[Found], titles: list[tuple[int, int]]) -> list[Found]:
    """Without overlap, the longer one kept, and without those inside titles."""
    found.sort(key=itemgetter(0))
    kept: list[Found] = []
    at = last_start = last_end = 0
    size = len(titles)
    for item in found:
        start, end = item[0], item[1]
        while at < size and titles[at][1] <= start:
            at += 1
        if at < size and titles[at][0] <= start:
            continue
        if start < last_end:
            if end - start <= last_end - last_start:
                continue
            kept[-1] = item
        else:
            kept.append(item)
        last_start, last_end = start, end
    return kept
