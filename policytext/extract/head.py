"""The head of a document: labelled lines, letterhead, number, title over several lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from policytext.extract.doc_numbers import find_doc_numbers
from policytext.extract.doc_types import chinese_title_noun, squeezed
from policytext.outline import Outline
from policytext.text.normal import NormalText

Extent = tuple[int, int]

_HEAD_PARAGRAPHS = 30
_TITLE_LINES = 6
_LONGEST_TITLE = {True: 160, False: 400}
_LABEL = re.compile(
    r" ?(?P<name>[\u4e00-\u9fff]{2,8}|标 题|索 ?引 ?号|文 ?号|Source|Date|Published|Title|Document No\.?|Index No\.?|Release date|Issued(?: on)?|Updated)"
    r"(?: ?\([^()\n]{0,10}\))? ?: ?(?P<value>[^\n]*)"
)
_TITLE_LABELS = frozenset(
    {
        "标题",
        "政策标题",
        "政策名",
        "政策名称",
        "文件名称",
        "名称",
        "公文标题",
        "信息名称",
        "文件标题",
        "Title",
    }
)
_NUMBER_LABELS = frozenset(
    {
        "文号",
        "发文字号",
        "文件编号",
        "公文文号",
        "发文号",
        "文件文号",
        "发布文号",
        "文件字号",
        "Document No",
        "Document No.",
    }
)
_ADDRESSEE = re.compile(r"[^。\n]{2,400}:$")
_DATE_ONLY = re.compile(
    r"[\s()（）——-]*(?:\d{4}年\d{1,2}月\d{1,2}日|[〇零○一二三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
    r"|\d{4}[-./]\d{1,2}[-./]\d{1,2}(?: +\d{1,2}:\d\d(?::\d\d)?)?|[A-Z][a-z]{2,8} \d{1,2}, \d{4})[\s()]*"
)
_LETTERHEAD = re.compile(
    r"[^。，:]{2,60}(?:文件|公报)$|^(?:\(.{0,20}\)|正文|目录|附件\d*|特急|秘密|机密|公开)$|^[\d\s/]+$"
)
_COVER_WORDS = re.compile(r"(?:印发|转发|发布|公布|关于)")
_SENTENCE = re.compile(r"[。;；!！?？]|，.{0,80}，")
_CONTINUES = re.compile(r"(?:的|和|与|、|及|关于|印发|《)$")
_SITE_SUFFIX = re.compile(r" ?(?:[-_|–—]{1,2}) ?[^-_|–—]{2,30}$")


@dataclass(frozen=True, slots=True)
class Head:
    """What stands before the body. ``end`` is where the head stops being looked at.

    ``labels`` are lines such as 发布日期: 2024-05-16 with the extent of their value;
    ``number_lines`` the extents in which the document's own number may stand.
    """

    end: int
    title: str | None
    title_at: Extent | None
    labels: tuple[tuple[str, int, int], ...]
    number_lines: tuple[Extent, ...]


def read_head(text: NormalText, outline: Outline, stated: tuple[tuple[str, str], ...]) -> Head:
    """The head of a document: at most its first thirty paragraphs, up to the first heading."""
    first = min((s.start for s in outline if s.number is not None), default=len(text.text))
    paragraphs = [p for p in text.paragraphs[:_HEAD_PARAGRAPHS] if p[0] < max(first, 1)]
    labels = tuple(_labels(text, paragraphs))
    names = stated_titles(stated)
    title_at = (
        _labelled(labels) or _stated_in(text, paragraphs, names) or _by_form(text, paragraphs)
    )
    title = None
    if title_at is None and names:
        title = names[0]
    return Head(
        end=paragraphs[-1][1] if paragraphs else 0,
        title=title,
        title_at=title_at,
        labels=labels,
        number_lines=tuple(_number_lines(text, paragraphs, labels)),
    )


def stated_titles(stated: tuple[tuple[str, str], ...]) -> list[str]:
    """Titles that the format states, the article's own before that of the page."""
    ranked = sorted(
        (name.lower() == "title", value)
        for name, value in stated
        if name.lower() in ("title", "articletitle", "og:title", "dc.title")
    )
    return [value for _, value in ranked if value]


