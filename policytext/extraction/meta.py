"""Title, number, type, territory and dates of a document, from its head and its signature."""

from __future__ import annotations

import re
from functools import cache

from policytext.extraction.doc_types import chinese_title_noun, title_nouns
from policytext.extraction.head import Head, read_head
from policytext.extraction.items import MetaItem
from policytext.extraction.meta_dates import find_issued, find_published
from policytext.extraction.own_number import own_number
from policytext.extraction.territory import find_territory
from policytext.outline import Outline
from policytext.patterns import lazy
from policytext.schema import DocType
from policytext.text.normal import NormalText

_ISSUED_TITLE = lazy(
    r"(?:印发|转发|发布|公布|下发)(?:实施)?[《〈]?(?P<inner>.{2,120}?)[》〉]?"
    r"的(?:通知|公告|通告|函)(?:\([^()]{1,20}\))?$"
)
_TO_IMPLEMENT = lazy(r"(?:贯彻|落实|实施|执行|学习|做好|宣传)[^印转发]*$")
_GIVEN_OUT = lazy(r"(?<=[》)])(?:印发|发布|出台|公布|公布实施)$")
_ENGLISH_COVER = lazy(
    r"(?i)\b(?:notice|circular)\b.{0,200}?\b(?:issuing|printing and distributing|distributing"
    r"|issuance of|releasing)(?: the)? (?P<inner>.+)$"
)
# Patterns by words of which each of their matches holds one.
_NEWS_CHINESE = (
    (
        ("日电", "日讯"),
        lazy(
            r"[\u4e00-\u9fff]{1,8}(?:社|网|报)[\u4e00-\u9fff]{0,6}"
            r"(?:\d{4}年)?\d{1,2}月\d{1,2}日[电讯]"
        ),
    ),
    (
        ("记者",),
        lazy(r"\([^()\n]{0,20}记者[^()\n]{0,20}\)|记者[^。\n]{0,16}(?:获悉|从|在|了解到)"),
    ),
    (("讯",), lazy(r"^(?:本报|本网)讯|(?:网|报|社)讯\b", re.MULTILINE)),
    (("消息", "报道"), lazy(r"据[^。\n]{2,20}(?:消息|报道)")),
)
_NEWS_ENGLISH = lazy(
    r"(?:News Network|News Agency|Xinhua|Daily|News),? [A-Z][a-z]+\.? \d{1,2}\b"
    r"|\((?:Xinhua|Reporter)[^)\n]{0,30}\)|(?i:\breporters? (?:learned|from)\b)"
    r"|According to (?:the )?news\b|-- ?Xinhua"
)
# Each match of _NEWS_ENGLISH holds one of them, in small letters.
_ENGLISH_NEWS_CUES = ("news", "xinhua", "daily", "reporter")
_NEWSROOM = lazy(
    r"日报|晚报|早报|商报|时报|新闻|新华社|新华网|人民网|中新网|央视|电视台|电台|南方\+|客户端|融媒"
    r"|\b(?:Daily|News|Times|Xinhua|TV)\b"
)
_WORK_REPORT = lazy(
    r"代表[^。，\n]{0,20}(?:人民)?政府，?向(?:大会|会议)[^。，\n]{0,6}报告(?:政府)?工作"
    r"|代表[^。，\n]{0,20}政府，?向(?:大会|会议)作[^。\n]{0,8}报告"
)
_ENGLISH_WORK_REPORT = lazy(r"(?i)\breport on the work of the government\b")
_PERIOD = lazy(r"((?:19|20)\d\d)年?(?:-|—{1,2}|–|~|至|到| to )((?:19|20)\d\d)(?!\d)")
_PLAN = lazy(r"“?(十[一二三四五六七]?)五”?(?=[\u4e00-\u9fff”])")
_PLAN_ENGLISH = lazy(r"(?i)\b(1[0-7])th five-year\b")
_ONE_YEAR = lazy(r"((?:19|20)\d\d)年|\b(?:in |for )((?:19|20)\d\d)\b")
_PLAN_ORDER = {han: n for n, han in enumerate("十 十一 十二 十三 十四 十五 十六 十七".split(), 10)}
_BODY_SAMPLE = 1500


