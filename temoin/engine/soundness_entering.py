"""Soundness of coming to a step: its date can be known, its comment is asked, it may be entered that way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from temoin.engine.flow import Move, datable, given
from temoin.engine.model import DueKind, FieldType, Go, Step
from temoin.engine.soundness_case import Case, Found, listed


def opening_enters_a_step(case: Case) -> Iterator[Found]:
    """The opening leads to a step or straight to an end: nothing lies beneath it."""
    for move in case.flow.by_source.get("", ()):
        if move.branch.go not in (Go.TO, Go.CLOSE):
            yield (
                move.branch.line,
                (
                    f"action `{move.action.code}` opens the assignment; `{move.branch.go.value}` means "
                    "nothing before it is in a step: write `go: STEP`"
                ),
            )


def ends_stay_ended(case: Case) -> Iterator[Found]:
    """What may be done after the end enters a step anew, or moves nothing."""
    for end in case.procedure.ends.values():
        for move in case.flow.by_source.get(end.code, ()):
            if move.branch.go in (Go.INTERRUPT, Go.RESUME, Go.MOVE):
                yield (
                    move.branch.line,
                    (
                        f"action `{move.action.code}` is offered in the end `{end.code}`, where no step "
                        f"is left to `{move.branch.go.value}`: take it out there, or write `go: STEP`"
                    ),
                )


def over_steps_interrupt(case: Case) -> Iterator[Found]:
    """A step that lies over another is entered by `interrupt`, and no other step is."""
    steps = case.procedure.steps
    for move in case.flow.moves:
        target = steps.get(move.branch.target)
        if target is None:
            continue
        if move.branch.go is Go.TO and target.over:
            yield (
                move.branch.line,
                (
                    f"action `{move.action.code}` goes to `{target.code}`, which lies `over` another step: "
                    f"write `interrupt: {target.code}`"
                ),
            )
        if move.branch.go is Go.INTERRUPT and not target.over:
            yield (
                move.branch.line,
                (
                    f"action `{move.action.code}` interrupts with `{target.code}`, which is not an `over` "
                    f"step: write `go: {target.code}`, or `over: yes` in the step"
                ),
            )


def inherited_dates_lie_over(case: Case) -> Iterator[Found]:
    """Only a step that lies over another can have that one's date."""
    for step in case.procedure.steps.values():
        if step.due.kind is DueKind.INHERITED and not step.over:
            yield (
                step.line,
                (
                    f"step `{step.code}`: `due: inherited` is the date of the step beneath, but this one "
                    "is not `over`: give it a date of its own"
                ),
            )


def dates_can_be_known(case: Case) -> Iterator[Found]:
    """Whoever enters a step gives the date that its due rule reads, or it can have been given before."""
    known = case.flow.facts
    for move, step in _entries(case):
        for field in (step.due.field, step.due.plus):
            if field is None or move.source not in known or datable(move, field, known[move.source]):
                continue
            asked = any(entry.code == field for entry in move.action.form)
            remedy = "ask it without `?`" if asked else "ask it in the form"
            yield (
                move.branch.line,
                (
                    f"action `{move.action.code}` enters `{step.code}`, whose due date is `{field}`, and "
                    f"nobody has given it by then: {remedy}"
                ),
            )


def moved_dates_are_asked(case: Case) -> Iterator[Found]:
    """The date to which an action date moves, and the step that is chosen, stand in the form as required."""
    for move in case.flow.moves:
        if move.branch.go in (Go.MOVE, Go.CHOSEN) and not given(move, move.branch.target):
            yield (
                move.branch.line,
                (
                    f"action `{move.action.code}`: `{move.branch.go.value}: {move.branch.target}` needs "
                    f"`{move.branch.target}` in its form, without `?`"
                ),
            )


def moved_days_are_reckoned(case: Case) -> Iterator[Found]:
    """An action date moves with a number of days only in a step that reckons its date by them."""
    for move in case.flow.moves:
        step = case.procedure.steps.get(move.source)
        field = case.procedure.fields.get(move.branch.target)
        if move.branch.go is not Go.MOVE or step is None or field is None or field.type is FieldType.INSTANT:
            continue
        if step.due.plus != field.code:
            yield (
                move.branch.line,
                (
                    f"action `{move.action.code}` moves the date of `{step.code}` by `{field.code}`, which is not the "
                    f"`plus` of its due date: take it out of that step, or move to an instant"
                ),
            )


