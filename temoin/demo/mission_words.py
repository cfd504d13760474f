"""What is written about damaged vehicles, in French and in Dutch."""

from __future__ import annotations

from random import Random

from temoin.demo.scene import Moment

_SAYINGS: dict[str, tuple[str, str]] = {
    # key: French variants, Dutch variants, separated by |
    "advice": (
        "Longeron à contrôler au marbre : l'avis de l'expert est souhaité.",
        "Langsligger na te meten op de richtbank: advies van de expert gewenst.",
    ),
    "supplement": (
        "Traverse pliée, invisible avant la dépose du bouclier.|Faisceau du projecteur arraché, découvert au démontage.",
        "Dwarsbalk geplooid, pas zichtbaar na demontage van de bumper.",
    ),
    "total_loss": (
        "Longerons et habitacle touchés, airbags déclenchés.|Bloc moteur reculé, châssis vrillé.",
        "Langsliggers en kooi geraakt, airbags afgegaan.",
    ),
    "finding": (
        "Dégâts conformes à la déclaration ; méthode de réparation admise.|Vu le véhicule : remplacement de l'aile justifié.",
        "Schade zoals aangegeven; herstelmethode aanvaard.",
    ),
    "wreck": (
        "Réparation au-delà de la valeur du véhicule : perte totale économique.",
        "Herstelling boven de waarde van het voertuig: economisch totaal verlies.",
    ),
    "completion": (
        "Merci de joindre une photo nette du longeron et de détailler le temps de peinture.",
        "Graag een scherpe foto van de langsligger en detail van de lakuren.",
    ),
    "reason_abandon": (
        "Le client fait réparer ailleurs.|Pas de place à l'atelier avant trois semaines.",
        "De klant laat elders herstellen.|Geen plaats in de werkplaats voor drie weken.",
    ),
    "reason_cancel": ("Mission donnée deux fois.", "Opdracht tweemaal gegeven."),
    "refused_payment": (
        "La facture ne porte pas le numéro de la mission.",
        "Het opdrachtnummer ontbreekt op de factuur.",
    ),
    "held": ("Quittance de la franchise attendue.", "Bewijs van de vrijstelling verwacht."),
    "taken_back": (
        "Pare-chocs facturé neuf, pièce de réemploi posée.",
        "Bumper nieuw gefactureerd, gebruikt onderdeel gemonteerd.",
    ),
    "shop_asks": (
        "Bonjour, le véhicule est à l'atelier depuis ce matin : quand pensez-vous pouvoir regarder le devis ?",
        "Goedendag, de wagen staat sinds vanmorgen bij ons: wanneer kunt u het bestek bekijken?",
    ),
    "adjuster_answers": (
        "Bonjour, je le regarde cet après-midi et je vous appelle en cas de doute.",
        "Goedendag, ik bekijk het vanmiddag en bel u bij twijfel.",
    ),
    "owner_asks": (
        "Bonjour, savez-vous quand ma voiture sera prête ?",
        "Goedendag, weet u wanneer mijn wagen klaar is?",
    ),
    "damage": (
        "Choc avant gauche à un carrefour, aile et phare touchés.|Accrochée en stationnement, bouclier enfoncé.|Percutée à l'arrêt par l'arrière.",
        "Aanrijding linksvoor op een kruispunt, spatbord en koplamp geraakt.|Geraakt op de parking, bumper ingedeukt.",
    ),
}


def say(key: str, m: Moment) -> str:
    """One of the ways to say it; whoever does not write Dutch writes French."""
    return drawn(key, m.scene.writes, m.rng)


def drawn(key: str, language: str, rng: Random) -> str:
    """The same without a moment."""
    french, dutch = _SAYINGS[key]
    return rng.choice((dutch if language == "nl" else french).split("|"))
