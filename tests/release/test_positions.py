"""Positions that texts write are found in any language, and other numbers are left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.release.masking import replaced
from mapper.release.positions import LABEL, find_positions, tells_position

WRITTEN = (
    "35.6187, 36.5668",
    "35.8172406391, 36.6048251973",
    "35.619 N, 36.567 E",
    "35.6187° N, 36.5668° E",
    "35,6187; 36,5668",
    "٣٥٫٦١٨٧، ٣٦٫٥٦٦٨",
    "35.6187 and longitude 36.5668410753",
    '35.6187,"lon":36.5668',
    "35.6187%2C36.5668",
    "36.5668410753",
    "35°57'43.86\"N 36°42'28.62\"E",
    "35°57&#39;43.86&quot;N 36°42&#39;28.62&quot;E",
    "35°57′43″N, 36°42′28″E",
    "N35 39.2276 E36 40.9404",
    "35 57.731 N, 36 42.477 E",
    "35 36 44 N, 36 33 35 E",
    "353644N0363335E",
    "35-36-44N 036-33-35E",
    "35d36m44s 36d33m35s",
    "35·6123, 36·5612",
    "maps.app.goo.gl/abcDEF",
    "https://www.openstreetmap.org/node/123456789",
    "37S 286880 3925339",
    "37SBV8688025339",
    "37S BV 86880 25339",
    "8G7RXCP2+4M",
    "XCP2+4MF",
    "geo:35.82,36.32",
    "///filled.count.soap",
    "https://maps.example.org/@35.86049,36.79761,17z/Dr+Somebody",
    "https://www.openstreetmap.org/?mlat=35.6187&mlon=36.5668#map=17/35.6187/36.5668",
    "https://www.google.com/maps/place/x/data=!3d35.6187!4d36.5668",
    "https://maps.app.goo.gl/abcDEF",
)
OTHER = (
    "killed 1,234 and 2,345 people",
    "2,345,678 and 3,456,789 people",
    "about 35.6, 36.6",
    "35.61, 36.57",
    "3.25 km, 12.5 km north",
    "killed 3-5; 10+ on 2019-05-06 at 17:30",
    "10.4.2019, 11.4.2019",
    "$1.25, $3.50 a litre",
    "at 36 degrees",
    "5'10\" tall; the '90s",
    "M4+M5 and 2+2",
    "call 0936 123 456, 0936 123 4567",
    "14 of 22 sites, 37 S were",
    "https://example.org/2019/06/binnish.html",
    "sha256:ac9a43a0e884b4495652e33fff3a3db16921796b421e21c84eed94a5d678debf",
    "inc-e829b0b14d3f",
    "2019-05-06 10-20-30, 12 13 14 people",
    "see example.org/news/world-123",
)


@pytest.mark.parametrize("written", WRITTEN)
def test_a_position_is_taken_out_and_what_is_around_it_stays(written: str) -> None:
    text = f"It lay at {written} ; seven died."
    assert replaced(text, find_positions(text)).startswith("It lay at ")
    masked = replaced(text, find_positions(text))
    assert f"[{LABEL}]" in masked
    assert masked.endswith("; seven died.")
    kept = masked.replace(f"[{LABEL}]", "")
    assert not any(char.isdigit() for char in kept)


@pytest.mark.parametrize("text", OTHER)
def test_other_numbers_stay(text: str) -> None:
    assert find_positions(text) == []


@pytest.mark.parametrize(
    "address",
    [
        "https://maps.example.org/?q=35.6187340129,36.5668410753&name=x",
        "https://maps.example.org/?q=35.6187340129%2C36.5668410753",
        "https://goo.gl/maps/abc",
        "https://user@plus.codes:443/8G7RXCP2+4M",
    ],
)
def test_an_address_that_leads_to_a_position_is_seen(address: str) -> None:
    assert tells_position(address)
    assert not tells_position("https://herald.example.org/2019/06/binnish?id=12345.67")


@given(
    st.floats(-89, 89),
    st.floats(-179, 179),
    st.integers(4, 12),
    st.sampled_from((", ", ",", " ", "; ", "/", " / ", "\t", " N, ", "&lon=", " and ")),
)
def test_a_pair_of_four_decimals_is_found_whatever_stands_between(
    lat: float, lon: float, decimals: int, between: str
) -> None:
    text = f"{lat:.{decimals}f}{between}{lon:.{decimals}f}"
    found = find_positions(f"at {text}.")
    assert found[0].start <= len("at -")
    assert found[-1].end >= len("at ") + len(text)


@given(st.text("0123456789.,;°'\"NSEW+/ @:-%&#x", max_size=60))
def test_no_text_breaks_the_search(text: str) -> None:
    for one in find_positions(text):
        assert 0 <= one.start < one.end <= len(text)
