"""Figures against a slow recomputation from the journal, and every number against the list behind it."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from temoin import clock
from temoin.claims import history
from temoin.claims.models import Assignment
from temoin.engine.model import DueKind
from temoin.insight import asked, figures, lines, network, periods, rebuilding, sheets
from temoin.insight.asked import Asked
from temoin.insight.lines import What
from temoin.insight.models import Contest, Held
from tests import world as cast

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 3, 8, 0, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")
Move = Callable[[timedelta], datetime]
NOT_ANSWERABLE = {"insured", "nature", "supplier", "third_party"}


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Move:
    now = NOW

    def pass_by(by: timedelta) -> datetime:
        nonlocal now
        now += by
        monkeypatch.setattr(clock, "now", lambda: now)
        return now

    pass_by(timedelta(0))
    return pass_by


@pytest.fixture
def world() -> cast.World:
    return cast.build()


def month(world: cast.World, later: Move) -> list[Assignment]:
    """Jobs of two firms in two countries: some in time, some late, some overdue, one signed for."""
    later(timedelta(0))
    jobs = []
    for number in range(6):
        changes: dict[str, Any] = {"insured_surname": f"Numéro{number}"}
        if number % 3 == 0:
            changes |= {
                "insurer": world.id("meridia"),
                "country": "BE",
                "postcode": "1050",
                "city": "Ixelles",
            }
        job = cast.open_claim(world, **changes).assignments.get()
        later(timedelta(hours=1 + 5 * (number % 2)))
        name = "bob" if number % 2 else "charlie"
        cast.act(job, "assign", world.actor("dirk"), {"contractor": world.id(name)})
        cast.act(job, "accept", world.actor(name))
        jobs.append(job)
    later(timedelta(days=1))
    for number, job in enumerate(jobs[:4]):
        at = later(timedelta(hours=9 * number))
        cast.act(
            job,
            "record_contact",
            world.actor("bob" if number % 2 else "charlie"),
            {"contacted_at": at, "visit_at": (at + timedelta(days=2)).replace(hour=9)},
        )
    later(timedelta(days=6))
    return jobs


def question(**only: Any) -> Asked:
    return Asked(periods.asked("mois", "", "", clock.now()), network.SIDE, only)


def decided() -> list[tuple[str, str, int | None, bool]]:
    """(step, party, organisation, kept) of every deadline, read from the journals one by one."""
    found = []
    for job in Assignment.objects.select_related("claim"):
        now = history.current(job)
        entries = history.entries(now, history.rows(now.claim))
        for before, entry in zip(entries, [*entries[1:], None], strict=True):
            if not before.frames or before.frames[-1].due_at is None:
                continue
            top, step = before.frames[-1], now.procedure.steps[before.frames[-1].step]
            last = top.due_at
            assert last is not None
            if step.due.kind is DueKind.FIELD:
                day = last.astimezone(PARIS).date() + timedelta(days=1)
                last = datetime.combine(day, time(), PARIS)
            left = entry is not None and all(one.number != top.number for one in entry.frames)
            party, at = step.charged_to, entry.occurred_at if entry is not None else clock.now()
            firms = {"contractor": job.contractor, "insurer": job.claim.insurer_id}
            if party not in NOT_ANSWERABLE and (left or (entry is None and at > last)):
                found.append((step.code, party, firms.get(party), left and at <= last))
    return found


def test_deadlines_are_those_of_the_journals(world: cast.World, later: Move) -> None:
    month(world, later)
    true, found = decided(), figures.deadlines(question())
    assert (found.all.now.total, found.all.now.late) == (len(true), sum(not one[3] for one in true))
    assert 0 < found.all.now.late < found.all.now.total
    steps = Counter(one[0] for one in true)
    assert {code: one.now.total for code, one in found.steps.items()} == steps
    late = Counter((one[1], one[2]) for one in true if not one[3])
    assert {key: one.now.late for key, one in found.parties.items() if one.now.late} == late
    assert sum(one.now.total for one in found.zones.values()) == found.all.now.total
    assert set(found.zones) == {"FR-75", "BE-BRU"}
    assert sum(one.total for one in found.along) == found.all.now.total


def test_the_period_before_is_compared_and_never_counted_twice(world: cast.World, later: Move) -> None:
    month(world, later)
    counted = figures.deadlines(question()).all.now.total
    later(timedelta(days=31))
    found = figures.deadlines(question())
    assert found.all.before.total == counted
    assert found.all.now.total == 0


def test_every_number_has_its_list(world: cast.World, later: Move) -> None:
    month(world, later)
    for only in ({}, {"zone": "BE-BRU"}, {"trade": "plumbing"}, {"insurer": world.id("meridia")}):
        asking = question(**only)
        found, standing = figures.deadlines(asking).all.now, figures.standing(asking)
        numbers = {
            What.DEADLINES: found.total,
            What.LATE: found.late,
            What.KEPT: found.total - found.late,
            What.OPEN: standing.open,
            What.OVERDUE: standing.overdue,
        }
        assert found.late
        assert standing.overdue
        for what, number in numbers.items():
            assert lines.count(what, asking) == len(lines.page(what, asking, 1)) == number
            assert len(list(lines.every(what, asking))) == number


def test_firms_steps_and_ages_have_lists_of_their_own(world: cast.World, later: Move) -> None:
    month(world, later)
    found, standing = figures.deadlines(question()), figures.standing(question())
    for (party, firm), one in found.parties.items():
        if firm is not None:
            asking = question(charged_to=party, organisation=firm)
            assert lines.count(What.LATE, asking) == one.now.late
    for step, one in found.steps.items():
        assert lines.count(What.DEADLINES, question(step=step)) == one.now.total
    for phase, ages in standing.stages.items():
        assert [lines.count(What.OPEN, question(phase=phase, age=age)) for age in range(4)] == ages
    for firm, number in standing.contractors.items():
        assert lines.count(What.OPEN, question(contractor=firm)) == number


def test_open_and_overdue_are_counted_back_from_now(world: cast.World, later: Move) -> None:
    jobs = month(world, later)
    assert figures.standing(question()).open == 6
    cast.act(jobs[0], "cancel", world.actor("alice"), {"reason": "Annulé"})
    later(timedelta(minutes=1))
    along = figures.along(question(), figures.standing(question()).open)
    assert (along.open[0], max(along.open), along.open[-1]) == (0, 6, 5)
    assert along.overdue[0] == 0
    assert along.overdue[-1] == figures.standing(question()).overdue > 0


def signed_in(world: cast.World, name: str) -> Client:
    client = Client()
    client.force_login(world.people[name])
    return client


def test_the_dashboard_asks_few_questions_whatever_it_shows(world: cast.World, later: Move) -> None:
    client = signed_in(world, "max")
    client.get(reverse("insight:figures"))
    month(world, later)
    with CaptureQueriesContext(
        connection,
    ) as asked_of_the_database:
        page = client.get(reverse("insight:figures"))
    assert page.status_code == 200
    own = [one["sql"] for one in asked_of_the_database if "insight_" in one["sql"] or "decided" in one["sql"]]
    assert 3 <= len(own) <= 6
    assert len(asked_of_the_database) <= 20  # with the session, the person, the scope and the page's frame


def test_an_insurer_sees_its_claims_and_nobody_elses(world: cast.World, later: Move) -> None:
    month(world, later)
    page = signed_in(world, "ines").get(reverse("partner:lines") + "?quoi=echeances").content.decode()
    assert "Numéro1" in page
    assert "Numéro0" not in page  # Meridia's
    foreign = f"?quoi=echeances&compagnie={world.id('meridia')}"
    assert "Numéro" not in signed_in(world, "ines").get(reverse("partner:lines") + foreign).content.decode()


def test_a_contractor_sees_his_own_delays_alone(world: cast.World, later: Move) -> None:
    month(world, later)
    page = signed_in(world, "bob").get(reverse("contractor:lines") + "?quoi=echeances").content.decode()
    assert "Numéro1" in page
    assert "Numéro2" not in page
    his = f"?quoi=echeances&firme={world.id('charlie')}"
    assert "Numéro" not in signed_in(world, "bob").get(reverse("contractor:lines") + his).content.decode()
    assert signed_in(world, "bob").get(reverse("contractor:lines") + "?quoi=derogations").status_code == 404
    assert signed_in(world, "bob").get(reverse("contractor:figures")).status_code == 200


def test_a_list_is_exported_whole_for_a_spreadsheet(world: cast.World, later: Move) -> None:
    month(world, later)
    answer = signed_in(world, "max").get(reverse("insight:lines") + "?quoi=echeances&format=csv")
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    assert len(rows) - 1 == figures.deadlines(question()).all.now.total
    assert rows[0][:3] == ["Dossier", "Mission", "Compagnie"]
    assert answer["Content-Disposition"] == 'attachment; filename="echeances-20261101-20261113.csv"'


def test_a_text_that_a_spreadsheet_would_calculate_stays_a_text() -> None:
    for hostile in ("=1+1", "+33 1", "-2", "@SUM(A1)", "\t=1", " =1", "＝1"):
        assert sheets.harmless(hostile) == "'" + hostile
    assert sheets.harmless("Dupont-Durand = 1") == "Dupont-Durand = 1"
    assert sheets.harmless(-3) == -3


def contested(world: cast.World, later: Move) -> tuple[Assignment, int]:
    """Bob's job on which he called too late, since the insured did not answer."""
    job = month(world, later)[3]
    row = Held.objects.get(assignment=job, step="contact_for_estimate", ends_frame=True)
    assert row.kept is False
    return job, row.frame


