"""Why the engine says no: typed answers with a stable code and the facts, never a crash."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from temoin.engine.model import Label


class Refused(Exception):
    """An action that may not be done now. `code` is stable; `facts` are what a sentence needs."""

    code = "refused"

    def __init__(self, say: Label | None = None, **facts: Any) -> None:
        super().__init__(self.code, facts)
        self.say = say
        self.facts: Mapping[str, Any] = facts


class UnknownAction(Refused):
    """No such action in this procedure."""

    code = "unknown_action"


class NotHere(Refused):
    """The action exists, but not in the step where the assignment is now."""

    code = "not_here"


class AlreadyClosed(Refused):
    """The assignment is over; only what its end allows can be done."""

    code = "already_closed"


class NotYours(Refused):
    """Another role, or another organisation, may do this."""

    code = "not_yours"


class Reserved(Refused):
    """The step is reserved to a role: nobody else touches it."""

    code = "reserved"


class NotMet(Refused):
    """A condition that the procedure sets for this action does not hold."""

    code = "not_met"


class Measured(Refused):
    """The step's lateness is followed: its action date moves only by doing the thing."""

    code = "measured"


class InvalidValues(Refused):
    """The form is not complete or not possible; `facts["fields"]` maps a field to its problem's code.

    `facts["lacking"]` maps a checklist whose problem is `incomplete` to the items not answered.
    """

    code = "invalid_values"

    def __init__(
        self, fields: Mapping[str, str], lacking: Mapping[str, tuple[str, ...]] | None = None
    ) -> None:
        super().__init__(fields=dict(fields), lacking=dict(lacking or {}))


class NothingBeneath(Refused):
    """There is no interrupted step to go back to."""

    code = "nothing_beneath"


class CannotUndo(Refused):
    """The action cannot be taken back; `facts["why"]` says why: not_marked, not_yours, told or too_late."""

    code = "cannot_undo"