def _labels(text: NormalText, paragraphs: list[Extent]) -> Iterator[tuple[str, int, int]]:
    for start, end in paragraphs:
        match = _LABEL.match(text.text, start, end)
        if match and match["value"].strip():
            yield match["name"].replace(" ", ""), match.start("value"), match.end("value")


def _labelled(labels: tuple[tuple[str, int, int], ...]) -> Extent | None:
    for name, start, end in labels:
        if name in _TITLE_LABELS:
            return start, end
    return None


def _stated_in(text: NormalText, paragraphs: list[Extent], names: list[str]) -> Extent | None:
    """The lines of the head that read as the title the format states."""
    wanted = [squeezed(form) for name in names for form in (name, _SITE_SUFFIX.sub("", name))]
    for i in range(len(paragraphs)):
        joined = ""
        for j in range(i, min(i + _TITLE_LINES, len(paragraphs))):
            joined += squeezed(text.written[slice(*paragraphs[j])])
            if len(joined) >= 8 and joined in wanted:
                return paragraphs[i][0], paragraphs[j][1]
    return None


def _by_form(text: NormalText, paragraphs: list[Extent]) -> Extent | None:
    """The first lines that together read as a title."""
    fallback = None
    for i, (start, end) in enumerate(paragraphs):
        line = text.text[start:end]
        if _skipped(text, start, end):
            continue
        if not text.is_chinese:
            return _english_title(text, paragraphs, i)
        if _SENTENCE.search(line) or _ADDRESSEE.fullmatch(line):
            if len(line) > 40 or _ADDRESSEE.fullmatch(line):
                break
            continue
        last = _complete_at(text, paragraphs, i)
        if last is not None:
            return start, paragraphs[last][1]
        if fallback is None and len(line) <= 60:
            fallback = (start, end)
    return fallback


def _skipped(text: NormalText, start: int, end: int) -> bool:
    line = text.text[start:end].strip()
    if _DATE_ONLY.fullmatch(line) or _LETTERHEAD.search(line):
        return True
    label = _LABEL.match(text.text, start, end)
    if label and not line.endswith(":") and "》" not in label["name"]:
        return True
    numbers = find_doc_numbers(line)
    return bool(numbers) and len(line) <= numbers[0].end - numbers[0].start + 8


def _complete_at(text: NormalText, paragraphs: list[Extent], i: int) -> int | None:
    """Index of the paragraph with which a title that begins in paragraph ``i`` is complete."""
    best = None
    joined = ""
    for j in range(i, min(i + _TITLE_LINES, len(paragraphs))):
        start, end = paragraphs[j]
        line = text.text[start:end].strip()
        if j > i and (
            _skipped(text, start, end) or _ADDRESSEE.fullmatch(line) or _SENTENCE.search(line)
        ):
            break
        if best is not None and not _goes_on(joined, line):
            break
        joined += line
        if len(joined) > _LONGEST_TITLE[True]:
            break
        whole = joined.count("《") == joined.count("》") and joined.count("(") == joined.count(")")
        if whole and chinese_title_noun(joined) is not None:
            best = j
    return best


def _goes_on(joined: str, line: str) -> bool:
    """Whether a line goes on with a title that could already end: 的通知, (试行)."""
    if re.fullmatch(r"\(.{1,30}\)", line):
        return True
    if line.startswith("的"):
        return True
    return (
        bool(_COVER_WORDS.search(joined))
        and bool(re.fullmatch(r"[^，]{0,60}的?(?:通知|通告|公告)", line))
        and not joined.endswith(("通知", "公告", "通告"))
    )


def _english_title(text: NormalText, paragraphs: list[Extent], i: int) -> Extent | None:
    start, end = paragraphs[i]
    line = text.text[start:end]
    if end - start > _LONGEST_TITLE[False] or line.endswith((".", ":", ";")):
        return None
    return start, end


def _number_lines(
    text: NormalText, paragraphs: list[Extent], labels: tuple[tuple[str, int, int], ...]
) -> Iterator[Extent]:
    for name, start, end in labels:
        if name in _NUMBER_LABELS:
            yield start, end
    for start, end in paragraphs:
        line = text.text[start:end]
        if len(line) > 80:
            continue
        numbers = find_doc_numbers(line)
        if numbers and len(line.strip(" ()")) <= numbers[0].end - numbers[0].start + 8:
            yield start, end
