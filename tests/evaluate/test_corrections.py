from __future__ import annotations

from dataclasses import replace

import pytest
from composed import TEXT, composed

from policytext.errors import DataError
from policytext.evaluate import Counts
from policytext.evaluate.corrections import score_corrections
from policytext.export.annotation.spans import LabelledSpan, annotated


def test_corrections_count_what_stood_went_and_came() -> None:
    before = annotated(composed(), TEXT)
    kept = [s for s in before.spans if s.label != "T26"]
    after = replace(before, spans=(*kept, LabelledSpan(0, 3, "target")), coder="li")
    found = score_corrections([before], [after])
    assert found["T26"] == Counts(0, 1, 0)
    assert found["target"] == Counts(3, 0, 1)
    assert found["T01"] == Counts(1, 0, 0)


def test_a_corrected_document_needs_its_prediction() -> None:
    with pytest.raises(DataError, match="no prediction"):
        score_corrections([], [annotated(composed(), TEXT)])
