"""mapper/joining."""
