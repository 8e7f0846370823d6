"""mapper/text/numbers."""
