"""Lists of indicators that share a verb, a head noun or a row of values (A、B和C分别…)."""

from __future__ import annotations

from policytext.extraction.indicators import (
    LONGEST_INDICATOR,
    inside_brackets,
    inside_quotes,
    is_indicator,
)
from policytext.patterns import lazy

Member = tuple[int, int, str]
"""A member of a list: where its own words stand, and the whole indicator."""

# 普及率, 参与率 and 饱和度 are single words.
_LIST = lazy(r"、|以及|(?<![共饱])和|(?<![普涉惠])及(?![时格])|(?<!参)与(?!群众)")
# 城乡居民…分别: the values of town and country, in this order.
_URBAN_RURAL = lazy(r"城乡(?=(?:常住)?居民)")
_HEAD_END = lazy(
    r"[率量额值]\Z|(?:面积|收入|规模|占比|比重|数量|成本|户数|人数|数|能力|投资|消费)\Z"
)
_SHARED_WORDS = (
    r"(?:居民)?人均(?:可支配)?收入|产业(?:总)?(?:产值|增加值|规模)|(?:总)?产值|增加值|营业收入|营收|(?:普及|覆盖|合格|达标|利用|"
    r"处理|入学|保有|净|渗透|自给|完成|满意|就业|优良|达到|巩固|参保|入户|治理)率|(?:总)?产量|(?:总)?面积|销售额|零售额|交易额|"
    r"(?:总)?规模|占比|比重|数量|用户数|消费量|排放量|投资额?|消费"
)
_SHARED = lazy(_SHARED_WORDS)
# A head of the lexicon at the end, with the whole of which it is a share.
_SHARED_LAST = lazy(f"(?:{_SHARED_WORDS})(?:占[^，。、]{{2,14}}(?:比重|比例))?\\Z")


def _split(text: str, start: int, end: int, *, coarse: bool = False) -> list[tuple[int, int]]:
    """Members of a list of noun phrases (A、B和C), outside quotes and brackets.

    ``coarse``: only the mark 、 parts them.
    """
    parts: list[tuple[int, int]] = []
    place = start
    for match in _LIST.finditer(text, start, end):
        if coarse and match.group() != "、":
            continue
        if inside_brackets(text, start, match.start()) or inside_quotes(text, start, match.start()):
            continue
        if (
            match.group() in ("和", "与", "及")
            and text[match.end() : match.end() + 1] in "谐平睦美"
        ):
            continue
        if match.start() > place:
            parts.append((place, match.start()))
        place = match.end()
    if place < end:
        parts.append((place, end))
    return parts


def _shared_head(text: str, parts: list[tuple[int, int]]) -> str:
    """The head noun that only the last member of a list states (城镇和农村居民人均收入), or "".

    A head of the lexicon serves where the words before it are about as long as the other
    members; else members of one length say how long the last member's own part is.
    """
    others = [text[s:e] for s, e in parts[:-1]]
    if not others or any(_HEAD_END.search(other) for other in others):
        return ""
    last = text[slice(*parts[-1])]
    if not _HEAD_END.search(last):
        return ""
    known = next((m.group() for m in _SHARED.finditer(last) if m.end() == len(last)), "")
    lengths = {len(other) for other in others}
    own = len(last) - len(known)
    if known and 0 < own <= max(lengths) + 2:
        return known
    length = lengths.pop()
    if not lengths and len(last) - length >= 2:
        return last[length:]
    return known if own else ""


def _list_of(text: str, start: int, end: int, run: int) -> tuple[list[tuple[int, int]], str] | None:
    """The ``run`` members of a list, and the head noun that the last one states for all.

    Members that hold lists themselves (文化及相关产业、旅游及相关产业增加值) are parted by 、
    alone; then only a head of the lexicon can be shared; where there is none, None.
    """
    parts = _split(text, start, end)
    if len(parts) == run:
        return parts, _shared_head(text, parts)
    parts = _split(text, start, end, coarse=True)
    if len(parts) != run:
        return None
    if all(_HEAD_END.search(text[s:e]) for s, e in parts):
        return parts, ""
    head = _SHARED_LAST.search(text[slice(*parts[-1])])
    if head is None:
        return None
    shared = head.group()
    if any(text.startswith("产业", e - 2) for _, e in parts[:-1]):
        shared = shared.removeprefix("产业")
    return parts, shared


def each_of(text: str, written: str, start: int, end: int) -> list[Member]:
    """The members of a list that have one value each or all the same; none if it is no list.

    In a list longer than an indicator may be, every member must say what is measured.
    """
    parts = _split(text, start, end)
    if len(parts) < 2 or not all(is_indicator(text, a, b) for a, b in parts):
        return []
    if end - start > LONGEST_INDICATOR and not all(_HEAD_END.search(text[a:b]) for a, b in parts):
        return []
    return _named(written, parts, _shared_head(text, parts))


def in_order(text: str, written: str, start: int, end: int, run: int) -> list[Member] | None:
    """The members of a list to which ``run`` values are given in order; None: not so many."""
    residents = _URBAN_RURAL.match(text, start, end)
    if run == 2 and text.startswith("城乡", start) and len(_split(text, start, end)) == 1:
        rest = written[residents.end() : end] if residents else ""
        names = ("城镇" + rest, "农村" + rest) if residents else (written[start:end],) * 2
        return [(start, end, name) for name in names]
    listed = _list_of(text, start, end, run)
    return None if listed is None else _named(written, *listed)


def _named(written: str, parts: list[tuple[int, int]], shared: str) -> list[Member]:
    last = len(parts) - 1
    return [(a, b, written[a:b] + (shared if k < last else "")) for k, (a, b) in enumerate(parts)]
