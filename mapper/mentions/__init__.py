"""mapper/mentions."""
