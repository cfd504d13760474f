"""An answer by mail comes into the claim once, in its sender's name; whatever else comes ends with a human or nowhere."""

from __future__ import annotations

import io
import socketserver
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError

from temoin import clock
from temoin.documents.models import Document
from temoin.journal.models import JournalEntry
from temoin.messages import addresses, fetching, incoming, receiving, resending, sending, settling
from temoin.messages.models import Delivery, Mail, Message, Outcome, Reason, Task, Thread, Via
from temoin.messages.receiving import Taken, receive
from temoin.messages.sides import INSURED
from temoin.messages.threads import facing, token_of
from tests.messages.conftest import NOW, VISIT, Case
from tests.messages.mails import REPLY, answer, bounce

CLAIRE = "Claire Peeters <Claire@example.org>"


@pytest.fixture
def asked(offered: Case, settings: Any) -> Case:
    """Nyco Déco has the job and has asked the insured something."""
    settings.REPLY_ADDRESS = REPLY
    offered.act("nyco", "take_charge", needs_visit=True, visit_at=VISIT)
    offered.act("nyco", "write_message", message_to="insured", message_text="Y a-t-il un digicode ?")
    return offered


def thread() -> Thread:
    return Thread.objects.get()


def token() -> str:
    return token_of(thread(), INSURED)


def answers() -> list[Message]:
    return list(Message.objects.filter(via=Via.MAIL))


def text_of(message: Message) -> str:
    entry = JournalEntry.objects.get(claim_id=message.claim_id, seq=message.entry_seq)
    return str(entry.data["values"]["message_text"])


def test_an_answer_comes_into_its_thread_in_its_senders_name_and_is_told_onward(asked: Case) -> None:
    mail = answer(token(), CLAIRE, "Oui, 12A34.\n\n> Y a-t-il un digicode ?")
    assert receive(mail.as_bytes()) is Taken.FILED
    (message,) = answers()
    assert text_of(message) == "Oui, 12A34."
    assert (message.from_role, message.from_name) == ("insured", "Claire Peeters (par e-mail)")
    assert message.thread == thread()
    told = Mail.objects.filter(code="message").latest("pk")
    assert told.to_email == "nyco@example.org"
    assert "Oui, 12A34." in told.body


def test_the_same_mail_twice_is_taken_once(asked: Case) -> None:
    raw = answer(token(), CLAIRE, "Oui").as_bytes()
    assert receive(raw) is Taken.FILED
    assert receive(raw) is Taken.KNOWN
    assert len(answers()) == 1


def test_a_stranger_who_has_the_address_gets_only_as_far_as_a_task(asked: Case) -> None:
    assert receive(answer(token(), "eve@example.net", "Payez ici").as_bytes()) is Taken.TASK
    assert not answers()
    task = Task.objects.get()
    assert (task.reason, task.claim, task.sender) == (Reason.UNKNOWN_SENDER, asked.claim, "eve@example.net")


def test_one_side_cannot_write_in_the_others_name_with_its_own_address(asked: Case) -> None:
    contractors = token_of(thread(), facing(thread(), INSURED))
    assert receive(answer(contractors, CLAIRE, "Moi, Claire").as_bytes()) is Taken.TASK
    assert not answers()


@pytest.mark.parametrize("forged", ["0" * 32, "nonsense", "b1-0123456789abcdef"])
def test_a_forged_address_belongs_to_no_thread(asked: Case, forged: str) -> None:
    assert receive(answer(forged, CLAIRE, "Bonjour").as_bytes()) is Taken.TASK
    assert Task.objects.get().reason == Reason.UNKNOWN_THREAD
    assert not answers()


def test_a_machines_answer_is_never_passed_on_and_opens_one_task(asked: Case) -> None:
    before = Mail.objects.count()
    for number in range(3):
        absent = answer(
            token(), CLAIRE, f"Absente, {number}", message_id=f"<{number}@x>", Auto_Submitted="auto-replied"
        )
        receive(absent.as_bytes())
    assert not answers()
    assert Mail.objects.count() == before
    assert Task.objects.get().reason == Reason.AUTOMATIC


