from .rebuilding import Again as Again
from .releasing import MAP as MAP
from .report import report_in_words as report_in_words
from .steps import Build as Build
from .steps import build as build
from .verifying import Verified as Verified
from .verifying import verify as verify
