"""What every test leaves behind: nothing, not even jobs, whose table Django does not empty by itself."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

COMMITS = {"transactional_db", "live_server"}


@pytest.fixture(autouse=True)
def no_job_stays(request: pytest.FixtureRequest) -> Iterator[None]:
    """Jobs queued by a test that really commits are not the next one's."""
    yield
    marker = request.node.get_closest_marker("django_db")
    if not (COMMITS & set(request.fixturenames) or (marker and marker.kwargs.get("transaction"))):
        return
    from django.db import connection

    with request.getfixturevalue("django_db_blocker").unblock(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")
