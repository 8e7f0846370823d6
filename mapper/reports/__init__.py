"""mapper/reports."""
