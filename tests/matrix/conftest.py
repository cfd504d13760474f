"""The stage is set once for each way of running; every question is undone before the next."""

from __future__ import annotations

import gc
import logging
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from temoin.config import urls
from tests.matrix import policy as policies
from tests.matrix import stage as stages
from tests.matrix.browser import Browser
from tests.matrix.matrix import Judge, nothing_here
from tests.matrix.policy import Policy

ALONE, RUNTIME = "application alone", "runtime role"
counted: Counter[str] = Counter()
seconds: defaultdict[str, float] = defaultdict(float)


@pytest.fixture(scope="session")
def policy() -> Policy:
    return policies.read()


@pytest.fixture(scope="module", params=[ALONE, RUNTIME])
def way(request: pytest.FixtureRequest) -> str:
    """With row-level security off (tests run as the tables' owner), and as the role that the product runs as."""
    return str(request.param)


@pytest.fixture(scope="module")
def stage(
    way: str, django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[stages.Stage]:
    """The two claims and everybody around them, in one transaction that is never committed."""
    from django.test import override_settings

    media: Path = tmp_path_factory.mktemp("media")
    logging.disable(logging.CRITICAL)  # thousands of refusals are what is wanted here
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=media),
        transaction.atomic(),
    ):
        built = stages.build()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            if way == RUNTIME:
                cursor.execute("SET LOCAL ROLE temoin_app")
        gc.freeze()  # what is there now stays: not to be looked through at every collection
        yield built
        gc.unfreeze()
        transaction.set_rollback(True)
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="module")
def asker(stage: stages.Stage) -> Iterator[Browser]:
    found = Browser()
    with found.watching():
        yield found


@pytest.fixture
def plain_refusals(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page of a missing address in two words instead of a drawn page, thousands of times."""
    monkeypatch.setattr(urls, "handler404", nothing_here, raising=False)


@pytest.fixture(scope="module")
def judge(asker: Browser, stage: stages.Stage, policy: Policy) -> Judge:
    return Judge(asker, stage, policy)


@pytest.fixture(autouse=True)
def _timed() -> Iterator[None]:
    began, worked = time.monotonic(), time.process_time()
    yield
    seconds["s"] += time.monotonic() - began
    seconds["s of work in Python"] += time.process_time() - worked


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if counted:
        said = ", ".join(f"{number} {what}" for what, number in counted.items())
        took = ", ".join(f"{number:.0f} {what}" for what, number in seconds.items())
        terminalreporter.write_line(f"permission matrix: {said}; {took}")
