"""Where claims happen and to whom: real towns and postcodes, everyday street names, invented people."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from unicodedata import normalize

ZONES = {"FR": "Europe/Paris", "BE": "Europe/Brussels", "NL": "Europe/Amsterdam"}


@dataclass(frozen=True, slots=True)
class Town:
    """A town with the language in which a letter reaches its people."""

    country: str
    postcode: str
    name: str
    language: str


# language, then postcode and town; the most frequent regions have the most towns
_TOWNS = {
    "FR fr": """75003 Paris|75005 Paris|75009 Paris|75010 Paris|75011 Paris|75011 Paris|75012 Paris|75014 Paris|75018 Paris
        |75019 Paris|75020 Paris|92100 Boulogne-Billancourt|92130 Issy-les-Moulineaux|92400 Courbevoie|93100 Montreuil
        |93200 Saint-Denis|94120 Fontenay-sous-Bois|94300 Vincennes|94700 Maisons-Alfort|95100 Argenteuil
        |69001 Lyon|69003 Lyon|69007 Lyon|69100 Villeurbanne|69300 Caluire-et-Cuire|59000 Lille|59800 Lille|59100 Roubaix
        |59650 Villeneuve-d'Ascq|67000 Strasbourg|67100 Strasbourg|67300 Schiltigheim|68000 Colmar|68100 Mulhouse
        |57000 Metz|33000 Bordeaux|33200 Bordeaux|33400 Talence|33600 Pessac|13001 Marseille|13008 Marseille
        |13090 Aix-en-Provence|44000 Nantes|44200 Nantes|44800 Saint-Herblain""",
    "BE fr": """1000 Bruxelles|1050 Ixelles|1060 Saint-Gilles|1180 Uccle|1190 Forest|4000 Liège|4030 Liège|5000 Namur
        |6000 Charleroi""",
    "BE nl": "9000 Gent|9000 Gent|9050 Gent|2000 Antwerpen|2018 Antwerpen|3000 Leuven|8000 Brugge|2800 Mechelen",
    "NL nl": """1012 JS Amsterdam|1017 PR Amsterdam|1053 NZ Amsterdam|3011 AD Rotterdam|3021 HC Rotterdam|3511 LN Utrecht
        |3581 CX Utrecht|5611 EM Eindhoven|2011 RT Haarlem|6211 CJ Maastricht""",
}


def towns() -> tuple[Town, ...]:
    """Every town, the frequent ones twice."""
    found = []
    for head, listed in _TOWNS.items():
        country, language = head.split()
        for one in listed.split("|"):
            words = one.split()
            size = 2 if country == "NL" else 1
            found.append(Town(country, " ".join(words[:size]), " ".join(words[size:]), language))
    return tuple(found)


_STREETS = {
    "fr": """rue des Lilas|rue du Moulin|avenue des Acacias|rue de la Fontaine|boulevard des Platanes|rue des Tanneurs
        |impasse du Puits|rue du Marché|allée des Cerisiers|rue des Remparts|place du Lavoir|rue de la Source
        |chemin des Vignes|rue du Verger|quai des Mariniers|rue des Forges|passage du Cheval Blanc|rue des Peupliers""",
    "nl": """Kerkstraat|Molenweg|Lindelaan|Brugstraat|Kastanjelaan|Schoolstraat|Stationsplein|Visserskade|Veldweg
        |Bloemenstraat|Zandpad|Beukenlaan|Smidsestraat|Havenkaai|Tuinwijk|Eikendreef""",
}
_GIVEN = {
    "fr": """Claire|Ahmed|Sophie|Laurent|Nour|Gabriel|Monique|Théo|Aïcha|Jean-Luc|Léa|Patrick|Jeanne|Samir|Élise|Michel
        |Clara|Bernard|Fatima|Louis|Chantal|Adrien|Rose|Vincent|Mariam|Paul|Odile|Raphaël|Anaïs|Gérard|Victor|Simone""",
    "nl": """Jan|Anneke|Pieter|Fleur|Mohamed|Greet|Lars|Hilde|Bram|Sara|Johan|Lieve|Ruben|Mieke|Tom|Noor|Dirk|Els|Jeroen
        |Fien|Karel|Yara|Stijn|Roos""",
    "en": "Oliver|Grace|Daniel|Hannah|James|Priya|Edward|Alice",
}
_SURNAMES = {
    "fr": """Lambrecht|Fontanel|Mercadier|Roussillon|Delaporte|Benhaddou|Chevrier|Marchandeau|Villard|Poitevin|Traoré
        |Garancher|Lemonnier|Bressuire|Ouvrard|Castagnet|Duvivier|Sablon|Montfleury|Haffner|Kerjean|Auberive|Tissandier
        |Belkacem|Jolivard|Perrinot|Charbonnel|Vidalenc|Nguyen-Faure|Ravenel|Bouteiller|Lacombe-Roy""",
    "nl": """Janssens|Verhoeven|De Wilde|Vandenbroucke|Bakker|Van Houten|Dewaele|Mulders|Aerts|Hoekstra|Timmerman
        |Van den Heuvel|Lammens|De Ridder|Kramer|Cornelis|Schepers|Wouters|Van Loon|Goossens|El Fassi|Postma""",
    "en": "Whitcombe|Ashdown|Merrick|Okafor|Langford|Sinclair-Moore|Patel|Thornbury",
}


@dataclass(frozen=True, slots=True)
class Insured:
    """Somebody whose home was damaged; the telephone is in a range kept free for fiction, or of a form that nobody has."""

    given: str
    surname: str
    language: str
    telephone: str
    email: str
    street: str
    town: Town


def insured(town: Town, rng: Random) -> Insured:
    """A person in a town; now and then one who reads English."""
    language = "en" if rng.random() < 0.06 else town.language
    given, surname = rng.choice(_words(_GIVEN[language])), rng.choice(_words(_SURNAMES[language]))
    number = rng.randint(1, 180)
    street = rng.choice(_words(_STREETS[town.language]))
    return Insured(
        given=given,
        surname=surname,
        language=language,
        telephone=telephone(town.country, rng),
        email=address(given, surname),
        street=f"{number} {street}"
        if town.country == "FR" or town.language == "fr"
        else f"{street} {number}",
        town=town,
    )


def telephone(country: str, rng: Random) -> str:
    """A number that rings nowhere: France keeps 06 39 98 and 01 99 00 for fiction; elsewhere no number starts so."""
    pair = f"{rng.randint(0, 99):02d} {rng.randint(0, 99):02d}"
    match country:
        case "FR":
            return rng.choice((f"06 39 98 {pair}", f"01 99 00 {pair}"))
        case "BE":
            return f"0400 00 {pair}"
        case _:
            return f"06 00 00 {pair}"


def address(given: str, surname: str) -> str:
    """An e-mail address in the domain that is kept for tests."""
    plain = normalize("NFKD", f"{given}.{surname}".lower()).encode("ascii", "ignore").decode()
    return "".join(one for one in plain if one.isalnum() or one in ".-") + "@example.test"


def _words(listed: str) -> list[str]:
    return [one.strip() for one in listed.split("|")]
