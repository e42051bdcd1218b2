"""Who issues a document: its head, its title, its signature, or the news of its issue."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from policytext.extraction.agency_roles import Group
from policytext.extraction.bodies import Found
from policytext.patterns import lazy
from policytext.text.normal import NormalText

_HEAD_PARAGRAPHS = 15
_HEAD_LENGTH = 1800
_NEWS_LENGTH = 2500
_LETTERHEAD_REST = lazy(r"[\s、，,]*(?:文件|公告|令|办公厅文件|印发|通知|函)?[\s、，,]*")
# How that begins, besides with what a signature may begin with.
_LETTERHEAD_OPENS = frozenset("文公令办印通函")
_TITLE_REST = lazy(
    r"(?:等(?:[一二两三四五六七八九十\d]+|多)?个?(?:部门|单位|部委|部)?)?(?:联合"
    r"|共同)?[ \n]?(?:关于|印发|公告|通告|令第|转发|发布"
    r"|办公室关于|公布)"
)
_NEWS_REST = lazy(
    r"(?:等(?:[一二两三四五六七八九十\d]+|多)?个?(?:部门|单位|部委)?)?(?:\(.{0,20}?\))?(?:日前"
    r"|近日|今日|今天|昨日|近期|\d{1,2}日|\d{1,2}月\d{1,2}日|已|正式|，)*"
    r"(?:联合|共同)?(?:制定)?(?:(?:印发|发布|出台|下发|公布|颁布|对外发布"
    r"|转发)了?(?=[^。\n]{0,30}(?:《|方案|办法|意见|通知|规划|计划|细则|要点"
    r"|指南|规定|措施|行动|标准|条例))|制定了?(?=《))"
)
# 《要点》由A、B联合印发: the document is named before the bodies.
_PASSIVE_REST = lazy(
    r"(?:等(?:[一二两三四五六七八九十\d]+|多)?个?(?:部门|单位|部委)?)?(?:日前|近日|正式|，)*"
    r"(?:联合|共同)?(?:制定|印发|发布|出台|下发|公布|颁布)"
)
_NEWS_STARTS = frozenset("等(日近今昨已正，联共制印发出下公颁对转")
_ONLY_CITED = lazy(r"(?:根据|按照|贯彻|落实|依据|遵照|执行|学习|关于|经)[^。\n]{0,6}\Z")
_DATE_LINE = lazy(
    r"(?:\d{4}"
    r"|[〇零○一二三四五六七八九]{4})年[\d一二三四五六七八九十]{1,2}月[\d一二三四五六七八九十]{1,3}日"
)
_STATED_ISSUER = lazy(
    r"(?:发[布文]|印发|制定|颁布|公布)(?:机[关构]|单位|部门)[:：]\s*$|\b(?:issuing"
    r"|issued) (?:authority|authorities|bod(?:y|ies)|by)"
    r"[:：] ?(?:the )?$",
    re.IGNORECASE,
)
_TITLE_LABEL = lazy(
    r"(?:政策名称?|标题|名称|题名|文件名称?|文件标题|title)[:：]?\s*", re.IGNORECASE
)
_SIGNATURE_REST = lazy(r"[\s、，,]*(?:\((?:章|盖章|印章|代章)\))?[\s、，,]*")
# What can stand before a body in a signature, besides white space.
_BEFORE_SIGNED = frozenset("、，,)")

_TITLE_LINE = lazy(
    r"^关于|文件$|的(?:通知|意见|若干意见|决定|公告|函|批复|通告|办法|规划|方案|规定|细则|决议)$"
    r"|\b(?:Notice|Opinions|Circular|Decision|Measures|Plan|Guidelines)\b"
)

_ENGLISH_TITLE_HEAD = lazy(
    r"\A(?!The )(?:[A-Z][\w-]* ){0,3}(?:Opinions?|Notice|Circular|Decision|Guidelines?|Measures"
    r"|Announcement|Plan|Guidance|Reply)"
    r" (?:of|by|from|issued by) (?:the )?$"
)
_ENGLISH_ISSUED = lazy(
    r"(?:,? and other departments)?,? (?:(?:has|have|recently|today|officially|on \w+ \d+|jointly"
    r"|also) )*"
    r"(?:printed and distributed|print and distribute|issued?|released?|published?|promulgated"
    r"|unveiled|formulated|rolled out)\b",
    re.IGNORECASE,
)
_ENGLISH_ISSUED_BY = lazy(
    r"\b(?:issued|released|published|promulgated|printed and distributed|formulated)(?: jointly"
    r"| recently)? by (?:the )?$",
    re.IGNORECASE,
)
_ENGLISH_CITED = lazy(
    r"\b(?:according to|in accordance with|implement\w*|pursuant to|under)\b[^.\n]{0,40}$",
    re.IGNORECASE,
)
_ENGLISH_DATE_LINE = lazy(
    r"(?:\w+ \d{1,2}, ?\d{4}|\d{1,2} \w+,? \d{4}|\d{4}-\d{2}-\d{2}|\d{4}年.{2,6}日)"
)


def issuers(text: NormalText, found: Sequence[Found], runs: Sequence[Group]) -> dict[int, str]:
    """Indexes of the bodies that issue this document, with the rule for each.

    Head, title and signature decide. The sentence of a news item (…联合印发…) decides where they
    name no one, and adds to them where it names one of them too: a headline often gives only the
    first of several.
    """
    runs = _telling(text, runs)
    tables = [(t.start, t.end) for t in text.source.tables]
    if tables:
        runs = [r for r in runs if not _in_table(text, r, tables)]
    kept = [
        r
        for r in runs
        if found[r[0]][2].type != "generic"
        or any(found[i][2].type != "generic" for i in range(r[0] + 1, r[1] + 1))
    ]
    result = _from_paragraphs(text, kept)
    news = _from_news(text, found, [r for r in kept if r[0] not in result])
    known = {found[i][2].id for i in result}
    if not result or any(found[i][2].id in known for i in news):
        result = news | result
    return result


def _telling(text: NormalText, runs: Sequence[Group]) -> list[Group]:
    """The runs at the head of a document, before words of news, and where a signature may be."""
    content = text.text
    english = text.language == "en"
    head = 0
    for start, end in text.paragraphs[:_HEAD_PARAGRAPHS]:
        if start < _HEAD_LENGTH:
            head = end
    telling: list[Group] = []
    for run in runs:
        _, _, start, end = run
        before, following = content[start - 1], content[end : end + 1]
        if (
            start < head
            or ((before in _BEFORE_SIGNED or before.isspace()) and _may_sign(following))
            or (start <= _NEWS_LENGTH and (english or _may_be_news(following)))
        ):
            telling.append(run)
    return telling


def _in_table(text: NormalText, run: Group, tables: Sequence[tuple[int, int]]) -> bool:
    """Whether a run lies in a table of several columns; a letterhead may be laid out as one."""
    place, _ = text.offsets.to_source(run[2], run[3])
    at = bisect_right(tables, (place, len(text.source.text))) - 1
    if at < 0 or place >= tables[at][1]:
        return False
    return any(cell.column >= 1 for cell in text.source.tables[at].cells)


def _span(run: Group) -> range:
    return range(run[0], run[1] + 1)


def _from_paragraphs(text: NormalText, runs: Sequence[Group]) -> dict[int, str]:
    result: dict[int, str] = {}
    content = text.text
    for n, inside in _runs_by_paragraph(text, runs).items():
        start, end = text.paragraphs[n]
        head = n < _HEAD_PARAGRAPHS and start < _HEAD_LENGTH
        _, _, opening, closing = inside[0]
        # What stands in the paragraph besides its bodies, or behind it where nothing does.
        rest = content[start:opening] or content[closing : closing + 1]
        signed = _may_sign(rest)
        if signed or (head and rest[0] in _LETTERHEAD_OPENS):
            between = _besides(content, (start, end), inside)
            if signed and _SIGNATURE_REST.fullmatch(between) and _date_follows(text, n):
                result.update(dict.fromkeys(_bodies_of(inside), "signature"))
                continue
            if head and _LETTERHEAD_REST.fullmatch(between) and _title_follows(text, n):
                result.update(dict.fromkeys(_bodies_of(inside), "letterhead"))
                continue
        if not head:
            continue
        if _may_state(content, start, opening) and _STATED_ISSUER.search(content, start, opening):
            result.update(dict.fromkeys(_span(inside[0]), "stated-issuer"))
        elif _heads_title(text, (start, end), inside[0]):
            result.update(dict.fromkeys(_span(inside[0]), "title"))
    return result


def _bodies_of(runs: Sequence[Group]) -> list[int]:
    return [i for run in runs for i in _span(run)]


def _besides(content: str, paragraph: tuple[int, int], inside: Sequence[Group]) -> str:
    """The words of a paragraph outside its runs of bodies."""
    place, end = paragraph
    words: list[str] = []
    for _, _, run_start, run_end in inside:
        words.append(content[place:run_start])
        place = run_end
    words.append(content[place:end])
    return "".join(words)


def _may_state(content: str, start: int, end: int) -> bool:
    """Whether a colon, which ``_STATED_ISSUER`` holds, stands there."""
    return content.find(":", start, end) >= 0 or content.find("：", start, end) >= 0


def _may_sign(words: str) -> bool:
    """Whether the words of a paragraph besides its bodies begin like those of a signature."""
    return not words or words[0] in "、，,(" or words[0].isspace()


def _heads_title(text: NormalText, paragraph: tuple[int, int], run: Group) -> bool:
    start, end = paragraph
    if end - start > 160 or text.text[end - 1] == "。":
        return False
    before = text.text[start : run[2]]
    if text.language == "en":
        if _ENGLISH_TITLE_HEAD.search(before):
            return True
        opened = re.fullmatch(r"(?:\w+ departments including )?(?:The )?", before, re.IGNORECASE)
        return bool(opened) and _ENGLISH_ISSUED.match(text.text, run[3]) is not None
    if before.strip() and not _TITLE_LABEL.fullmatch(before):
        return False
    return _TITLE_REST.match(text.text, run[3], end) is not None


def _title_follows(text: NormalText, n: int) -> bool:
    """Whether a letterhead in paragraph ``n`` has the title of its document below it."""
    for start, end in text.paragraphs[n : n + 8]:
        line = text.text[start:end]
        if _TITLE_LINE.search(line):
            return True
    return False


def _date_follows(text: NormalText, n: int) -> bool:
    english = text.language == "en"
    pattern = _ENGLISH_DATE_LINE if english else _DATE_LINE
    for start, end in text.paragraphs[n + 1 : n + 5]:
        if end - start > 60:
            return False
        if not english and text.text.find("日", start, end) < 0:
            continue
        line = text.text[start:end].strip().strip("()")
        if pattern.fullmatch(line):
            return True
    return False


def _runs_by_paragraph(text: NormalText, runs: Sequence[Group]) -> dict[int, list[Group]]:
    places: dict[int, list[Group]] = {}
    paragraphs = text.paragraphs
    n = last_end = -1
    for run in runs:
        start = run[2]
        if start >= last_end:
            n = bisect_right(paragraphs, (start, len(text.text))) - 1
            last_end = paragraphs[n][1] if n >= 0 else -1
        if start < last_end:
            places.setdefault(n, []).append(run)
    return places


def _may_be_news(following: str) -> bool:
    return following in _NEWS_STARTS or following.isdecimal()


def _from_news(text: NormalText, found: Sequence[Found], runs: Sequence[Group]) -> dict[int, str]:
    content = text.text
    english = text.language == "en"
    for run in runs:
        _, _, start, end = run
        if start > _NEWS_LENGTH:
            break
        following = content[end : end + 1]
        if not english and not _may_be_news(following):
            continue
        low = max(0, start - 48)
        if english:
            stated = _ENGLISH_ISSUED.match(content, end) or _ENGLISH_ISSUED_BY.search(
                content, low, start
            )
        else:
            rest = _PASSIVE_REST if content.endswith("由", low, start) else _NEWS_REST
            stated = rest.match(content, end)
        cited = _ENGLISH_CITED if english else _ONLY_CITED
        if stated and not cited.search(content, low, start):
            return {i: "jointly-issued" for i in _span(run) if found[i][2].type != "generic"}
    return {}
