"""mapper/incidents."""
