"""One document as one self-contained HTML page: the text with its marks, and a panel of items."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable

from policytext.schema import PolicyDocument
from policytext.view.marks import KINDS, Entry, Segment, check_text, cut, entries_of
from policytext.view.panel import TaskTitles, panel, task_titles
from policytext.view.words import Interface, asset, escape, word, words

_HEADING_LEVELS = 4
_AFTER_HEADING = " 　\t\r\n。.:：;；"


def render_html(doc: PolicyDocument, text: str, interface: Interface | None = None) -> str:
    """The page of a document; ``text`` is the source text that the result's offsets point into.

    The page asks for nothing over the network, and a content security policy in it forbids that.
    ``interface`` is the language it opens in (default: Chinese for Chinese documents, else
    English); the reader can change it. Raises PolicytextError when the text is not the one that
    the result was made from.
    """
    entries = entries_of(doc)
    check_text(text, entries)
    if interface is None:
        interface = "zh" if doc.source.language.startswith("zh") else "en"
    titles = task_titles(doc, interface)
    style, script = asset("page.css"), asset("page.js")
    parts = {
        "LANG": "zh-Hans" if interface == "zh" else "en",
        "CSP": content_policy(style, script),
        "TITLE": escape(doc.meta.title or words()["untitled"][interface == "en"]),
        "STYLE": style,
        "SCRIPT": script,
        "WORDS": asset("words.json").replace("<", "\\u003c"),
        "HEADER": _header(doc, interface),
        "CONTROLS": _controls(entries, titles, interface),
        "TEXT": _body(doc, text, entries),
        "TEXT_LANG": "en" if doc.source.language == "en" else doc.source.language,
        "PANEL": panel(doc, entries, titles, interface),
        "KEYS": word("keys", interface),
        "TEXT_WORD": word("text", interface),
        "ITEMS_WORD": word("items", interface),
        "THEME_WORD": word("theme", interface),
        "LANGUAGE_WORD": word("language", interface),
    }
    return fill(asset("page.html"), parts)


def content_policy(style: str, script: str) -> str:
    """A policy that lets this one style and this one script run, and nothing else."""
    hashes = [
        base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()
        for part in (style, script)
    ]
    return (
        f"default-src 'none'; style-src 'sha256-{hashes[0]}'; script-src 'sha256-{hashes[1]}'; "
        "base-uri 'none'; form-action 'none'"
    )


def fill(template: str, parts: dict[str, str]) -> str:
    """A template with its ``{{NAME}}`` replaced; what is put in is never looked at again."""
    pieces = template.split("{{")
    filled = [pieces[0]]
    for piece in pieces[1:]:
        name, _, rest = piece.partition("}}")
        filled += [parts[name], rest]
    return "".join(filled)


def _header(doc: PolicyDocument, interface: Interface) -> str:
    meta, source = doc.meta, doc.source
    facts: list[str] = []
    if meta.doc_number:
        facts.append(escape(meta.doc_number))
    if meta.jurisdiction:
        name = meta.jurisdiction.name if interface == "zh" else meta.jurisdiction.name_en
        facts.append(f"{escape(name)} ({escape(meta.jurisdiction.adcode)})")
    for key, day in (("issued", meta.issued_on), ("published", meta.published_on)):
        if day:
            facts.append(f"{word(key, interface)} {day.isoformat()}")
    for each in doc.declared:
        sign = "✓" if each.stated == each.found else "✗"
        facts.append(
            f"{sign} {word(each.what, interface)} {word('stated', interface)} {each.stated}, "
            f"{word('found', interface)} {each.found}"
        )
    if source.uri:
        facts.append(f"<span class=uri>{escape(source.uri)}</span>")
    facts.append(f"{source.n_chars:,} {word('chars', interface)}")
    facts.append(f"<code>sha256 {escape(source.sha256[:12])}</code>")
    if doc.provenance.taxonomy:
        facts.append(f"<code>{escape(doc.provenance.taxonomy.id)}</code>")
    facts.append(f"<code>policytext {escape(doc.provenance.policytext)}</code>")
    title = escape(meta.title) if meta.title else word("untitled", interface)
    return f"<h1>{title}</h1><p class=facts>{' · '.join(facts)}</p>"


def _controls(entries: list[Entry], titles: TaskTitles, interface: Interface) -> str:
    boxes = []
    for kind in KINDS:
        count = sum(entry.kind == kind for entry in entries)
        boxes.append(
            f'<label class="chip k-{kind}"><input type=checkbox data-kind={kind} checked>'
            f"<span class=key>{word(kind, interface)}</span> <b>{count}</b></label>"
        )
    groups = []
    for key, group in (("own-tasks", titles.own), ("taxonomy-tasks", titles.taxonomy)):
        options = "".join(
            f'<option value="{escape(task_id)}">{escape(f"{task_id} {title}".strip())}</option>'
            for task_id, title in group.items()
        )
        label = escape(words()[key][interface == "en"])
        if options:
            groups.append(f'<optgroup data-tl={key} label="{label}">{options}</optgroup>')
    search = escape(words()["search"][interface == "en"])
    return (
        f"<fieldset class=kinds><legend>{word('show', interface)}</legend>{''.join(boxes)}"
        "</fieldset>"
        f"<label class=pick>{word('by-task', interface)} <select id=task><option value='' "
        f"data-t=all-tasks>{escape(words()['all-tasks'][interface == 'en'])}</option>"
        f"{''.join(groups)}</select></label>"
        f'<label class=pick><input id=search type=search data-tl=search aria-label="{search}" '
        f'placeholder="{search}"></label>'
    )


def _body(doc: PolicyDocument, text: str, entries: list[Entry]) -> str:
    headings = {
        entry.span.start: (entry.span.end, min(entry.level, _HEADING_LEVELS))
        for entry in doc.outline
    }
    furniture = sorted(doc.source.furniture)
    out: list[str] = []
    at = 0
    for line in cut(text, entries):
        start, end = line[0].start, line[-1].end
        while at < len(furniture) and furniture[at][1] <= start:
            at += 1
        names = []
        first = start + len(text[start:end]) - len(text[start:end].lstrip())
        heading_end, level = headings.get(first, (0, 0))
        # A heading that the paragraph goes on after does not make the paragraph a heading.
        if level and not text[heading_end:end].strip(_AFTER_HEADING):
            names.append(f"h{level}")
        if at < len(furniture) and furniture[at][0] <= start and end - 1 <= furniture[at][1]:
            names.append("furniture")
        shown = f' class="{" ".join(names)}"' if names else ""
        out.append(f"<p{shown}>{''.join(_segment(s, text, entries) for s in line)}</p>")
    return "".join(out)


def _segment(segment: Segment, text: str, entries: list[Entry]) -> str:
    shown = escape(text[segment.start : segment.end])
    if not segment.places:
        return shown
    kinds = _kinds(entries[number] for number, _ in segment.places)
    places = " ".join(f"{number}.{index}" for number, index in segment.places)
    return f'<span class="m {kinds}" data-i="{places}">{shown}</span>'


def _kinds(entries: Iterable[Entry]) -> str:
    return " ".join(dict.fromkeys(f"k-{entry.kind}" for entry in entries))
