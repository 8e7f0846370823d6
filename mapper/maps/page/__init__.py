"""mapper/maps/page."""
