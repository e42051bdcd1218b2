"""Results as tables and as files of other tools."""
