"""The clock stands still relative to the real one, except in the demo, where it can be moved forward."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from temoin import clock
from temoin.clock.offset import Offset

SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    clock.forget()
    yield
    clock.forget()


@pytest.fixture
def demo(settings: Settings, db: None) -> None:
    settings.TEMOIN_DEMO = True


def test_outside_the_demo_it_is_the_real_time_and_asks_no_database(settings: Settings) -> None:
    settings.TEMOIN_DEMO = False
    told = clock.now()
    assert told.tzinfo is UTC
    assert abs(told - timezone.now()) < SECOND


def test_outside_the_demo_it_cannot_be_moved(settings: Settings) -> None:
    settings.TEMOIN_DEMO = False
    with pytest.raises(ValueError, match="only the demo"):
        clock.forward(timedelta(hours=1))


@pytest.mark.usefixtures("demo")
def test_a_demo_never_moved_shows_the_real_time() -> None:
    assert abs(clock.now() - timezone.now()) < SECOND


@pytest.mark.usefixtures("demo")
def test_moves_add_up_and_are_seen_at_once() -> None:
    clock.forward(timedelta(hours=4))
    clock.forward(timedelta(days=2))
    assert abs(clock.now() - timezone.now() - timedelta(days=2, hours=4)) < SECOND


@pytest.mark.usefixtures("demo")
def test_it_never_goes_back() -> None:
    with pytest.raises(ValueError, match="backwards"):
        clock.forward(timedelta(seconds=-1))


@pytest.mark.usefixtures("demo")
def test_a_hundred_questions_cost_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        for _ in range(100):
            clock.now()


@pytest.mark.usefixtures("demo")
def test_another_process_s_move_is_seen_within_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    clock.now()
    Offset.add(3600)
    assert clock.now() - timezone.now() < SECOND
    monkeypatch.setattr(clock, "READ_AGAIN_AFTER", -1.0)
    assert clock.now() - timezone.now() > timedelta(minutes=59)


@pytest.mark.parametrize("values", [{"id": 2}, {"id": 1, "seconds": -1}])
def test_the_table_holds_one_row_that_is_not_behind(db: None, values: dict[str, int]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Offset.objects.create(**values)


def test_a_held_moment_counts_for_its_thread_alone_and_ends_with_its_block() -> None:
    held = datetime(2020, 2, 29, 12, 0, tzinfo=UTC)
    elsewhere: list[datetime] = []
    with clock.at(held):
        other = Thread(target=lambda: elsewhere.append(clock.now()))
        other.start()
        other.join()
        assert clock.now() == held
        with clock.at(held + SECOND):
            assert clock.now() == held + SECOND
        assert clock.now() == held
    assert elsewhere[0] - held > timedelta(days=365)
    assert clock.now() - held > timedelta(days=365)


def test_a_held_moment_needs_a_zone() -> None:
    with pytest.raises(ValueError, match="zone"), clock.at(datetime(2020, 2, 29, 12, 0)):
        pass
