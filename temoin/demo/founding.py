"""Organisations, people, firms with their trades and leave: what is there before the first claim."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.contrib.auth.hashers import make_password

from temoin.cover.models import AuthorityLimit
from temoin.demo import cast, estimates, firms
from temoin.demo.cast import House, Person
from temoin.demo.firms import Firm
from temoin.demo.places import ZONES, address
from temoin.engine.state import Actor
from temoin.network.models import Leave, Professional, Zone
from temoin.parties.models import Absence, Membership, Organisation, User
from temoin.parties.roles import Kind, Role

GREATER_PARIS = ("75", "92", "93", "94")
MACHINE = Actor(role="machine", name="Affectation zonale automatique", machine=True)


@dataclass
class Founded:
    """Organisations and people by short name (firms: by their own name), each person as he acts."""

    organisations: dict[str, Organisation] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    of_firm: dict[int, Actor] = field(default_factory=dict)  # by organisation id


def found(today: date) -> Founded:
    """Create everything, in a few bulk statements. Nothing may be there yet."""
    made = Founded()
    password = make_password(cast.PASSWORD)  # once: hashing is slow by design, and it is the same for all
    for house in cast.HOUSES:
        _house(made, house, password)
    Absence.objects.create(
        user=made.users["emily"],
        deputy=made.users["nadia"],
        from_on=today - timedelta(days=2),
        to_on=today + timedelta(days=5),
        reason="Congés",
    )
    _limits(made)
    estimates.price_lists(today)
    _firms(made, password, today)
    return made


def _house(made: Founded, house: House, password: str) -> None:
    organisation = Organisation.objects.create(
        kind=house.kind,
        name=house.name,
        code=house.code,
        email=address("contact", house.short),
        telephone=house.telephone,
        address=house.address,
        postcode=house.postcode,
        city=house.city,
        country=house.country,
        language=house.language,
        tier=house.tier,
    )
    made.organisations[house.short] = organisation
    users = User.objects.bulk_create(_user(one, password, organisation) for one in house.people)
    Membership.objects.bulk_create(
        Membership(user=user, organisation=organisation, role=person.role)
        for user, person in zip(users, house.people, strict=True)
    )
    for user, person in zip(users, house.people, strict=True):
        made.users[person.short] = user
        made.actors[person.short] = Actor(person.role.value, organisation.pk, user.pk, str(user))


def _user(person: Person, password: str, organisation: Organisation) -> User:
    runs_it = person.role is Role.ADMINISTRATOR
    return User(
        username=person.account,
        email=address(person.given, person.surname),
        password=password,
        first_name=person.given,
        last_name=person.surname,
        language=person.language,
        timezone=person.timezone,
        telephone=organisation.telephone,
        is_staff=runs_it,
        is_superuser=runs_it,
    )


def _limits(made: Founded) -> None:
    AuthorityLimit.objects.bulk_create(
        AuthorityLimit(insurer=made.organisations[house.short], loss_type=loss_type, amount=Decimal(amount))
        for house in cast.INSURERS
        for loss_type, amount in house.limits
    )


def _firms(made: Founded, password: str, today: date) -> None:
    known = firms.firms()
    organisations = Organisation.objects.bulk_create(
        _organisation(firm, index) for index, firm in enumerate(known)
    )
    users = User.objects.bulk_create(
        _contractor(firm, account(index), password) for index, firm in enumerate(known)
    )
    Membership.objects.bulk_create(
        Membership(user=user, organisation=organisation, role=Role.CONTRACTOR, is_manager=True)
        for user, organisation in zip(users, organisations, strict=True)
    )
    professionals = Professional.objects.bulk_create(
        Professional(
            organisation=organisation,
            trades=list(firm.trades),
            languages=["fr", "nl", "en"] if firm.country == "BE" else [firm.language, "en"],
            max_distance_km=firm.reach_km,
            capacity_per_week=firm.capacity,
            base_country=firm.country,
            base_postcode=firm.postcode,
        )
        for firm, organisation in zip(known, organisations, strict=True)
    )
    Zone.objects.bulk_create(
        Zone(professional=one, country=firm.country, prefix=prefix)
        for one, firm in zip(professionals, known, strict=True)
        for prefix in _prefixes(firm)
    )
    Leave.objects.bulk_create(_leaves(organisations, today))
    for firm, organisation, user in zip(known, organisations, users, strict=True):
        made.organisations[firm.name] = organisation
        made.users[firm.name] = user
        made.of_firm[organisation.pk] = Actor("contractor", organisation.pk, user.pk, str(user))


def account(index: int) -> str:
    """The account number of the firm at that place in the list."""
    return f"P-{5001 + index}"


def _organisation(firm: Firm, index: int) -> Organisation:
    pair = f"{index % 100:02d}"
    telephone = {"FR": f"01 99 00 5{index % 10} {pair}", "BE": f"0400 01 {pair} 00"}
    return Organisation(
        kind=Kind.CONTRACTOR,
        name=firm.name,
        email=address("bureau" if firm.language == "nl" else "atelier", f"p{5001 + index}"),
        telephone=telephone.get(firm.country, f"06 00 01 {pair} 00"),
        postcode=firm.postcode,
        city=firm.city,
        country=firm.country,
        language=firm.language,
    )


def _contractor(firm: Firm, number: str, password: str) -> User:
    return User(
        username=number,
        email=address(firm.given, firm.surname),
        password=password,
        first_name=firm.given,
        last_name=firm.surname,
        language=firm.language,
        timezone=ZONES[firm.country],
    )


def _prefixes(firm: Firm) -> tuple[str, ...]:
    return GREATER_PARIS if firm.postcode[:2] in GREATER_PARIS else (firm.postcode[:2],)


def _leaves(organisations: list[Organisation], today: date) -> list[Leave]:
    """Some firms are away today, some will be."""

    def leave(index: int, begins: int, lasts: int, reason: str) -> Leave:
        first = today + timedelta(days=begins)
        return Leave(
            organisation=organisations[index],
            from_on=first,
            until_on=first + timedelta(days=lasts),
            reason=reason,
        )

    return [
        leave(9, -3, 9, "Congés"),
        leave(28, -1, 6, "Formation"),
        leave(50, 5, 14, "Verlof"),
        leave(3, 12, 10, "Congés"),
    ]
