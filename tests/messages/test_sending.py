"""A mail is sent once the server takes it, tried again until then, and its link is kept nowhere."""

from __future__ import annotations

import logging
import re
import smtplib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from email.message import Message
from typing import Any

import pytest
from django.core import mail as outbox
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection, transaction
from procrastinate.contrib.django import app

from temoin.claims import scope
from temoin.messages import sending, tasks
from temoin.messages.models import Delivery, Mail
from temoin.parties import links
from temoin.parties.models import MagicLink
from tests.messages.conftest import NOW, VISIT, Case, jobs, make_case

pytestmark = pytest.mark.django_db(transaction=True)


class Server:
    """What the mail server does with the next letters: the problems come first, one a letter."""

    problems: list[Exception] = []
    transactions: list[bool] = []


class Backend(EmailBackend):
    """Refuses as told, and notes whether a transaction was open."""

    def send_messages(self, messages: Any) -> int:
        Server.transactions.append(connection.in_atomic_block)
        if Server.problems:
            raise Server.problems.pop(0)
        return int(super().send_messages(messages))


@pytest.fixture(autouse=True)
def server(settings: Any) -> type[Server]:
    settings.EMAIL_BACKEND = f"{__name__}.Backend"
    Server.problems, Server.transactions = [], []
    return Server


@pytest.fixture(autouse=True)
def no_jobs(transactional_db: None) -> None:
    """The queue's tables are not Django's own: they keep what other tests left."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")


def work() -> None:
    """Let a worker do what there is to do, then stop: in a thread, for a browser test may have left a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(_work).result()


def _work() -> None:
    connector: Any = app.connector
    with app.replace_connector(connector.get_worker_connector()) as worker:
        worker.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)


@pytest.fixture
def booked(at: Callable[[datetime], None]) -> Mail:
    """The mail that tells the insured of the visit."""
    case = make_case()
    case.act("handler", "offer", invited=(case.firms["nyco"].pk,))
    case.act("nyco", "take_charge", needs_visit=True, visit_at=VISIT)
    return case.mails(code="visit_booked").get()


def test_the_letter_goes_out_with_a_link_that_opens_the_claim(booked: Mail) -> None:
    sending.send(booked.pk)
    (sent,) = outbox.outbox
    (token,) = re.findall(r"/s/(tm_[\w-]{32})/", str(sent.body))
    found = links.find(token)
    assert found is not None
    assert (found.claim_id, found.role, found.name) == (booked.claim_id, "insured", "Claire Peeters")
    assert sent.to == ["Claire Peeters <claire@example.org>"]
    assert sent.reply_to == ["nadia@example.org"]


def test_no_database_transaction_is_open_while_the_server_is_spoken_to(booked: Mail) -> None:
    sending.send(booked.pk)
    assert Server.transactions == [False]


def test_a_letter_is_sent_once_however_often_the_job_runs(booked: Mail) -> None:
    sending.send(booked.pk)
    sending.send(booked.pk)
    assert len(outbox.outbox) == 1


def test_the_invitation_is_one_that_calendars_answer_to(booked: Mail) -> None:
    sending.send(booked.pk)
    parts: list[Message] = list(outbox.outbox[0].message().walk())
    calendars = [one for one in parts if one.get_content_type() == "text/calendar"]
    assert {one.get_param("method") for one in calendars} >= {"REQUEST"}
    assert any(one.get_filename() == "invitation.ics" for one in calendars)


def test_a_server_out_of_reach_leaves_the_letter_for_later_and_it_goes_once(booked: Mail) -> None:
    Server.problems = [ConnectionRefusedError("no"), smtplib.SMTPDataError(451, b"greylisted")]
    for _ in range(2):
        with pytest.raises(sending.NotTaken):
            sending.send(booked.pk)
        booked.refresh_from_db()
        assert booked.delivery is Delivery.FAILING
    sending.send(booked.pk)
    booked.refresh_from_db()
    assert booked.delivery is Delivery.SENT
    assert booked.attempts == 3
    assert booked.error == ""
    assert [one.extra_headers["Message-ID"] for one in outbox.outbox] == [booked.message_id]


def test_a_copy_after_a_broken_talk_is_recognised_by_its_message_id(booked: Mail) -> None:
    sending.send(booked.pk)
    Mail.objects.filter(pk=booked.pk).update(sent_at=None)  # the worker died before it could write it down
    sending.send(booked.pk)
    assert len({one.extra_headers["Message-ID"] for one in outbox.outbox}) == 1
    assert len(outbox.outbox) == 2


@pytest.mark.parametrize(
    "problem",
    [
        smtplib.SMTPRecipientsRefused({"claire@example.org": (550, b"no such user")}),
        smtplib.SMTPDataError(554, b"refused"),
        ValueError("Invalid address"),
    ],
)
def test_a_letter_refused_for_good_is_given_up_and_says_why(booked: Mail, problem: Exception) -> None:
    Server.problems = [problem]
    sending.send(booked.pk)
    sending.send(booked.pk)
    booked.refresh_from_db()
    assert booked.delivery is Delivery.BOUNCED
    assert booked.error
    assert not outbox.outbox
    assert not MagicLink.objects.filter(revoked_at=None).exists()  # nobody has the link


