"""Contractor and adjuster are brought together: both are invited, and the file waits for that moment."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from temoin import clock
from temoin.messages.models import Mail
from tests import world as cast

pytestmark = pytest.mark.django_db


def test_both_sides_get_the_conference_in_their_calendar_and_the_file_waits_for_it() -> None:
    world = cast.build()
    job = cast.reviewed(world, cast.assigned(world), "1840.00")
    cast.act(job, "send_to_adjuster", world.actor("emma"), {"loss_adjuster": world.id("expert")})
    less = {"approved_total": Decimal("1200.00"), "comment": "Métrés trop larges"}
    cast.act(job, "adjuster_reduces", world.actor("felix"), less)
    cast.act(job, "contest_reduction", world.actor("bob"), {"comment": "26 m² mesurés"})
    at = (clock.now() + timedelta(days=4)).replace(minute=0, second=0, microsecond=0)
    place = {"conference_at": at, "conference_place": "01 40 00 00 00, code 1234"}
    cast.act(job, "plan_conference", world.actor("rita"), place)
    assert job.due_at == at
    mails = Mail.objects.filter(claim=job.claim, code="conference_planned")
    assert {one.recipient_role for one in mails} == {"contractor", "loss_adjuster"}
    for one in mails:
        assert "LOCATION:01 40 00 00 00\\, code 1234" in one.ics
        assert "SUMMARY:Conférence sur le devis" in one.ics
        assert "01 40 00 00 00, code 1234" in one.body
    cast.act(
        job,
        "record_agreement",
        world.actor("rita"),
        {"approved_total": Decimal("1500.00"), "comment": "26 m² retenus"},
    )
    assert job.step == "contact_for_works"
