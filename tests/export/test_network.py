"""The network of bodies, on the composed notice of the fixtures."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import policytext as pt
from policytext.export.network import Edge, agency_table, edges, edges_of
from policytext.schema import ErrorRecord, PolicyDocument

NOTICE = Path(__file__).parent.parent / "fixtures" / "notice-2024.full.hans.txt"


@cache
def notice() -> PolicyDocument:
    return pt.extract(NOTICE)


def ties(found: list[Edge]) -> set[tuple[str, str, str]]:
    return {(edge.source, edge.relation, edge.target) for edge in found}


def test_the_four_issuers_make_six_ties() -> None:
    issuing = [edge for edge in edges(notice()) if edge.relation == "issues_with"]
    assert len(issuing) == 6
    assert ("cn/cac", "issues_with", "cn/miit") in ties(issuing)
    assert all(edge.task_id is None for edge in issuing)


def test_the_leader_of_a_task_leads_the_others() -> None:
    found = [edge for edge in edges(notice()) if edge.relation == "leads"]
    assert ("cn/ndrc", "leads", "cn/water") in ties(found)
    assert ("cn/water", "leads", "cn/ndrc") not in ties(found)
    assert all(edge.task_id and edge.source != edge.target for edge in found)


def test_error_records_have_no_ties() -> None:
    failed = ErrorRecord(uri="a.pdf", error="input-unreadable", message="broken")
    assert edges_of([failed, notice()]) == edges(notice())


def test_table_puts_bodies_with_a_role_first() -> None:
    lines = agency_table(notice()).splitlines()
    assert lines[0].split() == ["id", "name", "level", "roles", "mentions"]
    assert lines[1].startswith("cn/cac ")
    assert "issuer" in lines[1]
    assert len(lines) == 1 + len(notice().agencies)
