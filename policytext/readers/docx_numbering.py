"""Automatic numbers of a DOCX: what Word would show before each paragraph."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from policytext.readers.attributes import whole_number

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HAN = "〇一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_LONGEST_CHAIN = 20


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style with what it inherits."""

    number_id: str | None = None
    number_level: str | None = None
    outline_level: str | None = None
    alignment: str | None = None
    style_id: str | None = None


class Styles:
    """Paragraph styles by id; the default style for a paragraph that names none."""

    def __init__(self, elements: dict[str, ET.Element], default: str | None) -> None:
        self._elements = elements
        self._default = default
        self._resolved: dict[str, Style] = {}

    def of(self, style_id: str | None) -> Style:
        """The style of a paragraph, inherited properties filled in."""
        key = style_id if style_id in self._elements else self._default
        if key is None:
            return Style()
        if key not in self._resolved:
            self._resolved[key] = self._resolve(key)
        return self._resolved[key]

    def _resolve(self, style_id: str) -> Style:
        found: dict[str, str | None] = {}
        place: str | None = style_id
        for _ in range(_LONGEST_CHAIN):
            element = self._elements.get(place or "")
            if element is None:
                break
            for name, path in (
                ("number_id", "pPr/numPr/numId"),
                ("number_level", "pPr/numPr/ilvl"),
                ("outline_level", "pPr/outlineLvl"),
                ("alignment", "pPr/jc"),
            ):
                found[name] = found.get(name) or _at(element, path)
            heading = re.fullmatch(r"(?i:heading|标题) ?([1-9])", _at(element, "name") or "")
            if heading and not found.get("outline_level"):
                found["outline_level"] = str(int(heading.group(1)) - 1)
            place = _at(element, "basedOn")
        return Style(style_id=style_id, **found)


@dataclass(slots=True)
class _Level:
    form: str = "decimal"
    pattern: str = ""
    start: int = 1
    restart: int | None = None
    suffix: str = "tab"
    style_id: str | None = None
    legal: bool = False


@dataclass(slots=True)
class _List:
    """One w:num: the definition it uses and where its own levels start."""

    abstract: str
    levels: dict[int, _Level]
    overrides: dict[int, int]
    used: bool = False


@dataclass(slots=True)
class Numbering:
    """The lists of a document and how far each has counted. Call ``label`` in reading order."""

    lists: dict[str, _List] = field(default_factory=dict)
    counters: dict[str, dict[int, int]] = field(default_factory=dict)

    def label(self, properties: ET.Element | None, style: Style) -> str:
        """The number of the next paragraph with what stands behind it, or an empty string."""
        own_id = _at(properties, "numPr/numId")
        number_id = own_id or style.number_id
        found = self.lists.get(number_id or "")
        if found is None or number_id == "0":
            return ""
        level = self._level(found, _at(properties, "numPr/ilvl"), own_id, style)
        if level not in found.levels:
            return ""
        counters = self.counters.setdefault(found.abstract, {})
        if not found.used:
            found.used = True
            for overridden, start in found.overrides.items():
                counters[overridden] = start - 1
        counters[level] = counters.get(level, found.levels[level].start - 1) + 1
        for deeper in [d for d in counters if d > level]:
            restart = found.levels[deeper].restart if deeper in found.levels else None
            # lvlRestart 0: never; n: only after a level of n or above; none: after any above.
            if restart is None or level < restart:
                del counters[deeper]
        return self._written(found, level, counters)

    @staticmethod
    def _level(found: _List, stated: str | None, own_id: str | None, style: Style) -> int:
        level = whole_number(stated, -1)
        if level >= 0:
            return level
        by_style = [i for i, each in found.levels.items() if each.style_id == style.style_id]
        if own_id is None and style.style_id and by_style:
            return by_style[0]
        return 0 if own_id else max(0, whole_number(style.number_level, 0))

    @staticmethod
    def _written(found: _List, level: int, counters: dict[int, int]) -> str:
        this = found.levels[level]
        if this.form in ("bullet", "none") and "%" not in this.pattern:
            return ""

        def number(match: re.Match[str]) -> str:
            index = int(match.group(1)) - 1
            other = found.levels.get(index, _Level())
            value = counters.get(index, other.start)
            return format_number(value, "decimal" if this.legal else other.form)

        label = re.sub(r"%([1-9])", number, this.pattern)
        return label if not label or this.suffix == "nothing" else f"{label} "


def read_styles(root: ET.Element | None) -> Styles:
    """Paragraph styles of word/styles.xml (None: a document without one)."""
    elements: dict[str, ET.Element] = {}
    default: str | None = None
    for style in root.findall(f"{_W}style") if root is not None else ():
        style_id = style.get(f"{_W}styleId")
        if style_id and style.get(f"{_W}type", "paragraph") == "paragraph":
            elements[style_id] = style
            if style.get(f"{_W}default") in ("1", "true"):
                default = style_id
    return Styles(elements, default)


