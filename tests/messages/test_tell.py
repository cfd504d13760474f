"""Who is written to, and what he may read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction

from temoin.claims import door, scope, sweep
from temoin.messages.models import Mail
from temoin.messages.tell import tell
from tests.messages.conftest import VISIT, Case, jobs, make_case


def test_each_invited_firm_with_an_address_is_written_to_in_its_language(offered: Case) -> None:
    mails = offered.mails(code="job_offered")
    assert {(one.to_email, one.language) for one in mails} == {
        ("nyco@example.org", "fr"),
        ("verfraai@example.org", "nl"),
    }
    assert jobs().count() == 2


def test_an_offer_tells_nothing_of_the_insured(offered: Case) -> None:
    for mail in offered.mails(code="job_offered"):
        for secret in ("Claire", "Peeters", "Viaduc", "0470"):
            assert secret not in mail.subject + mail.body
        assert f"/chantiers/nouveaux/{offered.assignment.pk}/" in mail.body
        assert "1050 Ixelles" in mail.body


def test_who_takes_the_job_is_not_told_that_another_has_it(offered: Case) -> None:
    offered.act("nyco", "take_charge", needs_visit=True, visit_at=VISIT)
    taken = offered.mails(code="job_taken_by_other").get()
    assert taken.to_email == "verfraai@example.org"
    assert "http" not in taken.body  # it sees the job no more
    assert "Peeters" not in taken.body


def test_the_insured_learns_the_time_of_the_visit_with_an_invitation(offered: Case) -> None:
    offered.act("nyco", "take_charge", needs_visit=True, visit_at=VISIT)
    mail = offered.mails(code="visit_booked").get()
    assert mail.to_email == "claire@example.org"
    assert "mercredi 25 novembre à 10 h 00 (heure de Bruxelles)" in mail.body
    assert "Nyco Déco, téléphone 02 555 01 02" in mail.body
    assert "⟦link⟧" in mail.body
    assert "METHOD:REQUEST" in mail.ics


def test_a_moved_visit_is_the_same_appointment_with_a_higher_sequence(offered: Case) -> None:
    offered.act("nyco", "take_charge", needs_visit=True, visit_at=VISIT)
    later = VISIT + timedelta(hours=2)
    offered.act("nyco", "reschedule_visit", visit_at=later, agreed_by="Claire", agreed_how="phone")
    first, second = (_lines(one.ics) for one in offered.mails(recipient_role="insured").exclude(ics=""))
    assert first["UID"] == second["UID"]
    assert first["SUMMARY"] == second["SUMMARY"] == "Visite technique\\, Nyco Déco"
    assert int(second["SEQUENCE"]) > int(first["SEQUENCE"])
    assert second["DTSTART;TZID=Europe/Brussels"] == "20261125T120000"


def test_somebody_without_an_address_breaks_nothing(db: None, at: Callable[[datetime], None]) -> None:
    case = make_case(insured_email="")
    case.act("handler", "offer", invited=(case.firms["mute"].pk,))
    case.act("mute", "take_charge", needs_visit=True, visit_at=VISIT)
    assert not case.mails().exists()


def test_an_action_that_is_undone_leaves_no_mail_and_no_job(case: Case) -> None:
    with transaction.atomic():
        case.act("handler", "offer", invited=(case.firms["nyco"].pk,))
        assert jobs().count() == 1
        transaction.set_rollback(True)
    assert not case.mails().exists()
    assert not jobs().exists()


def test_the_same_entry_never_writes_twice(case: Case) -> None:
    happened = case.act("handler", "offer", invited=(case.firms["nyco"].pk,))
    with scope.within("network"):
        tell(happened)
    assert case.mails().count() == jobs().count() == 1


def test_an_imported_entry_tells_nobody(case: Case) -> None:
    happened = case.act("handler", "offer", invited=(case.firms["nyco"].pk,))
    before = Mail.objects.count()
    happened.row.imported, happened.row.seq = True, 99
    tell(happened)
    tell(replace(happened, replayed=True))
    assert Mail.objects.count() == before


def test_alarms_remind_firms_and_leave_staff_to_their_queue(
    offered: Case, at: Callable[[datetime], None]
) -> None:
    due_at = offered.assignment.__class__.objects.get(pk=offered.assignment.pk).due_at
    assert due_at is not None
    at(due_at - timedelta(minutes=1))
    sweep.sweep()
    reminders = offered.mails(code="reminder")
    assert {one.to_email for one in reminders} == {"nyco@example.org", "verfraai@example.org"}
    assert all("Peeters" not in one.body for one in reminders)
    at(due_at + timedelta(days=30))
    sweep.sweep()
    assert not offered.mails(to_email="nadia@example.org", code__in=["reminder", "escalation"]).exists()


def test_the_handler_is_written_to_when_an_entry_names_him(offered: Case) -> None:
    offered.act("nyco", "take_charge", needs_visit=True, visit_at=VISIT)
    happened = _told(offered, {"case_handler": "anomaly_signalled", "estimator": "info_answered"})
    tell(happened)
    mail = offered.mails(entry_seq=happened.row.seq).get()
    assert mail.to_email == "nadia@example.org"
    assert f"/bureau/dossiers/{offered.claim.reference}/" in mail.body


def test_a_firm_that_loses_the_job_is_told_so_with_its_visit_called_off(offered: Case) -> None:
    offered.act("nyco", "take_charge", needs_visit=True, visit_at=VISIT)
    lost = offered.act("handler", "reassign", reason="Camion en panne")
    tell(_told(offered, {"insured": "cancelled"}, like=lost))  # the firm is told by the procedure itself
    firm = offered.mails(code="cancelled", recipient_role="contractor").get()
    assert firm.to_email == "nyco@example.org"
    assert "ne vous est plus confié" in firm.body
    assert "http" not in firm.body
    assert "METHOD:CANCEL" in firm.ics
    assert "STATUS:CANCELLED" in firm.ics
    insured = offered.mails(code="cancelled", recipient_role="insured").get()
    assert "Le rendez-vous du mercredi 25 novembre à 10 h 00" in insured.body
    assert _lines(insured.ics)["UID"] == _lines(offered.mails(code="visit_booked").get().ics)["UID"]


def test_what_staff_wrote_for_themselves_goes_into_no_letter(offered: Case) -> None:
    refused = offered.act("verf", "decline_offer", reason="Trop loin pour nous")
    tell(_told(offered, {"insured": "cancelled"}, like=refused))
    assert "Trop loin" not in offered.mails(code="cancelled").get().body


def test_an_escalation_goes_to_the_role_that_the_procedure_names(
    offered: Case, at: Callable[[datetime], None]
) -> None:
    offered.act("nyco", "take_charge", needs_visit=True, visit_at=VISIT)
    at(VISIT + timedelta(days=20))
    sweep.sweep()
    late = offered.mails(code="escalation")
    assert late
    assert {one.recipient_role for one in late} <= {"contractor", "contractor_manager"}


def _told(case: Case, told: dict[str, str], like: door.Happened | None = None) -> door.Happened:
    """What has just happened, or `like`, with other people told, under a seq of its own."""
    if like is None:
        like = case.act("handler", "add_note", comment="Vu")
    like.row.seq += 100
    return replace(like, entry=replace(like.entry, tell=told))


def _lines(ics: str) -> dict[str, str]:
    unfolded = ics.replace("\r\n ", "")
    event = unfolded[unfolded.index("BEGIN:VEVENT") :]
    return dict(line.split(":", 1) for line in event.splitlines() if ":" in line)
