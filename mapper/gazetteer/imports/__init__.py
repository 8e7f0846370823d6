"""mapper/gazetteer/imports."""
