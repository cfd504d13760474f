"""What the insured does from his page: each an action of the procedure through the one door."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.urls import reverse
from PIL import Image

from temoin import clock
from temoin.appointments import keeping, slots
from temoin.claims import door
from temoin.claims.models import Assignment
from temoin.documents.models import Document
from temoin.journal.models import JournalEntry
from tests import world as cast
from tests.portals.test_insured_page import follower, visited, working

pytestmark = pytest.mark.django_db

TRACKING = "/s/"
PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def world() -> cast.World:
    return cast.build()


def form(assignment: Assignment, **values: object) -> dict[str, object]:
    """What a page's form sends along with the values."""
    assignment.refresh_from_db()
    return {"seen": assignment.moved_seq, "key": "k" * 32, **values}


def last(assignment: Assignment) -> JournalEntry:
    found = JournalEntry.objects.filter(claim_id=assignment.claim_id).order_by("seq").last()
    assert found is not None
    return found


def test_one_click_confirms_the_visit(world: cast.World) -> None:
    assignment = visited(world)
    client = follower(assignment.claim)
    answer = client.post(reverse("insured:act", args=[1, "confirm_visit"]), form(assignment))
    assert (answer.status_code, answer["Location"]) == (302, TRACKING)
    entry = last(assignment)
    assert (entry.action, entry.actor_role, entry.actor_name) == (
        "confirm_visit",
        "insured",
        "Claire Lambrecht",
    )
    assert "your visit is confirmed" in client.get(TRACKING).content.decode()


def test_the_same_click_twice_is_one_entry(world: cast.World) -> None:
    assignment = visited(world)
    client, sent = follower(assignment.claim), form(assignment)
    for _ in range(2):
        client.post(reverse("insured:act", args=[1, "confirm_visit"]), sent)
    assert JournalEntry.objects.filter(claim_id=assignment.claim_id, action="confirm_visit").count() == 1


def test_another_time_is_asked_for_in_his_words(world: cast.World) -> None:
    assignment = visited(world)
    client = follower(assignment.claim)
    address = reverse("insured:act", args=[1, "ask_other_time"])
    assert client.get(address).status_code == 200
    assert client.post(address, form(assignment)).status_code == 422
    client.post(address, form(assignment, preferred_times="jeudi matin"))
    assert last(assignment).data["values"] == {"preferred_times": "jeudi matin"}


def test_what_moved_meanwhile_is_shown_without_what_is_internal(world: cast.World) -> None:
    assignment = visited(world)
    client = follower(assignment.claim)
    sent = form(assignment, preferred_times="jeudi matin")
    cast.act(assignment, "add_note", world.actor("alice"), {"comment": "soupçon"})
    moved = {"visit_at": clock.now() + timedelta(days=6), "agreed_by": "Claire", "agreed_how": "phone"}
    cast.act(assignment, "reschedule_visit", world.actor("bob"), moved)
    page = client.post(reverse("insured:act", args=[1, "ask_other_time"]), sent)
    text = page.content.decode()
    assert page.status_code == 409
    assert "Move the visit" in text
    assert "jeudi matin" in text  # what he typed is still there
    assert "internal note" not in text
    assert "Alice" not in text


def test_he_signs_for_the_works_with_his_name_already_there(world: cast.World) -> None:
    assignment = working(world)
    client = follower(assignment.claim)
    address = reverse("insured:act", args=[1, "sign"])
    page = client.get(address).content.decode()
    assert "Claire Lambrecht" in page
    assert "without reservations" in page
    client.post(address, form(assignment, works_agreed="on", signed_by="Claire Lambrecht"))
    assignment.refresh_from_db()
    assert assignment.step == "invoice_to_send"


def test_he_makes_reservations_instead(world: cast.World) -> None:
    assignment = working(world)
    address = reverse("insured:act", args=[1, "make_reservations"])
    follower(assignment.claim).post(address, form(assignment, what_0="une tache au plafond"))
    assignment.refresh_from_db()
    assert assignment.step == "operator_action_pending"


def test_he_complains_and_cancels_with_a_reason(world: cast.World) -> None:
    assignment = visited(world)
    client = follower(assignment.claim)
    cancel = reverse("insured:act", args=[1, "cancel"])
    assert "no professional will come any more" in client.get(cancel).content.decode()
    assert client.post(cancel, form(assignment)).status_code == 422
    client.post(cancel, form(assignment, reason="réparé par moi-même"))
    assignment.refresh_from_db()
    assert assignment.outcome == "closed_without_works"


def test_actions_of_others_do_not_exist_for_him(world: cast.World) -> None:
    assignment = visited(world)
    client = follower(assignment.claim)
    for code in ("assign", "report_visit", "add_note", "override", "nothing_of_the_kind"):
        address = reverse("insured:act", args=[1, code])
        assert client.get(address).status_code == 404
        assert client.post(address, form(assignment)).status_code == 404


def test_an_action_of_his_that_is_not_possible_now_says_why(world: cast.World) -> None:
    assignment = visited(world)
    client = follower(assignment.claim)
    assert client.get(reverse("insured:act", args=[1, "sign"])).status_code == 409
    sent = client.post(
        reverse("insured:act", args=[1, "sign"]), form(assignment, works_agreed="on", signed_by="Claire")
    )
    assert sent.status_code == 409
    assert last(assignment).action == "record_contact"


