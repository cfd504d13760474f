"""The objects that addresses name, by kind: those of the stage, one that does not exist, and one that cannot."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from temoin.claims.models import Assignment
from tests.matrix.stage import Stage

Kwargs = Mapping[str, Any]
NOWHERE = UUID(int=0)
HUGE = 2**63  # one more than any column holds
NONE = "none"  # what does not exist; never in the policy, since nobody may have it
HOSTILE = "hostile"


def of(kind: str, stage: Stage) -> dict[str, Kwargs]:
    """What the route's parameters are for each object of a kind; the empty kind is the page itself."""
    return KINDS[kind](stage)


def _page(stage: Stage) -> dict[str, Kwargs]:
    return {"": {}}


def _claim(stage: Stage) -> dict[str, Kwargs]:
    known = {side: {"reference": claim.reference} for side, claim in stage.claims.items()}
    return {**known, NONE: {"reference": "99-999999"}, HOSTILE: {"reference": "26-\x00"}}


def _claim_assignment(stage: Stage) -> dict[str, Kwargs]:
    found: dict[str, Kwargs] = {name: {**said, "number": 1} for name, said in _claim(stage).items()}
    ours = stage.claims["ours"].reference
    return {
        **found,
        "ours_with_adjuster": {"reference": ours, "number": 4},
        "no_such_number": {"reference": ours, "number": 99},
        "huge_number": {"reference": ours, "number": HUGE},
    }


def _claim_entry(stage: Stage) -> dict[str, Kwargs]:
    return {name: {**said, "seq": 1} for name, said in _claim_assignment(stage).items()}


def _assignment(stage: Stage) -> dict[str, Kwargs]:
    known = {name: {"pk": one.pk} for name, one in stage.assignments.items()}
    return {**known, NONE: {"pk": 999_999_999}, HOSTILE: {"pk": HUGE}}


def _mission(stage: Stage) -> dict[str, Kwargs]:
    known = {name: {"pk": one.pk} for name, one in stage.missions.items()}
    held = {"of_contractor": {"pk": stage.assignments["held"].pk}}
    return {**known, **held, NONE: {"pk": 999_999_999}, HOSTILE: {"pk": HUGE}}


def _mission_frame(stage: Stage) -> dict[str, Kwargs]:
    """Each mission with the number of the step that runs on it."""
    known = {name: {"pk": one.pk, "frame": _top(one)} for name, one in stage.missions.items()}
    none = {"pk": stage.missions["ours_mission"].pk, "frame": 99}
    return {**known, NONE: none, HOSTILE: {"pk": HUGE, "frame": HUGE}}


def _payment_list(stage: Stage) -> dict[str, Kwargs]:
    known = {f"{side}_list": {"pk": pk} for side, pk in stage.payment_lists.items()}
    return {**known, NONE: {"pk": 999_999_999}, HOSTILE: {"pk": HUGE}}


def _studied(stage: Stage) -> dict[str, Kwargs]:
    held = stage.assignments["held"].pk
    return {
        "for_contractor": {"pk": held, "number": 1},
        "of_adjuster": {"pk": held, "number": 2},
        NONE: {"pk": held, "number": 99},
        HOSTILE: {"pk": HUGE, "number": HUGE},
    }


def _assignment_frame(stage: Stage) -> dict[str, Kwargs]:
    """Each assignment with the number of the step that runs on it."""
    known = {name: {"pk": one.pk, "frame": _top(one)} for name, one in stage.assignments.items()}
    return {
        **known,
        NONE: {"pk": stage.assignments["held"].pk, "frame": 99},
        HOSTILE: {"pk": HUGE, "frame": HUGE},
    }


def _top(assignment: Assignment) -> int:
    return int(assignment.state["frames"][-1]["number"])


def _claim_frame(stage: Stage) -> dict[str, Kwargs]:
    """Each assignment of a claim with its first step, which is the network's."""
    return {name: {**said, "frame": 1} for name, said in _claim_assignment(stage).items()}


def _claim_top(stage: Stage) -> dict[str, Kwargs]:
    """Each assignment of a claim with the step that runs on it."""
    tops = {
        "ours": _top(stage.assignments["held"]),
        "ours_with_adjuster": _top(stage.assignments["sibling"]),
        "theirs": _top(stage.assignments["theirs_held"]),
    }
    return {name: {**said, "frame": tops.get(name, 1)} for name, said in _claim_assignment(stage).items()}


def _contest(stage: Stage) -> dict[str, Kwargs]:
    return {"ours": {"pk": stage.records["contest"]}, NONE: {"pk": 999_999_999}, HOSTILE: {"pk": HUGE}}


