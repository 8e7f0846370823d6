"""mapper/text/voices."""
