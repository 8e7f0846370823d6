"""mapper/words."""
