from .document import Document as Document
from .document import DocumentError as DocumentError
from .document import Part as Part
from .document import Refusal as Refusal
from .document import Said as Said
from .limits import LIMITS as LIMITS
from .limits import Limits as Limits
