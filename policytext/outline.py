"""The outline of a document: its headings as a tree of sections."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the body it governs. Offsets are into ``NormalText.text``.

    ``number`` is the marker as written ("一、", "（一）", "1.", "First", "一是");
    ``level`` counts from 1; ``[start, end)`` is the heading, number included;
    ``[title_start, end)`` the title;
    ``[body_start, body_end)`` everything below it, children included; ``parent`` is an index into
    the outline, or None. ``run_in`` says that the body goes on in the heading's own paragraph.
    """

    level: int
    number: str | None
    title: str
    start: int
    title_start: int
    end: int
    body_start: int
    body_end: int
    parent: int | None
    run_in: bool = False


Outline = tuple[Section, ...]
