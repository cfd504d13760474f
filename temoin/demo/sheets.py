"""The papers that go with a file: estimates, invoices, reports, as pages that say that they are specimens."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

PAGE = (1240, 1754)  # A4 at 150 points per inch
INK, PALE, BRAND = (34, 40, 44), (226, 230, 231), (11, 72, 84)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of words: heading, then rows of a table."""

    heading: str
    foot: str
    rows: tuple[tuple[str, str], ...]


_FOOT = {
    "fr": "Pièce d'exemple du monde de démonstration de Témoin : personnes et sociétés inventées.",
    "nl": "Voorbeeldstuk uit de demowereld van Témoin: verzonnen personen en bedrijven.",
}
_WORK = {
    "fr": (
        ("Protection du mobilier et des sols", "14,2 m²"),
        ("Dépose du support dégradé", "6,0 m²"),
        ("Traitement de la tache, impression", "14,2 m²"),
        ("Enduit et ponçage", "14,2 m²"),
        ("Peinture acrylique, deux couches", "14,2 m²"),
        ("Nettoyage et évacuation", "1 forfait"),
    ),
    "nl": (
        ("Bescherming van meubels en vloer", "14,2 m²"),
        ("Verwijderen van beschadigde ondergrond", "6,0 m²"),
        ("Vlekbehandeling en grondverf", "14,2 m²"),
        ("Plamuren en schuren", "14,2 m²"),
        ("Acrylverf, twee lagen", "14,2 m²"),
        ("Opruimen en afvoer", "1 forfait"),
    ),
}
_FOUND = {
    "fr": (
        ("Cause", "Fuite sur alimentation, réparée"),
        ("Pièce", "Séjour, 21 m²"),
        ("Support", "Plaque de plâtre peinte"),
        ("Surface touchée", "12,0 m²"),
        ("Taux d'humidité", "22 %"),
        ("Conclusion", "Dommages garantis, travaux proposés conformes"),
    ),
    "nl": (
        ("Oorzaak", "Lek in de leiding, hersteld"),
        ("Ruimte", "Woonkamer, 21 m²"),
        ("Ondergrond", "Geverfde gipsplaat"),
        ("Beschadigd", "12,0 m²"),
        ("Vochtgehalte", "22 %"),
        ("Besluit", "Schade gedekt, voorgestelde werken in orde"),
    ),
}
_CAR = {
    "fr": (
        ("Dépose et pose du bouclier avant", "1,8 h"),
        ("Redressage de l'aile avant gauche", "2,6 h"),
        ("Projecteur avant gauche, fourniture", "1 pièce"),
        ("Préparation et peinture, deux éléments", "4,5 h"),
        ("Ingrédients de peinture", "1 forfait"),
        ("Petites fournitures", "1 forfait"),
    ),
    "nl": (
        ("Voorbumper demonteren en monteren", "1,8 u"),
        ("Spatbord linksvoor uitdeuken", "2,6 u"),
        ("Koplamp linksvoor, levering", "1 stuk"),
        ("Voorbereiden en spuiten, twee delen", "4,5 u"),
        ("Lakproducten", "1 forfait"),
        ("Klein materiaal", "1 forfait"),
    ),
}
_SEEN = {
    "fr": (
        ("Véhicule vu", "À l'atelier, démonté"),
        ("Zone de choc", "Avant gauche"),
        ("Longerons", "Sans déformation"),
        ("Méthode", "Remplacement et peinture"),
        ("Immobilisation", "4 jours"),
        ("Conclusion", "Réparation conforme, montant admis"),
    ),
    "nl": (
        ("Voertuig gezien", "In de werkplaats, gedemonteerd"),
        ("Schadezone", "Linksvoor"),
        ("Langsliggers", "Niet vervormd"),
        ("Methode", "Vervangen en spuiten"),
        ("Stilstand", "4 dagen"),
        ("Besluit", "Herstelling in orde, bedrag aanvaard"),
    ),
}
_HEADINGS = {
    "estimate": {"fr": "Devis", "nl": "Offerte"},
    "invoice": {"fr": "Facture", "nl": "Factuur"},
    "report": {"fr": "Rapport d'expertise", "nl": "Expertiseverslag"},
    "proof": {"fr": "Attestation de réparation de la cause", "nl": "Bewijs van herstel van de oorzaak"},
    "car_estimate": {"fr": "Calcul de réparation", "nl": "Herstelberekening"},
    "car_invoice": {"fr": "Facture de réparation", "nl": "Herstelfactuur"},
    "car_report": {"fr": "Rapport de l'expert automobile", "nl": "Verslag van de auto-expert"},
    "signature": {"fr": "Quitus de fin de travaux", "nl": "Kwijting einde werken"},
}
_ROWS = {"report": _FOUND, "proof": _FOUND, "car_report": _SEEN, "car_estimate": _CAR, "car_invoice": _CAR}
KINDS = tuple(_HEADINGS)
LANGUAGES = ("fr", "nl")


def name(kind: str, language: str) -> str:
    """What the file is called."""
    return f"{_HEADINGS[kind][language]}.pdf"


def draw(kind: str, language: str) -> bytes:
    """One page as a PDF."""
    rows = _ROWS.get(kind, _WORK)
    image = _page(Sheet(_HEADINGS[kind][language], _FOOT[language], rows[language]))
    found = BytesIO()
    image.save(found, "PDF", resolution=150)
    return found.getvalue()


def _page(sheet: Sheet) -> Image.Image:
    image = Image.new("RGB", PAGE, "white")
    pen = ImageDraw.Draw(image)
    large, plain, small = (ImageFont.load_default(size) for size in (56, 28, 22))
    pen.rectangle((0, 0, PAGE[0], 26), fill=BRAND)
    pen.text((110, 130), sheet.heading, font=large, fill=BRAND)
    top = 300
    for index, (left, right) in enumerate(sheet.rows):
        if index % 2 == 0:
            pen.rectangle((90, top - 16, PAGE[0] - 90, top + 50), fill=PALE)
        pen.text((110, top), left, font=plain, fill=INK)
        pen.text((PAGE[0] - 110, top), right, font=plain, fill=INK, anchor="ra")
        top += 66
    pen.line([(90, top + 10), (PAGE[0] - 90, top + 10)], fill=BRAND, width=3)
    pen.text((110, PAGE[1] - 120), sheet.foot, font=small, fill=INK)
    return image
