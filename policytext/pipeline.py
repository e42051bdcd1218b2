"""The way of one document: read, normalise, outline, extract, classify, assemble."""

from __future__ import annotations

import errno
import hashlib
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Unpack

from policytext import schema
from policytext.assemble import Findings, assemble
from policytext.classify.model import Model, model_for
from policytext.classify.passages import passages_of, with_titles
from policytext.classify.predict import classify_passages, coverage
from policytext.errors import InputError, Note
from policytext.extraction.agencies import find_agencies
from policytext.extraction.dates import find_dates
from policytext.extraction.deadlines import find_deadlines
from policytext.extraction.declared import find_declared
from policytext.extraction.indicator_tables import table_targets
from policytext.extraction.items import DateMention, TargetItem
from policytext.extraction.meta import find_meta
from policytext.extraction.references import find_references
from policytext.extraction.targets import find_targets
from policytext.extraction.task_tables import table_deadlines, with_tables
from policytext.extraction.tasks import find_aspects
from policytext.gazetteer import load_gazetteer, region
from policytext.options import NO_TAXONOMY, OptionFields, Options, make_options
from policytext.outline import Outline, build_outline
from policytext.readers import Limits, read_bytes, read_text
from policytext.readers.source import SourceText
from policytext.taxonomy import Taxonomy, load_taxonomy
from policytext.text.normal import NormalText
from policytext.text.normalise import normalise
from policytext.version import __version__

_SHOWN = 60


def extract(path: str | Path, **options: Unpack[OptionFields]) -> schema.PolicyDocument:
    """Extract one document from a file (TXT, HTML, PDF, DOCX or OFD).

    ``options`` are the fields of policytext.Options. Raises InputError (missing, empty, broken,
    encrypted or unknown file), LimitError (over a limit) or PolicytextError (unknown option).
    """
    try:
        Limits().check_bytes(Path(path).stat().st_size)
        data = Path(path).read_bytes()
    except (OSError, ValueError) as error:
        name = str(path)
        reason = getattr(error, "strerror", None) or error
        if "\n" in name or getattr(error, "errno", None) == errno.ENAMETOOLONG:
            name, reason = f"{name[:_SHOWN]}...", "not a path; a text goes to extract_text"
        raise InputError(f"cannot read {name!r}: {reason}", code="input-missing") from error
    return _extract(data, str(Path(path)), make_options(options))


def extract_bytes(
    data: bytes, uri: str | None = None, **options: Unpack[OptionFields]
) -> schema.PolicyDocument:
    """Extract one document from its bytes; ``uri`` names it and its ending helps detection."""
    return _extract(data, uri, make_options(options))


def extract_text(
    text: str, uri: str | None = None, **options: Unpack[OptionFields]
) -> schema.PolicyDocument:
    """Extract a document that is at hand as plain text.

    Offsets are into ``text``; a lone surrogate in it is read as U+FFFD, with a diagnostic.
    """
    notes: tuple[Note, ...] = ()
    try:
        data = text.encode()
    except UnicodeEncodeError:
        text = "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
        notes = (Note("surrogate-replaced", "lone surrogates were read as U+FFFD"),)
        data = text.encode()
    source = read_text(text, notes=notes)
    return run(source, data, uri, make_options(options))


def provenance(options: Options) -> schema.Provenance:
    """What stands in ``provenance`` of every result made with these options."""
    taxonomy = load_taxonomy(options.taxonomy) if options.taxonomy != NO_TAXONOMY else None
    return _provenance(options, taxonomy, model_for(taxonomy) if taxonomy else None)


def run(
    source: SourceText, data: bytes, uri: str | None, options: Options
) -> schema.PolicyDocument:
    """All stages on a document that has been read; ``data`` are its bytes, ``uri`` names it."""
    text = normalise(source)
    taxonomy = load_taxonomy(options.taxonomy) if options.taxonomy != NO_TAXONOMY else None
    model = model_for(taxonomy) if taxonomy else None
    found = _find(text, taxonomy, model) if text.language != "und" else Findings()
    return assemble(
        text,
        found,
        (_identify(text, data, uri), _provenance(options, taxonomy, model)),
        include_text=options.include_text,
        explain=options.explain,
    )


