"""What the adjuster decides by: the rules with their values, blindly where it was drawn; who gets his name and when."""

from __future__ import annotations

import io
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from temoin import clock
from temoin.claims import history, judging
from temoin.claims.models import Assignment
from temoin.claims.sweep import sweep
from temoin.documents.models import Document
from temoin.engine import codec
from temoin.exchange.api import telling
from temoin.parties.models import Membership, Organisation
from temoin.procedures.files import procedure
from tests import world as cast
from tests.portals.test_partner_reach import signed_in
from tests.portals.test_partner_reach import world as world

pytestmark = pytest.mark.django_db
BLIND = "What the rules say of it is shown once you have decided."


def analysed(world: cast.World, settings: Any, *, drawn: bool, **changes: Any) -> Assignment:
    settings.TEMOIN_CONTROL_SAMPLE_PCT = 100 if drawn else 0
    job = cast.transmitted(world, **changes)
    with clock.at(clock.now() + timedelta(minutes=2)):
        sweep()
    job.refresh_from_db()
    return job


def read(world: cast.World, name: str, job: Assignment) -> str:
    page = signed_in(world, name).get(reverse("partner:claim", args=[job.claim.reference]))
    assert page.status_code == 200
    return page.content.decode()


def form(world: cast.World, job: Assignment, action: str) -> Any:
    url = reverse("partner:act", args=[job.claim.reference, job.number, action])
    return signed_in(world, "felix").get(url).context["form"]


def facts(job: Assignment) -> dict[str, Any]:
    job.refresh_from_db()
    return dict(codec.state_from_json(procedure("vehicle_expertise"), job.state).facts)


def test_why_the_rules_left_it_stands_there_with_each_value_and_its_limit(
    world: cast.World, settings: Any
) -> None:
    job = analysed(world, settings, drawn=False, estimate_total=Decimal("2800.00"), frame_on_site=True)
    for name in ("felix", "ines"):
        page = read(world, name, job)
        assert "The rules leave it to the adjuster." in page
        assert "The estimate is above the ceiling of this zone." in page
        assert "€2,800.00 (≤ €2,500.00)" in page
        assert "The body shop asks for an adjuster on site." in page
        assert page.count("Does not hold:") == 2
        assert "Plaque" not in page
        assert "AB-123-CD" in page


def test_what_the_rules_validated_shows_them_all_the_same(world: cast.World, settings: Any) -> None:
    job = analysed(world, settings, drawn=False)
    page = read(world, "ines", job)
    assert job.step == "smart_validated"
    assert "no adjuster was needed" in page
    assert page.count("Holds:") == 9


@pytest.mark.parametrize("advice", [False, True], ids=["the rules hold", "they do not"])
def test_a_drawn_one_is_judged_without_the_rules_whichever_way_they_go(
    world: cast.World, settings: Any, advice: bool
) -> None:
    job = analysed(world, settings, drawn=True, frame_advice=advice)
    page = read(world, "felix", job)
    assert BLIND in page
    assert "hold" not in page.split(BLIND)[1].split("</section>")[0]
    now, felix = history.current(job), world.actor("felix")
    assert judging.withheld(now, felix) == {"rules_met"}
    rows = history.rows(job.claim)
    assert "rules_met" not in telling._facts(now, rows, felix)
    assert "rules_met" not in telling._facts(now, rows, world.actor("carl"))
    assert telling._facts(now, rows, world.actor("ines"))["rules_met"] is not advice
    assert BLIND not in read(world, "ines", job)
    cast.act(job, "validate", felix, {"approved_total": Decimal("1500.00")})
    assert BLIND not in read(world, "felix", job)
    assert facts(job).get("control_agreed") is (None if advice else True)


def test_validating_less_than_the_rules_would_is_no_agreement(world: cast.World, settings: Any) -> None:
    job = analysed(world, settings, drawn=True)
    less = {"approved_total": Decimal("1400.00"), "reason": "Peinture comptée deux fois."}
    cast.act(job, "validate", world.actor("felix"), less)
    assert facts(job)["control_agreed"] is False


