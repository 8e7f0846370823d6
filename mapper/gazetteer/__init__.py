"""mapper/gazetteer."""
