"""mapper/base."""
