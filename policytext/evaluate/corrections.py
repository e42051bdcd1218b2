"""How much of a prediction stood after people corrected it: counts for each label."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from policytext.errors import DataError
from policytext.evaluate import Counts
from policytext.export.annotation.spans import AnnotatedDocument


def score_corrections(
    predicted: Iterable[AnnotatedDocument], corrected: Iterable[AnnotatedDocument]
) -> dict[str, Counts]:
    """Label -> right, wrong and missed spans; a span is right with the same place and label.

    Only documents that were corrected count; one corrected by several coders counts once for
    each. Raises DataError for a corrected document that has no prediction.
    """
    given = {doc.doc_id: doc for doc in predicted}
    found: dict[str, Counts] = {}
    for doc in corrected:
        if doc.doc_id not in given:
            raise DataError(f"no prediction for the corrected document {doc.uri or doc.doc_id}")
        before = Counter((s.start, s.end, s.label) for s in given[doc.doc_id].spans)
        after = Counter((s.start, s.end, s.label) for s in doc.spans)
        for label in {label for _, _, label in (*before, *after)}:
            ours = Counter({key: n for key, n in before.items() if key[2] == label})
            theirs = Counter({key: n for key, n in after.items() if key[2] == label})
            counts = Counts(
                (ours & theirs).total(), (ours - theirs).total(), (theirs - ours).total()
            )
            found[label] = found.get(label, Counts()) + counts
    return dict(sorted(found.items()))
