"""English with the words of the shipped pack, for tests of what reads word lists."""

from mapper.gazetteer import default_pack
from mapper.words import Language, read_pack_lists

ENGLISH = Language.of("en", read_pack_lists(default_pack()))
