"""Lives the stories: every move of every claim in the order of time, with the alarms that go off in between."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from heapq import heapify, heappop, heappush
from itertools import count

from temoin import clock
from temoin.claims import door, opening, scope, sweep
from temoin.claims.models import Assignment, Claim
from temoin.demo.casting import Story
from temoin.demo.scene import Moment
from temoin.engine import alarms, codec
from temoin.engine.alarms import Alarm
from temoin.engine.refusals import Refused
from temoin.engine.state import Actor, State
from temoin.procedures.files import procedure

Progress = Callable[[int, int], None]
Opened = Callable[[Story], None]


@dataclass(frozen=True, slots=True)
class Impossible:
    """A story asks for what may not be done: it is wrongly told."""

    story: Story
    index: int
    refused: Refused

    def __str__(self) -> str:
        told = ", ".join(f"{one.who} {one.action}" for one in self.story.moves[: self.index + 1])
        return f"on the way to {self.story.target} ({told}): {self.refused.code} {dict(self.refused.facts)}"


@dataclass(order=True, slots=True)
class Due:
    """Something to happen at a time: a move of a story, or the alarm that its assignment waits for."""

    at: datetime
    order: int
    story: Story = field(compare=False)
    index: int = field(compare=False)
    alarm: Alarm | None = field(default=None, compare=False)


class Life:
    """One line of time for all stories. Runs in the operator's scope; each move in the scope of whoever makes it."""

    def __init__(self, stories: list[Story], now: datetime, opened: Opened) -> None:
        self.now, self.opened = now, opened
        self._numbers = count()
        self.impossible: list[Impossible] = []  # stories that stand where they could not go on
        self._alarm: dict[int, Alarm | None] = {}  # the next one, by assignment
        self._ahead = [
            Due(at, next(self._numbers), story, index)
            for story in stories
            for index, at in enumerate(story.times)
        ]
        heapify(self._ahead)

    def live(self, progress: Progress = lambda done, of: None) -> int:
        """Let everything happen up to the present; returns how many alarms went off.

        A story that asks for what may not be done goes no further, and is noted in `impossible`.
        """
        fired, done, moves = 0, 0, len(self._ahead)
        while self._ahead and self._ahead[0].at <= self.now:
            due = heappop(self._ahead)
            with clock.at(due.at):
                if due.alarm is not None:
                    fired += self._fire(due.story, due.alarm)
                    continue
                self._move(due.story, due.index, due.at)
            done += 1
            progress(done, moves)
        with clock.at(self.now):
            return fired + sweep.sweep()

    def _fire(self, story: Story, alarm: Alarm) -> int:
        """As the sweep does, where the assignment still waits for this alarm."""
        assignment = story.scene.assignment
        if self._alarm.get(assignment) is not alarm:
            return 0
        happened = door.fire(assignment_id=assignment, alarm=alarm, actor=door.TIMER)
        if happened is None:
            return 0
        self._await(story, happened.state)
        return 1

    def _move(self, story: Story, index: int, at: datetime) -> None:
        if any(one.story is story for one in self.impossible):
            return
        try:
            state = self._begin(story) if index == 0 else self._act(story, index, at)
        except Refused as refused:
            self.impossible.append(Impossible(story, index, refused))
            return
        self._await(story, state)

    def _await(self, story: Story, state: State) -> None:
        scene = story.scene
        pending = alarms.pending(procedure(story.procedure), state, scene.calendar)
        alarm = self._alarm[scene.assignment] = pending[0] if pending else None
        if alarm is not None:
            at = max(alarm.at, clock.now())
            heappush(self._ahead, Due(at, next(self._numbers), story, -1, alarm))

    def _begin(self, story: Story) -> State:
        scene = story.scene
        assignment = _open(story, scene.cast[story.moves[0].who])
        scene.claim, scene.assignment, scene.number = assignment.claim_id, assignment.pk, assignment.number
        if story.follows is None:
            self.opened(story)
        return codec.state_from_json(procedure(story.procedure), assignment.state)

    def _act(self, story: Story, index: int, at: datetime) -> State:
        move, scene = story.moves[index], story.scene
        actor = scene.cast[move.who]
        following = zip(story.times[index + 1 :], story.moves[index + 1 :], strict=True)
        scene.memory["actor"] = actor
        moment = Moment(scene, at, tuple((later, one.action) for later, one in following))
        values = move.fill(moment)
        seen_by = scope.of(actor) or f"claim:{scene.claim}"
        with nullcontext() if seen_by == "network" else scope.within(seen_by):
            if move.do is not None:
                return move.do(moment, move.action, values, actor).state
            happened = door.act(
                assignment_id=scene.assignment, action=move.action, values=values, actor=actor
            )
        return happened.state


def _open(story: Story, actor: Actor) -> Assignment:
    if story.follows is not None:
        claim = Claim.objects.get(pk=story.follows.scene.claim)
        facts = {
            key: value for key, value in story.new.facts.items() if key in ("platform", "availabilities")
        }
        return opening.add_assignment(
            claim, trade=story.scene.trade, facts=facts, actor=actor, procedure=story.procedure
        )
    claim = opening.open_claim(story.new, trades=[story.scene.trade], actor=actor, procedure=story.procedure)
    return claim.assignments.get()
