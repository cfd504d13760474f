"""Moving the demo's clock: what falls due meanwhile happens, and the page says how much of it."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.utils import translation

from temoin import clock
from temoin.claims import sweep
from temoin.demo import clockwork
from temoin.demo.seeding import Made
from temoin.journal.models import JournalEntry


def test_a_week_on_reminders_and_escalations_have_gone_out(nadia: Client) -> None:
    before, entries = clock.now(), JournalEntry.objects.count()
    response = nadia.post("/demo/horloge/", {"by": "week", "next": "/bureau/"})
    assert response.headers["Location"] == "/bureau/"
    assert timedelta(days=7) <= clock.now() - before < timedelta(days=7, minutes=5)
    (said,) = [str(one) for one in get_messages(response.wsgi_request)]
    assert "rappel" in said
    assert "escalade" in said
    assert JournalEntry.objects.count() > entries
    assert sweep.oldest_unfired() is None


def test_what_went_off_is_counted_by_kind(world: Made) -> None:
    went_off = clockwork.move(timedelta(days=2))
    assert set(went_off) <= {"reminder", "escalation", "expiry"}
    assert went_off["expiry"] > 0  # an offer that nobody took


@pytest.mark.parametrize("by", ["", "month", "-1", "hour "])
def test_only_an_hour_a_day_or_a_week(nadia: Client, by: str) -> None:
    before = clock.now()
    assert nadia.post("/demo/horloge/", {"by": by}).status_code == 404
    assert clock.now() - before < timedelta(minutes=5)


def test_the_numbers_are_said_in_words() -> None:
    with translation.override("fr"):
        counted = Counter({"reminder": 2, "expiry": 1, "escalation": 1})
        assert clockwork.told(counted) == "2 rappels, 1 escalade, 1 expiration"
        assert clockwork.told(Counter()) == "aucune échéance n’est tombée"
