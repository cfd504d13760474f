"""A small invented world, with a claim at every step and end, lived through once for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client, override_settings
from pytest_django.fixtures import Settings
from pytest_django.plugin import DjangoDbBlocker

from temoin import clock
from temoin.demo import seeding
from temoin.demo.cast import PASSWORD
from temoin.demo.seeding import Made
from temoin.procedures.files import procedure


@pytest.fixture(scope="package")
def made(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Made]:
    """Seeded in a transaction that is never committed; each test has a savepoint of its own in it."""
    media: Path = tmp_path_factory.mktemp("media")
    rules = procedure("home_repair")
    with (
        override_settings(TEMOIN_DEMO=True, MEDIA_ROOT=media),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        clock.forget()
        yield seeding.seed(claims=len(rules.steps) + len(rules.ends))
        transaction.set_rollback(True)
    clock.forget()


@pytest.fixture
def world(made: Made, db: None, settings: Settings) -> Iterator[Made]:
    """The world, for one test that may change it."""
    clock.forget()
    yield made
    clock.forget()


@pytest.fixture
def nadia(world: Made, client: Client) -> Client:
    """A browser in which the first case handler has signed in."""
    assert client.login(username="R-1001", password=PASSWORD)
    return client
