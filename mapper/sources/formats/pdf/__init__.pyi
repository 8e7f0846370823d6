from .reading import read_pdf as read_pdf
