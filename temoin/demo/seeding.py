"""The whole world in one go: founded, lived through up to the present moment, its mail delivered."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.db import transaction
from django.db.models import F

from temoin import clock
from temoin.claims import scope
from temoin.demo import (
    casting,
    contested,
    figures_beside,
    founding,
    letters,
    living,
    missions,
    plot,
    side_by_side,
    unqueued,
)
from temoin.demo.cabinet import Cabinet, Originals
from temoin.demo.casting import Casting, Story
from temoin.demo.living import Life
from temoin.engine.model import Procedure
from temoin.messages.models import Mail
from temoin.money import closing
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
    impossible: tuple[str, ...]  # stories that could not be told to their end, and why: a defect
    seconds: float


@dataclass(frozen=True, slots=True)
class Lived:
    """What one process's share of the stories came to."""

    alarms: int
    documents: int
    impossible: tuple[str, ...]


def seed(*, claims: int = CLAIMS, seed: int = SEED, processes: int = 1, say: Say = lambda line: None) -> Made:
    """Invent the world. The same seed gives the same people and much the same stories, up to the present minute.

    One process makes all of it or nothing, in one transaction; several are faster, and leave a half behind
    when one of them is killed. Raises side_by_side.Failed.
    """
    began = time.monotonic()
    now = clock.now().replace(microsecond=0)
    rules, rng = procedure("home_repair"), Random(seed)
    with transaction.atomic() if processes == 1 else nullcontext():
        with scope.within("network"):
            made = founding.found(now.date())
            stories = _stories(Casting(made, rules, now, rng), rules, claims, rng)
            stories += missions.stories(made, now, Random(f"{seed} missions"))
            originals = Originals.take()
        say(f"{len(made.users)} people, {len(made.organisations)} organisations, {claims} claims to be lived")

        def share(number: int) -> Lived:
            mine = [one for one in stories if (one.follows or one).share % processes == number]
            cabinet = Cabinet(Random(f"{seed} {number}"), originals)
            progress = _progress(say) if number == 0 else lambda done, of: None
            return _lived(mine, now, cabinet, progress)

        lived = [share(0)] if processes == 1 else side_by_side.each(processes, share)
        with scope.within("network"):
            originals.discard()
            closing.close_due()
            figures_beside.add()
            with unqueued.jobs():
                contested.add()
            mails = _deliver(rng)
            letters.found()
            letters.settle(now, rng)
    return Made(
        claims=claims,
        assignments=len(stories),
        moves=sum(len(one.moves) for one in stories),
        alarms=sum(one.alarms for one in lived),
        mails=mails,
        documents=sum(one.documents for one in lived),
        impossible=tuple(said for one in lived for said in one.impossible),
        seconds=time.monotonic() - began,
    )


def _lived(stories: list[Story], now: datetime, cabinet: Cabinet, progress: living.Progress) -> Lived:
    """Live these stories and put their documents on their claims."""
    with scope.within("network"), unqueued.jobs():
        for story in stories:
            story.scene.memory["papers"] = cabinet.give
        life = Life(stories, now, cabinet.opened)
        with missions.lots(stories):
            alarms = life.live(progress)
        return Lived(alarms, cabinet.fill(), tuple(str(one) for one in life.impossible))


def _stories(casting: casting.Casting, rules: Procedure, claims: int, rng: Random) -> list[Story]:
    found = []
    for number, target in enumerate(plot.targets(rules, claims, rng)):
        first = casting.story(target)
        first.share = number
        found.append(first)
        if rng.random() < FURTHER:
            found += _further(casting, first, rng)
    return found


def _further(casting: casting.Casting, first: Story, rng: Random) -> list[Story]:
    """A second trade on the same claim, where what was drawn for it fits the claim and comes after it."""
    try:
        further = casting.story(plot.further(rng), first)
    except LookupError:  # a drying on a claim without water, say
        return []
    return [further] if further.times[0] > first.times[0] else []


def _progress(say: Say) -> living.Progress:
    shown = 0

    def tell(done: int, of: int) -> None:
        nonlocal shown
        if done * 10 // of > shown:
            shown = done * 10 // of
            say(f"{shown * 10:3d} %")

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
