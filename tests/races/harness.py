"""Sends two requests at the same moment and judges what came back and what stands in the database."""

from __future__ import annotations

import html
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection
from urllib.parse import urlencode
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import translation
from django.utils.translation import gettext

from temoin.claims.models import Assignment, ClaimParty
from temoin.journal.models import JournalEntry
from temoin.parties.models import User

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
WITHIN = 30.0  # seconds; a request that hangs is a failure of its own


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back."""

    status: int
    location: str
    text: str


@dataclass(slots=True)
class Browser:
    """A signed-in person at one web server (`host:port`)."""

    server: str
    user: User
    firm: int
    cookie: str = ""
    token: str = ""

    def sign_in(self) -> None:
        """A session straight in the table, then a page for the token of its forms."""
        session = SessionStore()
        session[SESSION_KEY] = str(self.user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = self.user.get_session_auth_hash()
        session.create()
        self.cookie = f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
        connection = HTTPConnection(self.server, timeout=WITHIN)
        connection.request("GET", "/chantiers/", headers={"Cookie": self.cookie, "Accept-Language": "fr"})
        answer = connection.getresponse()
        found = TOKEN.search(answer.read().decode())
        assert found, f"{self.user} could not sign in: {answer.status}"
        self.token = found[1]
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie" and value.startswith(settings.CSRF_COOKIE_NAME):
                self.cookie += f"; {value.partition(';')[0]}"
        connection.close()

    def prepared(self, path: str, data: dict[str, object]) -> Callable[[], Reply]:
        """A form ready to be sent: connected already, so that only the request itself is left."""
        connection = HTTPConnection(self.server, timeout=WITHIN)
        connection.connect()
        body = urlencode({**data, "csrfmiddlewaretoken": self.token})
        headers = {
            "Cookie": self.cookie,
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept-Language": "fr",
        }

        def send() -> Reply:
            connection.request("POST", path, body, headers)
            answer = connection.getresponse()
            text = html.unescape(answer.read().decode())
            connection.close()
            return Reply(answer.status, answer.getheader("Location") or "", text)

        return send


def at_once(sends: Sequence[Callable[[], Reply]]) -> list[Reply]:
    """All of them, from threads that start at the same moment."""
    barrier = threading.Barrier(len(sends))
    replies: list[Reply | None] = [None] * len(sends)

    def run(nth: int) -> None:
        barrier.wait()
        replies[nth] = sends[nth]()

    threads = [threading.Thread(target=run, args=(nth,)) for nth in range(len(sends))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [one or Reply(0, "", "no answer") for one in replies]


@dataclass(slots=True)
class Tally:
    """What many races came to."""

    races: int = 0
    one_winner: int = 0
    error_pages: int = 0
    replies: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def clean(self) -> bool:
        return self.races > 0 and self.one_winner == self.races and not self.error_pages and not self.wrong


def lost_sentence() -> str:
    """What the one who came second reads."""
    with translation.override("fr"):
        return gettext("This job has just been taken charge of by another professional.")


def race_for_a_job(assignment: Assignment, browsers: Sequence[Browser], tally: Tally) -> None:
    """Two firms take one job at the same moment."""
    path = f"/chantiers/nouveaux/{assignment.pk}/prendre/"
    sends = [
        one.prepared(path, {"needs_visit": "no", "seen": assignment.moved_seq, "key": uuid4().hex})
        for one in browsers
    ]
    replies = _timed(sends, tally)
    won = [one for one, reply in zip(browsers, replies, strict=True) if _to_job(reply, assignment)]
    lost = [reply for reply in replies if reply.status == 409 and lost_sentence() in reply.text]
    _count(tally, replies, assignment)
    wrong = _taken_once(assignment, won[0].firm if won else None)
    if len(won) != 1 or len(lost) != len(browsers) - 1:
        wrong.append(f"replies {[(one.status, one.location) for one in replies]}")
    tally.one_winner += not wrong
    tally.wrong += [f"assignment {assignment.pk}: {one}" for one in wrong]


def send_twice(assignment: Assignment, browser: Browser, other: Browser, tally: Tally) -> None:
    """One firm's form sent twice with one key, to two servers at the same moment, as by a double click."""
    path = f"/chantiers/nouveaux/{assignment.pk}/prendre/"
    data: dict[str, object] = {"needs_visit": "no", "seen": assignment.moved_seq, "key": uuid4().hex}
    replies = _timed([browser.prepared(path, data), other.prepared(path, data)], tally)
    _count(tally, replies, assignment)
    wrong = _taken_once(assignment, browser.firm)
    if not all(_to_job(reply, assignment) for reply in replies):
        wrong.append(f"replies {[(one.status, one.location) for one in replies]}")
    tally.one_winner += not wrong
    tally.wrong += [f"assignment {assignment.pk}: {one}" for one in wrong]


def _timed(sends: Sequence[Callable[[], Reply]], tally: Tally) -> list[Reply]:
    began = time.monotonic()
    replies = at_once(sends)
    tally.seconds += time.monotonic() - began
    return replies


def _to_job(reply: Reply, assignment: Assignment) -> bool:
    return reply.status == 302 and reply.location == f"/chantiers/{assignment.pk}/"


def _count(tally: Tally, replies: Sequence[Reply], assignment: Assignment) -> None:
    tally.races += 1
    tally.error_pages += sum(reply.status >= 500 or reply.status == 0 for reply in replies)
    for reply in replies:
        if _to_job(reply, assignment):
            tally.replies["his: sent to the job's page"] += 1
        elif lost_sentence() in reply.text:
            tally.replies[f"{reply.status} {lost_sentence()}"] += 1
        else:
            tally.replies[f"{reply.status} something else"] += 1


def _taken_once(assignment: Assignment, winner: int | None) -> list[str]:
    """What is wrong in the database: one entry, one contractor, one party, nobody still invited."""
    wrong = []
    entries = JournalEntry.objects.filter(
        claim_id=assignment.claim_id, assignment_number=assignment.number, action="take_charge"
    )
    if (number := entries.count()) != 1:
        wrong.append(f"{number} entries")
    row = Assignment.objects.get(pk=assignment.pk)
    if row.contractor is None or row.contractor != winner:
        wrong.append(f"given to {row.contractor}, won by {winner}")
    parties = ClaimParty.objects.filter(
        claim_id=assignment.claim_id, role="contractor", until_at__isnull=True
    )
    if list(parties.values_list("organisation_id", flat=True)) != [winner]:
        wrong.append("other firms are still parties")
    return wrong
