"""Where tests find what they read, wherever they lie themselves."""

from pathlib import Path

TESTS = Path(__file__).resolve().parent
REPO = TESTS.parent
SEEDS = REPO / "seeds"
SHIPPED_PACK = REPO / "gazetteer"
SMALL_PACK = TESTS / "data" / "pack"
"""A pack of a few places, made for the tests of names."""
OTHER_PACKS = TESTS / "packs"
"""Packs of other regions and wars, a folder each."""
