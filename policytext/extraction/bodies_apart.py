"""Bodies that several ways of reading found in one Chinese text, parted and put together."""

from __future__ import annotations

from operator import itemgetter

from policytext.extraction.bodies import Found, generic

_OF_A_KIND = frozenset(("departments", "bare-at-home", "level-and-function", "elided-level"))


def outside(found: list[Found], named: list[Found]) -> list[Found]:
    """Those of ``found`` that share no character with one of ``named``; ``found`` is in order."""
    taken = sorted((item.start, item.end) for item in named)
    clear: list[Found] = []
    at = 0
    for item in found:
        while at < len(taken) and taken[at][1] <= item.start:
            at += 1
        if at == len(taken) or taken[at][0] >= item.end:
            clear.append(item)
    return clear


def merged(text: str, found: list[Found]) -> list[Found]:
    """各市、县|经信局 as one kind of body, 市能源集团|(市数据集团) as one body."""
    joined: list[Found] = []
    last_end = -2
    for item in found:
        # Two are merged only where nothing or a bracket parts them.
        start, end, _, _ = item
        if start - last_end > 1:
            joined.append(item)
            last_end = end
            continue
        last = joined[-1]
        if last.end == start and last.body.id == "generic/localities":
            key = item.body.id.rpartition("/")[2]
            level = last.body.level
            body = generic(key, item.body.name, level, item.body.name_en)
            if item.rule in _OF_A_KIND:
                joined[-1] = Found(last.start, end, body, "generic")
                last_end = end
                continue
        if (
            last.rule == item.rule == "shape-of-name"
            and last.body.type == item.body.type
            and text[last.end : start] == "("
            and text.startswith(")", end)
        ):
            last_end = end + 1
            joined[-1] = Found(last.start, last_end, last.body, last.rule)
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
