"""Reminders come together, at each one's own hours, in his language, each once; where there is nothing to say, no mail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from temoin import clock
from temoin.claims import sweep
from temoin.messages import digest
from temoin.messages.digest import Rhythm
from temoin.messages.models import DigestPreference, Mail, Notice
from temoin.parties.models import Membership, User
from tests.messages.conftest import VISIT, Case

PARIS = ZoneInfo("Europe/Paris")
MONDAY_MORNING = datetime(2026, 11, 30, 7, 31, tzinfo=UTC)  # 8:31 in Paris


def person(case: Case, firm: str, role: str, name: str, **known: Any) -> User:
    user = User.objects.create_user(f"D-{name}", email=f"{name}@people.test", first_name=name, **known)
    Membership.objects.create(user=user, organisation=case.firms[firm], role=role)
    return user


@pytest.fixture
def late(offered: Case, at: Callable[[datetime], None]) -> Case:
    """Nyco was to visit on Wednesday and never reported; a week has gone by, and it is Sunday."""
    for name, role in (("max", "network_manager"), ("dora", "dispatcher")):
        person(offered, "network", role, name, language="nl" if name == "max" else "fr")
    offered.act("nyco", "take_charge", needs_visit=True, visit_at=VISIT)
    at(datetime(2026, 11, 29, 12, 0, tzinfo=UTC))
    sweep.sweep()
    return offered


def digests(name: str) -> list[Mail]:
    return list(Mail.objects.filter(code="digest", to_email=f"{name}@people.test"))


def test_an_escalation_reaches_those_who_hold_the_role_in_their_morning_and_language(
    late: Case, at: Callable[[datetime], None]
) -> None:
    assert Notice.objects.filter(user__first_name="max").exists()
    assert digest.send_due() == 0  # a Sunday
    at(MONDAY_MORNING)
    assert digest.send_due() == 1
    (mail,) = digests("max")
    assert mail.subject == "Uw op te volgen dossiers (1)"
    assert "TE LAAT" in mail.body
    assert late.claim.reference in mail.body
    assert f"/bureau/dossiers/{late.claim.reference}/" in mail.body
    assert mail.claim is None


def test_each_alarm_is_told_once(late: Case, at: Callable[[datetime], None]) -> None:
    at(MONDAY_MORNING)
    assert digest.send_due() == 1
    assert digest.send_due() == 0
    at(MONDAY_MORNING + timedelta(days=1))
    assert digest.send_due() == 0


def test_what_was_done_meanwhile_is_not_told(late: Case, at: Callable[[datetime], None]) -> None:
    late.act("handler", "reassign", reason="Camion en panne")
    at(MONDAY_MORNING)
    assert digest.send_due() == 0
    assert not digests("max")
    assert not Notice.objects.filter(told_at__isnull=True, step="first_visit").exists()


def test_whoever_has_left_reads_nothing_any_more(late: Case, at: Callable[[datetime], None]) -> None:
    Membership.objects.filter(user__first_name="max").update(active=False)
    at(MONDAY_MORNING)
    assert digest.send_due() == 0


def test_who_wants_no_digest_gets_none(offered: Case, at: Callable[[datetime], None]) -> None:
    user = person(offered, "network", "network_manager", "max")
    DigestPreference.objects.create(user=user, hours=["08:30"], weekdays=[0], off=True)
    offered.act("nyco", "take_charge", needs_visit=True, visit_at=VISIT)
    at(VISIT + timedelta(days=10))
    sweep.sweep()
    assert not Notice.objects.filter(user=user).exists()


def test_a_firm_is_written_to_at_once_until_somebody_of_it_wants_a_digest(
    offered: Case, at: Callable[[datetime], None]
) -> None:
    nyco = person(offered, "nyco", "contractor", "nicolas")
    DigestPreference.objects.create(user=nyco, hours=["13:30", "17:00"], weekdays=list(range(7)))
    due_at = offered.assignment.__class__.objects.get(pk=offered.assignment.pk).due_at
    assert due_at is not None
    at(due_at - timedelta(minutes=1))
    sweep.sweep()
    assert {one.to_email for one in offered.mails(code="reminder")} == {"verfraai@example.org"}
    assert Notice.objects.filter(user=nyco, kind="remind").count() == 1


@pytest.mark.parametrize(
    ("now", "wanted"),
    [
        ("2026-11-30T08:29", "2026-11-27T13:30"),  # Monday before his hour: Friday's second
        ("2026-11-30T08:30", "2026-11-30T08:30"),
        ("2026-11-30T23:00", "2026-11-30T13:30"),
        ("2026-11-29T12:00", "2026-11-27T13:30"),  # a Sunday
    ],
)
def test_the_hours_are_his_own(now: str, wanted: str) -> None:
    rhythm = Rhythm(("08:30", "13:30"), (0, 1, 2, 3, 4))
    found = rhythm.latest(datetime.fromisoformat(now).replace(tzinfo=PARIS), PARIS)
    assert found == datetime.fromisoformat(wanted).replace(tzinfo=PARIS)


def test_somebody_without_days_is_never_due() -> None:
    assert Rhythm(("08:30",), ()).latest(clock.now(), PARIS) is None


def test_everybody_chooses_his_own_hours(case: Case) -> None:
    client, url = Client(), reverse("digest_preference")
    client.force_login(case.handler)
    Membership.objects.create(user=case.handler, organisation=case.firms["network"], role="case_handler")
    assert 'value="08:30"' in client.get(url).content.decode()
    wrong = client.post(url, {"how": "digest", "first": "nonsense", "days": ["0"]})
    assert wrong.status_code == 422
    client.post(url, {"how": "digest", "first": "14:15", "second": "07:45", "days": ["0", "3"]})
    kept = DigestPreference.objects.get(user=case.handler)
    assert (kept.hours, kept.weekdays, kept.off) == (["07:45", "14:15"], [0, 3], False)
