"""Whose minutes on one assignment: who held it when and who was charged, as a bar, a table and sums.

A firm that sees only its own share is shown the rest as another party's time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from temoin import clock
from temoin.claims import history
from temoin.claims.history import Current
from temoin.claims.membership import firm
from temoin.engine.permission import roles_of
from temoin.engine.state import Actor
from temoin.insight import contests, held, wording
from temoin.insight.drawing import percent
from temoin.insight.models import Contest, Held
from temoin.journal.models import JournalEntry

COLOURS = {
    "contractor": "w1",
    "body_shop": "w1",
    "insured": "w2",
    "insurer": "w3",
    "loss_adjuster": "w5",
    "invited": "w7",
    "dispatcher": "w8",
    "estimator": "w9",
    "adjuster_relations": "w10",
    "nature": "w6",
    "supplier": "w6",
    "third_party": "w6",
    "": "w0",
}
STAFF = "w4"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stay in one step, notes and reminders within it left together. An empty `step` is another party's time."""

    frame: int
    step: str
    holder: str
    charged_to: str
    organisation: int | None
    start_at: datetime
    end_at: datetime
    due_at: datetime | None
    seconds: int
    late: int
    running: bool = False
    contest: Contest | None = None
    contest_url: str = ""
    x: str = ""
    width: str = ""
    late_x: str = ""
    late_width: str = ""

    @property
    def step_words(self) -> str:
        return wording.step(self.step) if self.step else _("Another party")

    @property
    def holder_words(self) -> str:
        return wording.party(self.holder) if self.step else _("Another party")

    @property
    def charged_words(self) -> str:
        return wording.party(self.charged_to) if self.step else _("Another party")

    @property
    def holder_colour(self) -> str:
        return COLOURS.get(self.holder, STAFF)

    @property
    def charged_colour(self) -> str:
        return COLOURS.get(self.charged_to, STAFF)


@dataclass(frozen=True, slots=True)
class Total:
    """What one party was charged: its time, its share in per cent, and how much of it came too late."""

    words: str
    colour: str
    seconds: int
    share: str
    late: int


@dataclass(frozen=True, slots=True)
class Whose:
    """Everything that `insight/_whose.html` shows."""

    stretches: list[Stretch]
    totals: list[Total]
    seconds: int
    partly: bool
    contests: list[contests.Shown] = field(default_factory=list)  # the reader's own, with what was answered


def whose(
    now: Current,
    journal: Iterable[JournalEntry],
    *,
    only: int | None = None,
    contest: Callable[[Stretch], str] | None = None,
) -> Whose:
    """The bar of an assignment, from its claim's whole journal; `only` what is charged to an organisation.

    `contest` gives the address where a stretch can be contested, empty where it cannot.
    """
    rows = held.rebuilt(now.claim, now.assignment, now.procedure, history.entries(now, journal))
    found = _joined([_stretch(row) for row in rows if only is None or row.organisation == only])
    raised = _raised(now)
    running = _running(now, raised)
    if running is not None and (only is None or running.organisation == only):
        found = _joined([*found, running])
    own = contests.shown([one for one in raised if one.organisation == only]) if only and raised else []
    if not found:
        return Whose([], [], 0, only is not None, own)
    asked = {one.frame: one for one in raised}
    placed = _placed(_whole(found, now) if only is not None else found)
    shown = [
        replace(
            one,
            contest=asked.get(one.frame) if one.step else None,
            contest_url=contest(one) if contest and one.step and _free(asked.get(one.frame)) else "",
        )
        for one in placed
    ]
    return Whose(shown, _totals(shown), sum(one.seconds for one in shown), only is not None, own)


def _free(contest: Contest | None) -> bool:
    """Whether nothing is asked about it that waits for its answer."""
    return contest is None or contest.answered_at is not None


def _stretch(row: Held) -> Stretch:
    return Stretch(
        frame=row.frame,
        step=row.step,
        holder=row.holder,
        charged_to=row.charged_to,
        organisation=row.organisation,
        start_at=row.start_at,
        end_at=row.end_at,
        due_at=row.due_at,
        seconds=row.seconds,
        late=row.late_seconds,
    )


