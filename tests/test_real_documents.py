"""Real documents beside the repository: no crash, every span holds, every result is valid."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import jsonschema
import pytest
from fixtures.expected import SHARED, assert_spans_hold, read

from policytext.errors import InputError
from policytext.schema import PolicyDocument

DATA = SHARED / "data"
FILES = sorted(
    path
    for path in (DATA.rglob("*") if DATA.exists() else ())
    if path.is_file() and path.name != "README.md"
)

pytestmark = pytest.mark.skipif(not FILES, reason="the real documents are not in the repository")


@cache
def validator() -> jsonschema.Draft202012Validator:
    schema = PolicyDocument.model_json_schema(mode="serialization")
    return jsonschema.Draft202012Validator(schema)


@pytest.mark.parametrize("path", FILES or [Path("none")], ids=lambda path: path.name)
def test_real_document(path: Path) -> None:
    if path.suffix == ".doc" or not path.stat().st_size:
        with pytest.raises(InputError):
            read(path)
        return
    doc = read(path)
    assert_spans_hold(doc)
    dumped = doc.model_dump_json()
    validator().validate(json.loads(dumped))
    assert PolicyDocument.model_validate_json(dumped).model_dump_json() == dumped
    for target in doc.targets:
        assert target.value is None or target.value.is_finite()
    known = {agency.id for agency in doc.agencies}
    targets = {target.id for target in doc.targets}
    for aspect in doc.aspects:
        for task in aspect.tasks:
            assert {a.agency_id for a in task.agencies} <= known
            assert set(task.target_ids) <= targets
