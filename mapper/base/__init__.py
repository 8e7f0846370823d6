"""What every room stands on: tables, codes, errors, days, ids, distances, limits.

A shelf rather than a room: each module is one concept and is imported by its own name.
"""