def test_after_five_days_in_vain_it_is_given_up(booked: Mail, at: Callable[[datetime], None]) -> None:
    Server.problems = [ConnectionRefusedError("no")] * 2
    with pytest.raises(sending.NotTaken):
        sending.send(booked.pk)
    at(NOW + timedelta(days=5, minutes=1))
    sending.send(booked.pk)
    booked.refresh_from_db()
    assert booked.bounced


def test_a_letter_in_the_hands_of_one_worker_is_not_sent_by_another(
    booked: Mail, at: Callable[[datetime], None]
) -> None:
    Mail.objects.filter(pk=booked.pk).update(leased_until_at=NOW + sending.LEASE)
    with pytest.raises(sending.NotTaken):
        sending.send(booked.pk)
    assert not outbox.outbox
    at(NOW + sending.LEASE + timedelta(seconds=1))  # that worker was killed
    sending.send(booked.pk)
    assert len(outbox.outbox) == 1


def test_the_link_stands_neither_in_a_table_nor_in_the_log(
    booked: Mail, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    seen: list[str] = []

    def spy(**known: Any) -> tuple[MagicLink, str]:
        link, token = issue(**known)
        seen.append(token)
        Server.problems = [] if len(seen) > 1 else [smtplib.SMTPServerDisconnected(f"lost at /s/{token}/")]
        return link, token

    issue = links.issue
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(links, "issue", spy)
        with pytest.raises(sending.NotTaken) as raised:
            sending.send(booked.pk)
        sending.send(booked.pk)
    assert len(seen) == 2
    kept = [str(row) for row in Mail.objects.values()] + [str(row) for row in MagicLink.objects.values()]
    kept += [str(row) for row in jobs().values()] + [caplog.text, str(raised.value)]
    for token in seen:
        assert not any(token in one for one in kept)
    assert raised.value.__cause__ is None
    assert raised.value.__suppress_context__


def test_the_worker_sends_what_was_committed_and_nothing_else(at: Callable[[datetime], None]) -> None:
    case = make_case()
    case.act("handler", "offer", invited=(case.firms["nyco"].pk,))
    with transaction.atomic():
        case.act("nyco", "take_charge", needs_visit=True, visit_at=VISIT)
        transaction.set_rollback(True)
    work()
    assert [one.subject for one in outbox.outbox] == ["Nouvelle demande d'intervention disponible"]
    assert not jobs().filter(status="todo").exists()


def test_a_failed_job_is_put_back_for_later(at: Callable[[datetime], None]) -> None:
    case = make_case()
    Server.problems = [ConnectionRefusedError("no")]
    case.act("handler", "offer", invited=(case.firms["nyco"].pk,))
    work()
    job = jobs().get()
    assert (job.status, job.attempts) == ("todo", 1)
    assert job.scheduled_at is not None


def test_the_wait_grows_and_is_never_longer_than_a_quarter_of_an_hour() -> None:
    class Job:
        attempts = 0

    waits = []
    now = datetime.now().astimezone()
    for Job.attempts in (0, 1, 2, 30):
        decision = tasks.Patience().get_retry_decision(exception=ValueError(), job=Job())  # type: ignore[arg-type]
        assert decision.retry_at is not None
        waits.append(round((decision.retry_at - now).total_seconds(), -0))
    assert waits == pytest.approx([5, 10, 20, 900], abs=2)


def test_a_worker_without_a_scope_of_its_own_sees_its_mail(booked: Mail, as_runtime_role: None) -> None:
    sending.send(booked.pk)
    assert len(outbox.outbox) == 1
    assert not Mail.objects.exists()  # outside of a scope nothing is seen


@pytest.fixture
def as_runtime_role(booked: Mail) -> Any:
    """Speak to the database as the product does, so that row-level security holds."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE temoin_app")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


def _read(one: str) -> list[str]:
    with scope.within(one):
        return sorted(Mail.objects.values_list("code", flat=True))


def test_each_sees_the_mails_that_are_his_to_see(at: Callable[[datetime], None]) -> None:
    case: Case = make_case()
    case.act("handler", "offer", invited=(case.firms["nyco"].pk, case.firms["verf"].pk))
    case.act("nyco", "take_charge", needs_visit=True, visit_at=VISIT)
    firms, claim = case.firms, case.claim
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE temoin_app")
        try:
            assert len(_read("network")) == 4
            assert _read(f"organisation:{firms['nyco'].pk}") == ["job_offered"]
            assert _read(f"organisation:{firms['verf'].pk}") == ["job_offered", "job_taken_by_other"]
            assert _read(f"organisation:{firms['insurer'].pk}") == ["visit_booked"]
            assert _read(f"claim:{claim.pk}") == ["visit_booked"]
            assert _read(f"claim:{claim.pk + 1}") == []
            assert _read("") == []
        finally:
            cursor.execute("RESET ROLE")
