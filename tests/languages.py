"""English with the words of the shipped pack, for tests of what reads word lists."""

from mapper.gazetteer import load_gazetteer

ENGLISH = load_gazetteer().language()
