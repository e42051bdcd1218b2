"""Agencies: every body that a document names, resolved to an id, with its role."""

from __future__ import annotations

from datetime import date

from policytext.extraction import (
    agency_roles,
    agency_roles_en,
    agency_tables,
    bodies_en,
    bodies_zh,
    layout,
)
from policytext.extraction.bodies import Home
from policytext.extraction.issuers import issuers
from policytext.extraction.items import AgencyMention
from policytext.outline import Outline
from policytext.text.letters import folded
from policytext.text.normal import NormalText

_PDF = "application/pdf"
_COUNTRY = "100000"


def find_agencies(
    text: NormalText, outline: Outline, adcode: str | None, issued_on: date | None
) -> list[AgencyMention]:
    """Every body named in a document, in order, without overlap.

    ``adcode`` is the territory the document speaks for (None or 100000: the country): it resolves
    省农业农村厅. ``issued_on`` chooses between bodies that bore one name at different times. A body
    inside the title of a cited document is left out. Roles: see ``agency_roles`` and ``issuers``;
    ``rule`` joins how the body was resolved and how its role was found.
    """
    del outline  # roles come from words, lists, tables, head and signature
    home = Home(None if adcode == _COUNTRY else adcode)
    if text.language == "en":
        small = folded(text.text)
        found = bodies_en.find_bodies(text.text, small, home)
        runs = agency_roles_en.groups(text.text, found)
        given = agency_roles_en.roles(text.text, small, found, runs)
    else:
        in_lines = text.source.media_type == _PDF
        words, places = (
            layout.joined(text.text, agency_tables.parter(text)) if in_lines else (text.text, [])
        )
        in_words = bodies_zh.find_bodies(words, home, issued_on, places)
        found = layout.unjoined(in_words, places) if places else in_words
        found = agency_tables.with_regions(text, found, home)
        runs = agency_roles.groups(text.text, found)
        given = agency_roles.roles(text.text, found, runs)
        if places:
            agency_roles.from_labels(words, in_words, given)
        if in_lines and not text.source.tables:
            layout.from_heads(text.text, found, runs, given, agency_roles.label_role)
    agency_tables.from_tables(text, found, given)
    for index, rule in issuers(text, found, runs).items():
        given[index] = ("issuer", rule)
    made = tuple.__new__
    return [
        made(
            AgencyMention,
            (start, end, *body, role, f"{resolved}+{rule}" if rule else resolved),
        )
        for (start, end, body, resolved), (role, rule) in zip(found, given, strict=True)
    ]
