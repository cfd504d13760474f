"""Estimates with lines, handed in by Bob and ready to be studied; the adjuster's figures beside them where asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from temoin import clock
from temoin.claims.models import Assignment
from temoin.estimates import versions
from temoin.estimates.content import Content, NewLine
from temoin.estimates.models import Kind, Line, Version
from temoin.estimates.study import deciding, decisions
from temoin.estimates.study.decisions import Choice
from temoin.estimates.vat import Dwelling
from tests import world as cast

HOUSE = Dwelling(first_occupied=1987, private_use=True, new_building=False)
D = Decimal
PROTECT = NewLine(
    description="Protection",
    room="Séjour",
    quantity=D(1),
    unit="forfait",
    unit_price=D("85.00"),
    off_list_reason="forfait",
)
PAINT = NewLine(
    description="Peinture",
    room="Séjour",
    quantity=D(31),
    unit="m2",
    unit_price=D("13.90"),
    measured="6,2 × 5",
    off_list_reason="teinte",
)
SKIRTING = NewLine(
    description="Plinthe chêne",
    room="Séjour",
    quantity=D("6.5"),
    unit="m",
    unit_price=D("21.20"),
    off_list_reason="fournisseur",
)
LINES = (PROTECT, PAINT, SKIRTING)  # 85,00 + 430,90 + 137,80 = 653,70; 719,07 with 10 % of VAT
ADJUSTER = (
    NewLine(description="Protection", room="Séjour", quantity=D(1), unit="forfait", unit_price=D("85.00")),
    NewLine(description="Peinture", room="Séjour", quantity=D(26), unit="m2", unit_price=D("12.40")),
    NewLine(description="Déplacement", room="", quantity=D(1), unit="forfait", unit_price=D("40.00")),
)


def to_submit(world: cast.World, **changes: Any) -> Assignment:
    """An assignment of Bob's whose estimate is awaited."""
    return visited(world, cast.offered(world, "bob", **changes))


def visited(world: cast.World, one: Assignment) -> Assignment:
    """Bob takes the job offered to him, visits, and announces an estimate."""
    when = clock.now() + timedelta(days=1)
    cast.act(one, "take_charge", world.actor("bob"), {"needs_visit": True, "visit_at": when})
    report = {
        "visit_done_at": clock.now(),
        "visit_minutes": 30,
        "damage_as_declared": True,
        "circumstance_as_declared": True,
        "works_can_be_planned": False,
    }
    cast.act(one, "report_visit", world.actor("bob"), report)
    return one


def submit(world: cast.World, one: Assignment, lines: tuple[NewLine, ...] = LINES) -> Version:
    """Bob's estimate with lines."""
    content = Content(kind=Kind.CONTRACTOR, lines=lines, dwelling=HOUSE)
    versions.with_action(
        assignment_id=one.pk, action="submit_estimate", values={}, content=content, actor=world.actor("bob")
    )
    one.refresh_from_db()
    return Version.objects.filter(assignment=one, kind=Kind.CONTRACTOR).latest("number")


def to_study(world: cast.World, lines: tuple[NewLine, ...] = LINES, **changes: Any) -> Assignment:
    """An estimate of 719,07 € that lies with the estimator."""
    one = to_submit(world, **changes)
    submit(world, one, lines)
    return one


def adjuster_says(world: cast.World, one: Assignment, lines: tuple[NewLine, ...] = ADJUSTER) -> Version:
    """The adjuster's figures, entered by the network."""
    content = Content(kind=Kind.ADJUSTER, lines=lines, dwelling=HOUSE)
    return versions.enter(assignment_id=one.pk, content=content, actor=world.actor("felix"))


def lines_of(one: Assignment, kind: Kind = Kind.CONTRACTOR) -> list[Line]:
    """The lines of the latest version of a kind."""
    return list(Version.objects.filter(assignment=one, kind=kind).latest("number").lines.all())


def form(one: Assignment, do: str, **decided: str) -> dict[str, str]:
    """What the study's form sends: `l2="ask:Pourquoi ?"` by the line's position; the others are kept."""
    version = Version.objects.filter(assignment=one, kind=Kind.CONTRACTOR).latest("number")
    data = {"version": str(version.number), "seen": str(one.moved_seq), "do": do}
    for line in version.lines.all():
        choice, _colon, rest = decided.get(f"l{line.position}", "keep").partition(":")
        data[f"d-{line.pk}"] = choice
        if choice == "reduce":
            data[f"q-{line.pk}"], data[f"p-{line.pk}"], data[f"r-{line.pk}"] = rest.split("|")
        else:
            data[f"r-{line.pk}"] = rest
    return data


def reduced(world: cast.World, one: Assignment) -> None:
    """The estimator takes the first line as it is, less of the second, and refuses the third."""
    version = Version.objects.filter(assignment=one, kind=Kind.CONTRACTOR).latest("number")
    lines = list(version.lines.all())
    second = replace(
        decisions.kept(lines[1]), choice=Choice.REDUCE, quantity=D(26), reason="26 m² au rapport"
    )
    third = replace(decisions.kept(lines[2]), choice=Choice.REFUSE, reason="Hors sinistre")
    decided = {lines[0].pk: decisions.kept(lines[0]), lines[1].pk: second, lines[2].pk: third}
    deciding.agree(
        deciding.Study(
            assignment_id=one.pk, number=version.number, decisions=decided, actor=world.actor("emma"), seen=None,
            taken="–", summary="Deux lignes",
        )
    )  # fmt: skip
    one.refresh_from_db()
