"""Batches of documents for engines that distribute work: one function, and thin adapters."""
