"""Numbers of things in messages: "1 place", "2 places"."""


def amount(number: int, one: str, several: str | None = None) -> str:
    """Write how many there are of something; `several` where it is not `one` with an s.

    Examples
    --------
    >>> amount(1, "place"), amount(0, "place"), amount(2, "city", "cities")
    ('1 place', '0 places', '2 cities')
    """
    return f"{number} {one if number == 1 else several or f'{one}s'}"
