"""The report on an old journal in words, in the language that is active."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from itertools import chain, islice

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from temoin.exchange.old_journal.entries import Entry, Kind, Machine, Party, Remark, RemarkCode, Role
from temoin.exchange.old_journal.plan import Plan
from temoin.exchange.old_journal.report import Report
from temoin.exchange.old_journal.splitting import Piece, Rule, Why

LISTED = 500
"""Entries, remarks and prose blocks listed one by one; the counts always cover all of them."""

KINDS: Mapping[Kind, str] = {
    Kind.OPENING: gettext_noop("Opening of the claim"),
    Kind.AUTHORITY_LIMIT: gettext_noop("Authority limit"),
    Kind.FIRST_DATE: gettext_noop("First date of realisation"),
    Kind.STATE: gettext_noop("Step and action date"),
    Kind.ASSIGNED: gettext_noop("Assigned"),
    Kind.SUB_ASSIGNED: gettext_noop("Sub-assigned"),
    Kind.ACTION_DONE: gettext_noop("Action done"),
    Kind.ACCEPTED: gettext_noop("Accepted by the professional"),
    Kind.CONTACT: gettext_noop("Contact with the client"),
    Kind.MESSAGE: gettext_noop("Message sent"),
    Kind.RECEIPT: gettext_noop("Message read"),
    Kind.INCOMING: gettext_noop("Message received"),
    Kind.FILE_CHECKED: gettext_noop("File checked"),
    Kind.NOTE: gettext_noop("Note"),
    Kind.STAMP_ONLY: gettext_noop("Stamp without text"),
}

MACHINES: Mapping[Machine, str] = {
    Machine.INTERNET: gettext_noop("internet (a program)"),
    Machine.ZONAL_ASSIGNMENT: gettext_noop("automatic zonal assignment (a program)"),
    Machine.BATCH: gettext_noop("batch processing (a program)"),
}

ROLES: Mapping[Role, str] = {
    Role.SENDER: gettext_noop("from"),
    Role.RECIPIENT: gettext_noop("to"),
    Role.ASSIGNEE: gettext_noop("given to"),
    Role.PROFESSIONAL: gettext_noop("professional"),
}

FACTS: Mapping[str, str] = {
    "authority_limit": gettext_noop("authority limit"),
    "first_date_on": gettext_noop("first date"),
    "humidity_percent": gettext_noop("humidity (percent)"),
    "week": gettext_noop("week"),
    "assigned_at": gettext_noop("assigned at"),
    "accepted_at": gettext_noop("accepted at"),
    "contact_number": gettext_noop("contact number"),
    "contacted_at": gettext_noop("client contacted at"),
    "message_number": gettext_noop("message number"),
}

WHYS: Mapping[Why, str] = {
    Why.ONE_CLAIM: gettext_noop("the whole file was to be read as one claim"),
    Why.OPENING: gettext_noop("an opening starts a claim"),
    Why.FIRST_ENTRY: gettext_noop("the file starts without an opening"),
    Why.JUMPED_BACK: gettext_noop("the dates jump back by %(days)s days"),
    Why.NUMBER_LEFT_OUT: gettext_noop(
        "assignment N°%(days)s appears although the one before it was never seen"
    ),
    Why.LONG_GAP: gettext_noop(
        "%(days)s days lie between, and there is no opening that holds the entries together"
    ),
}

REMARKS: Mapping[RemarkCode, str] = {
    RemarkCode.NOT_TEXT: gettext_noop("The file is not text. Save the journal as plain text and try again."),
    RemarkCode.TOO_LARGE: gettext_noop(
        "The file is too large (bytes: %(detail)s). Split it and import the parts."
    ),
    RemarkCode.TOO_MANY_LINES: gettext_noop(
        "The file has too many lines (%(detail)s). Split it and import the parts."
    ),
    RemarkCode.EMPTY: gettext_noop("The file is empty."),
    RemarkCode.NO_ENTRIES: gettext_noop("No journal entry was found in the file."),
    RemarkCode.MIXED_ENCODING: gettext_noop(
        "the line is not UTF-8 as others are: it was read as Windows-1252"
    ),
    RemarkCode.ENCODED_TWICE: gettext_noop("the accents were encoded twice: they were set right"),
    RemarkCode.DAMAGED_CHARACTER: gettext_noop("a character could not be read"),
    RemarkCode.NEWEST_FIRST: gettext_noop(
        "The file is printed from the newest entry down: it was read from its end."
    ),
    RemarkCode.SAME_CLAIM_TWICE: gettext_noop(
        "the same claim stands already at line %(detail)s: it is created once"
    ),
    RemarkCode.NO_TIME_IN_CLAIM: gettext_noop("no entry of this claim has a time: it is not created"),
    RemarkCode.LINE_TOO_LONG: gettext_noop("the line is too long to be part of a journal: “%(detail)s”"),
    RemarkCode.DAMAGED_STAMP: gettext_noop("the stamp cannot be read: “%(detail)s”"),
    RemarkCode.NO_STAMP: gettext_noop(
        "the entry has no stamp, so its time and author are unknown: “%(detail)s”"
    ),
    RemarkCode.STAMP_BEFORE: gettext_noop(
        "the stamp stands before the text instead of after it: “%(detail)s”"
    ),
    RemarkCode.HEAD_CUT: gettext_noop("the first letters are missing: “%(detail)s”"),
    RemarkCode.HEAD_MISSING: gettext_noop("the beginning of the entry is missing: “%(detail)s”"),
    RemarkCode.END_MISSING: gettext_noop(
        "the end of the entry is missing, with its date and assignment: “%(detail)s”"
    ),
    RemarkCode.NO_STEP: gettext_noop("no step is named"),
    RemarkCode.UNKNOWN_STEP: gettext_noop("this step is not known: “%(detail)s”"),
    RemarkCode.PART_OF_STEP: gettext_noop("only the beginning of this is a known step: “%(detail)s”"),
    RemarkCode.NO_DUE: gettext_noop("the action date is missing"),
    RemarkCode.IMPOSSIBLE_DATE: gettext_noop("there is no such date or time: “%(detail)s”"),
    RemarkCode.IMPOSSIBLE_NUMBER: gettext_noop("this number is impossible: “%(detail)s”"),
    RemarkCode.MISSING_HOUR: gettext_noop(
        "the clocks were put forward and never showed this time, one hour later is taken: “%(detail)s”"
    ),
    RemarkCode.IN_FUTURE: gettext_noop("the stamp lies in the future: “%(detail)s”"),
    RemarkCode.DATES_DIFFER: gettext_noop(
        "the stamp's date differs from the one in the entry's brackets: “%(detail)s”"
    ),
    RemarkCode.NOT_READ: gettext_noop("this part could not be read: “%(detail)s”"),
    RemarkCode.REPEATED: gettext_noop("repeats the entry at line %(detail)s; both are kept"),
}


def remark(remark_: Remark) -> str:
    """One remark as a sentence, with its line where it has one."""
    words = _(REMARKS[remark_.code]) % {"detail": remark_.detail}
    return _("line %(line)s: %(words)s") % {"line": remark_.line, "words": words} if remark_.line else words


def why(piece: Piece) -> str:
    """Why a claim begins where it does."""
    return _(WHYS[piece.why]) % {"days": piece.days}


def rule(rule_: Rule) -> str:
    """How the file was split into claims, for the reader to judge."""
    if rule_.one_claim:
        return _("The whole file was read as one claim, as asked.")
    return _(
        "The file does not say where one claim ends and the next begins. An opening starts a claim. So do: dates that "
        "jump back by more than %(back)s days; after a title, an assignment number that leaves one out; after a title "
        "and without an opening before, a gap of more than %(gap)s days. If all of it is one claim, import it again "
        "as one claim."
    ) % {"back": rule_.back_days, "gap": rule_.gap_days}


def when(at: datetime | date) -> str:
    """A date or wall clock time as printed in the three countries."""
    return at.strftime("%d/%m/%Y %H:%M" if isinstance(at, datetime) else "%d/%m/%Y")


def author(entry: Entry) -> str:
    """Who wrote the entry, with the number; programs are named as such."""
    stamp = entry.stamp
    if stamp is None or (not stamp.number and not stamp.name):
        return _("author unknown")
    if stamp.machine is not None:
        return _(MACHINES[stamp.machine])
    return f"{stamp.name} ({stamp.number})" if stamp.name else f"({stamp.number})"


def party(party_: Party) -> str:
    """A person or firm named in an entry, with what it is there for."""
    number = f"({party_.number})" if party_.number else ""
    organisation = f"– {party_.organisation}" if party_.organisation else ""
    return " ".join(part for part in (_(ROLES[party_.role]), party_.name, number, organisation) if part)


def fact(code: str, value: object) -> str:
    """One fact of an entry."""
    shown = when(value) if isinstance(value, date) else str(value)
    return f"{_(FACTS[code])}: {shown}"


def understood(entry: Entry, step_name: Callable[[str], str]) -> str:
    """What was understood of an entry beside its kind, time and author, on one line."""
    parts = []
    if entry.step:
        parts.append(step_name(entry.step))
    elif entry.label:
        parts.append(f"“{entry.label}”")
    if entry.norm is not None:
        parts.append(ngettext("norm %(norm)s day", "norm %(norm)s days", entry.norm) % {"norm": entry.norm})
    if entry.due:
        parts.append(_("due %(at)s") % {"at": when(entry.due)})
    if entry.assignment is not None:
        parts.append(f"N°{entry.assignment}")
    parts.extend(party(known) for known in entry.parties)
    parts.extend(fact(code, value) for code, value in entry.facts.items())
    if entry.comment:
        parts.append(f"“{entry.comment}”")
    return " · ".join(parts)


def span(first: int, last: int) -> str:
    """The lines of an item."""
    if first == last:
        return _("line %(line)s") % {"line": first}
    return _("lines %(first)s–%(last)s") % {"first": first, "last": last}


def accounting(report: Report) -> str:
    """Where every line of the file went, as a sum, and whether none is missing."""
    counted = report.accounting
    total = _(
        "%(lines)s lines: %(entries)s in entries, %(prose)s of other text, %(unreadable)s unreadable, %(blank)s blank."
    ) % {
        "lines": report.line_count,
        "entries": counted.in_entries,
        "prose": counted.in_prose,
        "unreadable": counted.unreadable,
        "blank": counted.blank,
    }
    if counted.proven:
        proof = _("Every line is accounted for, once.")
    else:
        numbers = ", ".join(str(number) for number in (*counted.lost, *counted.doubled)[:20])
        proof = _("These lines are not accounted for exactly once: %(numbers)s.") % {"numbers": numbers}
    return f"{total} {proof}"


def render(
    report: Report,
    *,
    plan: Plan | None = None,
    step_name: Callable[[str], str] = str,
    listed: int = LISTED,
    entries: bool = True,
) -> Iterator[str]:
    """The report as lines of plain text; `step_name` turns a step's code into its name.

    With the `plan` made from it, what will not be created is told as well. Without `entries` it is short:
    they are counted, not listed.
    """
    yield report.name
    if report.refused:
        yield from (remark(known) for known in report.file_remarks)
        yield _("Nothing was read and nothing will be written.")
        return
    yield _("Read as %(encoding)s.") % {"encoding": report.encoding}
    yield accounting(report)
    yield ""
    yield from _kinds(report)
    yield ""
    yield from _claims(report)
    yield ""
    if entries:
        yield _("What was understood")
        yield from _limited((_entry(entry, step_name) for entry in report.entries), listed)
        yield ""
    yield _("What was not understood, or deserves a look")
    remarks = chain(report.remarks, plan.remarks if plan else ())
    yield from _limited((f"  {remark(known)}" for known in remarks), listed)
    yield ""
    yield _("Other text, left as it is")
    yield from _limited(
        (f"  {span(block.span.first, block.span.last)}: {_begin(block.text)}" for block in report.prose),
        listed,
    )


def _kinds(report: Report) -> Iterator[str]:
    total = sum(report.kinds.values())
    yield ngettext("%(count)s entry", "%(count)s entries", total) % {"count": total}
    for kind in Kind:
        if report.kinds[kind]:
            yield f"  {report.kinds[kind]:>6}  {_(KINDS[kind])}"


def _claims(report: Report) -> Iterator[str]:
    total = len(report.claims)
    yield ngettext("%(count)s claim", "%(count)s claims", total) % {"count": total}
    for number, piece in enumerate(islice(report.claims, LISTED), 1):
        whole = _("complete from its opening") if piece.complete else _("incomplete: no opening")
        count = ngettext("%(count)s entry", "%(count)s entries", len(piece.entries)) % {
            "count": len(piece.entries)
        }
        yield f"  {number}. {span(piece.line, piece.line)}: {count}, {whole}; {why(piece)}"
    if total > LISTED:
        yield _("  … and %(count)s more") % {"count": total - LISTED}
    yield rule(report.rule)


def _entry(entry: Entry, step_name: Callable[[str], str]) -> str:
    at = when(entry.stamp.at) if entry.stamp and entry.stamp.at else _("time unknown")
    head = f"  {span(entry.span.first, entry.span.last)}: {at} · {author(entry)} · {_(KINDS[entry.kind])}"
    details = understood(entry, step_name)
    return f"{head} · {details}" if details else head


def _begin(text: str) -> str:
    words = " ".join(text[:500].split())
    return words if len(words) <= 80 else f"{words[:80]}…"


def _limited(lines: Iterator[str], listed: int) -> Iterator[str]:
    yield from islice(lines, listed)
    more = sum(1 for _line in lines)
    if more:
        yield _("  … and %(count)s more") % {"count": more}
