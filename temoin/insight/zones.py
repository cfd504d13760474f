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

_DEPARTMENTS = """01 Ain|02 Aisne|03 Allier|04 Alpes-de-Haute-Provence|05 Hautes-Alpes|06 Alpes-Maritimes
|07 Ardèche|08 Ardennes|09 Ariège|10 Aube|11 Aude|12 Aveyron|13 Bouches-du-Rhône|14 Calvados
|15 Cantal|16 Charente|17 Charente-Maritime|18 Cher|19 Corrèze|20 Corse|21 Côte-d'Or
|22 Côtes-d'Armor|23 Creuse|24 Dordogne|25 Doubs|26 Drôme|27 Eure|28 Eure-et-Loir|29 Finistère
|30 Gard|31 Haute-Garonne|32 Gers|33 Gironde|34 Hérault|35 Ille-et-Vilaine|36 Indre
|37 Indre-et-Loire|38 Isère|39 Jura|40 Landes|41 Loir-et-Cher|42 Loire|43 Haute-Loire
|44 Loire-Atlantique|45 Loiret|46 Lot|47 Lot-et-Garonne|48 Lozère|49 Maine-et-Loire|50 Manche
|51 Marne|52 Haute-Marne|53 Mayenne|54 Meurthe-et-Moselle|55 Meuse|56 Morbihan|57 Moselle
|58 Nièvre|59 Nord|60 Oise|61 Orne|62 Pas-de-Calais|63 Puy-de-Dôme|64 Pyrénées-Atlantiques
|65 Hautes-Pyrénées|66 Pyrénées-Orientales|67 Bas-Rhin|68 Haut-Rhin|69 Rhône|70 Haute-Saône
|71 Saône-et-Loire|72 Sarthe|73 Savoie|74 Haute-Savoie|75 Paris|76 Seine-Maritime
|77 Seine-et-Marne|78 Yvelines|79 Deux-Sèvres|80 Somme|81 Tarn|82 Tarn-et-Garonne|83 Var
|84 Vaucluse|85 Vendée|86 Vienne|87 Haute-Vienne|88 Vosges|89 Yonne|90 Territoire de Belfort
|91 Essonne|92 Hauts-de-Seine|93 Seine-Saint-Denis|94 Val-de-Marne|95 Val-d'Oise|97 Outre-mer"""
DEPARTMENTS: Mapping[str, str] = {one[:2]: one[3:] for one in _DEPARTMENTS.replace("\n", "").split("|")}
"""French departments by the first two digits of the postcode."""


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
            return f"{rest} {DEPARTMENTS[rest]}" if rest in DEPARTMENTS else rest or _("France")
        case _:
            return f"{country} {rest}".strip()


def order(code: str) -> tuple[str, str]:
    """Countries one after the other, within each by number or name."""
    country, _dash, rest = code.partition("-")
    return country, label(code) if country == "BE" else rest


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
