"""Sixty invented firms that repair: where they sit, what they can do, who answers the telephone."""

from __future__ import annotations

from dataclasses import dataclass

TRADES = {
    "pl": "plumbing",
    "ld": "leak_detection",
    "dr": "drying",
    "ps": "plastering",
    "pa": "painting",
    "fl": "flooring",
    "ti": "tiling",
    "ma": "masonry",
    "ro": "roofing",
    "jo": "joinery",
    "gl": "glazing",
    "lo": "locksmith",
    "el": "electricity",
    "he": "heating",
    "cl": "cleaning",
}


@dataclass(frozen=True, slots=True)
class Firm:
    """A contractor with one person who signs in; `reach_km` and `capacity` are those of `network.Professional`."""

    name: str
    country: str
    postcode: str
    city: str
    trades: tuple[str, ...]
    given: str
    surname: str
    language: str
    reach_km: int
    capacity: int


STAR, STAR_FLEMISH = "Atelier Bellanger", "Loodgieterij Van Acker"
"""The two firms that a visitor may sign in as: one works in French, one in Dutch."""

# name | country | postcode | town | trades | given name | surname | language
_LIST = """
Atelier Bellanger|FR|75011|Paris|pl ld dr pa fl|Marc|Bellanger|fr
Plomberie des Trois Ponts|FR|75013|Paris|pl he ld|Sonia|Abellan|fr
Couleurs Belleville|FR|75020|Paris|pa ps fl|Idriss|Camara|fr
Vitrerie Miroir d'Eau|FR|75015|Paris|gl jo|Lucie|Garnot|fr
Serrures Minuit|FR|75018|Paris|lo jo gl|Rachid|Oulmès|fr
Toits de Lutèce|FR|94300|Vincennes|ro ma|Étienne|Marsac|fr
Sols et Parquets Lenoir-Vidal|FR|92100|Boulogne-Billancourt|fl ti jo|Agathe|Lenoir|fr
Assèchement Rive Claire|FR|93100|Montreuil|dr ld cl|Nicolas|Pastor|fr
Carrelages Azulène|FR|94200|Ivry-sur-Seine|ti ma fl|Paulo|Ferreira-Lopes|fr
Plâtrerie Haute Façon|FR|92200|Neuilly-sur-Seine|ps pa ma|Guillaume|Perdriel|fr
Électricité Lampyre|FR|78000|Versailles|el he|Aurélie|Tissot|fr
Net et Clair Après-Sinistre|FR|91000|Évry-Courcouronnes|cl dr pa|Sabrina|Moulin|fr
Bâtisseurs de l'Ourcq|FR|93500|Pantin|ma ps ro|Milan|Kovac|fr
Peinture Sauvageon|FR|95000|Cergy|pa fl ps|Cédric|Sauvageon|fr
Dépannage Val de Marne Eau|FR|94000|Créteil|pl he ld|Mounir|Haddaji|fr
Maison Traboule|FR|69003|Lyon|pl ld he|Julien|Perrachon|fr
Enduits et Couleurs des Canuts|FR|69004|Lyon|pa ps fl|Manon|Buisset|fr
Verre et Serrure Fourvière|FR|69005|Lyon|gl lo jo|Stéphane|Morellon|fr
Carreleurs de la Saône|FR|69100|Villeurbanne|ti fl ma|Antonio|Rebelo|fr
Toitures et Séchage du Pilat|FR|69008|Lyon|ro dr cl el|Camille|Faugier|fr
Plomberie du Beffroi|FR|59800|Lille|pl he ld|Benoît|Delecroix|fr
Le Pinceau Flamand|FR|59000|Lille|pa ps fl|Amandine|Vanhoutte|fr
Couvreurs des Weppes|FR|59100|Roubaix|ro ma|Damien|Lecocq|fr
Nord Vitrage Clair|FR|59200|Tourcoing|gl lo jo|Mélanie|Duhamel|fr
Secours Assèchement Deûle|FR|59650|Villeneuve-d'Ascq|dr cl ti el|Jonathan|Wattrelot|fr
Sanitaire Cigogne|FR|67000|Strasbourg|pl he ld|Mathieu|Oberlin|fr
Colombages et Couleurs|FR|67200|Strasbourg|pa ps jo|Élodie|Schaeffner|fr
Toitures Grand Ried|FR|68000|Colmar|ro ma ti|Christophe|Muckensturm|fr
Vitrerie des Vosges Bleues|FR|68100|Mulhouse|gl lo fl|Nathalie|Riedinger|fr
Moselle Assèchement|FR|57000|Metz|dr pl cl pa el|Yves|Lorrach|fr
Plomberie Port de la Lune|FR|33000|Bordeaux|pl ld he|Xavier|Labadie|fr
Façade et Peinture Chartrons|FR|33300|Bordeaux|pa ps fl|Céline|Darrigade|fr
Menuiserie des Pins Hauts|FR|33600|Pessac|jo gl lo ro|Bastien|Lacoste-Prat|fr
Aquitaine Séchage et Carrelage|FR|33700|Mérignac|dr ti ma cl el|Inès|Etcheberry|fr
Hydro Calanques|FR|13006|Marseille|pl ld dr|Anthony|Garibaldo|fr
Peintres du Vieux Panier|FR|13002|Marseille|pa ps fl ti|Laetitia|Cassandri|fr
Clés et Toits de Provence|FR|13090|Aix-en-Provence|lo gl ro ma jo|Robin|Estelle|fr
Plomberie Île de Versailles|FR|44000|Nantes|pl he ld el|Erwan|Le Guennic|fr
Bretagne Sud Peinture|FR|44100|Nantes|pa ps fl cl|Maëlle|Kervadec|fr
Couverture et Vitrerie d'Erdre|FR|44300|Nantes|ro gl lo ti dr|Sylvain|Bodiguel|fr
Sanitaires du Sablon|BE|1000|Bruxelles|pl he ld|Didier|Lambotte|fr
Les Peintres d'Ixelles|BE|1050|Ixelles|pa ps fl|Salma|Bouazza|fr
Toitures Deux Tours|BE|1030|Schaerbeek|ro ma jo|Grégory|Collignon|fr
Vitres et Serrures Marolles|BE|1070|Anderlecht|gl lo el|Véronique|Stassart|fr
Séchage Cinquantenaire|BE|1040|Etterbeek|dr cl ti|Loïc|Wauthier|fr
Loodgieterij Van Acker|BE|9000|Gent|pl ld dr he|Wim|Van Acker|nl
Schilderwerken De Zwaan|BE|9050|Gent|pa ps fl|Ilse|Dhondt|nl
Dakwerken Kempenaer|BE|2000|Antwerpen|ro ma ti|Koen|Kempenaer|nl
Glas en Slot Antverpia|BE|2060|Antwerpen|gl lo jo|Youssef|Amrani|nl
Drogen en Poetsen Brugge|BE|8000|Brugge|dr cl el fl|Griet|Vermeersch|nl
Plomberie Bord de Meuse|BE|4000|Liège|pl he ld|Fabian|Renkin|fr
Façades du Pays Noir|BE|6000|Charleroi|pa ps ma fl|Laura|Delvigne|fr
Menuiserie Citadelle|BE|5000|Namur|jo gl lo ro|Olivier|Marchandise|fr
Ardenne Assèchement|BE|4020|Liège|dr ti cl el|Julie|Hardenne|fr
Loodgietersbedrijf De Gracht|NL|1012|Amsterdam|pl ld he|Bas|van der Gracht|nl
Schilders aan 't Spaarne|NL|1017|Amsterdam|pa ps fl cl|Femke|Zijlstra|nl
Dak en Droog Rotterdam|NL|3011|Rotterdam|ro dr ma cl|Rick|Hoogland|nl
Glaszetter Maasoever|NL|3012|Rotterdam|gl lo jo|Naima|El Idrissi|nl
Klus en Kraan Domstad|NL|3511|Utrecht|pl dr ti el he|Sander|Vermeulen|nl
Vloeren en Verf Eindhoven|NL|5611|Eindhoven|fl pa ps ti jo|Esther|Coolen|nl
"""


def firms() -> tuple[Firm, ...]:
    """All firms, in the order of their account numbers."""
    found = []
    for index, line in enumerate(_LIST.strip().splitlines()):
        name, country, postcode, city, trades, given, surname, language = line.split("|")
        star = name in (STAR, STAR_FLEMISH)
        found.append(
            Firm(
                name=name,
                country=country,
                postcode=postcode,
                city=city,
                trades=tuple(TRADES[one] for one in trades.split()),
                given=given,
                surname=surname,
                language=language,
                reach_km=60 if star else (35, 50, 80)[index % 3],
                capacity=40 if star else 8 + index * 7 % 9,
            )
        )
    return tuple(found)
