from .rebuilding import Again as Again
from .report import report_in_words as report_in_words
from .steps import MAP as MAP
from .steps import STORE as STORE
from .steps import Build as Build
from .steps import build as build
from .verifying import Verified as Verified
from .verifying import verify as verify
