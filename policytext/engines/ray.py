"""Ray Data: results for a dataset of documents. Needs policytext[ray]."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Unpack

from policytext.batch.records import check_options
from policytext.engines.batches import extract_batch
from policytext.options import OptionFields

if TYPE_CHECKING:
    from ray.data import Dataset

_DOCUMENTS_TOGETHER = 32


def extract_dataset(documents: Dataset, **options: Unpack[OptionFields]) -> Dataset:
    """Results for a Ray dataset with a column ``path``, ``content`` or ``text``, a row each.

    The columns of the result are those of policytext.arrow.schema. The work begins when the
    dataset is consumed; a worker that dies is replaced and its batch is done again by Ray. The
    order is that of the documents when ``DataContext.execution_options.preserve_order`` is set.
    Raises PolicytextError for an unknown option or taxonomy at once.
    """
    check_options(options)
    return documents.map_batches(
        partial(extract_batch, **options), batch_format="pyarrow", batch_size=_DOCUMENTS_TOGETHER
    )
