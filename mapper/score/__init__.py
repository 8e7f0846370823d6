"""mapper/score."""
