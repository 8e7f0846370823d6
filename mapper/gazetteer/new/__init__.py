"""A new pack: of whatever lists of places there are, building at once."""