def recharging_is_asked(case: Case) -> Iterator[Found]:
    """The frame and the party of a `recharge` stand in the form, certainly filled where the branch is taken."""
    for move in case.flow.moves:
        recharge = move.branch.recharge
        for field in (recharge.frame, recharge.to) if recharge is not None else ():
            if not given(move, field):
                yield (
                    move.branch.line,
                    f"action `{move.action.code}`: `recharge` needs `{field}` in its form, without `?`",
                )


def comments_are_asked(case: Case) -> Iterator[Found]:
    """Every action that enters a `comment` step requires the field `comment`."""
    for move, step in _entries(case):
        if step.comment and not given(move, "comment"):
            yield (
                move.branch.line,
                (
                    f"action `{move.action.code}` enters `{step.code}`, which needs a comment: add "
                    "`comment` to its form, without `?`"
                ),
            )
    if any(step.comment for step in case.procedure.steps.values()):
        for move in case.flow.moves:
            if move.branch.go is Go.CHOSEN and not given(move, "comment"):
                yield (
                    move.branch.line,
                    (
                        f"action `{move.action.code}` may enter any step, and some need a comment: add "
                        "`comment` to its form, without `?`"
                    ),
                )


def reserved_steps_are_entered_by_their_own(case: Case) -> Iterator[Found]:
    """Whoever goes to an `only` step is one of those roles; interrupting with it is asking for them."""
    for move, step in _entries(case):
        allowed = set(move.action.by) & set(step.only) or any(
            case.procedure.roles[role].machine for role in move.action.by
        )
        if step.only and move.branch.go is Go.TO and not allowed:
            yield (
                move.branch.line,
                (
                    f"action `{move.action.code}` goes to `{step.code}`, which only {listed(step.only)} "
                    f"may enter, but it is done by {listed(move.action.by)}: add one of those to `by`"
                ),
            )


def loops_of_machines(case: Case) -> Iterator[Found]:
    """No circle of steps that only machines leave, and none of dates that are over already."""
    machine_only = {step.code for step in case.reached_steps() if not _person_moves(case, step)}
    ways: defaultdict[str, set[str]] = defaultdict(set)
    spins: defaultdict[str, set[str]] = defaultdict(set)
    for move in case.flow.moves:
        for target in _next(case, move):
            if move.source in machine_only and target in machine_only:
                ways[move.source].add(target)
            step = case.procedure.steps.get(move.source)
            if step is not None and _expires_by_date(step, move):
                spins[move.source].add(target)
    for code in _circling(ways):
        yield (
            case.procedure.steps[code].line,
            (
                f"step `{code}` is in a loop that only machines go round: give a person an action that "
                "leaves it"
            ),
        )
    for code in _circling(spins) - _circling(ways):
        yield (
            case.procedure.steps[code].line,
            (
                f"step `{code}` expires into a loop whose dates can all be past, so it would turn without "
                "end: give a step of the loop a due time of its own"
            ),
        )


def _expires_by_date(step: Step, move: Move) -> bool:
    """Whether the machine makes this move at a date that can be past on entering the step."""
    expire = step.expire
    if expire is None or expire.after is not None or step.due.kind is DueKind.AFTER:
        return False
    return expire.action == move.action.code


def _person_moves(case: Case, step: Step) -> bool:
    """Whether a person has an action that leaves the step."""
    return any(
        move.branch.go not in (Go.STAY, Go.MOVE) and not case.by_machine(move.action)
        for move in case.flow.by_source.get(step.code, ())
    )


def _next(case: Case, move: Move) -> tuple[str, ...]:
    if move.branch.go in (Go.TO, Go.INTERRUPT):
        return (move.branch.target,)
    if move.branch.go is Go.RESUME:
        return tuple(case.flow.beneath.get(move.source, ()))
    return ()


def _circling(ways: dict[str, set[str]]) -> set[str]:
    """The nodes that lie on a circle, or between two: what is left once all dead ends are taken away."""
    left = set(ways)
    while True:
        entered = {target for code in left for target in ways[code]}
        kept = {code for code in left if ways[code] & left and code in entered}
        if kept == left:
            return left
        left = kept


def _entries(case: Case) -> Iterator[tuple[Move, Step]]:
    """Every move that enters a step by name."""
    for move in case.flow.moves:
        if move.branch.go in (Go.TO, Go.INTERRUPT) and move.branch.target in case.procedure.steps:
            yield move, case.procedure.steps[move.branch.target]


RULES = (
    opening_enters_a_step,
    ends_stay_ended,
    over_steps_interrupt,
    inherited_dates_lie_over,
    dates_can_be_known,
    moved_dates_are_asked,
    moved_days_are_reckoned,
    recharging_is_asked,
    comments_are_asked,
    reserved_steps_are_entered_by_their_own,
    loops_of_machines,
)
