"""mapper/maps/data."""
