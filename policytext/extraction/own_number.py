"""The number of a document itself, from its head."""

from __future__ import annotations

from collections.abc import Iterator

from policytext.extraction.doc_numbers import DocNumber, find_doc_numbers
from policytext.extraction.head import Head
from policytext.patterns import lazy
from policytext.text.normal import NormalText

_LONGEST_NUMBER_LINE = 80
_PROMULGATED = lazy(r"\([^()\n]{0,60}令第 ?\d+ ?号(?:公布|发布)[^()\n]{0,60}\)")


def own_number(text: NormalText, head: Head) -> tuple[str, str] | None:
    """Canonical form and code word of the document's own number.

    It stands behind a label or in a line of the head that holds nothing else.
    """
    for number in _own_numbers(text.text, head):
        return number.canonical, number.code
    return None


def _own_numbers(body: str, head: Head) -> Iterator[DocNumber]:
    for label in head.labels:
        if label.kind == "number":
            yield from find_doc_numbers(body, label.start, label.end)
    for i, (start, end) in enumerate(head.paragraphs):
        line = body[start:end]
        if len(line) <= _LONGEST_NUMBER_LINE:
            numbers = head.numbers[line]
            if numbers and len(line.strip(" ()")) <= numbers[0].end - numbers[0].start + 8:
                yield from numbers
            elif line.endswith("令") and i + 1 < len(head.paragraphs):
                # 人民政府令 and 第179号 on two lines
                yield from find_doc_numbers(body, start, head.paragraphs[i + 1][1])
        if line.startswith("(") and _PROMULGATED.fullmatch(line):
            yield from find_doc_numbers(body, start, end)
