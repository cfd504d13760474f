"""The journal as people read it: newest first, by day, each entry with its kind, words and values."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from itertools import groupby
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from temoin.claims import reservations, sentences
from temoin.engine.model import Field, FieldType, Procedure
from temoin.engine.state import UNDO
from temoin.journal.models import JournalEntry
from temoin.procedures import files
from temoin.ui import formats


class Kind(StrEnum):
    """What an entry is about, which is also its class on the page and the journal's filter."""

    STATE = "state"
    CALL = "call"
    NOTE = "msg"
    DOCUMENT = "doc"
    MACHINE = "sys"

    @property
    def icon(self) -> str:
        return _ICONS[self]

    @property
    def label(self) -> str:
        match self:
            case Kind.STATE:
                return _("Steps")
            case Kind.CALL:
                return _("Calls")
            case Kind.NOTE:
                return _("Notes")
            case Kind.DOCUMENT:
                return _("Documents")
            case Kind.MACHINE:
                return _("System")


_ICONS = {
    Kind.STATE: "git-commit-horizontal",
    Kind.CALL: "phone",
    Kind.NOTE: "pencil-line",
    Kind.DOCUMENT: "paperclip",
    Kind.MACHINE: "cpu",
}
CALLS = {"log_call", "log_attempt", "record_contact", "call_back_done", "imported_contact"}
OLD_STATES = {"imported_state", "imported_assigned", "imported_sub_assigned", "imported_accepted"}
OLD_LETTERS = {"imported_message", "imported_receipt", "imported_incoming", "imported_note"}


@dataclass(frozen=True, slots=True)
class Item:
    """One entry, ready to be shown. `said` are (label, words) of what was filled in."""

    row: JournalEntry
    by: str
    kind: Kind
    title: str
    moved: bool
    from_label: str
    to_label: str
    due_at: datetime | None
    said: tuple[tuple[str, str], ...]
    text: str
    files: tuple[str, ...]


def days(
    rows: Iterable[JournalEntry],
    procedure: Procedure,
    names: Mapping[int, str],
    *,
    kind: str = "",
    assignment: int | None = None,
) -> list[tuple[date, list[Item]]]:
    """The entries by local day, newest first; `names` are organisations' names by id."""
    return by_day(newest((row for row in rows if _asked(row, assignment)), procedure, names, kind=kind))


def newest(
    rows: Iterable[JournalEntry], procedure: Procedure, names: Mapping[int, str], *, kind: str = ""
) -> Iterator[Item]:
    """The entries in words, newest first, of one kind where asked; made one by one, as far as they are taken."""
    ordered = sorted(rows, key=lambda row: (row.occurred_at, row.seq), reverse=True)
    found = (item(row, procedure, names) for row in ordered)
    return (one for one in found if not kind or one.kind == kind)


def by_day(items: Iterable[Item]) -> list[tuple[date, list[Item]]]:
    """Entries that are in order, under the local day on which they happened."""
    found = groupby(items, key=lambda one: timezone.localtime(one.row.occurred_at).date())
    return [(day, list(of_day)) for day, of_day in found]


def _asked(row: JournalEntry, assignment: int | None) -> bool:
    return assignment is None or row.assignment_number in (None, assignment)


def item(row: JournalEntry, procedure: Procedure, names: Mapping[int, str]) -> Item:
    """One journal row in words."""
    data = row.data
    values = data.get("values", {})
    if row.imported:
        return _of_old_journal(row, procedure)
    moved = bool(data.get("to") or data.get("outcome")) and data.get("from") != data.get("to")
    frames = data.get("frames") or []
    due = frames[-1].get("due_at") if frames else None
    free, said, files = _values(_in_order(values, procedure, row.action), procedure, names)
    return Item(
        row=row,
        by=sentences.actor(row.actor_name) if row.machine else row.actor_name,
        kind=_kind(row, moved, files),
        title=_title(procedure, row),
        moved=moved,
        from_label=step_label(procedure, data.get("from")),
        to_label=step_label(procedure, data.get("to") or data.get("outcome")),
        due_at=datetime.fromisoformat(due) if moved and due else None,
        said=said,
        text=data.get("text", "") or free or str(sentences.PLACED.get(values.get("why", ""), "")),
        files=files,
    )


def _in_order(values: Mapping[str, Any], procedure: Procedure, action: str) -> dict[str, Any]:
    """As the action's form asks them: the database keeps no order of its own."""
    known = procedure.actions.get(action)
    asked = [one.code for one in known.form if one.code in values] if known else []
    return {code: values[code] for code in (*asked, *values)}


def _title(procedure: Procedure, row: JournalEntry) -> str:
    """What the entry did; where it took another back, which one."""
    title = sentences.entry_label(procedure, row.action)
    if rung := _clock_label(procedure, row):
        return f"{title} : {rung}"
    if row.action != UNDO:
        return title
    return f"{title} : {sentences.entry_label(procedure, row.data['values']['undone'])}"


def _clock_label(procedure: Procedure, row: JournalEntry) -> str:
    """Which statutory clock an alarm was about; empty for a step's own date."""
    code = row.data.get("values", {}).get("clock")
    if not code:
        return ""
    steps = (procedure.steps.get(frame["step"]) for frame in row.data.get("frames", ()))  # it may lie beneath
    clock = next((step.clocks[code] for step in steps if step and code in step.clocks), None)
    return sentences.said(clock.label) if clock else ""


