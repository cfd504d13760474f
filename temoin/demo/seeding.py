"""The whole world in one go: founded, lived through up to the present moment, its mail delivered."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from django.db import connection
from django.db.models import F

from temoin import clock
from temoin.claims import scope
from temoin.demo import casting, founding, living, plot, unqueued
from temoin.demo.cabinet import Cabinet
from temoin.demo.casting import Casting, Story
from temoin.demo.living import Life
from temoin.engine.model import Procedure
from temoin.messages.models import Mail
from temoin.procedures.files import procedure

CLAIMS, SEED = 300, 2023
FURTHER = 0.08  # of the claims have a second trade
BOUNCED = 3  # mails that were refused for good, so that somebody can see what that looks like

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Made:
    """What a seeding made, in numbers."""

    claims: int
    assignments: int
    moves: int
    alarms: int
    mails: int
    documents: int
    seconds: float


def seed(*, claims: int = CLAIMS, seed: int = SEED, say: Say = lambda line: None) -> Made:
    """Invent the world, all of it or nothing: one transaction. The same seed gives the same people and stories."""
    began = time.monotonic()
    now = clock.now().replace(microsecond=0)
    rules, rng = procedure("home_repair"), Random(seed)
    with scope.within("network"), connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit TO off")  # a world cut short is made anew
        made = founding.found(now.date())
        stories = _stories(Casting(made, rules, now, rng), rules, claims, rng)
        say(f"{len(made.users)} people, {len(made.organisations)} organisations, {claims} claims to be lived")
        cabinet = Cabinet(Random(seed))
        for story in stories:
            story.scene.memory["papers"] = cabinet.give
        with unqueued.jobs():
            alarms = Life(rules, stories, now, cabinet.opened).live(_progress(say))
        documents = cabinet.fill()
        mails = _deliver(rng)
    return Made(
        claims=claims,
        assignments=len(stories),
        moves=sum(len(one.moves) for one in stories),
        alarms=alarms,
        mails=mails,
        documents=documents,
        seconds=time.monotonic() - began,
    )


def _stories(casting: casting.Casting, rules: Procedure, claims: int, rng: Random) -> list[Story]:
    found = []
    for target in plot.targets(rules, claims, rng):
        first = casting.story(target)
        found.append(first)
        if rng.random() < FURTHER:
            further = casting.story(plot.further(rng), first)
            if further.times[0] > first.times[0]:
                found.append(further)
    return found


def _progress(say: Say) -> living.Progress:
    shown = 0

    def tell(done: int, of: int) -> None:
        nonlocal shown
        if done * 10 // of > shown:
            shown = done * 10 // of
            say(f"{shown * 10:3d} %  {done} of {of} things done")

    return tell


def _deliver(rng: Random) -> int:
    """All mail so far went out when it was written: the worker must not send years of it now."""
    sent = Mail.objects.update(sent_at=F("queued_at") + timedelta(seconds=4), attempts=1)
    lost = list(
        Mail.objects.filter(recipient_role="insured").order_by("-queued_at").values_list("pk", flat=True)[:40]
    )
    Mail.objects.filter(pk__in=rng.sample(lost, min(BOUNCED, len(lost)))).update(
        sent_at=None, bounced=True, error="SMTPRecipientsRefused: 550 5.1.1 unknown mailbox"
    )
    return sent
