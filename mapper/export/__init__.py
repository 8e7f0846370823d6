"""Files for other programs: each takes tables or features, never the store."""
