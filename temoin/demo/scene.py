"""What a story knows while it is lived: the claim, its people, the times of what comes before and after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from temoin.demo import words
from temoin.demo.places import Insured
from temoin.engine.calendar import Calendar
from temoin.engine.model import Unit
from temoin.engine.state import Actor

HOUR = 3600


@dataclass(slots=True)
class Scene:
    """One assignment of a claim as its story needs it. `cast` has an actor by the name that moves use."""

    rng: Random
    now: datetime
    calendar: Calendar
    insured: Insured
    loss_type: str
    trade: str
    cast: Mapping[str, Actor]
    candidates: tuple[int, ...]  # firms that fit, the best first
    contractor: int
    other: int
    adjuster: int
    limit: Decimal
    over_limit: bool
    late: bool
    explanation: str
    claim: int = 0
    assignment: int = 0
    number: int = 1
    memory: dict[str, Any] = field(default_factory=dict)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.calendar.zone)

    @property
    def writes(self) -> str:
        """The language that the people of this place write in."""
        return self.insured.town.language

    def ago(self, hours: float, before: datetime | None = None) -> datetime:
        """So many hours earlier, counted on working days."""
        return self.calendar.add_seconds(before or self.now, -round(hours * HOUR), Unit.HOURS)


@dataclass(frozen=True, slots=True)
class Moment:
    """One move as it is made: `later` are the moves that follow, with their times."""

    scene: Scene
    at: datetime
    later: tuple[tuple[datetime, str], ...]

    @property
    def rng(self) -> Random:
        return self.scene.rng

    @property
    def today(self) -> date:
        return self.at.astimezone(self.scene.zone).date()

    def say(self, key: str) -> str:
        """What somebody writes, in the language of the place."""
        return words.say(key, self.scene.writes, self.rng)

    def when(self, *actions: str) -> datetime | None:
        """When one of these actions comes next, if the story has it."""
        return next((at for at, action in self.later if action in actions), None)

    def ahead_of(self, *actions: str, minutes: int) -> datetime | None:
        """A quarter of an hour that lies about so long before one of these actions; None where none follows."""
        follows = self.when(*actions)
        if follows is None:
            return None
        return max(quarter(follows - timedelta(minutes=minutes)), self.at + timedelta(minutes=5))

    def ends(self, *, days: tuple[float, float]) -> datetime:
        """The date that the story ends on waiting for: ahead of the present by so many days, or past where it is late."""
        scene = self.scene
        if scene.late:
            last = self.later[-1][0] if self.later else self.at
            return last + (scene.now - last) * self.rng.uniform(0.4, 0.7)
        return self.working_time(scene.now + timedelta(days=self.rng.uniform(*days)))

    def working_time(self, near: datetime) -> datetime:
        """A usual hour for an appointment, on the first working day from there on."""
        local = near.astimezone(self.scene.zone)
        day = local.date()
        if local.hour >= 15:
            day += timedelta(days=1)
        while not self.scene.calendar.is_working_day(day):
            day += timedelta(days=1)
        start = time(self.rng.choice((8, 9, 10, 11, 13, 14, 15, 16)), self.rng.choice((0, 0, 30)))
        found = datetime.combine(day, start, self.scene.zone).astimezone(UTC)
        return found if found > near else found + timedelta(days=1)

    def beyond(self, due_at: datetime, norm_days: int) -> dict[str, str]:
        """The reason that a date beyond the step's norm needs; nothing where it lies within."""
        elapsed = self.scene.calendar.elapsed(self.at, due_at, Unit.DAYS)
        return {"norm_reason": self.say("beyond")} if elapsed > (norm_days * 24 - 2) * HOUR else {}

    def minutes_ago(self, least: int, most: int) -> datetime:
        return self.at - timedelta(minutes=self.rng.randint(least, most))


def quarter(at: datetime) -> datetime:
    """The quarter of an hour at or before an instant."""
    return at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0)
