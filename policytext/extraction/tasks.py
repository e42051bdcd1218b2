"""Aspects and their tasks, from the outline of a document or from a news summary of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from policytext.extraction.listing import (
    chinese_openings,
    find_listing,
    lead_in,
    may_lead_in,
    opens_like_a_task,
    split_listing,
)
from policytext.headings import Role
from policytext.outline import Outline, Section
from policytext.patterns import lazy
from policytext.schema import DocType
from policytext.text.normal import NormalText
from policytext.text.sentences import Extent, sentences

_EXCLUDED: frozenset[Role] = frozenset({"general", "goals", "review", "safeguard", "closing"})
# Nouns that end the title of a task without a verb: 农村电商提质行动, 数字基础设施工程.
_TASK_NOUNS = ("行动", "工程", "计划", "项目", "建设", "体系")
_LONGEST_TITLE = {True: 80, False: 240}
_LISTING_SENTENCES = 3
_LISTING_WITHIN = 800
_CLAUSE = lazy("[，、]|, ")


class TaskItem(NamedTuple):
    """A task: its title at ``[start, end)``, and ``extent``, all the text that belongs to it.

    ``more``: rows of task tables elsewhere that repeat the task.
    """

    start: int
    end: int
    extent: Extent
    more: tuple[Extent, ...] = ()


class AspectItem(NamedTuple):
    """An aspect with its tasks; offsets as in TaskItem."""

    start: int
    end: int
    extent: Extent
    tasks: tuple[TaskItem, ...]


def find_aspects(
    text: NormalText, outline: Outline, doc_type: DocType, title_at: Extent | None
) -> tuple[AspectItem, ...]:
    """Aspects and tasks in reading order; empty where the document sets none.

    Two readings, the first that fits: the sections below 重点任务 ("key tasks") or, without such
    a section, the outermost ones that are neither aims, review nor safeguards, each with the
    sections below it as tasks; and, for a section without sections, the listing in its text
    (包括…, "It includes ..."). A flat list of tasks has the document's title as its one aspect.
    """
    if doc_type == "regulation":
        return ()
    tree = _Tree(text, outline)
    containers = [i for i in tree.included if outline[i].role == "container"]
    found: list[AspectItem] = []
    for container in containers:
        kids = tree.children[container]
        if any(tree.children[kid] or tree.listed(kid) for kid in kids):
            found += [tree.aspect(kid) for kid in kids]
        elif kids:
            found.append(tree.aspect(container))
    if not found and not containers and doc_type != "work_report":
        tops = tree.tops()
        if any(tree.children[top] or tree.listed(top) for top in tops):
            found = [aspect for top in tops for aspect in tree.aspects(top)]
        elif title_at and len(tops) > 1 and doc_type not in ("news", "other"):
            tasks = tuple(tree.task(top) for top in tops)
            extent = (outline[tops[0]].start, len(text.text))
            found = [AspectItem(*title_at, extent, tasks)]
    return tuple(found) if _reads_like_tasks(text, found) else ()


class _Tree:
    """The outline with children, roles and listings at hand.

    ``included``: sections with words of their own, not inside aims, review or safeguards.
    """

    def __init__(self, text: NormalText, outline: Outline) -> None:
        self.text = text
        self.outline = outline
        self.children: dict[int, list[int]] = defaultdict(list)
        self.included: list[int] = []
        self._tops: list[int] = []
        self._first_annex = len(outline)
        self._listed: dict[int, tuple[TaskItem, ...]] = {}
        body, children, excluded = text.text, self.children, set[int | None]()
        titles: list[str] = []
        i = -1
        for _, number, _, start, title_start, end, _, _, parent, _, role in outline:
            i += 1
            titles.append(body[title_start:end])
            if parent is not None and title_start < end:  # an article may have no title
                children[parent].append(i)
            annexed = number is not None and number[0] == "附"
            if annexed and i < self._first_annex:
                self._first_annex = i
            if (
                annexed
                or role in _EXCLUDED
                or parent in excluded
                or start == end
                or (number is not None and number[-1] == "条")
            ):
                excluded.add(i)
            else:
                self.included.append(i)
                if parent is None:
                    self._tops.append(i)
        self._with_lead_ins = may_lead_in("\n".join(titles), chinese=text.is_chinese)

    def tops(self) -> list[int]:
        """The outermost sections; those of annexes only where nothing before them sets tasks."""
        tops = self._tops
        before = [i for i in tops if i < self._first_annex]
        return before if any(self.children[i] or self.listed(i) for i in before) else tops

    def listed(self, i: int) -> tuple[TaskItem, ...]:
        """Tasks listed in the running text of a section, at its beginning."""
        if i not in self._listed:
            self._listed[i] = self._find_listed(self.outline[i])
        return self._listed[i]

    def task(self, i: int) -> TaskItem:
        section = self.outline[i]
        _, _, _, start, title_start, end, _, body_end, _, _, _ = section
        if self._with_lead_ins:
            end = self._title_end(section)
        return tuple.__new__(TaskItem, (title_start, end, (start, body_end), ()))

    def aspect(self, i: int) -> AspectItem:
        title_start, end, extent, _ = self.task(i)
        tasks = tuple(map(self.task, self.children[i])) or self.listed(i)
        return AspectItem(title_start, end, extent, tasks)

    def aspects(self, i: int) -> list[AspectItem]:
        """A section as an aspect; or its sections, where only those below them read like tasks."""
        kids = self.children[i]
        below = [grandchild for kid in kids for grandchild in self.children[kid]]
        grouped = below and not self._like_tasks(kids) and self._like_tasks(below)
        return [self.aspect(kid) for kid in kids] if grouped else [self.aspect(i)]

    def _like_tasks(self, sections: Sequence[int]) -> bool:
        tasks = [self.task(i) for i in sections]
        return _are_like_tasks(self.text, [(task.start, task.end) for task in tasks])

    def _title_end(self, section: Section) -> int:
        """End of a title; a listing in the same sentence (", including ...") is cut off."""
        chinese = self.text.is_chinese
        cut = lead_in(self.text.text, section.title_start, section.end, chinese=chinese)
        return cut if cut is not None and cut > section.title_start else section.end

    def _find_listed(self, section: Section) -> tuple[TaskItem, ...]:
        chinese = self.text.is_chinese
        body = self.text.text
        low, high = section.title_start, section.body_end
        stretch = sentences(body, low, min(high, low + _LISTING_WITHIN), chinese=chinese)
        # Behind the sentences that count another one begins: they are whole.
        if len(stretch) <= _LISTING_SENTENCES:
            stretch = sentences(body, low, high, chinese=chinese)
        for start, end in stretch[:_LISTING_SENTENCES]:
            listing = find_listing(body, start, end, chinese=chinese)
            if listing:
                titles = split_listing(body, *listing, chinese=chinese)
                return tuple(TaskItem(s, e, (s, e)) for s, e in titles)
        return ()


def _reads_like_tasks(text: NormalText, aspects: Sequence[AspectItem]) -> bool:
    """Whether most titles are verb phrases or name a programme, as titles of tasks do."""
    extents = [(item.start, item.end) for item in aspects if item.tasks]
    extents += [(task.start, task.end) for aspect in aspects for task in aspect.tasks]
    return _are_like_tasks(text, extents)


def _are_like_tasks(text: NormalText, extents: Sequence[Extent]) -> bool:
    chinese = text.is_chinese
    openings = chinese_openings().get
    wanted = (len(extents) + 1) // 2
    for start, end in extents:
        if end - start > _LONGEST_TITLE[chinese]:
            continue
        title = text.text[start:end]
        # Most Chinese titles begin with the verb: they need no splitting.
        if (
            title.endswith(_TASK_NOUNS)
            or (chinese and title.startswith(openings(title[:1], ())))
            # 稳水源、添动能，加快建设灌溉网络: one of the clauses has the verb
            or any(opens_like_a_task(clause, chinese=chinese) for clause in _CLAUSE.split(title))
        ):
            wanted -= 1
            if not wanted:
                return True
    return False