def _raised(now: Current) -> list[Contest]:
    """The contests of an assignment; asked for only where its journal holds one."""
    if not now.state.done.get(contests.ASK):
        return []
    return list(Contest.objects.filter(assignment=now.assignment).order_by("asked_at"))


def _running(now: Current, raised: list[Contest]) -> Stretch | None:
    """What runs at this moment and has no row yet."""
    top, since, at = now.state.top, now.state.changed_at, clock.now()
    if top is None or since is None or at <= since:
        return None
    step = now.procedure.steps[top.step]
    upheld = [one.charged_instead for one in raised if one.frame == top.number and one.upheld]
    party = upheld[-1] if upheld else step.charged_to
    return Stretch(
        frame=top.number,
        step=step.code,
        holder=step.holder,
        charged_to=party,
        organisation=firm(now.procedure, party, now.state.facts),
        start_at=since,
        end_at=at,
        due_at=top.due_at,
        seconds=held.seconds(since, at),
        late=held.seconds(max(since, top.due_at), at) if top.due_at else 0,
        running=True,
    )


def _joined(found: list[Stretch]) -> list[Stretch]:
    """Intervals of one stay that follow one another as one."""
    joined: list[Stretch] = []
    for one in found:
        last = joined[-1] if joined else None
        same = last and (last.frame, last.charged_to, last.end_at) == (
            one.frame,
            one.charged_to,
            one.start_at,
        )
        if last is not None and same:
            joined[-1] = replace(
                one,
                start_at=last.start_at,
                seconds=last.seconds + one.seconds,
                late=last.late + one.late,
            )
        else:
            joined.append(one)
    return joined


def _whole(found: list[Stretch], now: Current) -> list[Stretch]:
    """With the time of others between and after, so that the bar stands for all the time since the first."""
    until = now.assignment.closed_at or clock.now()
    filled: list[Stretch] = []
    for one in found:
        if filled and filled[-1].end_at < one.start_at:
            filled.append(_of_others(filled[-1].end_at, one.start_at))
        filled.append(one)
    if filled[-1].end_at < until:
        filled.append(_of_others(filled[-1].end_at, until))
    return filled


def _of_others(start_at: datetime, end_at: datetime) -> Stretch:
    return Stretch(0, "", "", "", None, start_at, end_at, None, held.seconds(start_at, end_at), 0)


def _placed(found: list[Stretch]) -> list[Stretch]:
    begin, whole = found[0].start_at, (found[-1].end_at - found[0].start_at) / timedelta(seconds=1) or 1

    def at(moment: datetime) -> float:
        return 100 * ((moment - begin) / timedelta(seconds=1)) / whole

    placed = []
    for one in found:
        late_from = max(one.start_at, one.due_at) if one.due_at and one.late else one.end_at
        placed.append(
            replace(
                one,
                x=percent(at(one.start_at)),
                width=percent(at(one.end_at) - at(one.start_at)),
                late_x=percent(at(late_from)),
                late_width=percent(at(one.end_at) - at(late_from)) if one.late else "",
            )
        )
    return placed


def _totals(found: list[Stretch]) -> list[Total]:
    whole = sum(one.seconds for one in found) or 1
    by_party: dict[str, tuple[Stretch, int, int]] = {}
    for one in found:
        first, seconds, late = by_party.get(one.charged_to, (one, 0, 0))
        by_party[one.charged_to] = (first, seconds + one.seconds, late + one.late)
    ordered = sorted(by_party.values(), key=lambda entry: -entry[1])
    return [
        Total(one.charged_words, one.charged_colour, seconds, wording.share(100 * seconds / whole), late)
        for one, seconds, late in ordered
    ]


def contestable(now: Current, actor: Actor) -> bool:
    """Whether the procedure lets the actor contest anything where the assignment stands now."""
    where = now.procedure.steps.get(now.state.step or "") or now.procedure.ends.get(now.state.outcome or "")
    action = now.procedure.actions.get(contests.ASK)
    if where is None or action is None or contests.ASK not in where.actions:
        return False
    return bool(roles_of(now.procedure, actor, now.state) & set(action.by))