def _party(stage: Stage) -> dict[str, Kwargs]:
    return {
        "contractor": {"kind": "prestataires", "pk": stage.organisations["contractor"].pk},
        "insurer": {"kind": "compagnies", "pk": stage.organisations["insurer"].pk},
        "estimator": {"kind": "metreurs", "pk": stage.people["estimator"].pk},
        NONE: {"kind": "experts", "pk": stage.organisations["contractor"].pk},
        HOSTILE: {"kind": "prestataires", "pk": HUGE},
    }


def _estimate_version(stage: Stage) -> dict[str, Kwargs]:
    """Version 3 is the firm's own; 2, with the adjuster's figures, is for no contractor."""
    jobs = {"ours": "held", "sibling": "sibling", "theirs": "theirs_held"}
    found = {side: {"pk": stage.assignments[name].pk, "number": 3} for side, name in jobs.items()}
    held = stage.assignments["held"].pk
    return {
        **found,
        "adjusters": {"pk": held, "number": 2},
        NONE: {"pk": held, "number": 99},
        HOSTILE: {"pk": held, "number": HUGE},
    }


def _own_assignment(stage: Stage) -> dict[str, Kwargs]:
    return {"first": {"number": 1}, NONE: {"number": 99}, HOSTILE: {"number": HUGE}}


def _document(stage: Stage) -> dict[str, Kwargs]:
    return {**{name: {"pk": pk} for name, pk in stage.documents.items()}, NONE: {"pk": NOWHERE}}


def _mail(stage: Stage) -> dict[str, Kwargs]:
    known = {side: {"mail_id": pk} for side, pk in stage.mails.items()}
    return {**known, NONE: {"mail_id": 999_999_999}, HOSTILE: {"mail_id": HUGE}}


def _token(stage: Stage) -> dict[str, Kwargs]:
    known = {name: {"token": token} for name, token in stage.tokens.items()}
    return {**known, NONE: {"token": "tm_" + "A" * 32}, HOSTILE: {"token": "\x00"}}


def _named(kind: str, parameter: str) -> Callable[[Stage], dict[str, Kwargs]]:
    def found(stage: Stage) -> dict[str, Kwargs]:
        known = {name: {parameter: pk} for name, pk in getattr(stage, kind).items()}
        return {**known, NONE: {parameter: 999_999_999}, HOSTILE: {parameter: HUGE}}

    return found


def _pending(stage: Stage) -> dict[str, Kwargs]:
    known = {name: {"pending": pk} for name, pk in stage.pending.items()}
    return {**known, NONE: {"pending": 999_999_999}, HOSTILE: {"pending": HUGE}}


def _slug(name: str, known: str) -> Callable[[Stage], dict[str, Kwargs]]:
    return lambda stage: {"known": {name: known}, NONE: {name: "no-such-page"}}


def _record(model: str) -> Callable[[Stage], dict[str, Kwargs]]:
    return lambda stage: {"row": {"object_id": stage.records[model]}, NONE: {"object_id": "999999999"}}


KINDS: dict[str, Callable[[Stage], dict[str, Kwargs]]] = {
    "": _page,
    "claim": _claim,
    "claim_assignment": _claim_assignment,
    "claim_entry": _claim_entry,
    "assignment": _assignment,
    "mission": _mission,
    "payment_list": _payment_list,
    "mission_frame": _mission_frame,
    "studied": _studied,
    "estimate_version": _estimate_version,
    "own_assignment": _own_assignment,
    "assignment_frame": _assignment_frame,
    "claim_frame": _claim_frame,
    "claim_top": _claim_top,
    "contest": _contest,
    "party": _party,
    "party_kind": _slug("kind", "prestataires"),
    "document": _document,
    "mail": _mail,
    "token": _token,
    "thread": _named("threads", "thread_id"),
    "task": _named("tasks", "pk"),
    "block": _named("blocks", "pk"),
    "pending": _pending,
    "procedure": _slug("code", "home_repair"),
    "help_page": _slug("slug", "prendre-en-charge"),
    "reset_key": lambda stage: {
        "wrong": {"uidb36": "1", "key": "set-password"},
        "nonsense": {"uidb36": "zzzzzz", "key": "x-1"},
    },
    "app": lambda stage: {"parties": {"app_label": "parties"}},
    "anything": lambda stage: {"any": {"url": "nowhere"}},
    "site_object": lambda stage: {NONE: {"content_type_id": "1", "object_id": "1"}},
    "user_id": lambda stage: {"row": {"id": stage.records["user"]}, NONE: {"id": "999999999"}},
    **{
        f"record_{model}": _record(model)
        for model in (
            "user",
            "organisation",
            "membership",
            "professional",
            "leave",
            "authoritylimit",
            "personallimit",
            "pricelist",
            "priceitem",
            "vatleg",
        )
    },
}