def find_meta(text: NormalText, outline: Outline, stated: tuple[tuple[str, str], ...]) -> MetaItem:
    """What the document says of itself; a field it does not state is None.

    ``stated`` are the (name, value) pairs of the format (HTML title and meta). A title that
    only the format states has no extent. Two readings that contradict each other give None.
    """
    head = read_head(text, outline, stated)
    news = _is_news(text, head)
    published, published_at = find_published(text, head, stated)
    issued, issued_at = find_issued(text, head, published, news=news)
    title = _joined(text, head)
    matched = text.text[slice(*head.title_at)].replace("\n", "") if head.title_at else head.title
    doc_type: DocType = "news" if news else _type_of(text, matched)
    number = own_number(text, head) if not news else None
    territory = find_territory(text, head, number[1] if number else None, issued_at, news=news)
    return MetaItem(
        title=title,
        title_at=head.title_at,
        doc_number=number[0] if number else None,
        doc_type=doc_type,
        level=territory.level,
        adcode=territory.adcode,
        issued_on=issued,
        issued_at=issued_at,
        published_on=published,
        published_at=published_at,
        period=_period(matched or "", doc_type),
    )


def _joined(text: NormalText, head: Head) -> str | None:
    """The title on one line: lines of Chinese join without a space."""
    if head.title_at is None:
        return head.title
    written = text.written[slice(*head.title_at)]
    if not text.is_chinese:
        return " ".join(written.split())
    return re.sub(r"\s*\n\s*", "", written).strip() if "\n" in written else written.strip()


def _is_news(text: NormalText, head: Head) -> bool:
    """Whether a newsroom speaks: a dateline, a reporter, or its name as 来源 of a headline."""
    start = head.title_at[1] if head.title_at else 0
    opening = text.text[start : start + 600]
    if text.is_chinese:
        for words, pattern in _NEWS_CHINESE:
            if any(map(opening.__contains__, words)) and pattern.search(opening):
                return True
    elif any(map(opening.lower().__contains__, _ENGLISH_NEWS_CUES)) and _NEWS_ENGLISH.search(
        opening
    ):
        return True
    title = text.text[slice(*head.title_at)].replace("\n", "") if head.title_at else ""
    if not title or (text.is_chinese and chinese_title_noun(title)):
        return False
    return any(
        label.name.endswith(("来源", "Source"))
        and _NEWSROOM.search(text.text, label.start, label.end)
        for label in head.labels
    )


def _type_of(text: NormalText, title: str | None) -> DocType:
    """Type by the title's noun; a covering notice has the type of what it issues."""
    if text.is_chinese:
        if title and title[-1] in "发台布施\n":
            title = _GIVEN_OUT.sub("", title)
        found = _chinese_type(title) if title else None
        if found is None and _WORK_REPORT.search(text.text[:_BODY_SAMPLE]):
            return "work_report"
        return found or "other"
    if not title:
        return "other"
    if _ENGLISH_WORK_REPORT.search(title):
        return "work_report"
    cover = _ENGLISH_COVER.search(title)
    return _english_type(cover["inner"]) or "notice" if cover else _english_type(title) or "other"


def _chinese_type(title: str) -> DocType | None:
    if "政府工作报告" in title and "通知" not in title:
        return "work_report"
    noun = chinese_title_noun(title)
    if noun is None:
        return None
    types = title_nouns("zh").types
    cover = _ISSUED_TITLE.search(title)
    if cover is None or _TO_IMPLEMENT.search(title[: cover.start()]):
        return types[noun]
    inner = chinese_title_noun(cover["inner"])
    kind = types[inner] if inner else "notice"
    return "notice" if kind == "other" else kind


def _english_type(title: str) -> DocType | None:
    """The first noun before "of", "on", "for" counts, else the last noun of the title."""
    types = title_nouns("en").types
    leading, anywhere = _english_nouns()
    if first := leading.match(title):
        return types[first[1]]
    found = anywhere.findall(title)
    return types[found[-1]] if found else None


@cache
def _english_nouns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A title that begins with its noun; a noun anywhere."""
    nouns = "|".join(re.escape(noun) for noun in title_nouns("en").ordered)
    leading = rf"(?:[\w-]+ ){{0,4}}?({nouns})\b(?= (?:of|on|for|to|concerning)\b)"
    return re.compile(leading), re.compile(rf"\b({nouns})\b")


def _period(title: str, doc_type: DocType) -> str | None:
    dated = "20" in title or "19" in title
    span = _PERIOD.search(title) if dated else None
    if span and int(span[1]) < int(span[2]) <= int(span[1]) + 40:
        return f"{span[1]}-{span[2]}"
    plan = _PLAN.search(title) if "十" in title else None
    order = _PLAN_ORDER[plan[1]] if plan else None
    english = _PLAN_ENGLISH.search(title) if "year" in title.lower() else None
    if english:
        order = int(english[1])
    if order is not None:
        first = 1901 + 5 * (order + 10)
        return f"{first}-{first + 4}"
    if dated and doc_type in ("key_points", "plan"):
        year = _ONE_YEAR.search(title)
        return (year[1] or year[2]) if year else None
    return None
