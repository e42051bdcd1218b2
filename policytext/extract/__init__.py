"""Extractors: (NormalText, Outline) to items with offsets and values."""

import sys
import types


class _CallableForNow(types.ModuleType):
    # The package is about to be renamed; until then ``policytext.extract`` must stay callable.
    def __call__(self, *arguments: object, **options: object) -> object:
        from policytext.pipeline import extract  # noqa: PLC0415

        return extract(*arguments, **options)  # type: ignore[arg-type]


sys.modules[__name__].__class__ = _CallableForNow
