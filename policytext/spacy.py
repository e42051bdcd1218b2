"""spaCy: the pipe ``policytext`` puts what is extracted into span groups and extensions.

    import spacy, policytext.spacy
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}})
    nlp.add_pipe("policytext", config={"taxonomy": "none"})
    doc = nlp(text)
    doc.spans["policytext/targets"][0]._.policytext.value

Groups: ``policytext/targets``, ``/agencies``, ``/tasks``, ``/references``, ``/labels``, and
``policytext`` with the first four, which displaCy shows (``options={"spans_key": "policytext"}``).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from spacy.language import Language
from spacy.tokens import Doc, Span

from policytext import schema
from policytext.errors import PolicytextError
from policytext.export.places import GROUPS, Item, Place, places
from policytext.options import DEFAULT_TAXONOMY, OptionFields, make_options
from policytext.pipeline import extract_text

Alignment = Literal["strict", "expand"]
_NAME = "policytext"
_JSON = "policytext_json"


@Language.factory(
    _NAME,
    default_config={"taxonomy": DEFAULT_TAXONOMY, "explain": False, "alignment": "expand"},
    assigns=["doc.spans", "doc._.policytext", "span._.policytext"],
)
def create_policytext(
    nlp: Language, name: str, taxonomy: str, explain: bool, alignment: Alignment
) -> PolicytextPipe:
    """The pipe. ``taxonomy`` and ``explain`` are those of policytext.Options.

    ``alignment`` says what happens where a token reaches over the border of an item: "expand"
    takes the whole token (``span._.policytext_exact`` is then False), "strict" raises.
    """
    if alignment not in ("strict", "expand"):
        raise PolicytextError(f"alignment is 'strict' or 'expand', not {alignment!r}")
    options: OptionFields = {"taxonomy": taxonomy, "explain": explain, "include_text": True}
    make_options(options)
    return PolicytextPipe(options, alignment)


class PolicytextPipe:
    """Extracts each Doc's text; the Doc keeps its tokens and everything other pipes gave it."""

    def __init__(self, options: OptionFields, alignment: Alignment) -> None:
        self._options = options
        self._alignment = alignment

    def __call__(self, doc: Doc) -> Doc:
        """Fill the extensions and span groups of a Doc."""
        result = extract_text(doc.text, **self._options)
        if result.text != doc.text:
            raise PolicytextError("the text was changed while it was read; offsets do not hold")
        doc._.set(_JSON, result.model_copy(update={"text": None}).model_dump_json())
        groups: dict[str, list[Span]] = {group: [] for group in GROUPS}
        for place in places(result):
            groups[place.group].append(self._span(doc, place))
        for group, spans in groups.items():
            doc.spans[f"{_NAME}/{group}"] = spans
        doc.spans[_NAME] = [
            Span(doc, each.start, each.end, label=group, span_id=each.id)
            for group in GROUPS[:-1]
            for each in groups[group]
        ]
        return doc

    def _span(self, doc: Doc, place: Place) -> Span:
        start, end = place.span.start, place.span.end
        aligned = doc.char_span(
            start,
            end,
            label=place.label,
            span_id=place.key,
            alignment_mode=self._alignment,
        )
        if aligned is None:
            raise PolicytextError(
                f"{place.span.quote!r} ({start}-{end}) does not begin and end with a token; use "
                'another tokenizer or alignment = "expand"'
            )
        return aligned


@lru_cache(maxsize=16)
def _result(dumped: str) -> schema.PolicyDocument:
    return schema.PolicyDocument.model_validate_json(dumped)


@lru_cache(maxsize=16)
def _by_key(dumped: str) -> dict[str, Place]:
    return {place.key: place for place in places(_result(dumped))}


def _document(doc: Doc) -> schema.PolicyDocument | None:
    dumped = doc._.get(_JSON)
    return _result(dumped) if dumped else None


def _find(span: Span) -> Place | None:
    dumped = span.doc._.get(_JSON)
    return _by_key(dumped).get(span.id_) if dumped else None


def _item(span: Span) -> Item | None:
    found = _find(span)
    return found.item if found else None


def _place(span: Span) -> schema.Span | None:
    found = _find(span)
    return found.span if found else None


def _exact(span: Span) -> bool | None:
    place = _place(span)
    if place is None:
        return None
    return (span.start_char, span.end_char) == (place.start, place.end)


def _register() -> None:
    Doc.set_extension(_JSON, default=None, force=True)
    Doc.set_extension(_NAME, getter=_document, force=True)
    Span.set_extension(_NAME, getter=_item, force=True)
    Span.set_extension(f"{_NAME}_span", getter=_place, force=True)
    Span.set_extension(f"{_NAME}_exact", getter=_exact, force=True)


_register()
