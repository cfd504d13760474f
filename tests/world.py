"""A small world for tests: the operator, an insurer, two contractors, an adjuster, a body shop, and claims opened by action."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

from temoin import clock
from temoin.claims import door, opening
from temoin.claims.models import Assignment, Claim
from temoin.cover.models import AuthorityLimit
from temoin.engine.state import Actor
from temoin.network.models import Professional
from temoin.parties.models import Membership, Organisation, User

PASSWORD = "un mot de passe long"
MACHINE = Actor(role="machine", name="Affectation automatique", machine=True)


@dataclass
class World:
    """Organisations and people by short name; `actor("bob")` acts as that person."""

    organisations: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)

    def actor(self, name: str) -> Actor:
        if name == "insured":
            return Actor(role="insured", name="Claire Lambrecht")
        membership = Membership.objects.get(user=self.people[name])
        return Actor(membership.role, membership.organisation_id, membership.user_id, str(membership.user))

    def id(self, name: str) -> int:
        return self.organisations[name].pk


def build() -> World:
    """The cast that every test shares: Alice handles, Dirk dispatches, Bob and Charlie repair homes, Carl cars."""
    world = World()
    firms = {
        "network": ("network", "Réseau Relais", "", "75008"),
        "az": ("insurer", "Azur Assurances", "AZ", "75009"),
        "meridia": ("insurer", "Meridia", "MER", "1000"),
        "bob": ("contractor", "Bob Plomberie", "", "75011"),
        "charlie": ("contractor", "Charlie Couleurs", "", "75012"),
        "expert": ("loss_adjuster", "Cabinet Vérité", "", "75010"),
        "carl": ("body_shop", "Garage Lambert", "", "75013"),
    }
    for name, (kind, title, code, postcode) in firms.items():
        country = "BE" if postcode == "1000" else "FR"
        world.organisations[name] = Organisation.objects.create(
            kind=kind,
            name=title,
            code=code,
            postcode=postcode,
            country=country,
            city="Paris" if country == "FR" else "Bruxelles",
            email=f"{name}@example.test",
            telephone="01 40 00 00 00",
        )
    for name in ("bob", "charlie"):
        Professional.objects.create(
            organisation=world.organisations[name],
            trades=["plumbing", "painting"],
            base_country="FR",
            base_postcode=world.organisations[name].postcode,
            capacity_per_week=20,
        )
    AuthorityLimit.objects.create(insurer=world.organisations["az"], amount=Decimal("1550.00"))
    people = {
        "alice": ("network", "case_handler", "Alice", "Handler"),
        "dirk": ("network", "dispatcher", "Dirk", "Dispatch"),
        "emma": ("network", "estimator", "Emma", "Mètre"),
        "max": ("network", "network_manager", "Max", "Manager"),
        "rita": ("network", "adjuster_relations", "Rita", "Relations"),
        "chloe": ("network", "customer_service", "Chloé", "Service"),
        "ari": ("network", "area_manager", "Ari", "Secteur"),
        "bob": ("bob", "contractor", "Bob", "Plombier"),
        "charlie": ("charlie", "contractor", "Charlie", "Couleur"),
        "ines": ("az", "insurer", "Inès", "Assureur"),
        "felix": ("expert", "loss_adjuster", "Félix", "Expert"),
        "carl": ("carl", "body_shop", "Carl", "Carrossier"),
        "greta": ("carl", "body_shop", "Greta", "Gérante"),
    }
    for number, (name, (firm, role, given, surname)) in enumerate(people.items(), start=1):
        user = User.objects.create_user(
            username=f"T-{number:05d}",
            email=f"{name}.personne@example.test",
            password=PASSWORD,
            first_name=given,
            last_name=surname,
        )
        world.people[name] = user
        Membership.objects.create(user=user, organisation=world.organisations[firm], role=role)
    return world


def open_claim(
    world: World, *, trades: tuple[str, ...] = ("plumbing",), procedure: str = "home_repair", **changes: Any
) -> Claim:
    """A water damage in Paris, with availabilities tomorrow and the day after."""
    at = clock.now().replace(hour=8, minute=0, second=0, microsecond=0)
    slots = tuple(
        ((at + timedelta(days=day)).isoformat(), (at + timedelta(days=day, hours=2)).isoformat())
        for day in (1, 2)
    )
    new = opening.NewClaim(
        **{
            "insurer": world.id("az"),
            "loss_type": "water_damage",
            "loss_on": clock.now().date() - timedelta(days=2),
            "insured_given": "Claire",
            "insured_surname": "Lambrecht",
            "insured_email": "claire@example.test",
            "insured_phone": "06 12 34 56 78",
            "street": "12 rue du Viaduc",
            "postcode": "75011",
            "city": "Paris",
            "country": "FR",
            "authority_limit": Decimal("1550.00"),
            "description": "Fuite de l'appartement du dessus, plafond du séjour.",
            "availabilities": slots,
            "handler": world.people["alice"].pk,
            **changes,
        }
    )
    return opening.open_claim(new, trades=trades, actor=world.actor("alice"), procedure=procedure)


def act(
    assignment: Assignment, action: str, actor: Actor, values: Mapping[str, Any] | None = None, **options: Any
) -> door.Happened:
    """Do an action; the assignment's row is read anew."""
    happened = door.act(
        assignment_id=assignment.pk, action=action, values=values or {}, actor=actor, **options
    )
    assignment.refresh_from_db()
    return happened


