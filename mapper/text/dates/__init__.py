"""mapper/text/dates."""
