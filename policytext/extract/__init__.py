"""Extractors: (NormalText, Outline) to items with offsets and values."""
