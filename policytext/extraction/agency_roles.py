"""Roles in Chinese text: who leads, is responsible, cooperates; from words, lists and tables."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from policytext.extraction.bodies import Found
from policytext.extraction.windows import matches
from policytext.patterns import lazy
from policytext.schema import Role

Assigned = tuple[Role, str]
"""A role and the rule that gave it."""

MENTIONED: Assigned = ("mentioned", "")
BY_CONVENTION = "lead-by-convention"
STATED = "lead-stated"

_LINK = lazy(r"(?:\(.{0,12}?\))?(?:[、，,/;；\s]|和|与|及|或|以及|会商)?[ \u3000]{0,3}\n?")
_WHO = r"(?:单位|部门|机构|主体|地区|处室|方)"
_LABEL = lazy(
    rf"(?P<lead>(?:责任)?牵头(?:责任|落实|负责)?{_WHO}|主办{_WHO}|牵头(?=[:：])|主要责任{_WHO})"
    rf"|(?P<help>(?:责任)?(?:配合|协办|协同|协作|协助|参与|参加|支持)(?:责任|落实|实施)?{_WHO}"
    rf"|配合(?=[:：]))"
    rf"|(?P<duty>(?:主体)?(?:责任|落实|承办|实施|负责|工作责任){_WHO}|责任分工)"
)
_LABEL_END = lazy(r" ?(?:[:：]|为[:：]?(?=[^\n]))")
_LABEL_WORDS = tuple(
    word + sign
    for word in ("单位", "部门", "机构", "主体", "地区", "处室", "方", "牵头", "配合", "分工")
    for sign in (":", " :", "为")
)
_SEGMENT_END = lazy(r"[;；。)）\]】\n]")
_SEGMENT_LIMIT = 400
_MODE = (
    r"(?:等?(?:有关|相关|多|各|责任)?(?:部门|单位|地区|方面|机构)?(?:的?(?:共同|联合|分别|统筹"
    r"|统一|具体|牵头|协同|各自"
    r"|按(?:照)?(?:各自)?(?:职责|职能)?(?:任务)?(?:分工)?|依(?:据)?(?:各自)?职(?:责)?(?:分工)?"
    r"|根据(?:各自)?职责(?:分工)?"
    r"|要|应当?|须|需|将|共|按))*)"
)
_AFTER = lazy(
    rf"(?:\(.{{0,20}}?\))?{_MODE}[，,]?(?P<verb>牵头|主办|负总责|负责|组织实施|抓好落实|落实|配合"
    rf"|参与|参加|协同|协助|协办"
    r"|支持|会同|商(?!务|业|贸)|联合(?!会|社|国|体|大))"
)
_LEAD_IN_MODE = lazy(r"牵头")
_JOINED_BY = lazy(r"(?:会同|商|协同|联合)\Z")
# 鼓励各县参与: an invitation gives no role.
_INVITED = lazy(r"(?:鼓励|引导|支持|推动|动员|组织|吸引|邀请|协调|推进|探索|实施|倡导|号召|发动)\Z")
_HELP_VERBS = frozenset(("配合", "参与", "参加", "协同", "协助", "协办"))
_BRACKETS = lazy(
    r"[(\[【]((?:[^()\[\]【】\n]|\([^()\n]{0,20}\)){2,300})[)\]】](?=[。；;，]?(?:\n|$)|。)"
)


@dataclass(frozen=True, slots=True)
class Group:
    """Bodies ``first``..``last`` (indexes) named one after the other in one enumeration."""

    first: int
    last: int
    start: int
    end: int


def groups(text: str, found: Sequence[Found]) -> list[Group]:
    """Runs of bodies with nothing but commas, brackets and conjunctions between them."""
    runs: list[Group] = []
    for i, item in enumerate(found):
        if runs:
            last = runs[-1]
            gap = text[last.end : item.start]
            broken = "\n" in gap and gap[0] not in "、，和与及"
            if len(gap) <= 16 and _LINK.fullmatch(gap) and not broken:
                runs[-1] = Group(last.first, i, last.start, item.end)
                continue
        runs.append(Group(i, i, item.start, item.end))
    return runs


def roles(text: str, found: Sequence[Found]) -> list[Assigned]:
    """The role of each body that the words around it state; ``mentioned`` otherwise.

    The first body of a list that names no leader (责任单位: A、B; a bracket of bodies that closes a
    paragraph) leads by convention, and the rule says so.
    """
    given: list[Assigned] = [MENTIONED] * len(found)
    runs = groups(text, found)
    _from_brackets(text, found, given)
    from_labels(text, found, given)
    for at, run in enumerate(runs):
        before_end = runs[at - 1].end if at else -1
        after_start = runs[at + 1].start if at + 1 < len(runs) else -1
        _from_verbs(text, run, (before_end, after_start), given)
    return given


def label_role(words: str) -> Role | None:
    """The role that a label or the head of a table column states, or None."""
    match = _LABEL.search(words)
    if match is None:
        return None
    if match["lead"]:
        return "lead"
    return "cooperating" if match["help"] else "responsible"


def from_labels(text: str, found: Sequence[Found], given: list[Assigned]) -> None:
    """Roles of the bodies listed after 责任单位: and the like, written into ``given``."""
    place = 0
    for label in matches(_LABEL, text, _LABEL_WORDS, (16, 4)):
        colon = _LABEL_END.match(text, label.end())
        if colon is None:
            continue
        end = _segment_end(text, colon.end())
        while place < len(found) and found[place].start < colon.end():
            place += 1
        role = label_role(label.group())
        assert role is not None
        first = True
        i = place
        while i < len(found) and found[i].start < end:
            if role == "responsible" and first:
                lead_stated = "牵头" in text[found[i].end : found[i].end + 4]
                given[i] = ("lead", STATED if lead_stated else BY_CONVENTION)
            else:
                given[i] = (role, STATED if role == "lead" else "list")
            first = False
            i += 1


def _segment_end(text: str, start: int) -> int:
    """End of a labelled list: its closing mark or the next label; brackets inside are passed."""
    depth = 0
    limit = min(len(text), start + _SEGMENT_LIMIT)
    following = _LABEL.search(text, start, limit)
    if following and _LABEL_END.match(text, following.end()):
        limit = following.start()
    for place in range(start, limit):
        character = text[place]
        if character in "(（":
            depth += 1
        elif character in ")）":
            if depth == 0:
                return place
            depth -= 1
        elif depth == 0 and _SEGMENT_END.match(character):
            if character == "\n" and text[place - 1] in "、，":
                continue
            return place
    return limit


def _from_brackets(text: str, found: Sequence[Found], given: list[Assigned]) -> None:
    """A bracket that closes a sentence and holds nothing but bodies."""
    place = 0
    for bracket in _BRACKETS.finditer(text):
        start, end = bracket.span(1)
        while place < len(found) and found[place].start < start:
            place += 1
        inside: list[int] = []
        i = place
        while i < len(found) and found[i].end <= end:
            inside.append(i)
            i += 1
        if not inside or found[inside[0]].start != start:
            continue
        rest = end
        pieces = [text[found[a].end : found[b].start] for a, b in itertools.pairwise(inside)]
        pieces.append(text[found[inside[-1]].end : rest])
        if not all(
            re.fullmatch(r"[、，,;\s和与及]{0,3}|等(?:有关|相关)?(?:部门|单位)?", p) for p in pieces
        ):
            continue
        if len(inside) == 1 and text[start - 2 : start - 1] not in "。;；":
            continue
        for n, i in enumerate(inside):
            given[i] = ("lead", BY_CONVENTION) if n == 0 else ("responsible", "list")


def _from_verbs(text: str, run: Group, neighbours: tuple[int, int], given: list[Assigned]) -> None:
    """``neighbours``: where the run before ends and the one after starts."""
    before_end, after_start = neighbours
    span = range(run.first, run.last + 1)
    match = _AFTER.match(text, run.end)
    if match is not None:
        verb = match["verb"]
        if verb in {"牵头", "主办"} or _LEAD_IN_MODE.search(match.group()):
            _give(given, span, ("lead", STATED))
        elif verb in ("会同", "商", "联合"):
            if after_start == match.end():
                _give(given, span, ("lead", "lead-by-conjunction"))
        elif verb in _HELP_VERBS:
            if _INVITED.search(text, max(0, run.start - 2), run.start):
                return
            _give(given, span, ("cooperating", "verb"))
        elif verb == "支持":
            if text[match.end() : match.end() + 1] in (")", "。", ";", ""):
                _give(given, span, ("cooperating", "verb"))
        elif verb == "落实":
            if text[match.end() : match.end() + 1] in (")", "。", ";", ""):
                _give(given, span, ("responsible", "verb"))
        elif not (verb == "负责" and text.startswith(("同志", "人"), match.end())):
            listed = [i for i in span if given[i][1] in (BY_CONVENTION,)]
            _give(given, [i for i in span if i not in listed], ("responsible", "verb"))
    joined = _JOINED_BY.search(text, max(0, run.start - 3), run.start)
    leading = match is not None and match["verb"] in ("牵头", "负责")
    if joined and not leading and (joined.group() == "会同" or joined.start() == before_end):
        _give(given, span, ("cooperating", "verb"))


def _give(given: list[Assigned], span: Sequence[int] | range, role: Assigned) -> None:
    for i in span:
        if given[i][0] == "mentioned" or role[1] == STATED:
            given[i] = role
