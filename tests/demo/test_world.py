"""The invented world is a possible one: made by actions, whole, at every step, up to this minute."""

from __future__ import annotations

import re
import uuid
from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django.fixtures import Settings

from temoin import clock
from temoin.claims import rebuild, sweep, worklists
from temoin.claims.models import Assignment, Claim
from temoin.demo import cast, firms, logins, missions, plot
from temoin.demo.seeding import Made
from temoin.documents import storage
from temoin.documents.models import Document, MediaType
from temoin.documents.storage import Part
from temoin.engine.model import FieldType
from temoin.estimates.models import Version
from temoin.insight import rebuilding
from temoin.insight.models import Contest, Held
from temoin.journal.models import JournalEntry
from temoin.messages.models import Mail
from temoin.money import rebuilding as lists_anew
from temoin.money.models import ListLine, PaymentList
from temoin.parties.models import Organisation, User
from temoin.procedures.files import procedure

RULES = procedure("home_repair")
VEHICLES = procedure(missions.PROCEDURE)


def test_every_step_and_every_end_is_some_claim_s_present(world: Made) -> None:
    stands = set(Assignment.objects.values_list("step", flat=True)) - {""}
    ended = set(Assignment.objects.values_list("outcome", flat=True)) - {""}
    assert stands == {*RULES.steps, *VEHICLES.steps}
    assert ended == {*RULES.ends, *VEHICLES.ends}


def test_the_star_s_boards_have_a_mission_in_every_section(world: Made) -> None:
    carl = User.objects.get(username="G-6001").memberships.get().organisation_id
    held = Assignment.objects.filter(contractor=carl).values_list("step", "outcome")
    stands = {step or outcome for step, outcome in held}
    for board in VEHICLES.boards["body_shop"]:
        for section in board.sections:
            assert stands & {*section.steps, *section.ends}, (board.code, section.code)


def test_missions_are_validated_by_rules_by_the_adjuster_and_drawn_for_control(world: Made) -> None:
    facts = [one.state["facts"] for one in Assignment.objects.filter(procedure=VEHICLES.code)]
    assert {"rules", "adjuster"} <= {one.get("validated_by") for one in facts}
    assert any(one.get("control_sample") and one.get("rules_met") for one in facts)


def test_lists_of_past_weeks_are_paid_and_one_is_open(world: Made) -> None:
    carl = PaymentList.objects.filter(body_shop__name="Carrosserie Lambert")
    assert carl.filter(closed_at__isnull=False).count() >= 3
    assert carl.filter(closed_at=None).exists()
    assert ListLine.objects.filter(amount__lt=0).exists()
    assert not PaymentList.objects.filter(closed_at=None, closes_at__lte=clock.now()).exists()


def test_no_story_asked_for_what_may_not_be_done(world: Made) -> None:
    assert world.impossible == ()


def test_some_are_late_and_most_are_not(world: Made) -> None:
    still_open = Assignment.objects.filter(closed_at=None)
    late = still_open.filter(due_at__lt=clock.now()).count()
    assert 0 < late < still_open.count() / 3


def test_rows_are_what_the_journals_give_and_the_chains_hold(world: Made) -> None:
    assert [one for _, differences in rebuild.compare() for one in differences] == []
    assert [one for _, breaks in rebuild.verify() for one in breaks] == []


def test_the_figures_are_what_the_journals_give_and_some_time_is_contested(world: Made) -> None:
    assert [different for _one, different in rebuilding.compare() if different] == []
    assert list(lists_anew.compare()) == []
    assert Held.objects.filter(kept=False, charged_to="contractor").exists()
    assert set(Contest.objects.values_list("upheld", flat=True)) == {True, False, None}


def test_nothing_open_lacks_a_next_action_and_no_alarm_was_missed(world: Made) -> None:
    assert worklists.orphans() == 0
    assert sweep.oldest_unfired() is None
    assert world.alarms > world.claims


def test_everything_happened_in_the_past_and_in_the_order_of_its_numbers(world: Made) -> None:
    now, last = clock.now(), {}
    for entry in JournalEntry.objects.order_by("claim_id", "seq"):
        assert entry.occurred_at <= entry.recorded_at <= now
        assert last.get(entry.claim_id, entry.recorded_at) <= entry.recorded_at
        last[entry.claim_id] = entry.recorded_at


