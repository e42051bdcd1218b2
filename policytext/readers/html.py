"""HTML: all visible text in document order, main text told from page furniture."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from policytext.errors import InputError, LimitError, Note
from policytext.patterns import lazy
from policytext.readers.attributes import whole_number
from policytext.readers.furniture import furniture_of
from policytext.readers.limits import Limits
from policytext.readers.source import Cell, Extent, Paragraph, SourceText, Table
from policytext.readers.text import decode

_UNSEEN = frozenset(
    "script style noscript template head svg math iframe object embed canvas audio video select "
    "option textarea button input datalist map area base link meta title".split()
)
_BLOCKS = frozenset(
    "address article aside blockquote body center dd details dialog div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre section "
    "summary table tbody td tfoot th thead tr ul caption".split()
)
_FURNITURE_TAGS = frozenset({"nav", "footer", "aside", "form"})
_BOLD = lazy(r"font-weight: ?(?:bold|[6-9]00)")
_FURNITURE_NAME = lazy(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumb|crumbs?|footer|foot|sidebar|share|"
    r"copyright|friendlink|links|related|recommend|toolbar|pagination|pager)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HIDDEN = lazy(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NESTING = re.compile(r"<(/?)(?:div|span|section|article|blockquote|table|ul|ol|b|i|font)\b", re.I)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_SPACE = lazy(r"[ \t\n\r\f]+")
_PROSE = lazy("[，。；、：！？]|[,.;!?](?=\\s|$)")
# A child that holds this share of its parent's prose is where the main text is.
_MAIN_SHARE = 0.7
_LINKED = 0.5
_ABOVE = 12
_SHORTEST_TITLE = 8
_ABOUT = lazy(r"来源|发布|日期|时间|文号|字号|作者|[Ss]ource|[Pp]ublished|\d{4}[-年/.]\d{1,2}")
_STATED = ("title", "pubdate", "publishdate", "articletitle", "contentsource", "date", "keywords")


@dataclass(slots=True)
class _Block:
    """A run of text between two block boundaries."""

    start: int
    end: int = 0
    linked: int = 0
    level: int | None = None
    furniture: bool = False
    bold: bool = False
    centred: bool = False


@dataclass(slots=True)
class _Element:
    """An open element: where its text starts and how much prose it holds."""

    node: LexborNode
    start: int
    parent: _Element | None
    furniture: bool
    level: int | None
    linked: bool
    bold: bool
    centred: bool
    preformatted: bool
    end: int = 0
    prose: int = 0
    children: list[_Element] = field(default_factory=list)


def read_html(data: bytes, limits: Limits) -> SourceText:
    """Read an HTML page; scripts, styles and hidden elements have no text.

    Everything outside the element that holds most of the prose is page furniture, save the
    headings and the lines of source and date right above it.
    """
    html, encoding, notes = _decode(data)
    _check_nesting(html, limits)
    tree = LexborHTMLParser(html)
    if tree.body is None:
        raise InputError("the HTML page has no body", code="input-empty")
    walk = _Walk(limits)
    root = walk.run(tree.body)
    text = "".join(walk.out)
    if not text.strip():
        raise InputError("the HTML page shows no text", code="input-empty")
    main = _main_element(root)
    stated = _stated(tree)
    furniture = _furniture(text, walk.blocks, (main.start, main.end), dict(stated).get("title", ""))
    return SourceText(
        text=text,
        media_type="text/html",
        encoding=encoding,
        paragraphs=tuple(
            Paragraph(b.start, b.end, b.level, centred=b.centred, bold=b.bold) for b in walk.blocks
        ),
        tables=tuple(_tables(walk.tables)),
        furniture=furniture,
        stated=stated,
        notes=notes,
    )


def _check_nesting(html: str, limits: Limits) -> None:
    """Refuse hopeless nesting before it is parsed, which takes time with its square.

    Only elements are counted that nobody leaves open by habit, and far more of them than may
    stand in each other, since what the parser makes of them is judged later.
    """
    depth = 0
    for match in _NESTING.finditer(html):
        depth = max(0, depth - 1) if match[1] else depth + 1
        if depth > 10 * limits.max_depth:
            raise LimitError(
                f"the HTML page nests deeper than {limits.max_depth} elements; it is broken"
            )


def _decode(data: bytes) -> tuple[str, str, tuple[Note, ...]]:
    stated = _CHARSET.search(data[:4096])
    if stated and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        name = stated.group(1).decode("ascii").lower()
        # Pages that say gb2312 use characters of its successors.
        name = "gb18030" if name in ("gb2312", "gbk", "gb_2312-80") else name
        try:
            return data.decode(name), name, ()
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data)


class _Walk:
    """Writes the visible text of a tree, without recursion, and notes blocks and tables."""

    def __init__(self, limits: Limits) -> None:
        self.out: list[str] = []
        self.blocks: list[_Block] = []
        self.tables: list[tuple[_Element, list[tuple[int, int, _Element]]]] = []
        self._limits = limits
        self._length = 0
        self._block: _Block | None = None
        self._space = False

    def run(self, body: LexborNode) -> _Element:
        root = self._open(body, None)
        stack: list[tuple[_Element, LexborNode | None]] = [(root, body.child)]
        while stack:
            element, node = stack.pop()
            if node is None:
                self._close(element)
                continue
            stack.append((element, node.next))
            if node.tag == "-text":
                self._text(element, node.text_content or "")
            elif node.tag == "br":
                self._break()
            elif node.tag is not None and node.tag[0] not in "-!_" and not _is_unseen(node):
                if len(stack) > self._limits.max_depth:
                    raise LimitError(
                        f"the HTML page nests deeper than {self._limits.max_depth} elements"
                    )
                child = self._open(node, element)
                element.children.append(child)
                stack.append((child, node.child))
        return root

    def _open(self, node: LexborNode, parent: _Element | None) -> _Element:
        tag = node.tag or ""
        attributes = node.attributes
        if tag in _BLOCKS:
            self._break()
        name = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
        named = tag in ("div", "ul", "ol", "section", "p") and _FURNITURE_NAME.search(name)
        role = attributes.get("role") in ("navigation", "contentinfo", "banner", "search")
        style = attributes.get("style") or ""
        heading = int(tag[1]) if len(tag) == 2 and tag[0] == "h" and "0" <= tag[1] <= "9" else None
        return _Element(
            node=node,
            start=self._length,
            parent=parent,
            furniture=bool(
                (parent and parent.furniture) or tag in _FURNITURE_TAGS or named or role
            ),
            level=heading or (parent.level if parent else None),
            linked=tag == "a" or bool(parent and parent.linked),
            bold=tag in ("b", "strong")
            or _BOLD.search(style) is not None
            or bool(parent and parent.bold),
            centred=tag == "center"
            or attributes.get("align") == "center"
            or "center" in style
            or bool(parent and parent.centred and tag not in ("td", "table")),
            preformatted=tag == "pre" or bool(parent and parent.preformatted),
        )

    def _close(self, element: _Element) -> None:
        tag = element.node.tag
        if tag in _BLOCKS:
            self._break()
        element.end = self._length
        if element.parent and not element.furniture:
            element.parent.prose += element.prose
        if tag == "table":
            self._table(element)

    def _table(self, element: _Element) -> None:
        rows = _below(element, {"tr"}, stop={"table"})
        cells = [
            (r, c, cell)
            for r, row in enumerate(rows)
            for c, cell in enumerate(_below(row, {"td", "th"}, stop={"table"}))
        ]
        nested = any(True for _ in _below(element, {"table"}, stop=set()))
        if not nested and len(rows) >= 2 and max((c for _, c, _ in cells), default=0) >= 1:
            self.tables.append((element, cells))

    def _text(self, element: _Element, raw: str) -> None:
        text = raw if element.preformatted else _SPACE.sub(" ", raw)
        for i, line in enumerate(text.split("\n")):
            if i:
                self._break()
            self._line(element, line)

    def _line(self, element: _Element, line: str) -> None:
        if not line.strip(" "):
            self._space = self._space or bool(line)
            return
        if self._block is None:
            self._block = _Block(
                self._length,
                level=element.level,
                furniture=element.furniture,
                bold=element.bold,
                centred=element.centred,
            )
        else:
            self._block.bold = self._block.bold and element.bold
            if self._space or line[0] == " ":
                self._put(" ")
        self._space = line[-1] == " "
        words = line.strip(" ")
        self._put(words)
        if element.linked:
            self._block.linked += len(words)
        else:
            element.prose += len(_PROSE.findall(words))

    def _break(self) -> None:
        if self._block is not None:
            self._block.end = self._length
            self.blocks.append(self._block)
            self._block = None
            self._put("\n")
            self._limits.check_chars(self._length)
        self._space = False

    def _put(self, text: str) -> None:
        self.out.append(text)
        self._length += len(text)


def _is_unseen(node: LexborNode) -> bool:
    if node.tag in _UNSEEN:
        return True
    attributes = node.attributes
    return (
        "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or bool(_HIDDEN.search(attributes.get("style") or ""))
    )


def _below(element: _Element, tags: set[str], stop: set[str]) -> list[_Element]:
    """Nearest descendants with one of ``tags``, not looking inside ``stop`` elements."""
    found: list[_Element] = []
    stack = list(reversed(element.children))
    while stack:
        each = stack.pop()
        if each.node.tag in tags:
            found.append(each)
        elif each.node.tag not in stop:
            stack.extend(reversed(each.children))
    return found


def _main_element(root: _Element) -> _Element:
    """The innermost element that holds most of the page's prose outside navigation."""
    element = root
    while True:
        best = max(
            (child for child in element.children if not child.furniture),
            key=lambda child: child.prose,
            default=None,
        )
        if best is None or best.prose < _MAIN_SHARE * element.prose or best.prose == 0:
            return element
        element = best


