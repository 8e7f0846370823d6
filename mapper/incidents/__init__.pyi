from .annotated import annotate as annotate
from .code import Coded as Coded
from .code import code_article as code_article
from .code import code_with_names as code_with_names
from .policies import POLICIES as POLICIES
from .policies import derive as derive
from .policies import tolls_in_words as tolls_in_words
from .records import code_table as code_table
