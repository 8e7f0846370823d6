from .reading import read_fragment as read_fragment
from .reading import read_page as read_page
