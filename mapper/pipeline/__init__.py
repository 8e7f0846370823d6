"""mapper/pipeline."""
