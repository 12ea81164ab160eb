"""Windows, the slice view, tables and theme."""