def test_his_name_stands_there_and_his_telephone_is_remembered(world: cast.World, settings: Any) -> None:
    settings.TEMOIN_VIDEO_URL = "https://video.example.test/{room}"
    job = analysed(world, settings, drawn=False, frame_advice=True)
    drawn_form = form(world, job, "take_over_remotely")
    first = drawn_form.initial
    assert first["expert_name"] == "Félix Expert"
    assert first["video_link"].startswith("https://video.example.test/")
    assert len(first["video_link"]) > 45  # nobody guesses it
    assert form(world, job, "take_over_remotely").initial["video_link"] != first["video_link"]
    on = (clock.now() + timedelta(days=1)).date().isoformat()
    said = {
        "expert_name": "Félix Expert",
        "expert_phone": "06 11 22 33 44",
        "call_at_0": on,
        "call_at_1": "10:00",
    }
    url = reverse("partner:act", args=[job.claim.reference, 1, "take_over_remotely"])
    sent = signed_in(world, "felix").post(
        url, {"seen": job.moved_seq, "key": "k" * 32, "video_link": first["video_link"], **said}
    )
    assert sent.status_code == 302, sent.content.decode()[:2000]
    assert facts(job)["video_link"] == first["video_link"]
    other = analysed(world, settings, drawn=False, frame_advice=True)
    assert form(world, other, "take_in_hand").initial["expert_phone"] == "06 11 22 33 44"


def test_without_a_video_service_none_is_offered(world: cast.World, settings: Any) -> None:
    settings.TEMOIN_VIDEO_URL = ""
    job = analysed(world, settings, drawn=False, frame_advice=True)
    assert not form(world, job, "take_over_remotely").initial.get("video_link")


def test_the_total_he_saw_stands_in_the_form_that_validates_it(world: cast.World, settings: Any) -> None:
    job = analysed(world, settings, drawn=False, frame_advice=True)
    assert form(world, job, "validate").initial["approved_total"] == Decimal("1500.00")


def test_his_report_is_for_the_network_and_the_insurer_and_not_for_the_garage(
    world: cast.World, settings: Any
) -> None:
    job = analysed(world, settings, drawn=False, frame_advice=True)
    url = reverse("partner:act", args=[job.claim.reference, 1, "validate"])
    picture = io.BytesIO()
    Image.new("RGB", (40, 30)).save(picture, "PNG")
    report = SimpleUploadedFile("rapport.png", picture.getvalue(), "image/png")
    sent = {"seen": job.moved_seq, "key": "k" * 32, "approved_total": "1500.00", "expert_report": report}
    assert signed_in(world, "felix").post(url, sent).status_code == 302
    paper = Document.objects.get(claim_id=job.claim_id, filename="rapport.png")
    opened = {
        name: signed_in(world, name).get(paper.get_absolute_url()).status_code
        for name in ("felix", "ines", "alice", "carl", "bob", "marc")
    }
    assert opened == {"felix": 200, "ines": 200, "alice": 200, "carl": 404, "bob": 404, "marc": 404}
    assert "rapport.png" in read(world, "ines", job)
    mission = signed_in(world, "carl").get(reverse("body_shop:mission", args=[job.pk])).content.decode()
    assert "rapport.png" not in mission


def test_another_adjuster_and_another_insurer_find_nothing(world: cast.World, settings: Any) -> None:
    job = analysed(world, settings, drawn=False, frame_advice=True)
    other = Organisation.objects.create(kind="loss_adjuster", name="Autre cabinet")
    Membership.objects.filter(user=world.people["felix"]).update(organisation=other)
    for name in ("felix", "marc"):
        client = signed_in(world, name)
        assert client.get(reverse("partner:claim", args=[job.claim.reference])).status_code == 404
        act = reverse("partner:act", args=[job.claim.reference, 1, "validate"])
        assert client.post(act, {"approved_total": "1.00"}).status_code == 404
    job.refresh_from_db()
    assert job.step == "smart_in_analysis"


def test_what_the_rules_said_of_an_estimate_since_replaced_is_shown_to_nobody(
    world: cast.World, settings: Any
) -> None:
    """Between a second closing and its analysis nothing is drawn yet: the first look must not tell what was kept back."""
    job = analysed(world, settings, drawn=True)
    cast.act(job, "ask_completion", world.actor("felix"), {"comment": "La photo du compteur est floue."})
    cast.act(job, "close_and_transmit", world.actor("carl"), cast.closing())
    assert facts(job).get("rules_met") is None
    for name in ("felix", "ines"):
        assert "Holds:" not in read(world, name, job)
