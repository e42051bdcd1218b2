"""What kind of document a title names: its last noun decides (…工作要点, … Action Plan)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import cast, get_args

from policytext.errors import DataError
from policytext.patterns import lazy
from policytext.resources import read_table
from policytext.schema import DocType

TYPES_FILE = "corpora/lexicons/doc_types.tsv"
NOT_DOCUMENTS_FILE = "corpora/lexicons/not_documents.tsv"
# (试行), (2022-2025年), (征求意见稿), (2024年修订) at the end of a title.
_TAIL = lazy(r"(?: ?\([^()]{1,40}\)|[》〉”\"’ ]|修订版|征求意见稿|送审稿|全文|草案|[V\d.]+版)+$")
_TAIL_ENDS = frozenset(')》〉”"’ 版稿文案\n')
_MODIFIERS = lazy(
    r"(?:本|该|实施|工作|行动|指导|若干|管理|暂行|建设|发展|总体|专项|战略|规划|三年|年度|重点|政策|政府|五年|目标|任务|评价|试行)*"
)
_BETWEEN_MARKS = lazy(r"[^\s《》〈〉“”‘’\"'()\[\]·,，、\-—－–]+")
_ASCII_MARKS = dict.fromkeys(map(ord, "\"'()[],-"))
_NAMES_BY_ITSELF = frozenset({"宪法", "民法典", "政府工作报告"})


@dataclass(frozen=True, slots=True)
class TitleNouns:
    """The nouns of one language: document type by noun, longest noun first."""

    types: dict[str, DocType]
    ordered: tuple[str, ...]
    lengths: tuple[int, ...]
    ends: dict[str, tuple[int, ...]]
    """The last characters of all nouns, with the lengths of those that end in them."""


@cache
def title_nouns(language: str) -> TitleNouns:
    """Nouns for "zh" or "en"; raises DataError where the table holds an unknown type."""
    types: dict[str, DocType] = {}
    for noun, doc_type, of in read_table(TYPES_FILE, ("noun", "doc_type", "language")):
        if doc_type not in get_args(DocType):
            raise DataError(f"{TYPES_FILE}: {noun}: no document type {doc_type!r}")
        if of == language:
            types[noun] = cast(DocType, doc_type)
    ordered = tuple(sorted(types, key=lambda noun: (-len(noun), noun)))
    lengths = tuple(sorted({*map(len, types)}, reverse=True))
    ends: dict[str, tuple[int, ...]] = {}
    for noun in ordered:
        known = ends.get(noun[-1], ())
        ends[noun[-1]] = known if len(noun) in known else (*known, len(noun))
    return TitleNouns(types, ordered, lengths, ends)


@cache
def _not_documents() -> dict[str, tuple[str, ...]]:
    """Endings of what is no document, by their last character."""
    endings: dict[str, tuple[str, ...]] = {}
    for (ending,) in read_table(NOT_DOCUMENTS_FILE, ("ending",)):
        endings[ending[-1]] = (*endings.get(ending[-1], ()), ending)
    return endings


def chinese_title_noun(title: str) -> str | None:
    """The noun a Chinese title ends in, or None where it is not a document's title."""
    return _noun_of(_core(title))


def _noun_of(core: str) -> str | None:
    """The noun that a title ends in, given without what may stand behind the noun."""
    nouns = title_nouns("zh")
    last = core[-1:]
    lengths = nouns.ends.get(last)
    if lengths is None or core.endswith(_not_documents().get(last, ())):
        return None
    for length in lengths:
        if core[-length:] in nouns.types:
            return core[-length:]
    return None


def _core(title: str) -> str:
    """A title without (试行), 修订版 and the like at its end."""
    return _TAIL.sub("", title) if title[-1:] in _TAIL_ENDS else title


def is_generic(title: str) -> bool:
    """Whether a Chinese title is only a short form such as 意见, 工作要点, 实施方案."""
    core = _core(title)
    noun = _noun_of(core)
    return noun is not None and _is_short_form(title, core, noun)


def names_document(title: str) -> bool:
    """Whether a Chinese title is that of a document, and not only a short form of one."""
    core = _core(title)
    noun = _noun_of(core)
    return noun is not None and not _is_short_form(title, core, noun)


def _is_short_form(title: str, core: str, noun: str) -> bool:
    if title in _NAMES_BY_ITSELF:
        return False
    return _MODIFIERS.fullmatch(core, 0, len(core) - len(noun)) is not None


def squeezed(title: str) -> str:
    """A title without the marks and spaces in which two mentions of it may differ."""
    if title.isascii():
        return "".join(title.split()).translate(_ASCII_MARKS)
    return "".join(_BETWEEN_MARKS.findall(title))
