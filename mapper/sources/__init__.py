"""mapper/sources."""
