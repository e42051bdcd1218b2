"""What holds for every SourceText, whichever reader gave it."""

from __future__ import annotations

from policytext.readers.source import SourceText


def assert_holds(source: SourceText) -> None:
    """Ranges lie in the text, sorted and disjoint; cells lie in their table; pages ascend."""
    length = len(source.text)
    last = 0
    for start, end in source.furniture:
        assert last <= start < end <= length
        last = end
    last = 0
    for paragraph in source.paragraphs or ():
        assert last <= paragraph.start < paragraph.end <= length
        last = paragraph.end
    last = 0
    for table in source.tables:
        assert last <= table.start <= table.end <= length
        last = table.end
        for cell in table.cells:
            assert table.start <= cell.start <= cell.end <= table.end
    assert list(source.page_starts) == sorted(source.page_starts)


def body(source: SourceText) -> str:
    """The text without its furniture."""
    kept: list[str] = []
    place = 0
    for start, end in source.furniture:
        kept.append(source.text[place:start])
        place = end
    return "".join([*kept, source.text[place:]])
