"""Reads government policy texts and says where in the source each fact stands."""

__version__ = "0.1.0"
