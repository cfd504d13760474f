"""The feed of entries: every reader is told what he may read, once, in order, and nothing is ever missed."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from temoin.claims import door
from temoin.claims.models import ClaimParty
from temoin.exchange.api import feed
from temoin.journal.models import JournalEntry
from temoin.journal.settled import settled
from tests import world as cast
from tests.exchange.test_arriving import program

FEED = "/api/v1/entries"


@pytest.fixture
def world() -> cast.World:
    return cast.build()


def followed(client: Client, after: str = "") -> tuple[list[dict[str, Any]], str]:
    """Everything from a cursor on, and where it ends."""
    found: list[dict[str, Any]] = []
    while True:
        answer = client.get(FEED, {"after": after})
        assert answer.status_code == 200, answer.content
        page = answer.json()
        assert len(page["entries"]) <= feed.MOST
        found, after = found + page["entries"], page["next"]
        if not page["more"]:
            return found, after


@pytest.mark.django_db
def test_an_insurer_follows_its_claims_and_no_others(world: cast.World) -> None:
    ines, alice = program(world, "ines"), world.actor("alice")
    _nothing, start = followed(ines, "now")
    job = cast.transmitted(world, cast.mission(world))
    other = cast.open_claim(world, insurer=world.id("meridia"))
    cast.act(job, "add_note", alice, {"comment": "note interne"})
    told, end = followed(ines, start)
    assert {one["claim"] for one in told} == {job.claim.reference}
    assert [one["action"] for one in told] == [
        "claim_opened",
        "open_mission",
        "start_estimate",
        "close_and_transmit",
    ]
    assert told[-1]["to_step"] == "smart_in_analysis"
    assert told[-1]["values"]["estimate_total"] == "1500.00"
    assert followed(ines, end) == ([], end)
    assert {one["claim"] for one in followed(program(world, "alice"), start)[0]} == {
        job.claim.reference,
        other.claim_parties.get().claim.reference,
    }
    ClaimParty.objects.filter(organisation=world.id("az")).delete()
    assert followed(ines, start)[0] == []


@pytest.mark.django_db
def test_each_reader_is_told_what_the_claim_itself_tells_him(world: cast.World) -> None:
    job, offer = cast.assigned(world, "bob"), cast.offered(world, "bob", "charlie")
    cast.act(job, "add_note", world.actor("alice"), {"comment": "note interne"})
    for name in ("bob", "charlie", "ines", "alice", "felix", "carl"):
        client = program(world, name)
        told = followed(client)[0]
        for claim in (job.claim, offer.claim):
            answer = client.get(f"/api/v1/claims/{claim.reference}")
            entries = answer.json()["entries"] if answer.status_code == 200 else []
            mine = [one for one in told if one["claim"] == claim.reference]
            assert [one["seq"] for one in mine] == [one["seq"] for one in entries]
            apart = ("claim", "insurer_claim_number")
            assert [{k: v for k, v in one.items() if k not in apart} for one in mine] == entries


@pytest.mark.django_db
def test_pages_join_without_gap_or_repetition_however_narrow(
    world: cast.World, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = [cast.assigned(world, insurer=world.id(one)) for one in ("az", "meridia", "meridia", "az")]
    wanted = list(
        JournalEntry.objects.filter(claim_id__in=(jobs[0].claim_id, jobs[3].claim_id), visibility="parties")
        .order_by("pk")
        .values_list("claim_id", "seq")
    )
    numbers = {job.claim.reference: job.claim_id for job in jobs}
    for most, wide in ((1, 5000), (2, 5000), (100, 1), (3, 2)):
        monkeypatch.setattr(feed, "MOST", most)
        monkeypatch.setattr(feed, "WIDE", wide)
        told = followed(program(world, "ines"))[0]
        assert [(numbers[one["claim"]], one["seq"]) for one in told] == wanted


@pytest.mark.django_db
@pytest.mark.parametrize(
    "after", ["x", "é", "ZQ", "ZS0x", "MTI", "0" * 5000, "ZTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk", "\x00"]
)
def test_a_cursor_that_was_not_given_is_refused(world: cast.World, after: str) -> None:
    assert program(world, "ines").get(FEED, {"after": after}).status_code in (404, 422)


@pytest.mark.django_db
def test_many_claims_cost_no_more_queries(world: cast.World, django_assert_max_num_queries: Any) -> None:
    for _ in range(20):
        cast.open_claim(world)
    ines = program(world, "ines")
    followed(ines)  # notes the key's use
    with django_assert_max_num_queries(8):
        assert len(followed(ines)[0]) == 40


@pytest.mark.django_db(transaction=True)
def test_what_a_slower_transaction_commits_later_is_not_missed(world: cast.World) -> None:
    """The slow one takes its ids first and commits last; the reader must not go past it meanwhile."""
    slow, fast = cast.mission(world), cast.mission(world)
    carl, before = world.actor("carl"), settled()
    wrote, may_commit = threading.Event(), threading.Event()

    def slowly() -> None:
        try:
            with transaction.atomic():
                door.act(assignment_id=slow.pk, action="start_estimate", values={}, actor=carl)
                wrote.set()
                may_commit.wait(20)
        finally:
            connection.close()

    thread = threading.Thread(target=slowly)
    thread.start()
    assert wrote.wait(20)
    door.act(assignment_id=fast.pk, action="start_estimate", values={}, actor=carl)
    ines = program(world, "ines")
    told, cursor = followed(ines)
    assert [one for one in told if one["action"] == "start_estimate"] == []
    assert settled() == before
    may_commit.set()
    thread.join()
    later, end = followed(ines, cursor)
    assert [one["claim"] for one in later] == [slow.claim.reference, fast.claim.reference]
    assert followed(ines, end)[0] == []


@pytest.mark.django_db(transaction=True)
def test_a_reader_beside_many_writers_is_told_every_entry_once(world: cast.World) -> None:
    jobs = [cast.assigned(world) for _ in range(3)]
    alice = world.actor("alice")

    def write(job: Any) -> None:
        try:
            for number in range(15):
                with transaction.atomic():
                    cast.act(job, "add_note", alice, {"comment": f"{number}"})
                    if number % 5 == 4:
                        transaction.set_rollback(True)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(job,)) for job in jobs]
    start = settled()
    seen: list[int] = []
    for thread in threads:
        thread.start()
    while True:
        writing = any(thread.is_alive() for thread in threads)
        top = settled()
        seen += (
            JournalEntry.objects.filter(pk__gt=start, pk__lte=top).order_by("pk").values_list("pk", flat=True)
        )
        start = top
        if not writing:
            break
    assert len(seen) == 3 * 12
    assert seen == sorted(JournalEntry.objects.filter(action="add_note").values_list("pk", flat=True))
