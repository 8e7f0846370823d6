"""mapper/text/tolls."""
