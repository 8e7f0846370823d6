"""Telephones, mail addresses and handles are found, and other numbers are left alone."""

import pytest

from mapper.release.contacts import find_contacts


@pytest.mark.parametrize(
    "written",
    [
        "+963 944 123 456",
        "00963 944 123456",
        "0944-777-888",
        "٠٩٤٤٧٧٧٨٨٨",
        "tel:+905551234567",
        "some.one@example.org",
        "@some_one",
    ],
)
def test_a_way_to_reach_somebody_is_found_whole(written: str) -> None:
    text = f"ask {written} for it"
    (found,) = find_contacts(text)
    assert text[found.start : found.end] == written.removeprefix("tel:")


@pytest.mark.parametrize(
    "text",
    [
        "killed 12 people on 2019-05-06 and 2019-05-07",
        "2,345,678 and 3,456,789 people",
        "https://example.org/2019/00963944123456/@x",
        "sha256:0099446677889911",
        "a house @ noon; 3@5",
    ],
)
def test_other_numbers_and_signs_stay(text: str) -> None:
    assert find_contacts(text) == []
