"""Where a Chinese name of a body ends, with its own office or its second name, if one follows."""

from __future__ import annotations

from policytext.extraction.bodies import Body
from policytext.gazetteer import load_gazetteer
from policytext.patterns import lazy

# A name that ends before one of these may go on.
GOES_ON = frozenset("办(")
_OWN_OFFICE = lazy(r"办公室(?!主任|副主任)")
_SECOND_PLATE = lazy(r"\((?!以下|简称|下称|原|含|不含|等)([\u4e00-\u9fff、和]{3,24})\)")
_PLATE = lazy(r"[省市县区][\u4e00-\u9fff]{2,12}[局办厅委]")


def whole_end(text: str, end: int, body: Body) -> int:
    """How far the name that ends at ``end`` goes on: 市发改委|办公室, 文旅厅|(广电新闻出版局)."""
    if text.startswith("办", end) and body.type == "agency" and text[end - 1] in "厅局委会":
        own = _OWN_OFFICE.match(text, end)
        if own and body.level != "central":
            end = own.end()
    if text.startswith("(", end):
        plate = _SECOND_PLATE.match(text, end)
        if plate and _is_plate(plate.group(1)):
            end = plate.end()
    return end


def _is_plate(inner: str) -> bool:
    """Whether a bracket holds further names of the same organ: (广电新闻出版局)."""
    if "、" in inner:
        return False
    matcher, _names = load_gazetteer().matcher
    ends = [end for _, _, end in matcher.find_matches_as_indexes(inner)]
    return (bool(ends) and ends[-1] == len(inner)) or _PLATE.fullmatch(inner) is not None
