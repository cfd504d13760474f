"""Search by reference, number, plate, name, telephone or e-mail: prefix ranges that stay on their index."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from temoin.claims.models import Claim
from temoin.claims.normal import normal, word
from temoin.engine.model import Procedure
from temoin.engine.state import Entry

FOUND = 20
SHORTEST = 2
LAST = "\U0010ffff"  # sorts behind every text that begins with the prefix


def find(text: str) -> list[Claim]:
    """Claims that the scope shows and that begin with `text` in any searched column, at most FOUND, latest first.

    Ranges are used instead of LIKE: under row-level security a LIKE would leave its index.
    """
    begins = beginning(text)
    if not begins:
        return []
    found = Claim.objects.select_related("insurer").filter(begins)[
        :FOUND
    ]  # sorting first would leave the indexes
    return sorted(found, key=lambda claim: -claim.pk)


def beginning(text: str, before: str = "") -> Q:
    """The condition that any searched column begins with `text`; empty where it is too short. `before` leads to the claim."""
    asked = {"surname_n": normal(text), "email_n": text.strip().casefold()}
    begins = Q()
    for column in Claim.SEARCHED:
        prefix = asked.get(column, word(text))
        if len(prefix) >= SHORTEST:
            begins |= Q(**{f"{before}{column}__gte": prefix, f"{before}{column}__lt": prefix + LAST})
    return begins


def keep(claim: Claim, procedure: Procedure, entry: Entry) -> None:
    """Let the claim be found by what the entry says in a `searched` field."""
    for code, value in entry.facts.items():
        if code in procedure.fields and procedure.fields[code].searched:
            column = word(str(value or ""))[: Claim._meta.get_field("plate_n").max_length]
            Claim.objects.filter(pk=claim.pk).update(plate_n=column)
            claim.plate_n = column


def duplicates(
    *, surname: str, postcode: str, country: str, contract: str, phone: str, searched: Iterable[str] = ()
) -> list[Claim]:
    """Open claims that may be the same: the contract, the telephone, the name at that place, a `searched` field."""
    plates = [word(one) for one in searched if word(one)]
    asked = Q(plate_n__in=plates) if plates else Q()
    if word(contract):
        asked |= Q(contract_n=word(contract))
    if len(word(phone)) >= 6:
        asked |= Q(phone_n=word(phone))
    name = normal(surname)
    if len(name) >= SHORTEST and postcode:
        asked |= Q(country=country, postcode=postcode, surname_n__gte=name, surname_n__lt=name + LAST)
    if not asked:
        return []
    return list(Claim.objects.select_related("insurer").filter(asked).order_by("-opened_at")[:5])
