"""Ten thousand open claims to measure on: one opened by actions, the others copied from its rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.db import connection

from temoin import clock
from temoin.claims import door, opening
from temoin.claims.models import Assignment, Claim
from temoin.engine.state import Actor
from temoin.parties.models import Organisation

HANDLER = Actor(role="case_handler", name="bench")
DISPATCHER = Actor(role="dispatcher", name="bench")
NOTES = 28  # with the opening and the assigning: 30 entries on the claim that is read


@dataclass(frozen=True, slots=True)
class Population:
    """What the operations work on."""

    insurer: int
    contractor: int
    read: str  # reference of the claim with 30 entries


def new_claim(insurer: int, number: int = 0) -> opening.NewClaim:
    return opening.NewClaim(
        insurer=insurer,
        loss_type="water_damage",
        loss_on=clock.now().date(),
        insured_given="Claire",
        insured_surname=f"Mesure {number}",
        insured_phone=f"01 99 00 {number:06d}",
        street="1 rue du Banc",
        postcode="75011",
        city="Paris",
        country="FR",
        authority_limit=Decimal("1550.00"),
    )


def populate(claims: int) -> Population:
    """Make the organisations, the claim that is read, and `claims` copies of an open one."""
    insurer = Organisation.objects.create(kind="insurer", name="Bench insurer")
    contractor = Organisation.objects.create(
        kind="contractor", name="Bench contractor", email="b@example.test"
    )
    found = Population(insurer.pk, contractor.pk, _read_claim(insurer.pk, contractor.pk))
    template = opening.open_claim(
        new_claim(insurer.pk), trades=["plumbing"], actor=HANDLER, procedure="home_repair"
    )
    _copy(template.pk, claims)
    return found


def _read_claim(insurer: int, contractor: int) -> str:
    claim = opening.open_claim(
        new_claim(insurer, 1), trades=["plumbing"], actor=HANDLER, procedure="home_repair"
    )
    assignment = claim.assignments.get()
    values = {"contractor": contractor}
    door.act(assignment_id=assignment.pk, action="assign", values=values, actor=DISPATCHER)
    for number in range(NOTES - 1):
        note = {"comment": f"note {number}"}
        door.act(assignment_id=assignment.pk, action="add_note", values=note, actor=HANDLER)
    return claim.reference


def _copy(template: int, claims: int) -> None:
    """Copies by one statement a table; due dates are spread over the next 60 days, none of them past."""
    with connection.cursor() as cursor:
        columns = _columns(Claim._meta.db_table)
        changed = {
            "reference": "'B' || lpad(n::text, 9, '0')",
            "reference_n": "'b' || lpad(n::text, 9, '0')",
            "insured_surname": "'Mesure ' || n",
            "surname_n": "'mesure ' || n || ' claire'",
            "phone_n": "'0199' || lpad(n::text, 8, '0')",
        }
        cursor.execute(
            f"INSERT INTO claims_claim ({', '.join(columns)}) "  # noqa: S608
            f"SELECT {', '.join(changed.get(c, 'c.' + c) for c in columns)} "
            "FROM claims_claim c, generate_series(1, %s) n WHERE c.id = %s",
            [claims, template],
        )
        columns = _columns(Assignment._meta.db_table)
        changed = {
            "claim_id": "c.id",
            "due_at": "a.due_at + (c.id %% 86400) * interval '1 minute'",
            "next_alarm_at": "a.due_at + interval '61 days'",
        }
        cursor.execute(
            f"INSERT INTO claims_assignment ({', '.join(columns)}) "  # noqa: S608
            f"SELECT {', '.join(changed.get(c, 'a.' + c) for c in columns)} "
            "FROM claims_assignment a, claims_claim c WHERE a.claim_id = %s AND c.reference LIKE 'B%%'",
            [template],
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _columns(table: str) -> list[str]:
    with connection.cursor() as cursor:
        found = connection.introspection.get_table_description(cursor, table)
    return [column.name for column in found if column.name != "id"]


def make_due(number: int) -> None:
    """Let so many copied assignments be due since a second: their state says so, not only their row."""
    due_at = clock.now() - timedelta(seconds=1)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE claims_assignment SET next_alarm_at = %s, due_at = %s, "
            "state = jsonb_set(state, '{frames,0,due_at}', to_jsonb(%s::text)) WHERE id IN "
            "(SELECT id FROM claims_assignment WHERE next_alarm_at > now() + interval '50 days' "
            "ORDER BY id DESC LIMIT %s)",
            [due_at, due_at, due_at.isoformat(), number],
        )
