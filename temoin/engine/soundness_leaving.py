"""Soundness of leaving a step: its holder can, an end can be reached, and expiry happens by itself."""

from __future__ import annotations

from collections.abc import Iterator

from temoin.engine.model import Go, Step
from temoin.engine.soundness_case import Case, Found, listed

WAYS_OUT = (Go.TO, Go.CLOSE, Go.RESUME, Go.INTERRUPT)


def every_step_has_a_way_out(case: Case) -> Iterator[Found]:
    """An action leaves the step, and one of those is the holder's: he must act, so he can."""
    for step in case.procedure.steps.values():
        out = [move for move in case.flow.by_source.get(step.code, ()) if move.branch.go in WAYS_OUT]
        if not out:
            yield (
                step.line,
                f"step `{step.code}` has no way out: give it an action that goes on, resumes or closes",
            )
        elif not any(step.holder in move.action.by for move in out):
            yield (
                step.line,
                (
                    f"step `{step.code}` is held by `{step.holder}`, who has no action that leaves it: "
                    f"add the role to the `by` of {listed(move.action.code for move in out)}, or give the "
                    "step another holder"
                ),
            )


def every_step_reaches_an_end(case: Case) -> Iterator[Found]:
    """From every step that has a way out an end can be come to, without an override."""
    ending = _ending(case)
    for step in case.reached_steps():
        ways = {move.branch.go for move in case.flow.by_source.get(step.code, ())}
        if step.code not in ending and ways & set(WAYS_OUT):
            yield (
                step.line,
                (
                    f"step `{step.code}` cannot come to an end by any action: let one of them, or of the "
                    "steps that follow, `close`"
                ),
            )


def _ending(case: Case) -> set[str]:
    """The steps from which an end can be reached: first without going back beneath, then with."""
    ending: set[str] = set()
    grown = True
    while grown:
        found = {
            move.source
            for move in case.flow.moves
            if move.branch.go is Go.CLOSE
            or (move.branch.go in (Go.TO, Go.INTERRUPT) and move.branch.target in ending)
        }
        grown = not found <= ending
        ending |= found
    grown = True
    while grown:
        back = {
            move.source
            for move in case.flow.moves
            if move.branch.go is Go.RESUME and case.flow.beneath.get(move.source, frozenset()) & ending
        }
        grown = not back <= ending
        ending |= back
    return ending


def over_steps_resume(case: Case) -> Iterator[Found]:
    """A step that lies over another has a `resume`; nothing resumes where nothing lies beneath."""
    for step in case.procedure.steps.values():
        resumes = [move for move in case.flow.by_source.get(step.code, ()) if move.branch.go is Go.RESUME]
        if step.over and not resumes:
            yield (
                step.line,
                (
                    f"step `{step.code}` lies `over` another and no action resumes that one: give it an "
                    "action with `resume: yes`"
                ),
            )
        if not step.over:
            for move in resumes:
                yield (
                    move.branch.line,
                    (
                        f"action `{move.action.code}` resumes, but nothing lies beneath `{step.code}`: "
                        "take it out of that step, or bind the branch by `step` or `interrupted`"
                    ),
                )


def reserved_steps_are_left_by_their_own(case: Case) -> Iterator[Found]:
    """In an `only` step the holder is one of those roles, and each moving action is done by one of them."""
    for step in case.procedure.steps.values():
        if not step.only:
            continue
        if step.holder not in step.only:
            yield (
                step.line,
                (
                    f"step `{step.code}` is held by `{step.holder}`, but only {listed(step.only)} may "
                    "touch it: add the holder to `only`"
                ),
            )
        for move in case.flow.by_source.get(step.code, ()):
            if move.branch.go in (Go.STAY, Go.CHOSEN) or set(move.action.by) & set(step.only):
                continue
            yield (
                step.line,
                (
                    f"step `{step.code}` offers `{move.action.code}`, done by {listed(move.action.by)}, "
                    f"but only {listed(step.only)} may touch it: take it out, or add one of those to its "
                    "`by`"
                ),
            )


def expiry_can_happen(case: Case) -> Iterator[Found]:
    """What is done at the due date or with a linked assignment is offered in the step, a machine's, and asks nothing."""
    for step in case.procedure.steps.values():
        for code in (step.expire and step.expire.action, step.linked and step.linked.action):
            if code:
                yield from _by_itself(case, step, code)


def _by_itself(case: Case, step: Step, code: str) -> Iterator[Found]:
    action = case.procedure.actions[code]
    if code not in step.actions:
        yield (
            step.line,
            f"step `{step.code}` ends by `{code}`, which it does not offer: add it to `actions`",
        )
    if not any(case.procedure.roles[role].machine for role in action.by):
        yield (
            step.line,
            (
                f"step `{step.code}` ends by `{code}`, which no machine may do: add a `machine: yes` "
                "role to its `by`"
            ),
        )
    asked = [entry.code for entry in action.form if entry.required]
    if asked:
        yield (
            action.line,
            (f"action `{code}` is done by itself in `{step.code}`, but asks {listed(asked)}: mark with `?`"),
        )


def clocks_can_be_met(case: Case) -> Iterator[Found]:
    """Whatever meets a statutory clock is offered in its step."""
    for step in case.procedure.steps.values():
        for clock in step.clocks.values():
            if not clock.stops:
                yield (
                    clock.line,
                    f"step `{step.code}`: clock `{clock.code}` can never be met: name an action in `stops`",
                )
            for code in clock.stops:
                if code not in step.actions:
                    yield (
                        clock.line,
                        f"step `{step.code}`: clock `{clock.code}` is met by `{code}`, which the step does "
                        "not offer: add it to `actions`, or name another",
                    )


RULES = (
    every_step_has_a_way_out,
    every_step_reaches_an_end,
    over_steps_resume,
    reserved_steps_are_left_by_their_own,
    expiry_can_happen,
    clocks_can_be_met,
)
