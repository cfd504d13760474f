"""What is signed: the supply-choice form and the reception report, in words, for the page and for the paper alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from babel.dates import format_date
from django.utils import timezone
from django.utils.translation import gettext as _

from temoin.claims import reservations
from temoin.claims.history import Current
from temoin.claims.reservations import Reservation
from temoin.claims.sentences import said
from temoin.journal.models import JournalEntry
from temoin.parties.models import Organisation
from temoin.ui import formats

Pairs = list[tuple[str, str]]
SUPPLIES = ("sign_supply_choice", "sign_supply_choice_on_site")
ON_SITE = ("sign_supply_choice_on_site", "sign_on_site")
RECEPTION = ("sign", "sign_on_site", "make_reservations")
AGREED = dict.fromkeys(SUPPLIES, "supply_agreed") | {
    "sign": "works_agreed",
    "sign_on_site": "works_agreed",
    "make_reservations": "reservations_agreed",
}
"""The field whose label is the sentence that is agreed to, by action."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper in the reader's language: what it is, what it says, and the reservations that stand in it."""

    code: str  # supplies | reception
    title: str
    facts: Pairs
    reservations: list[Reservation]
    ends: str  # what follows from it


def paper(now: Current, rows: Sequence[JournalEntry], action: str, at: datetime) -> Paper | None:
    """The paper that an action signs; None for all others. `at` is when it takes effect."""
    if action in SUPPLIES:
        return _supplies(now)
    return _reception(now, rows, action, at) if action in RECEPTION else None


def supplement(now: Current) -> Decimal:
    """What the insured pays himself of the supplies that he chose."""
    price, covered = now.state.facts.get("supply_price"), now.state.facts.get("supply_covered")
    return max((price or Decimal(0)) - (covered or Decimal(0)), Decimal("0.00"))


def _supplies(now: Current) -> Paper:
    return Paper(
        "supplies",
        _("Supply-choice form"),
        [*_where(now), *chosen(now)],
        [],
        _("The supplies are ordered and the works begin only once this form is signed."),
    )


def chosen(now: Current) -> Pairs:
    """What the insured chose: what it is, what is covered, what he pays himself."""
    facts, currency = now.state.facts, now.claim.currency
    own = _own(supplement(now), currency)
    names = ("supply_product", "supply_brand", "supply_reference", "supply_finish", "supply_quantity")
    about = [(_label(now, name), str(facts[name])) for name in names if facts.get(name)]
    money = [
        (_label(now, name), formats.money(facts.get(name), currency))
        for name in ("supply_price", "supply_covered")
        if facts.get(name) is not None
    ]
    more: Pairs = [(_("You pay yourself"), own)]
    if facts.get("supply_week"):
        more.append((_label(now, "supply_week"), str(facts["supply_week"])))
    if facts.get("supply_samples") is not None:
        more.append((_label(now, "supply_samples"), _("yes") if facts["supply_samples"] else _("no")))
    return [*about, *money, *more]


def _own(amount: Decimal, currency: str) -> str:
    return formats.money(amount, currency) if amount else _("nothing")


def _reception(now: Current, rows: Sequence[JournalEntry], action: str, at: datetime) -> Paper:
    found = reservations.of(rows, now.assignment.number)
    with_reservations = action == "make_reservations"
    facts = now.state.facts
    works: Pairs = []
    if isinstance(facts.get("started_at"), datetime):
        works.append((_("Works begun on"), dated(_local(facts["started_at"]))))
    if isinstance(facts.get("completed_on"), date):
        works.append((_("Works finished on"), dated(facts["completed_on"])))
    estimate = _last(now, rows, "submit_estimate")
    if estimate is not None:
        works.append((_("Estimate of"), dated(_local(estimate.occurred_at))))
    done = _last(now, rows, "complete_works")
    remarks = done.data["values"].get("remarks", "") if done is not None else ""
    if remarks:
        works.append((_("Remarks of the professional"), remarks))
    works.append((_("Photos"), _photos(now)))
    received = _("with reservations") if with_reservations else _("without reservations")
    works.append((_("The works are received"), received))
    ends = _("The legal warranties run from %(day)s, the day of this reception.") % {"day": dated(_local(at))}
    return Paper("reception", _("Reception report of the works"), [*_where(now), *works], found, ends)


def _where(now: Current) -> Pairs:
    """Whose works they are, where, by whom."""
    claim = now.claim
    firm = now.assignment.contractor
    name = Organisation.objects.filter(pk=firm).values_list("name", flat=True).first() if firm else None
    trade = now.procedure.fields["trade"].choices.get(now.assignment.trade)
    return [
        (_("Insured"), claim.insured_name),
        (_("Place of the works"), f"{claim.street}, {claim.postcode} {claim.city}"),
        (_("Contractor"), name or ""),
        (_("Insurer"), claim.insurer.name),
        (_("Trade"), f"{said(trade)} (N°{now.assignment.number})"),
    ]


def _photos(now: Current) -> str:
    counted = [len(now.state.facts.get(name) or ()) for name in ("photos_before", "photos_after")]
    before = _("%(n)d before") % {"n": counted[0]}
    after = _("%(n)d after") % {"n": counted[1]}
    return f"{before}, {after}"


def _last(now: Current, rows: Sequence[JournalEntry], action: str) -> JournalEntry | None:
    number = now.assignment.number
    return next(
        (row for row in reversed(rows) if row.action == action and row.assignment_number == number), None
    )


def _label(now: Current, code: str) -> str:
    return said(now.procedure.fields[code].label)


def dated(on: date) -> str:
    """With its year, whatever year it is: a paper is read later."""
    return str(format_date(on, "long", locale=formats.locale()))


def _local(at: datetime) -> date:
    return timezone.localtime(at).date()


def agreed(now: Current, action: str) -> tuple[str, dict[str, str]]:
    """The field of the sentence that was agreed to, and its words in every language; nothing where none is asked."""
    code = AGREED.get(action, "")
    field: Any = now.procedure.fields.get(code)
    return code, dict(field.label) if field is not None else {}
