"""Files for other programs: each takes tables or records, never the store."""
