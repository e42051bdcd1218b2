"""Extractors: (NormalText, Outline) to items with offsets and values.

The package is not called ``extract`` because ``policytext.extract`` is the public function.
"""
