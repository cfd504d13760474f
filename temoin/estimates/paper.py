"""The PDF of a version, in the language of the insured."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from temoin.claims.models import Assignment
from temoin.documents.making import make_pdf
from temoin.estimates.assembly import Assembled, SetLine, day_of
from temoin.estimates.models import Kind, Version
from temoin.estimates.models.line import Cover, LineState, Section
from temoin.estimates.models.price_item import Unit
from temoin.parties.models import Organisation
from temoin.ui import formats

TEMPLATE = "estimates/typst/estimate.typ"


def pdf(found: Assignment, made: Assembled, version: Version) -> bytes:
    """The version as PDF/A; the same version gives the same bytes."""
    with translation.override(found.claim.insured_language):
        return make_pdf(TEMPLATE, data(found, made, version))


def data(found: Assignment, made: Assembled, version: Version) -> dict[str, Any]:
    """Everything printed, as texts of the active language."""
    claim = found.claim
    author = Organisation.objects.filter(pk=version.organisation_id or 0).first()
    network = Organisation.objects.filter(kind="network").order_by("pk").first()

    def money(amount: Decimal) -> str:
        return formats.money(amount, version.currency)

    on = day_of(claim, version.created_at)
    return {
        "language": claim.insured_language,
        "made_at": version.created_at.isoformat(),
        "head": {
            "network": network.name if network else "",
            "title": title(Kind(version.kind), version.number),
            "reference": _("Claim %(claim)s, assignment no. %(number)s")
            % {"claim": claim.reference, "number": found.number},
            "place": formats.day(on, formats.Style.LONG),
        },
        "facts": _facts(found, made, author),
        "rooms": _rooms(made, money),
        "comment": version.comment,
        "groups": [
            [_group(one.category, one.rate), money(one.net), money(one.vat)] for one in made.sums.groups
        ],
        "totals": _totals(made, money),
        "mentions": sorted({one.vat.mention for one in made.lines if one.vat.mention}),
        "digest": version.digest,
        "words": _words(),
    }


def title(kind: Kind, number: int) -> str:
    """`Devis, version 2`."""
    match kind:
        case Kind.CONTRACTOR:
            return _("Estimate, version %(number)s") % {"number": number}
        case Kind.COMPARATIVE:
            return _("Comparative estimate, version %(number)s") % {"number": number}
        case Kind.ADJUSTER:
            return _("Adjuster's figures, version %(number)s") % {"number": number}
        case Kind.NETWORK:
            return _("Estimate as studied, version %(number)s") % {"number": number}


def quantity(value: Decimal, unit: str) -> str:
    """`31 m²`."""
    return f"{formats.number(value.normalize())} {Unit(unit).label}"


def _facts(found: Assignment, made: Assembled, author: Organisation | None) -> list[list[str]]:
    claim = found.claim
    facts = [
        [_("Insured"), claim.insured_name],
        [_("Place"), f"{claim.street}, {claim.postcode} {claim.city}"],
        [_("Insurer"), f"{claim.insurer.name} {claim.insurer_claim_number}".strip()],
    ]
    if author is not None:
        facts.insert(0, [_("Made by"), f"{author.name}, {author.city}".strip(", ")])
    facts += _calculation(made.content.calculation)
    if made.price_list is not None:
        facts.append([_("Price list"), str(made.price_list)])
    return facts


def _calculation(header: Mapping[str, Any]) -> list[list[str]]:
    """What the file that the lines were read from says of itself, and of the thing repaired."""
    if not header:
        return []
    vehicle, on = header["vehicle"], header["date"]
    said = [
        header["system"],
        header["number"],
        formats.day(date.fromisoformat(on), formats.Style.LONG) if on else "",
    ]
    thing = [f"{vehicle['make']} {vehicle['model']}".strip(), vehicle["plate"], vehicle["vin"]]
    if vehicle["mileage"] is not None:
        thing.append(f"{formats.number(vehicle['mileage'])}\u00a0km")
    rows = [[_("Calculation"), ", ".join(filter(None, said))], [_("Vehicle"), ", ".join(filter(None, thing))]]
    return [row for row in rows if row[1]]


def _rooms(made: Assembled, money: Any) -> list[dict[str, Any]]:
    """The lines by room or by section; a section says what it adds up to."""
    places: dict[tuple[str, str], list[SetLine]] = {}
    for one in made.lines:
        places.setdefault((one.line.section, one.line.room), []).append(one)
    return [
        {
            "name": str(Section(section).label).capitalize() if section else room,
            "amount": money(sum((one.amount for one in lines), Decimal(0))) if section else "",
            "lines": [_row(one, money) for one in lines],
        }
        for (section, room), lines in places.items()
    ]


def _row(one: SetLine, money: Any) -> dict[str, str]:
    line = one.line
    below = [line.measured and f"{line.measured} = {formats.number(line.quantity.normalize())}"]
    if one.item is None and line.off_list_reason:
        below.append(_("off list: %(why)s") % {"why": line.off_list_reason})
    if line.discount_pct:
        below.append(_("discount %(pct)s %%") % {"pct": formats.number(line.discount_pct.normalize())})
    if line.wear_pct:
        below.append(_("wear %(pct)s %%") % {"pct": formats.number(line.wear_pct.normalize())})
    if line.cover != Cover.COVERED:
        below.append(str(Cover(line.cover).label))
    if line.state and line.state != LineState.KEPT:
        below.append(f"{LineState(line.state).label} : {line.reason}")
    if line.answer:
        below.append(_("answer: %(answer)s") % {"answer": line.answer})
    return {
        "code": one.item.code if one.item else line.code,
        "description": line.description,
        "below": " · ".join(text for text in below if text),
        "quantity": quantity(line.quantity, line.unit),
        "price": money(line.unit_price),
        "vat": _group(one.vat.category, one.vat.rate),
        "amount": money(one.amount),
    }


def _group(category: str, rate: Decimal) -> str:
    return f"{formats.number(rate.normalize())} %" if category == "S" else f"{category} 0 %"


def _totals(made: Assembled, money: Any) -> list[list[str]]:
    sums = made.sums
    rows = [
        [_("Total excl. VAT"), money(sums.net)],
        [_("VAT"), money(sums.vat)],
        [_("Total incl. VAT"), money(sums.gross)],
    ]
    for label, amount in (
        (_("Not covered"), sums.not_covered),
        (_("Betterment"), sums.betterment),
        (_("Wear"), sums.wear),
    ):
        if amount:
            rows.append([label, money(amount)])
    return rows


def _words() -> dict[str, str]:
    return {
        "work": _("Work"),
        "quantity": _("Quantity"),
        "price": _("Unit price"),
        "vat": _("VAT"),
        "amount": _("Amount excl. VAT"),
        "base": _("Excl. VAT"),
        "no_room": _("Without a room"),
        "comment": _("Comment"),
        "digest": _("Digest (SHA-256)"),
        "signature": _("Date and signature of the client, for agreement"),
    }