def test_machines_that_answer_each_other_are_stopped(asked: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    def send(number: int, text: str) -> Taken:
        return receive(answer(token(), CLAIRE, text, message_id=f"<{number}@x>").as_bytes())

    assert send(0, "Merci de votre message") is Taken.FILED
    assert send(1, "Merci  de votre message") is Taken.TASK
    monkeypatch.setattr(receiving, "MOST_AN_HOUR", 3)
    assert [send(number, f"Réponse {number}") for number in range(2, 6)] == [
        Taken.FILED,
        Taken.FILED,
        Taken.IGNORED,  # the task stands open already
        Taken.IGNORED,
    ]
    assert Task.objects.get().reason == Reason.LOOP


def test_files_come_along_for_the_two_and_refused_ones_are_named(
    asked: Case, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    mail = answer(token(), CLAIRE, "Voici la photo")
    mail.add_attachment(_picture(), maintype="image", subtype="jpeg", filename="plafond.jpg")
    mail.add_attachment(b"MZ\x90", maintype="application", subtype="octet-stream", filename="virus.exe")
    assert receive(mail.as_bytes()) is Taken.FILED
    text = text_of(answers()[0])
    assert "Voici la photo" in text
    assert "virus.exe" in text
    kept = Document.objects.get(filename__startswith="plafond")
    assert kept.visibility == "holder"
    assert set(kept.addressed_to) == {"insured", f"contractor:{asked.firms['nyco'].pk}"}


def test_what_the_file_does_not_take_and_what_cannot_be_read_wait_for_a_human(asked: Case) -> None:
    asked.act("handler", "reassign", reason="Camion en panne")
    assert receive(answer(token(), CLAIRE, "Oui").as_bytes()) is Taken.TASK
    assert receive(b"\x00") is Taken.TASK
    reasons = list(Task.objects.order_by("pk").values_list("reason", flat=True))
    assert reasons == [Reason.REFUSED, Reason.UNREADABLE]


def test_a_mail_that_is_too_large_is_not_kept_but_told(asked: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incoming, "LARGEST", 500)
    assert receive(answer(token(), CLAIRE, "x" * 1000).as_bytes()) is Taken.TASK
    task = Task.objects.get()
    assert (task.reason, task.sender, task.raw) == (Reason.TOO_LARGE, "claire@example.org", None)


def test_a_mail_that_comes_back_is_marked_and_can_be_sent_to_a_better_address(asked: Case) -> None:
    lost = Mail.objects.filter(code="message").get()
    Mail.objects.filter(pk=lost.pk).update(sent_at=NOW)
    assert receive(bounce(addresses.bounce_address(lost.pk))) is Taken.TASK
    lost.refresh_from_db()
    assert lost.delivery is Delivery.BOUNCED
    assert "550 5.1.1 no such user" in lost.error
    task = Task.objects.get()
    again = resending.resend(task, "claire.peeters@example.org", asked.handler)
    assert again is not None
    assert (again.to_email, again.delivery, again.body) == (
        "claire.peeters@example.org",
        Delivery.WAITING,
        lost.body,
    )
    asked.claim.refresh_from_db()
    assert asked.claim.insured_email == "claire.peeters@example.org"
    assert (task.outcome, task.done_by) == (Outcome.RESENT, asked.handler)


def test_a_report_is_matched_by_the_letter_inside_and_a_delay_is_no_news(asked: Case) -> None:
    lost = Mail.objects.filter(code="message").get()
    assert receive(bounce("temoin@localhost", action="delayed", original=lost.message_id)) is Taken.IGNORED
    later = bounce("temoin@localhost", original=lost.message_id).replace(b"<dsn@", b"<dsn2@")
    assert receive(later) is Taken.TASK
    assert Task.objects.get().mail == lost


def test_a_forged_report_cannot_name_a_mail_by_its_address(asked: Case) -> None:
    lost = Mail.objects.filter(code="message").get()
    receive(bounce(f"reponse+b{lost.pk}-{'0' * 16}@temoin.test"))
    lost.refresh_from_db()
    assert lost.delivery is Delivery.WAITING


def test_an_address_refused_for_good_opens_a_task(asked: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    lost = Mail.objects.filter(code="message").get()
    sending._failed(lost, ValueError("no such address"), None)
    assert Task.objects.get().mail == lost


def test_a_discarded_mail_is_kept_no_longer(asked: Case) -> None:
    receive(answer(token(), "eve@example.net", "Payez ici").as_bytes())
    task = Task.objects.get()
    assert task.raw
    settling.discard(task, "hameçonnage", asked.handler)
    task.refresh_from_db()
    assert (task.raw, task.outcome, task.note) == (None, Outcome.DISCARDED, "hameçonnage")
    assert not settling.open_tasks().exists()


def test_an_hour_later_the_same_thread_takes_answers_again(
    asked: Case, at: Callable[[datetime], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "MOST_AN_HOUR", 1)
    receive(answer(token(), CLAIRE, "Un").as_bytes())
    at(clock.now() + timedelta(hours=2))
    assert receive(answer(token(), CLAIRE, "Deux", message_id="<2@x>").as_bytes()) is Taken.FILED


def _pipe(monkeypatch: pytest.MonkeyPatch, raw: bytes) -> int:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
    try:
        call_command("receive_mail")
    except SystemExit as left:
        return int(left.code or 0)
    return 0


def test_the_mail_server_is_told_by_exit_codes(asked: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _pipe(monkeypatch, answer(token(), CLAIRE, "Oui").as_bytes()) == 0
    assert len(answers()) == 1
    assert _pipe(monkeypatch, b"") == 66

    def away(raw: bytes) -> None:
        raise OperationalError("away")

    monkeypatch.setattr(receiving, "receive", away)
    assert _pipe(monkeypatch, b"From: x@y.z\r\n\r\nx") == 75


class Imap(socketserver.StreamRequestHandler):
    """As much of an IMAP server as one visit needs."""

    raw = b""
    said: list[str] = []

    def handle(self) -> None:
        self.wfile.write(b"* OK ready\r\n")
        for line in self.rfile:
            tag, *words = line.decode().split()
            command = " ".join(words)
            self.said.append(command)
            self.wfile.write(self._answer(command))
            self.wfile.write(f"{tag} OK done\r\n".encode())
            if words[0] == "LOGOUT":
                return

    def _answer(self, command: str) -> bytes:
        match command.split():
            case ["LOGOUT"]:
                return b"* BYE\r\n"
            case ["CAPABILITY"]:
                return b"* CAPABILITY IMAP4rev1\r\n"
            case ["SELECT", *_]:
                return b"* 1 EXISTS\r\n"
            case ["UID", "SEARCH", *_]:
                return b"* SEARCH 7\r\n"
            case ["UID", "fetch" | "FETCH", *_]:
                return b"* 1 FETCH (UID 7 BODY[] {%d}\r\n%s)\r\n" % (len(self.raw), self.raw)
            case _:
                return b""


@pytest.fixture
def imap() -> Iterator[type[Imap]]:
    with socketserver.TCPServer(("127.0.0.1", 0), Imap) as server:
        Imap.said = []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        Imap.port = server.server_address[1]  # type: ignore[attr-defined]
        yield Imap
        server.shutdown()


def test_the_inbox_is_read_and_what_was_taken_is_flagged_and_moved(
    asked: Case, settings: Any, imap: Any
) -> None:
    imap.raw = answer(token(), CLAIRE, "Oui").as_bytes().replace(b"\n", b"\r\n")
    settings.INBOX_URL = f"imap://reponse:secret%40@127.0.0.1:{imap.port}/INBOX?done=Done"
    assert fetching.fetch() == 1
    assert len(answers()) == 1
    assert any("LOGIN" in one and "secret@" in one for one in imap.said)
    assert any("STORE" in one.upper() and "\\SEEN" in one.upper() for one in imap.said)
    assert any("COPY" in one.upper() and "Done" in one for one in imap.said)


def test_without_an_inbox_nothing_is_fetched(settings: Any) -> None:
    settings.INBOX_URL = ""
    assert fetching.fetch() == 0


def _picture() -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (40, 30), "#c9ae84").save(out, "JPEG")
    return out.getvalue()
