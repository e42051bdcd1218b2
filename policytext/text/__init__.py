"""Normalisation: SourceText to NormalText with an offset map back."""
