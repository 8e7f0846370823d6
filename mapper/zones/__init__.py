"""What judges a place against a zone, under `zones`."""
