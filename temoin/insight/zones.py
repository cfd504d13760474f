"""The zone of a postcode: a French department, a Belgian province, the first two digits in the Netherlands."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from temoin.network import postcodes

_BELGIAN = {
    "BRU": range(10, 13),
    "WBR": range(13, 15),
    "VBR": (*range(15, 20), *range(30, 35)),
    "VAN": range(20, 30),
    "VLI": range(35, 40),
    "WLG": range(40, 50),
    "WNA": range(50, 60),
    "WHT": (*range(60, 66), *range(70, 80)),
    "WLX": range(66, 70),
    "VWV": range(80, 90),
    "VOV": range(90, 100),
}
PROVINCES: Mapping[str, str] = {
    f"BE{prefix}": f"BE-{code}" for code, prefixes in _BELGIAN.items() for prefix in prefixes
}
"""ISO 3166-2 code by country and first two digits of the postcode."""


def zone(country: str, postcode: str) -> str:
    """`FR-75`, `BE-WNA`, `NL-10`; the country alone where the postcode has no two digits."""
    digits = "".join(sign for sign in postcodes.normal(country, postcode) if sign.isdigit())[:2]
    if len(digits) < 2:
        return country
    return PROVINCES.get(country + digits, f"{country}-{digits}")


def label(code: str) -> str:
    """A zone as people call it: the province's name, the department's number."""
    country, _dash, rest = code.partition("-")
    match country:
        case "BE":
            return _provinces().get(rest, rest or _("Belgium"))
        case "FR":
            return rest or _("France")
        case _:
            return f"{country} {rest}".strip()


def _provinces() -> dict[str, str]:
    return {
        "BRU": _("Brussels"),
        "WBR": _("Walloon Brabant"),
        "VBR": _("Flemish Brabant"),
        "VAN": _("Antwerp"),
        "VLI": _("Limburg"),
        "WLG": _("Liège"),
        "WNA": _("Namur"),
        "WHT": _("Hainaut"),
        "WLX": _("Luxembourg"),
        "VWV": _("West Flanders"),
        "VOV": _("East Flanders"),
    }
