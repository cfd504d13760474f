"""When the moves of a story are made: laid backwards from the present, at hours at which people work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from temoin.demo.scene import HOUR, Scene
from temoin.demo.ways import Move
from temoin.engine import duration
from temoin.engine.model import DueKind, Procedure, Step, Unit

STAYS = frozenset(
    {
        "accept",
        "record_comparative",
        "confirm_visit",
        "ask_other_time",
        "reschedule_visit",
        "reschedule_works",
        "add_note",
        "log_call",
        "attach_documents",
    }
)
"""Actions that leave the step as it is: the last step's clock runs from the move before them."""

ROUND_THE_CLOCK = frozenset({"machine", "advisor"})
SHORT = 3.0  # hours; so short a gap is kept, whatever the hour


def lay(procedure: Procedure, scene: Scene, target: str, moves: Sequence[Move]) -> list[datetime]:
    """One instant per move, ascending, all before the present. The first is the opening."""
    entering = max(index for index, move in enumerate(moves) if move.action not in STAYS)
    times = [entered(procedure, scene, target)]
    for before, move in zip(reversed(moves[:entering]), reversed(moves[1 : entering + 1]), strict=True):
        times.insert(0, _earlier(scene, times[0], move.after, before.who))
    for left, move in zip(range(len(moves) - entering - 1, 0, -1), moves[entering + 1 :], strict=True):
        times.append(_within(scene, times[-1], move.after, left))
    return times


def back_from(scene: Scene, ended: tuple[float, float], moves: Sequence[Move]) -> list[datetime]:
    """One instant per move, ascending: the last so many working hours ago, each before it by its own gap."""
    times = [_at_work(scene, ended)]
    for before, move in zip(reversed(moves[:-1]), reversed(moves[1:]), strict=True):
        times.insert(0, _earlier(scene, times[0], move.after, before.who))
    return times


def entered(procedure: Procedure, scene: Scene, target: str) -> datetime:
    """When the story came to its last step: recently enough not to be late, or so long ago that it is."""
    step = procedure.steps.get(target)
    if step is None:
        return _at_work(scene, (3, 260))
    if step.due.kind is DueKind.INHERITED:
        return _at_work(scene, (0.5, 9))
    if step.due.kind is DueKind.FIELD:
        return _at_work(scene, (110, 190) if scene.late else (4, 34))
    return _by_share(scene, step, (1.1, 2.4) if scene.late else (0.04, 0.8))


def _by_share(scene: Scene, step: Step, shares: tuple[float, float]) -> datetime:
    """So long ago that such a share of the step's time has passed; in working hours where one of them fits."""
    assert step.due.duration is not None
    whole, unit = duration.seconds(step.due.duration), step.due.duration.unit
    at = scene.now
    for _ in range(12):
        share = scene.rng.uniform(*shares)
        at = scene.calendar.add_seconds(scene.now, -round(whole * share), unit)
        if _is_awake(scene, at, ""):
            return at
    return at


def _at_work(scene: Scene, hours: tuple[float, float]) -> datetime:
    return _earlier(scene, scene.now, hours, "")


def _earlier(scene: Scene, before: datetime, hours: tuple[float, float], who: str) -> datetime:
    """So many working hours earlier, when whoever acts is at work."""
    at = before
    for _ in range(8):
        at = scene.ago(scene.rng.uniform(*hours), before)
        if _is_awake(scene, at, who):
            return at
    return at if hours[1] <= SHORT else _at_office(scene, at)


def _within(scene: Scene, before: datetime, hours: tuple[float, float], left: int) -> datetime:
    """So many working hours later, yet with room for those that follow until the present."""
    room = scene.calendar.elapsed(before, scene.now, Unit.HOURS) / HOUR / (left + 1)
    gap = min(scene.rng.uniform(*hours), room)
    return scene.calendar.add_seconds(before, max(60, round(gap * HOUR)), Unit.HOURS)


def _is_awake(scene: Scene, at: datetime, who: str) -> bool:
    if who in ROUND_THE_CLOCK:
        return True
    local = at.astimezone(scene.zone)
    first, last = (7, 22) if who == "insured" else (8, 18)
    return first <= local.hour < last and scene.calendar.is_working_day(local.date())


def _at_office(scene: Scene, at: datetime) -> datetime:
    """The afternoon before, where it is night."""
    local = at.astimezone(scene.zone)
    day = local.date() if local.hour >= 18 else local.date() - timedelta(days=1)
    while not scene.calendar.is_working_day(day):
        day -= timedelta(days=1)
    hour = time(scene.rng.randint(14, 17), scene.rng.randint(0, 59), scene.rng.randint(0, 59))
    return datetime.combine(day, hour, scene.zone).astimezone(at.tzinfo)