def offered(world: World, *names: str, **changes: Any) -> Assignment:
    """A new claim whose one assignment is offered to these firms."""
    assignment = open_claim(world, **changes).assignments.get()
    act(assignment, "offer", world.actor("dirk"), {"invited": tuple(world.id(name) for name in names)})
    return assignment


def assigned(world: World, name: str = "bob", **changes: Any) -> Assignment:
    """A new claim whose one assignment is given to a firm."""
    assignment = open_claim(world, **changes).assignments.get()
    act(assignment, "assign", world.actor("dirk"), {"contractor": world.id(name)})
    return assignment


def reviewed(world: World, job: Assignment, total: str) -> Assignment:
    """The job with an estimate on the estimator's desk."""
    now = clock.now()
    bob = world.actor("bob")
    act(job, "record_contact", bob, {"contacted_at": now, "visit_at": now + timedelta(days=1)})
    report = {
        "visit_done_at": now,
        "visit_minutes": 30,
        "damage_as_declared": True,
        "circumstance_as_declared": True,
        "works_can_be_planned": False,
    }
    act(job, "report_visit", bob, report)
    act(job, "submit_estimate", bob, {"estimate_total": Decimal(total), "estimate_file": ("x",)})
    return job


VEHICLE = {
    "smart": True,
    "plate": "AB-123-CD",
    "vin": "VF1RFB00X56123456",
    "vehicle_make": "Renault",
    "vehicle_model": "Clio",
    "vehicle_value": Decimal("12000.00"),
    "mileage": 48000,
    "deductible_amount": Decimal("250.00"),
    "recoverable_vat_pct": Decimal(0),
    "direct_payment": True,
    "payment_ceiling": Decimal("5000.00"),
    "mission_number": "AZ-2026-0815",
}
"""What an insurer says of a vehicle; who and when is added by `mission`."""

VIEWS = (
    "front_left",
    "front_right",
    "rear_left",
    "rear_right",
    "damage_near",
    "damage_far",
    "plate",
    "odometer",
    "vin",
)


def mission(world: World, claim: Mapping[str, Any] | None = None, **facts: Any) -> Assignment:
    """A Smart Expertise in Carl's mailbox, to be closed in three days; `facts` change the insurer's words.

    `claim` changes the claim itself.
    """
    today = clock.now().date()
    said = {
        **VEHICLE,
        "body_shop": world.id("carl"),
        "loss_adjuster": world.id("expert"),
        "close_by_on": today + timedelta(days=3),
        "first_registered_on": today - timedelta(days=4 * 365),
        **facts,
    }
    told: dict[str, Any] = {
        "loss_type": "collision",
        "description": "Aile avant gauche enfoncée.",
        "availabilities": (),
        **(claim or {}),
    }
    opened = open_claim(world, trades=("bodywork",), procedure="vehicle_expertise", facts=said, **told)
    return opened.assignments.get()


def closing(**changes: Any) -> dict[str, Any]:
    """A whole closing, as the form gives it: 1 500,00 € in all, every answer of the frame no."""
    return {
        "estimate_file": ("calcul",),
        "parts_amount": Decimal("600.00"),
        "labour_amount": Decimal("400.00"),
        "paint_amount": Decimal("200.00"),
        "small_parts_amount": Decimal("50.00"),
        "vat_amount": Decimal("250.00"),
        "estimate_total": Decimal("1500.00"),
        **{f"photo_{view}": ("photo",) for view in VIEWS},
        "mileage": 48010,
        "impact_zone": "front",
        **{
            f"frame_{one}": False
            for one in ("total_loss", "several_zones", "advice", "inspection", "on_site")
        },
        "immobilisation_days": 3,
        "recoverable_vat_pct": Decimal(0),
        "deductible_amount": Decimal("250.00"),
        **changes,
    }


def transmitted(world: World, job: Assignment | None = None, **changes: Any) -> Assignment:
    """A mission whose estimate Carl has closed and transmitted."""
    job = job or mission(world)
    act(job, "start_estimate", world.actor("carl"))
    act(job, "close_and_transmit", world.actor("carl"), closing(**changes))
    return job
