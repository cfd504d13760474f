"""Invented vehicle missions, as an insurer's system would give them: plausible, and about nobody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

Firms = Sequence[Mapping[str, Any]]
LETTERS = "ABCDEFGHJKLMNPQRSTVWXYZ"  # of French plates: no I, O, U
IN_VINS = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"  # no I, O, Q
VEHICLES = (  # make, its letters in a VIN, models, value when new in euros
    ("Renault", "VF1", ("Clio", "Mégane", "Captur", "Scénic"), 24_000),
    ("Peugeot", "VF3", ("208", "308", "2008", "3008"), 26_000),
    ("Citroën", "VF7", ("C3", "C4", "Berlingo"), 22_000),
    ("Volkswagen", "WVW", ("Polo", "Golf", "T-Roc"), 29_000),
    ("BMW", "WBA", ("118i", "320d", "X1"), 42_000),
    ("Opel", "W0L", ("Corsa", "Astra", "Mokka"), 23_000),
)
PLACES = (  # country, postcode, town, street
    ("FR", "75011", "Paris", "rue de la Roquette"),
    ("FR", "69003", "Lyon", "avenue Lacassagne"),
    ("FR", "59000", "Lille", "rue Solférino"),
    ("BE", "1050", "Ixelles", "chaussée de Wavre"),
    ("BE", "4000", "Liège", "rue Saint-Gilles"),
    ("BE", "9000", "Gent", "Kortrijksesteenweg"),
)
OWNERS = (
    ("Claire", "Lambrecht"), ("Hugo", "Marchand"), ("Nadia", "Benali"), ("Wout", "Peeters"), ("Louise", "Fontaine"),
    ("Karim", "Haddad"), ("Sofie", "De Smet"), ("Jean", "Collard"),
)  # fmt: skip
LOSSES = (
    ("collision", "Choc avant gauche à un carrefour, aile et phare enfoncés."),
    ("parking_damage", "Porte arrière droite rayée sur un parking, auteur inconnu."),
    ("hail", "Toit et capot marqués par la grêle."),
    ("vandalism", "Rétroviseur arraché et portière rayée pendant la nuit."),
    ("animal", "Sanglier percuté, pare-chocs et calandre cassés."),
)


def mission(rng: Random, today: date, *, number: str, firms: Mapping[str, Firms]) -> dict[str, Any]:
    """The body of `POST claims`; `number` is the insurer's own, `firms` those of the network by kind, as the API lists them."""
    make, start, models, new_value = rng.choice(VEHICLES)
    country, postcode, city, street = rng.choice(PLACES)
    (given, surname), (loss, words) = rng.choice(OWNERS), rng.choice(LOSSES)
    years = rng.randint(0, 12)
    language = "nl" if postcode == "9000" else "fr"
    return {
        "procedure": "vehicle_expertise",
        "trade": "bodywork",
        "loss_type": loss,
        "loss_on": (today - timedelta(days=rng.randint(0, 6))).isoformat(),
        "description": words,
        "insurer_claim_number": number,
        "contract_number": f"AUTO-{rng.randint(100_000, 999_999)}",
        "insured_given": given,
        "insured_surname": surname,
        "insured_email": f"{number.lower()}@example.test",
        "insured_language": language,
        "street": f"{rng.randint(1, 180)} {street}",
        "postcode": postcode,
        "city": city,
        "country": country,
        "values": {
            **{kind: named(rng.choice(listed)) for kind, listed in firms.items()},
            "mission_number": number,
            "smart": True,
            "close_by_on": (today + timedelta(days=rng.randint(2, 7))).isoformat(),
            "plate": plate(rng, country),
            "vin": start + "".join(rng.choice(IN_VINS) for _ in range(14)),
            "vehicle_make": make,
            "vehicle_model": rng.choice(models),
            "first_registered_on": (today - timedelta(days=365 * years + rng.randint(30, 330))).isoformat(),
            "vehicle_value": f"{round(new_value * 0.86**years, -2):.2f}",
            "mileage": years * 14_000 + rng.randint(500, 14_000),
            "deductible_amount": rng.choice(("0.00", "150.00", "250.00", "400.00")),
            "recoverable_vat_pct": rng.choice(("0", "0", "0", "50", "100")),
            "direct_payment": True,
            "payment_ceiling": rng.choice(("3000.00", "5000.00", "7500.00")),
        },
    }


def named(firm: Mapping[str, Any]) -> Any:
    """A firm as the API takes it: by its code in the network, else by its id."""
    return {"code": firm["code"]} if firm["code"] else firm["id"]


def plate(rng: Random, country: str) -> str:
    """A plate as it is written in France since 2009, or in Belgium since 2010."""

    def letters(count: int) -> str:
        return "".join(rng.choice(LETTERS) for _ in range(count))

    if country == "BE":
        return f"{rng.randint(1, 2)}-{letters(3)}-{rng.randint(1, 999):03d}"
    return f"{letters(2)}-{rng.randint(1, 999):03d}-{letters(2)}"