def _furniture(text: str, blocks: list[_Block], main: Extent, title: str) -> tuple[Extent, ...]:
    start, end = main
    first = next((i for i, block in enumerate(blocks) if block.start >= start), 0)
    kept: set[int] = set()
    for i in range(first - 1, max(-1, first - _ABOVE), -1):
        block = blocks[i]
        words = text[block.start : block.end]
        if block.furniture or block.linked > _LINKED * len(words):
            continue
        if (
            block.level in (1, 2, 3)
            or _ABOUT.search("".join(words.split()))
            or _names(title, words)
        ):
            kept.add(i)
    ranges: list[Extent] = []
    for i, block in enumerate(blocks):
        outside = not start <= block.start < end
        links = block.linked > _LINKED * (block.end - block.start) and block.furniture
        if (outside and i not in kept) or links or (block.furniture and outside):
            ranges.append((block.start, block.end))
    body = "".join(
        # Furniture of lines is looked for in the main text alone; blanks keep the offsets.
        text[s:e] if inside else " " * (e - s)
        for s, e, inside in _pieces(len(text), ranges)
    )
    for s, e in furniture_of(body):
        ranges += [(b.start, b.end) for b in blocks if s <= b.start < e]
    return _joined(text, ranges)


def _names(title: str, words: str) -> bool:
    """Whether a line above the main text is the page's title."""
    return len(words) >= _SHORTEST_TITLE and words.strip("\u3000 ") in title