def _of_old_journal(row: JournalEntry, procedure: Procedure) -> Item:
    """An entry of an old journal: its text as it stood, and what was understood of it."""
    data, values = row.data, row.data.get("values", {})
    from_label, to_label = step_label(procedure, data.get("from")), step_label(procedure, values.get("step"))
    state = row.action == "imported_state" and bool(to_label)
    said = []
    if values.get("norm") is not None:
        said.append((_("Norm"), ngettext("%(n)d day", "%(n)d days", values["norm"]) % {"n": values["norm"]}))
    if values.get("comment") and row.action == "imported_state":
        said.append((_("Comment"), values["comment"]))
    said.append((_("Line of the file"), str(values.get("line", ""))))
    due = values.get("due_at")
    return Item(
        row=row,
        by=sentences.actor(row.actor_name) if row.machine else row.actor_name,
        kind=_old_kind(row),
        title=sentences.entry_label(procedure, row.action),
        moved=state,
        from_label=from_label if from_label != to_label else "",
        to_label=to_label,
        due_at=datetime.fromisoformat(due) if state and due else None,
        said=tuple(said),
        text=values.get("text", ""),
        files=(),
    )


def _old_kind(row: JournalEntry) -> Kind:
    if row.action in CALLS:
        return Kind.CALL
    if row.action in OLD_STATES:
        return Kind.STATE
    return Kind.NOTE if row.action in OLD_LETTERS and not row.machine else Kind.MACHINE


def step_label(procedure: Procedure, code: str | None) -> str:
    """The label of a step or end; empty where there is none."""
    known = procedure.steps.get(code or "") or procedure.ends.get(code or "")
    return sentences.said(known.label) if known else ""


def _kind(row: JournalEntry, moved: bool, files: tuple[str, ...]) -> Kind:
    if row.action in CALLS:
        return Kind.CALL
    if (row.machine and not moved) or row.action.startswith("alarm."):
        return Kind.MACHINE
    if moved:
        return Kind.STATE
    return Kind.DOCUMENT if files else Kind.NOTE


FREE = ("comment", "note", "text", "reason", "message_text")
UNSAID = {
    "key",
    "estimate_digest",
    "to",
    "at",
    "authority_limit",
    "insurer",
    "insurer_code",
    "country",
    "facts",
    "invoice_known",
    "paid_left",
}


def _values(
    values: Mapping[str, Any], procedure: Procedure, names: Mapping[int, str]
) -> tuple[str, tuple[tuple[str, str], ...], tuple[str, ...]]:
    free, said, files = "", [], list[str]()
    for code, value in values.items():
        field = procedure.fields.get(code)
        if field is None or code in UNSAID:
            continue
        if code == "reservations":
            free = free or reservations.words(str(value))
            continue
        if code == "availabilities":
            said.append((sentences.said(field.label), _moments(str(value))))
            continue
        if field.type is FieldType.FILES:
            files.extend(value)
        elif code in FREE and not free:
            free = str(value)
        else:
            said.append((sentences.said(field.label), words(field, value, names, procedure)))
    return free, tuple(said), tuple(files)


def _moments(text: str) -> str:
    """How many moments the insured ticked; the grid itself stands on the claim."""
    try:
        number = len(json.loads(text))
    except (ValueError, TypeError):
        return text
    return ngettext("%(number)d moment", "%(number)d moments", number) % {"number": number}


def words(field: Field, value: Any, names: Mapping[int, str], procedure: Procedure) -> str:
    """A stored value in the reader's habits."""
    match field.type:
        case FieldType.INSTANT:
            return formats.instant(datetime.fromisoformat(value), formats.Style.SHORT)
        case FieldType.DATE:
            return formats.day(date.fromisoformat(value), formats.Style.DAY)
        case FieldType.AMOUNT:
            return _amount(value)
        case FieldType.YES_NO:
            return _("yes") if value else _("no")
        case FieldType.CHOICE:
            return sentences.said(field.choices.get(value)) or str(value)
        case FieldType.ASSIGNMENT:
            return _("No. %(number)s") % {"number": value}
        case FieldType.WHOLE if field.week_of:
            return _("Week %(number)s") % {"number": value}
        case FieldType.WHOLE:
            return formats.number(value)
        case FieldType.CHECKLIST:
            return _answers(field, value)
        case FieldType.ORGANISATION:
            return names.get(value, "")
        case FieldType.ORGANISATIONS:
            return ", ".join(names.get(one, "") for one in value)
        case FieldType.STEP:
            return step_label(procedure, value)
        case FieldType.PARTY:
            return sentences.said(procedure.charged.get(value)) or str(value)
        case _:
            return str(value)


def _answers(field: Field, value: Mapping[str, str]) -> str:
    """The items by answer, in the order of the answers: “In order: A, B · Not in order: C”."""
    found = []
    for answer, label in field.choices.items():
        items = [sentences.said(one) for code, one in field.items.items() if value.get(code) == answer]
        if items:
            found.append(
                _("%(answer)s: %(items)s") % {"answer": sentences.said(label), "items": ", ".join(items)}
            )
    return " · ".join(found)


def _amount(value: str) -> str:
    try:
        return formats.money(Decimal(value), "EUR")
    except InvalidOperation:
        return value


def organisations(rows: Iterable[JournalEntry]) -> set[int]:
    """Every organisation that these entries name, so that their names are read in one query."""
    found: set[int] = set()
    fields = _organisation_fields()
    for row in rows:
        if row.actor_organisation is not None:
            found.add(row.actor_organisation)
        for code, value in (row.data.get("values") or {}).items():
            if code in fields:
                found.update(value if isinstance(value, list) else [value])
    return found


@cache
def _organisation_fields() -> frozenset[str]:
    """The fields of every procedure that hold organisations."""
    kinds = (FieldType.ORGANISATION, FieldType.ORGANISATIONS)
    found = [files.procedure(code).fields.values() for code in files.procedures()]
    return frozenset(field.code for fields in found for field in fields if field.type in kinds)
