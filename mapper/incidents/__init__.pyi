from .code import code_article as code_article
from .policies import POLICIES as POLICIES
from .policies import derive as derive
from .policies import tolls_in_words as tolls_in_words
from .records import code_table as code_table
