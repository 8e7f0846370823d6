"""English with the words of the shipped pack, for tests of what reads word lists."""

from mapper.gazetteer import default_pack
from mapper.gazetteer.about import read_about
from mapper.words import Language, read_pack_lists

_PACK = default_pack()
ENGLISH = Language.of("en", read_pack_lists(_PACK, read_about(_PACK).countries))
