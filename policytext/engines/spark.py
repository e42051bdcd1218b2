"""Spark: results for a frame of documents, by mapInArrow. Needs policytext[spark]."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Unpack

from policytext.arrow import schema
from policytext.batch.records import check_options
from policytext.engines.batches import extract_batches
from policytext.options import OptionFields

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


def extract_frame(documents: DataFrame, **options: Unpack[OptionFields]) -> DataFrame:
    """Results for a Spark frame with a column ``path``, ``content`` or ``text``, a row each.

    The columns of the result are those of policytext.arrow.schema. The work begins when the frame
    is consumed; a task whose worker dies is done again by Spark. Raises PolicytextError for an
    unknown option or taxonomy at once.
    """
    from pyspark.sql.pandas.types import from_arrow_schema  # noqa: PLC0415 - an extra

    check_options(options)
    return documents.mapInArrow(partial(extract_batches, **options), from_arrow_schema(schema()))
