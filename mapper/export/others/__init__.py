"""Rows in the columns and codes of other projects, each with a report of what was lost."""