def fields(page: str) -> dict[str, str]:
    """The hidden fields that a form sends back."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return {name: value for name, value in found if name in ("seen", "key")}


def test_a_contest_is_raised_listed_answered_and_charged_anew(world: cast.World, later: Move) -> None:
    job, frame = contested(world, later)
    bob, address = signed_in(world, "bob"), reverse("contractor:contest", args=[job.pk, frame])
    shown = bob.get(reverse("contractor:job", args=[job.pk])).content.decode()
    assert address in shown
    form = bob.get(address)
    assert form.status_code == 200
    empty = bob.post(address, {**fields(form.content.decode()), "contest_reason": ""})
    assert empty.status_code == 422
    sent = bob.post(
        address, {**fields(form.content.decode()), "contest_reason": "Trois appels sans réponse."}
    )
    assert sent.status_code == 302
    raised = Contest.objects.get()
    assert (raised.step, raised.organisation, raised.upheld) == (
        "contact_for_estimate",
        world.id("bob"),
        None,
    )
    assert address not in bob.get(reverse("contractor:job", args=[job.pk])).content.decode()

    max_ = signed_in(world, "max")
    assert "Bob Plomberie" in max_.get(reverse("insight:contests")).content.decode()
    answer = reverse("insight:contest", args=[raised.pk])
    hidden = fields(max_.get(answer).content.decode())
    said = {"contest_upheld": "yes", "charged_instead": "insured", "answer": "Appels prouvés."}
    later(timedelta(minutes=5))
    assert max_.post(answer, {**hidden, **said}).status_code == 302
    raised.refresh_from_db()
    assert (raised.upheld, raised.charged_instead, raised.answer) == (True, "insured", "Appels prouvés.")
    rows = Held.objects.filter(assignment=job, frame=frame)
    assert {(row.charged_to, row.organisation) for row in rows} == {("insured", None)}
    assert "Appels prouvés." in bob.get(reverse("contractor:figures")).content.decode()
    assert lines.count(
        What.LATE,
        question(charged_to="contractor", organisation=world.id("bob"), step="contact_for_estimate"),
    ) == sum(
        row.kept is False
        for row in Held.objects.filter(
            step="contact_for_estimate", organisation=world.id("bob"), ends_frame=True
        )
    ) + lines.count(What.OVERDUE, question(contractor=world.id("bob"), step="contact_for_estimate"))


def test_the_rows_after_a_contest_are_those_of_the_journal(world: cast.World, later: Move) -> None:
    """Also where the stretch goes on after the answer."""
    job = month(world, later)[4]
    frame = Assignment.objects.get(pk=job.pk).state["frames"][-1]["number"]
    contest = {"contested_frame": frame, "contest_reason": "Le client ne répond pas."}
    cast.act(job, "contest_interval", world.actor("charlie"), contest)
    later(timedelta(hours=1))
    upheld = {
        "contested_frame": frame,
        "contest_upheld": True,
        "charged_instead": "insured",
        "answer": "Oui.",
    }
    cast.act(job, "answer_contest", world.actor("max"), upheld)
    later(timedelta(hours=1))
    cast.act(job, "add_note", world.actor("alice"), {"comment": "Suite"})
    later(timedelta(hours=1))
    cast.act(job, "cancel", world.actor("alice"), {"reason": "Annulé"})
    now = history.current(Assignment.objects.get(pk=job.pk))
    true = [
        (one.start_at, one.charged_to) for one in history.minutes(now, history.rows(now.claim), clock.now())
    ]
    kept = Held.objects.filter(assignment=job).order_by("start_at").values_list("start_at", "charged_to")
    assert list(kept) == true
    assert [different for _one, different in rebuilding.compare() if different] == []


def test_what_is_not_charged_to_one_cannot_be_contested(world: cast.World, later: Move) -> None:
    job, frame = contested(world, later)
    assert signed_in(world, "bob").get(reverse("contractor:contest", args=[job.pk, 1])).status_code == 404
    other = reverse("contractor:contest", args=[job.pk, frame])
    assert signed_in(world, "charlie").get(other).status_code == 404


def test_delays_of_all_and_of_one(world: cast.World, later: Move) -> None:
    month(world, later)
    client = signed_in(world, "alice")
    for kind in ("prestataires", "metreurs", "experts", "compagnies"):
        page = reverse("insight:parties", args=[kind])
        assert client.get(page).status_code == 200
        answer = client.get(page + "?format=csv")
        text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
        assert ("Bob Plomberie" in text) is (kind == "prestataires")
    one = client.get(reverse("insight:party", args=["prestataires", world.id("bob")]))
    assert "Bob Plomberie" in one.content.decode()


@pytest.mark.parametrize(
    ("given", "first", "last", "before"),
    [
        ("mois", "2026-11-01", "2026-11-03", "2026-10-01"),
        ("30j", "2026-10-05", "2026-11-03", "2026-09-05"),
        ("trimestre", "2026-10-01", "2026-11-03", "2026-07-01"),
        ("dates&du=2026-10-10&au=2026-10-19", "2026-10-10", "2026-10-19", "2026-09-30"),
        ("dates&du=2026-10-19&au=2026-10-10", "2026-11-01", "2026-11-03", "2026-10-01"),
        ("dates&du=0001-01-01&au=9999-12-31", "2026-11-01", "2026-11-03", "2026-10-01"),
        ("n'importe", "2026-11-01", "2026-11-03", "2026-10-01"),
    ],
)
def test_periods(later: Move, given: str, first: str, last: str, before: str) -> None:
    later(timedelta(0))
    found = asked.read(RequestFactory().get(f"/?periode={given}"), network.SIDE).period
    assert (found.from_on.isoformat(), found.to_on.isoformat()) == (first, last)
    assert found.before_from_at.astimezone(PARIS).date().isoformat() == before
    assert found.before_to_at <= found.from_at