def _pieces(length: int, holes: list[Extent]) -> list[tuple[int, int, bool]]:
    pieces: list[tuple[int, int, bool]] = []
    place = 0
    for start, end in holes:
        pieces += [(place, start, True), (start, end, False)]
        place = end
    return [*pieces, (place, length, True)]


def _joined(text: str, ranges: list[Extent]) -> tuple[Extent, ...]:
    joined: list[Extent] = []
    for start, end in sorted(set(ranges)):
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(joined)


def _tables(found: list[tuple[_Element, list[tuple[int, int, _Element]]]]) -> list[Table]:
    tables: list[Table] = []
    for element, cells in sorted(found, key=lambda pair: pair[0].start):
        taken: set[tuple[int, int]] = set()
        placed: list[Cell] = []
        for row, _, cell in cells:
            column = 0
            while (row, column) in taken:
                column += 1
            rows, columns = _span(cell.node, "rowspan"), _span(cell.node, "colspan")
            taken |= {(row + r, column + c) for r in range(rows) for c in range(columns)}
            end = max(cell.start, cell.end - 1)
            placed.append(Cell(row, column, cell.start, end, rows, columns))
        tables.append(Table(element.start, element.end, tuple(placed)))
    return tables


def _span(node: LexborNode, name: str) -> int:
    span = whole_number(node.attributes.get(name), 1)
    return min(span, 100) if span > 0 else 1


def _stated(tree: LexborHTMLParser) -> tuple[tuple[str, str], ...]:
    stated: list[tuple[str, str]] = []
    title = tree.css_first("title")
    if title is not None and title.text(strip=True):
        stated.append(("title", title.text(strip=True)))
    for meta in tree.css("meta"):
        name = (meta.attributes.get("name") or meta.attributes.get("property") or "").lower()
        content = (meta.attributes.get("content") or "").strip()
        if name in _STATED and content:
            stated.append((name, content))
    return tuple(stated)