def test_people_of_every_role_acted(world: Made) -> None:
    acted = Counter(JournalEntry.objects.values_list("actor_role", flat=True))
    staff = {person.role.value for person in cast.NETWORK.people} - {"administrator", "area_manager"}
    assert acted["body_shop"]
    assert staff | {"insured", "contractor", "insurer", "loss_adjuster", "machine"} <= set(acted)


def test_no_mail_waits_and_none_is_queued(world: Made) -> None:
    assert Mail.objects.filter(sent_at=None, bounced=False).count() == 0
    assert Mail.objects.filter(bounced=True).exists()
    assert not ProcrastinateJob.objects.filter(task_name="messages.send_mail").exists()
    assert world.mails == Mail.objects.count() > world.claims


def test_every_file_that_is_named_is_there(world: Made) -> None:
    known = {**RULES.fields, **VEHICLES.fields}
    fields = [code for code, field in known.items() if field.type is FieldType.FILES]
    named = {
        uuid.UUID(one)
        for entry in JournalEntry.objects.all()
        for code in fields
        for one in entry.data.get("values", {}).get(code, ())
    }
    documents = {one.pk: one for one in Document.objects.all()}
    assert named <= set(documents)
    made = Version.objects.filter(totals_only=False).count()  # their papers were set, not copied
    made += Version.objects.exclude(source=None).count()  # and the files they were read from
    assert len(documents) - made >= world.documents > world.claims
    assert made > 0
    for document in documents.values():
        shown = Part.VIEW if document.is_picture else Part.PDF
        if document.media_type == MediaType.XML:
            shown = Part.DATA
        assert storage.path(document.pk, shown).stat().st_size > 1000
    assert not Document.objects.filter(claim_id=0).exists()


def test_firms_insurers_brokers_and_languages_are_those_that_were_promised(world: Made) -> None:
    kinds = Counter(Organisation.objects.values_list("kind", flat=True))
    assert kinds == {
        "contractor": 60,
        "body_shop": 5,
        "insurer": 3,
        "intermediary": 4,
        "loss_adjuster": 3,
        "network": 1,
    }
    assert {"AZ", "BPCE"} < set(Organisation.objects.filter(kind="insurer").values_list("code", flat=True))
    assert set(Claim.objects.values_list("country", flat=True)) == {"FR", "BE", "NL"}
    assert {"fr", "nl"} <= set(Claim.objects.values_list("insured_language", flat=True))
    assert Claim.objects.filter(authority_limit_amount="1550.00").exists()


def test_nobody_of_this_world_can_be_reached(world: Made) -> None:
    addresses = {
        *Mail.objects.values_list("to_email", flat=True),
        *User.objects.values_list("email", flat=True),
    }
    assert all(one.endswith("@example.test") for one in addresses)
    numbers = set(Claim.objects.values_list("insured_phone", flat=True))
    numbers |= set(Organisation.objects.values_list("telephone", flat=True))
    fiction = re.compile(r"06 39 98|01 99 00|0400 0|06 00|0\d{1,2} 000? ")
    assert [one for one in numbers if not fiction.match(one)] == []


def test_the_people_of_the_banner_can_sign_in(world: Made) -> None:
    for login in logins.logins():
        user = User.objects.get(username=login.account)
        assert (str(user), user.email) == (login.name, login.email)
        assert user.check_password(cast.PASSWORD)
        assert [str(one.role) for one in user.memberships.all()] == [str(login.role)]


def test_a_second_seeding_is_refused(world: Made) -> None:
    with pytest.raises(CommandError, match="--fresh"):
        call_command("seed_demo")


def test_outside_a_demo_no_world_is_made(db: None, settings: Settings) -> None:
    settings.TEMOIN_DEMO = False
    before = User.objects.count()
    with pytest.raises(CommandError, match="TEMOIN_DEMO"):
        call_command("seed_demo")
    assert User.objects.count() == before


def test_every_step_has_a_way_to_it_and_only_real_actions_are_taken() -> None:
    assert set(plot.WAYS) == {*RULES.steps, *RULES.ends}
    moves = [move for ways in plot.WAYS.values() for way in ways for move in way.moves]
    assert {move.action for move in moves} <= set(RULES.actions)
    assert len(firms.firms()) == 60
