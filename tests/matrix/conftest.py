"""The stage is set once for each way of running; every question is undone before the next."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from tests.matrix import policy as policies
from tests.matrix import stage as stages
from tests.matrix.browser import Browser
from tests.matrix.matrix import Judge
from tests.matrix.policy import Policy

ALONE, RUNTIME = "application alone", "runtime role"
counted: Counter[str] = Counter()
seconds: Counter[str] = Counter()


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
        yield built
        transaction.set_rollback(True)
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="module")
def asker(stage: stages.Stage) -> Iterator[Browser]:
    found = Browser()
    with found.watching():
        yield found


@pytest.fixture(scope="module")
def judge(asker: Browser, stage: stages.Stage, policy: Policy) -> Judge:
    return Judge(asker, stage, policy)


@pytest.fixture(autouse=True)
def _timed(request: pytest.FixtureRequest) -> Iterator[None]:
    began = time.monotonic()
    yield
    seconds[request.node.nodeid.rpartition("/")[2].partition(":")[0]] += time.monotonic() - began  # type: ignore[assignment]


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if counted:
        said = ", ".join(f"{number} {what}" for what, number in counted.items())
        took = sum(seconds.values())
        terminalreporter.write_line(f"permission matrix: {said}; {took:.0f} s")
