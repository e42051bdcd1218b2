"""Readers: bytes to SourceText, one module a format."""