def _extract(data: bytes, uri: str | None, options: Options) -> schema.PolicyDocument:
    source = read_bytes(data, name=uri, ocr=options.ocr)
    return run(source, data, uri, options)


def _identify(text: NormalText, data: bytes, uri: str | None) -> schema.Source:
    source = text.source
    digest = hashlib.sha256(data).hexdigest()
    return schema.Source(
        id=digest[:16],
        uri=uri,
        media_type=source.media_type,
        sha256=digest,
        encoding=source.encoding,
        language=text.language,
        n_chars=len(source.text),
        n_pages=source.n_pages,
        furniture=list(source.furniture),
        ocr_pages=list(source.ocr_pages),
    )


def _find(text: NormalText, taxonomy: Taxonomy | None, model: Model | None) -> Findings:
    outline = build_outline(text)
    meta = find_meta(text, outline, text.source.stated)
    dated = meta.issued_on or meta.published_on
    in_text = find_aspects(text, outline, meta.doc_type, meta.title_at)
    aspects, due_cells = with_tables(text, in_text)
    dates = find_dates(text.text, text.language, dated)
    titles = sorted((task.start, task.end) for aspect in aspects for task in aspect.tasks)
    passages = with_titles(passages_of(text, outline), titles, text)
    classified = classify_passages(passages, taxonomy, model) if taxonomy else []
    return Findings(
        outline=outline,
        meta=meta,
        jurisdiction=_jurisdiction(meta.adcode),
        # A work report counts its themes in passing; it states no size of itself.
        declared=find_declared(text) if meta.doc_type != "work_report" else (),
        aspects=aspects,
        classified=classified,
        coverage=coverage(classified, taxonomy) if taxonomy else (),
        deadlines=sorted([*find_deadlines(text, dates), *table_deadlines(due_cells, dates, text)]),
        targets=_targets(text, outline, dated, meta.doc_type, dates),
        agencies=find_agencies(text, outline, meta.adcode, dated),
        references=find_references(text, outline, meta.title_at),
    )


def _targets(
    text: NormalText,
    outline: Outline,
    dated: date | None,
    doc_type: schema.DocType,
    dates: list[DateMention],
) -> list[TargetItem]:
    """Targets of the tables, and those of the text outside these tables."""
    in_tables, places = table_targets(text, dated)
    in_text = find_targets(text, outline, dated, doc_type, dates)
    if not places:
        return in_text
    outside = [
        item for item in in_text if not any(start <= item.start < end for start, end in places)
    ]
    return [*in_tables, *outside]


def _jurisdiction(adcode: str | None) -> schema.Jurisdiction | None:
    found = region(adcode) if adcode else None
    if found is None:
        return None
    return schema.Jurisdiction(adcode=found.adcode, name=found.name, name_en=found.name_en)


def _provenance(
    options: Options, taxonomy: Taxonomy | None, model: Model | None
) -> schema.Provenance:
    artefacts = (
        ("gazetteers", load_gazetteer().sha256),
        (taxonomy.id, taxonomy.sha256) if taxonomy else None,
        (model.id, model.sha256) if model else None,
    )
    return _provenance_of(options, artefacts)


@lru_cache(maxsize=16)
def _provenance_of(
    options: Options, artefacts: tuple[tuple[str, str] | None, ...]
) -> schema.Provenance:
    """One frozen value for all documents that are read in the same way."""
    gazetteers, taxonomy, model = [
        schema.Artefact(id=named[0], sha256=named[1]) if named else None for named in artefacts
    ]
    return schema.Provenance.model_validate(
        {
            "policytext": __version__,
            "schema_version": schema.SCHEMA_VERSION,
            "gazetteers": gazetteers,
            "taxonomy": taxonomy,
            "model": model,
            "options": schema.Artefact(id="options", sha256=options.sha256()),
        }
    )
