"""Classification of passages against a taxonomy."""
