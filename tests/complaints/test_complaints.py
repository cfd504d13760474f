"""Complaints over HTTP: the register, the card on the file, what is frozen, what the insured reads; site checks."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from temoin import clock
from temoin.claims import scope, sweep
from temoin.claims.models import Assignment, Claim
from temoin.complaints.models import Complaint
from temoin.complaints.register import Standing, standing
from temoin.documents import storage
from temoin.documents.models import Document, Visibility
from temoin.documents.storage import Part
from temoin.journal.models import JournalEntry
from temoin.messages.models import Mail
from temoin.parties import links
from temoin.parties.models import User
from tests import world as cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> cast.World:
    return cast.build()


def signed_in(world: cast.World, name: str) -> Client:
    User.objects.filter(pk=world.people[name].pk).update(language="en")
    world.people[name].refresh_from_db()
    client = Client()
    client.force_login(world.people[name])
    return client


def complained(world: cast.World, text: str = "Personne n'appelle") -> Assignment:
    assignment = cast.assigned(world)
    cast.act(assignment, "open_complaint", world.actor("insured"), {"complaint_about": text})
    return assignment


def read(client: Client, name: str, *args: Any) -> str:
    return str(client.get(reverse(name, args=args)).content.decode())


# ---- the register


def test_a_complaint_stands_in_the_register_with_who_of_what_and_both_terms(world: cast.World) -> None:
    assignment = complained(world)
    one = Complaint.objects.get()
    assert (one.complainant, one.about, one.step) == ("insured", "Personne n'appelle", "contact_for_estimate")
    assert one.acknowledge_due_at < one.answer_due_at
    page = read(signed_in(world, "chloe"), "desk:complaints")
    assert assignment.claim.reference in page
    assert "Contact the client for the estimate" in page
    assert page.count("Running") == 2


def test_it_is_acknowledged_and_answered_by_letter_and_leaves_the_open_ones(world: cast.World) -> None:
    assignment = complained(world)
    chloe = world.actor("chloe")
    cast.act(assignment, "acknowledge_complaint", chloe)
    answer = {"complaint_finding": "partly", "complaint_outcome": "Un geste est fait."}
    cast.act(assignment, "resolve_complaint", chloe, answer)
    mails = Mail.objects.filter(to_email="claire@example.test").order_by("pk")
    codes = list(mails.values_list("code", flat=True))
    assert codes[-3:] == ["complaint_opened", "complaint_acknowledged", "complaint_answered"]
    assert "Un geste est fait." in mails.last().body  # type: ignore[union-attr]
    one = Complaint.objects.get()
    assert one.acknowledged_at is not None
    assert (one.answered_at, one.closed_at, one.finding) == (one.answered_at, one.answered_at, "partly")
    client = signed_in(world, "chloe")
    assert assignment.claim.reference not in read(client, "desk:complaints")
    everything = client.get(reverse("desk:complaints"), {"etat": "toutes"}).content.decode()
    assert everything.count("In time") == 2


def test_an_insurer_s_complaint_is_answered_to_the_insurer_alone(world: cast.World) -> None:
    assignment = cast.assigned(world)
    cast.act(assignment, "open_complaint", world.actor("ines"), {"complaint_about": "Sans nouvelles"})
    cast.act(assignment, "acknowledge_complaint", world.actor("chloe"))
    found = Mail.objects.filter(code__startswith="complaint").values_list("code", "to_email")
    assert set(found) == {
        ("complaint_opened", "az@example.test"),
        ("complaint_acknowledged", "az@example.test"),
    }


def test_what_was_chased_too_late_is_what_the_complaint_is_about(world: cast.World, monkeypatch: Any) -> None:
    assignment = _studied(world)
    due_at = assignment.due_at
    assert due_at is not None
    monkeypatch.setattr(clock, "now", lambda: due_at)
    cast.act(assignment, "chase_estimate", world.actor("insured"))
    assert not Complaint.objects.exists()
    monkeypatch.setattr(clock, "now", lambda: due_at + timedelta(seconds=1))
    cast.act(assignment, "chase_estimate", world.actor("ines"), {"complaint_about": "Deux semaines"})
    one = Complaint.objects.get()
    assert (one.step, one.complainant, one.opened_by) == ("estimate_review", "insurer", "chase_estimate")


def test_the_csv_holds_every_complaint_and_no_formula(world: cast.World) -> None:
    complained(world, "=HYPERLINK(1)")
    answer = signed_in(world, "chloe").get(reverse("desk:complaints_csv"))
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 2
    assert len(rows[0]) == len(rows[1])
    assert "'=HYPERLINK(1)" in rows[1]


def test_the_register_asks_no_more_of_many_complaints_than_of_one(world: cast.World) -> None:
    complained(world)
    client = signed_in(world, "chloe")
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(reverse("desk:complaints"))
    for _ in range(3):
        complained(world)
    with CaptureQueriesContext(connection) as four:
        client.get(reverse("desk:complaints"))
    assert len(four) == len(one)


@pytest.mark.parametrize(
    ("met", "closed", "now", "found"),
    [
        (None, None, 0, Standing.RUNNING),
        (None, None, 1, Standing.OVER),
        (0, None, 5, Standing.KEPT),
        (1, None, 5, Standing.LATE),
        (None, 0, 0, Standing.DROPPED),
    ],
)
def test_the_last_second_of_a_term_is_in_time(
    met: int | None, closed: int | None, now: int, found: Standing
) -> None:
    due_at = clock.now()

    def at(seconds: int | None) -> datetime | None:
        return None if seconds is None else due_at + timedelta(seconds=seconds)

    assert standing(due_at, at(met), at(closed), due_at + timedelta(seconds=now)) is found


@pytest.mark.parametrize("name", ["alice", "emma", "bob", "ines"])
def test_the_register_and_the_checks_are_not_for_everybody(world: cast.World, name: str) -> None:
    client = signed_in(world, name)
    for page in ("desk:complaints", "desk:complaints_csv", "desk:checks"):
        assert client.get(reverse(page)).status_code == 404


# ---- what stands still meanwhile


def test_the_file_says_why_nobody_else_can_move_it(world: cast.World) -> None:
    assignment = complained(world)
    reference = assignment.claim.reference
    said = "Reserved to: Customer service. Complaint being dealt with, since"
    assert said in read(signed_in(world, "alice"), "desk:file", reference)
    assert said in read(signed_in(world, "bob"), "contractor:job", assignment.pk)
    assert said in read(signed_in(world, "ines"), "partner:claim", reference)
    assert said not in read(signed_in(world, "chloe"), "desk:file", reference)


@pytest.mark.parametrize(
    ("name", "route", "action"),
    [
        ("alice", "desk:act", "close_without_works"),
        ("alice", "desk:act", "move_date"),
        ("emma", "desk:act", "promise_desk"),
        ("dirk", "desk:act", "reassign"),
        ("max", "desk:act", "move_date"),
        ("bob", "contractor:act", "record_contact"),
        ("ines", "partner:act", "receive_insurer_message"),
    ],
)
def test_every_other_role_is_refused_with_the_reason_and_nothing_moves(
    world: cast.World, name: str, route: str, action: str
) -> None:
    assignment = complained(world)
    before = assignment.state
    args = [assignment.pk] if route == "contractor:act" else [assignment.claim.reference, 1]
    client, url = signed_in(world, name), reverse(route, args=[*args, action])
    for answer in (client.get(url), client.post(url, {"reason": "-", "key": "0123456789"})):
        assert answer.status_code in (409, 422)
    assert "Reserved to: Customer service." in client.get(url).content.decode()
    assignment.refresh_from_db()
    assert assignment.state == before


# ---- the terms ring


def test_the_terms_ring_once_at_their_true_times_and_are_named_in_the_journal(
    world: cast.World, monkeypatch: Any
) -> None:
    assignment = complained(world)
    cast.act(assignment, "order_site_check", world.actor("chloe"))  # it lies over the complaint meanwhile
    one = Complaint.objects.get()
    late = one.acknowledge_due_at + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: late)
    for _ in range(2):
        sweep.sweep()
    rung = [row for row in JournalEntry.objects.order_by("seq") if row.data["values"].get("clock")]
    assert [(row.action, row.data["values"]["to"]) for row in rung][:2] == [
        ("alarm.remind", "customer_service"),
        ("alarm.escalate", "customer_service"),
    ]
    assert rung[1].occurred_at == one.acknowledge_due_at
    keys = [row.data["values"]["key"] for row in rung]
    assert len(keys) == len(set(keys))
    page = read(signed_in(world, "chloe"), "desk:file", assignment.claim.reference)
    assert "Late: escalated : Acknowledgement" in page
    assert "Term is over" in page


# ---- what the insured reads


def test_the_insured_follows_his_complaint_in_plain_words(world: cast.World) -> None:
    assignment = complained(world)
    page = _insured(assignment.claim)
    assert "Your complaint" in page
    assert "Our customer service confirms by" in page
    assert "You have its answer by" in page
    cast.act(assignment, "acknowledge_complaint", world.actor("chloe"))
    assert "Our customer service confirmed on" in _insured(assignment.claim)


def test_he_reads_nothing_of_what_the_insurer_complains_of(world: cast.World) -> None:
    assignment = cast.assigned(world)
    cast.act(assignment, "open_complaint", world.actor("ines"), {"complaint_about": "Sans nouvelles"})
    assert "Your complaint" not in _insured(assignment.claim)


def test_the_database_shows_a_complaint_to_the_network_and_to_who_made_it(world: cast.World) -> None:
    assignment = complained(world)
    shown = {
        "network": 1,
        f"claim:{assignment.claim_id}": 1,
        f"claim:{assignment.claim_id + 1}": 0,
        f"organisation:{world.id('bob')}": 0,
        f"organisation:{world.id('az')}": 0,
        "": 0,
    }
    for name, number in shown.items():
        with scope.within(name), connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE temoin_app")
            try:
                assert Complaint.objects.count() == number, name
            finally:
                cursor.execute("RESET ROLE")


# ---- site checks

REPORT: dict[str, Any] = {
    "check_present": "Mme Lambrecht",
    "defect_severity": "minor",
    "defects_found": "Joint irrégulier",
    "defect_responsible": "contractor",
    "remedial_work": "Refaire le joint",
    "cost_bearer": "contractor",
    "check_conclusion": "with_reservations",
    "inspection_report": "Le joint du lavabo est à refaire.",
}
POINTS = ("access", "conformity", "finish", "cleanliness", "safety", "damage")
WET = ("tightness", "connections", "humidity")


def ordered(world: cast.World) -> Assignment:
    assignment = complained(world)
    cast.act(assignment, "order_site_check", world.actor("chloe"))
    return assignment


def test_a_check_is_listed_planned_and_told_to_the_insured(world: cast.World) -> None:
    assignment = ordered(world)
    client = signed_in(world, "ari")
    assert "to be fixed" in read(client, "desk:checks")
    at = clock.now() + timedelta(days=2)
    cast.act(assignment, "plan_site_check", world.actor("ari"), {"check_at": at})
    assert assignment.due_at == at
    assert "to be fixed" not in read(client, "desk:checks")
    assert Mail.objects.filter(code="site_check_booked", to_email="claire@example.test").exists()


@pytest.mark.parametrize("shared", [False, True])
def test_the_report_is_a_pdf_on_the_claim_read_by_those_entitled(
    world: cast.World, settings: Any, tmp_path: Path, shared: bool
) -> None:
    settings.MEDIA_ROOT = tmp_path
    assignment = ordered(world)
    client, url = signed_in(world, "ari"), _report_url(assignment)
    drawn = client.get(url).content.decode()
    assert "Plumbing and water" in drawn
    assert "Surfaces and coverings" not in drawn  # another trade's
    answer = client.post(url, _filled(report_shared="yes" if shared else "no"))
    assert answer.status_code == 302
    assignment.refresh_from_db()
    assert assignment.step == "complaint_in_progress"
    document = Document.objects.get()
    assert document.visibility == (Visibility.PARTIES if shared else Visibility.INTERNAL)
    with pikepdf.open(io.BytesIO(storage.path(document.pk, Part.PDF).read_bytes())) as pdf:
        assert len(pdf.pages) >= 1
    readers = {"chloe": 200, "bob": 200 if shared else 404, "ines": 200 if shared else 404}
    for name, status in readers.items():
        assert signed_in(world, name).get(document.get_absolute_url()).status_code == status, name
    insured = _insured(assignment.claim)
    assert (document.get_absolute_url() in insured) is shared


def test_a_report_with_a_point_left_open_keeps_what_was_typed(world: cast.World) -> None:
    assignment = ordered(world)
    answer = signed_in(world, "ari").post(_report_url(assignment), _filled(without="check_points"))
    assert answer.status_code == 422
    assert "Le joint du lavabo est à refaire." in answer.content.decode()
    assert not Document.objects.exists()


def _report_url(assignment: Assignment) -> str:
    return reverse("desk:act", args=[assignment.claim.reference, 1, "report_site_check"])


def _filled(*, without: str = "", **more: str) -> dict[str, str]:
    today = clock.now().date()
    ticked = {f"check_points.{one}": "in_order" for one in POINTS if without != "check_points"}
    ticked |= {f"check_wet.{one}": "in_order" for one in WET}
    dates = {"inspected_on": today.isoformat(), "remedial_by": (today + timedelta(days=9)).isoformat()}
    return {**REPORT, **ticked, **dates, "report_shared": "no", **more}


def _insured(claim: Claim) -> str:
    client = Client(headers={"accept-language": "en"})
    _, token = links.issue(claim_id=claim.pk, name=claim.insured_name, language="en")
    client.post(reverse("insured:entrance", args=[token]))
    return client.get(reverse("insured:tracking")).content.decode()


def _studied(world: cast.World) -> Assignment:
    """An estimate that is being studied."""
    assignment = cast.assigned(world)
    bob = world.actor("bob")
    visit = {"contacted_at": clock.now(), "visit_at": clock.now() + timedelta(days=1)}
    cast.act(assignment, "accept", bob)
    cast.act(assignment, "record_contact", bob, visit)
    report = {
        "visit_done_at": clock.now(),
        "visit_minutes": 30,
        "damage_as_declared": True,
        "circumstance_as_declared": True,
        "works_can_be_planned": False,
    }
    cast.act(assignment, "report_visit", bob, report)
    cast.act(assignment, "submit_estimate", bob, {"estimate_total": Decimal(900), "estimate_file": ("x",)})
    return assignment
