"""What two parties write to each other: kept in their thread, told by mail, read by them and the network alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from temoin.claims import scope
from temoin.claims.models import Claim
from temoin.engine.refusals import Refused
from temoin.messages.models import Mail, Message, Thread
from temoin.messages.sides import INSURED, NETWORK, Side
from temoin.messages.threads import facing, sides, token_of
from tests.messages.conftest import VISIT, Case


@pytest.fixture
def taken(offered: Case) -> Case:
    """Nyco Déco has the job."""
    offered.act("nyco", "take_charge", needs_visit=True, visit_at=VISIT)
    return offered


def write(case: Case, who: str, to: str, text: str) -> Message:
    happened = case.act(who, "write_message", message_to=to, message_text=text)
    return Message.objects.get(claim=case.claim, entry_seq=happened.row.seq)


def test_a_message_and_its_answer_stand_in_one_thread_on_their_steps(taken: Case) -> None:
    first = write(taken, "nyco", "insured", "Y a-t-il un digicode ?")
    second = write(taken, "insured", "contractor", "Oui, 12A34.")
    assert first.thread == second.thread
    assert set(sides(first.thread)) == {INSURED, Side("contractor", taken.firms["nyco"].pk)}
    assert (first.step, first.from_name, second.from_name) == ("first_visit", "nyco", "Claire Peeters")
    assert Thread.objects.filter(claim=taken.claim).count() == 1


def test_what_a_contractor_writes_to_the_handler_interrupts_and_is_a_message_too(taken: Case) -> None:
    taken.act("nyco", "message_operator", message_text="Accès refusé par le voisin.")
    message = Message.objects.get(claim=taken.claim)
    assert (message.from_role, message.to_role) == ("contractor", "network")
    taken.assignment.refresh_from_db()
    assert taken.assignment.step == "operator_action_pending"


def test_what_the_desk_notes_of_the_insurer_comes_from_the_insurer(taken: Case) -> None:
    taken.act("handler", "receive_insurer_message", message_text="Accord par téléphone.")
    message = Message.objects.get(claim=taken.claim)
    assert (message.from_role, message.from_organisation) == ("insurer", taken.firms["insurer"])
    assert message.to_role == "network"


@pytest.mark.parametrize(
    ("who", "to"), [("insured", "insured"), ("handler", "case_handler"), ("nyco", "loss_adjuster")]
)
def test_nobody_writes_to_himself_or_to_nobody(taken: Case, who: str, to: str) -> None:
    with pytest.raises(Refused):
        taken.act(who, "write_message", message_to=to, message_text="?")
    assert not Message.objects.exists()


def test_the_reader_gets_the_text_in_his_language_with_an_address_of_his_own(
    taken: Case, settings: Any
) -> None:
    settings.REPLY_ADDRESS = "reponse@temoin.test"
    Claim.objects.update(insured_language="nl")
    message = write(taken, "nyco", "insured", "Y a-t-il un digicode ?")
    mail = Mail.objects.get(claim=taken.claim, code="message")
    assert mail.to_email == "claire@example.org"
    assert mail.subject.startswith("Bericht van nyco")
    assert "Y a-t-il un digicode ?" in mail.body
    assert "Beantwoord gewoon deze e-mail" in mail.body
    assert mail.reply_to == f"reponse+{token_of(message.thread, INSURED)}@temoin.test"
    other = token_of(message.thread, facing(message.thread, INSURED))
    assert other not in mail.reply_to


def test_without_an_address_for_answers_none_is_promised(taken: Case) -> None:
    write(taken, "nyco", "insured", "Bonjour")
    mail = Mail.objects.get(claim=taken.claim, code="message")
    assert mail.reply_to == ""
    assert "répondre à ce courriel" not in mail.body


def test_the_database_shows_a_thread_to_its_two_sides_and_the_network_alone(taken: Case) -> None:
    write(taken, "nyco", "insured", "Y a-t-il un digicode ?")
    write(taken, "handler", "insurer", "Accord demandé.")
    insured_nyco, insurer_network = Thread.objects.order_by("pk")
    seen = {
        "network": {insured_nyco.pk, insurer_network.pk},
        f"organisation:{taken.firms['nyco'].pk}": {insured_nyco.pk},
        f"organisation:{taken.firms['insurer'].pk}": {insurer_network.pk},
        f"organisation:{taken.firms['verf'].pk}": set(),
        f"claim:{taken.claim.pk}": {insured_nyco.pk},
        f"claim:{taken.claim.pk + 1}": set(),
        "": set(),
    }
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE temoin_app")
        try:
            for one, threads in seen.items():
                with scope.within(one):
                    assert set(Thread.objects.values_list("pk", flat=True)) == threads, one
                    assert set(Message.objects.values_list("thread", flat=True)) == threads, one
        finally:
            cursor.execute("RESET ROLE")


def test_the_insurer_does_not_see_the_mail_that_brought_a_message_to_its_insured(taken: Case) -> None:
    write(taken, "nyco", "insured", "Y a-t-il un digicode ?")
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE temoin_app")
        try:
            with scope.within(f"organisation:{taken.firms['insurer'].pk}"):
                assert set(Mail.objects.values_list("code", flat=True)) == {"visit_booked"}
            with scope.within(f"claim:{taken.claim.pk}"):
                assert set(Mail.objects.values_list("code", flat=True)) == {"visit_booked", "message"}
        finally:
            cursor.execute("RESET ROLE")


def test_a_firm_that_lost_the_job_sees_its_thread_no_more(taken: Case) -> None:
    write(taken, "nyco", "insured", "Y a-t-il un digicode ?")
    taken.act("handler", "reassign", reason="Camion en panne")
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE temoin_app")
        try:
            with scope.within(f"organisation:{taken.firms['nyco'].pk}"):
                assert not Thread.objects.exists()
        finally:
            cursor.execute("RESET ROLE")


def test_the_network_is_one_side_whoever_of_its_people_writes(taken: Case) -> None:
    write(taken, "handler", "insured", "Bonjour")
    answer = write(taken, "insured", "case_handler", "Merci")
    assert answer.to_role == NETWORK.role
    assert Thread.objects.count() == 1