@pytest.fixture
def photo() -> SimpleUploadedFile:
    picture = BytesIO()
    Image.new("RGB", (64, 48), "steelblue").save(picture, "JPEG")
    return SimpleUploadedFile("plafond.jpg", picture.getvalue(), content_type="image/jpeg")


def test_he_sends_photos_that_all_parties_see(
    world: cast.World, photo: SimpleUploadedFile, settings: pytest.FixtureRequest, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    assignment = visited(world)
    client = follower(assignment.claim)
    address = reverse("insured:act", args=[1, "attach_documents"])
    answer = client.post(address, form(assignment, documents=photo))
    assert answer.status_code == 302
    document = Document.objects.get(claim_id=assignment.claim_id)
    assert (document.role, document.visibility, document.assignment) == ("insured", "parties", 1)
    assert client.get(document.get_absolute_url()).status_code == 200
    assert str(document.pk) in client.get(TRACKING).content.decode()


def boxes(*days: int) -> list[str]:
    """The first box of these days from today on, Sundays moved on by one."""
    grid = slots.grid(clock.now(), chosen=(), zone=PARIS)
    return [[cell.value for cell in grid.rows[day].cells if cell.open][0] for day in days]


@pytest.fixture
def wired(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(door.reactions, keeping.ACTION, (keeping.keep,))


@pytest.mark.usefixtures("wired")
def test_he_ticks_the_times_at_which_somebody_can_come(world: cast.World) -> None:
    assignment = cast.open_claim(world, availabilities=()).assignments.get()
    client = follower(assignment.claim)
    address = reverse("insured:act", args=[1, "give_availabilities"])
    page = client.get(address).content.decode()
    assert "Paris time" in page
    assert page.count('type="checkbox"') >= 40
    ticked = boxes(3, 5)
    assert client.post(address, form(assignment, slot=ticked)).status_code == 302
    assignment.claim.refresh_from_db()
    assert slots.names(assignment.claim.availabilities, zone=PARIS) == ticked
    assert keeping.read(last(assignment).data["values"]["availabilities"]) == assignment.claim.availabilities
    page = client.get(address).content.decode()
    assert page.count(" checked") == 2
    assert "2 times given" in client.get(TRACKING).content.decode()


@pytest.mark.usefixtures("wired")
def test_times_given_for_later_days_than_the_grid_shows_stay(world: cast.World) -> None:
    far = clock.now() + timedelta(days=40)
    kept = (far.isoformat(), (far + timedelta(hours=2)).isoformat())
    gone = (clock.now() - timedelta(days=2)).isoformat(), (clock.now() - timedelta(days=1)).isoformat()
    assignment = cast.open_claim(world, availabilities=(kept, gone)).assignments.get()
    address = reverse("insured:act", args=[1, "give_availabilities"])
    follower(assignment.claim).post(address, form(assignment, slot=boxes(4)))
    assignment.claim.refresh_from_db()
    assert len(assignment.claim.availabilities) == 2
    assert assignment.claim.availabilities[1] == list(kept)


@pytest.mark.usefixtures("wired")
@pytest.mark.parametrize("ticked", [[], ["2020-01-06T08:00"], ["tomorrow"], ["2999-01-07T08:00"]])
def test_no_time_or_an_impossible_one_is_refused_with_the_ticks_kept(
    world: cast.World, ticked: list[str]
) -> None:
    assignment = cast.open_claim(world).assignments.get()
    before = assignment.claim.availabilities
    address = reverse("insured:act", args=[1, "give_availabilities"])
    good = boxes(4) if ticked else []
    answer = follower(assignment.claim).post(address, form(assignment, slot=[*good, *ticked]))
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert answer.content.decode().count(" checked") == len(good)
    assignment.claim.refresh_from_db()
    assert assignment.claim.availabilities == before


@pytest.mark.parametrize("words", ["lundi matin", "[]]", '[["2026-01-01T08:00:00"]]', '{"a": 1}', "7"])
def test_times_told_in_words_leave_the_grid_as_it_is(world: cast.World, words: str) -> None:
    assert keeping.read(words) is None


@pytest.mark.usefixtures("wired")
def test_his_pages_work_as_the_runtime_role_which_sees_nothing_but_his_claim(world: cast.World) -> None:
    """Tests run as the owner, whom row-level security does not bind; here the runtime role asks."""
    assignment = visited(world)
    client, click = follower(assignment.claim), form(assignment)
    times = click | {"key": "t" * 32, "slot": boxes(4)}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE temoin_app")
        page = client.get(TRACKING).content.decode()
        confirmed = client.post(reverse("insured:act", args=[1, "confirm_visit"]), click)
        given = client.post(reverse("insured:act", args=[1, "give_availabilities"]), times)
        cursor.execute("RESET ROLE")
    assert "Bob Plomberie" in page
    assert (confirmed.status_code, given.status_code) == (302, 302)
    assignment.claim.refresh_from_db()
    assert len(assignment.claim.availabilities) == 1