def read_numbering(root: ET.Element | None) -> Numbering:
    """Lists of word/numbering.xml (None: a document without one)."""
    if root is None:
        return Numbering()
    abstract = {e.get(f"{_W}abstractNumId") or "": e for e in root.findall(f"{_W}abstractNum")}
    # A definition may only name a list style; another one then defines it.
    linked = {_at(e, "styleLink"): key for key, e in abstract.items() if _at(e, "styleLink")}
    numbering = Numbering()
    for number in root.findall(f"{_W}num"):
        key = _at(number, "abstractNumId") or ""
        element = abstract.get(key)
        if element is not None and _at(element, "numStyleLink") in linked:
            key = linked[_at(element, "numStyleLink")]
            element = abstract[key]
        if element is None:
            continue
        levels = dict(_levels(element))
        overrides: dict[int, int] = {}
        for override in number.findall(f"{_W}lvlOverride"):
            index = whole_number(override.get(f"{_W}ilvl"), 0)
            start = _at(override, "startOverride")
            if start is not None:
                overrides[index] = whole_number(start, 1)
            levels |= dict(_levels(override))
        numbering.lists[number.get(f"{_W}numId") or ""] = _List(key, levels, overrides)
    return numbering


def _levels(element: ET.Element) -> Iterator[tuple[int, _Level]]:
    for level in element.findall(f"{_W}lvl"):
        restart = _at(level, "lvlRestart")
        legal = level.find(f"{_W}isLgl")
        yield (
            whole_number(level.get(f"{_W}ilvl"), 0),
            _Level(
                form=_at(level, "numFmt") or "decimal",
                pattern=_at(level, "lvlText") or "",
                start=whole_number(_at(level, "start"), 1),
                restart=whole_number(restart, 0) if restart is not None else None,
                suffix=_at(level, "suff") or "tab",
                style_id=_at(level, "pStyle"),
                legal=legal is not None and legal.get(f"{_W}val") not in ("0", "false"),
            ),
        )


def _at(element: ET.Element | None, path: str) -> str | None:
    if element is None:
        return None
    found = element.find("/".join(f"{_W}{step}" for step in path.split("/")))
    return found.get(f"{_W}val") if found is not None else None


def format_number(value: int, form: str) -> str:
    """A number in one of the forms of ST_NumberFormat (ECMA-376 part 1, 17.18.59).

    A form that is not known, and a number outside a form's range, is written in digits.
    """
    write = _FORMS.get(form)
    return write(value) if write and value >= 1 else str(value)


def _counted(value: int, digits: str = _HAN, ten: str = "十", hundred: str = "百") -> str:
    if value > 999:
        return str(value)
    hundreds, rest = divmod(value, 100)
    tens, ones = divmod(rest, 10)
    written = digits[hundreds] + hundred if hundreds else ""
    if tens:
        written += ("" if tens == 1 and not hundreds and ten == "十" else digits[tens]) + ten
    elif hundreds and ones:
        written += "零"
    return written + (digits[ones] if ones else "")


def _roman(value: int) -> str:
    if value >= 4000:
        return str(value)
    steps = (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
        (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    )  # fmt: skip
    written = ""
    for step, letters in steps:
        count, value = divmod(value, step)
        written += letters * count
    return written


def _letters(value: int, first: str) -> str:
    return chr(ord(first) + (value - 1) % 26) * min(10, (value - 1) // 26 + 1)


def _ideographs(value: int) -> str:
    return "".join(_HAN[int(digit)] for digit in str(value))


def _formal(value: int) -> str:
    return _counted(value, digits=_FORMAL, ten="拾", hundred="佰")


def _full_width(value: int) -> str:
    return "".join(chr(0xFF10 + int(digit)) for digit in str(value))


def _circled(value: int) -> str:
    return chr(0x245F + value) if value <= 20 else str(value)


_FORMS: dict[str, Callable[[int], str]] = {
    "chineseCounting": _counted,
    "chineseCountingThousand": _counted,
    "taiwaneseCounting": _counted,
    "taiwaneseCountingThousand": _counted,
    "japaneseCounting": _counted,
    "ideographDigital": _ideographs,
    "taiwaneseDigital": _ideographs,
    "japaneseDigitalTenThousand": _ideographs,
    "chineseLegalSimplified": _formal,
    "ideographLegalTraditional": _formal,
    "ideographTraditional": lambda value: _STEMS[(value - 1) % 10],
    "ideographZodiac": lambda value: _BRANCHES[(value - 1) % 12],
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": lambda value: f"({value})",
    "decimalEnclosedFullstop": lambda value: f"{value}.",
    "decimalZero": lambda value: f"{value:02d}",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "upperRoman": _roman,
    "lowerRoman": lambda value: _roman(value).lower(),
    "upperLetter": lambda value: _letters(value, "A"),
    "lowerLetter": lambda value: _letters(value, "a"),
    "none": lambda _: "",
    "bullet": lambda _: "",
}
