"""Where postcodes lie and how far apart they are."""

from __future__ import annotations

import pytest

from temoin.network import postcodes
from temoin.network.postcodes import Point


@pytest.mark.parametrize(
    ("country", "postcode", "near"),
    [
        ("FR", "75001", Point(48.856, 2.345)),
        ("FR", "F-75001", Point(48.856, 2.345)),
        ("FR", "1000", Point(46.204, 5.208)),
        ("BE", "1050", Point(50.8333, 4.3667)),
        ("BE", "B-1050", Point(50.8333, 4.3667)),
        ("NL", "1012 AB", Point(52.374, 4.895)),
        ("NL", "1012ab", Point(52.374, 4.895)),
    ],
)
def test_a_postcode_is_found_as_people_write_it(country: str, postcode: str, near: Point) -> None:
    found = postcodes.find(country, postcode)
    assert found is not None
    assert found == pytest.approx(near, abs=0.01)


@pytest.mark.parametrize(
    ("country", "postcode"), [("FR", ""), ("FR", "99999"), ("DE", "10115"), ("NL", "x"), ("", "75001")]
)
def test_an_unknown_postcode_has_no_place(country: str, postcode: str) -> None:
    assert postcodes.find(country, postcode) is None


def test_the_same_code_lies_elsewhere_in_another_country() -> None:
    assert postcodes.find("BE", "1050") != postcodes.find("NL", "1050")


@pytest.mark.parametrize(
    ("a", "b", "km"),
    [
        (("FR", "75001"), ("FR", "69001"), 392),
        (("BE", "1000"), ("BE", "2000"), 41),
        (("NL", "1012"), ("BE", "1000"), 173),
        (("FR", "59000"), ("FR", "13001"), 834),
    ],
)
def test_distances_are_those_of_the_map(a: tuple[str, str], b: tuple[str, str], km: int) -> None:
    here, there = postcodes.find(*a), postcodes.find(*b)
    assert here is not None
    assert there is not None
    assert postcodes.distance_km(here, there) == pytest.approx(km, rel=0.02)
    assert postcodes.distance_km(there, here) == pytest.approx(postcodes.distance_km(here, there))


def test_a_place_is_no_distance_from_itself_and_the_antipode_is_half_way_round() -> None:
    assert postcodes.distance_km(Point(48, 2), Point(48, 2)) == 0
    assert postcodes.distance_km(Point(0, 0), Point(0, 180)) == pytest.approx(20015, abs=1)
