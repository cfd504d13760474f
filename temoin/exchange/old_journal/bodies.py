"""What an entry says: step, dates, people and facts out of its text.

Nothing is guessed: what is not in the text stays empty, and a remark says so where it was expected.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from temoin.exchange.old_journal import states
from temoin.exchange.old_journal.blocks import RawEntry
from temoin.exchange.old_journal.draft import Draft
from temoin.exchange.old_journal.entries import (
    NO_FACTS,
    Entry,
    Fact,
    Kind,
    Party,
    Remark,
    RemarkCode,
    Role,
    Span,
    Stamp,
)
from temoin.exchange.old_journal.grammar import STATE_END
from temoin.exchange.old_journal.recognise import Recogniser
from temoin.exchange.old_journal.stamps import INSTANT, day, exists

_HEAD_WORD = re.compile(r"[^:]{0,40}:\s?-?\s?")
_AMOUNT = re.compile(
    r"\bde\s?:\s?(\d{1,3}(?:[ .,\u00a0\u202f]\d{3})*(?:[.,]\d{1,2})?|\d{1,9}(?:[.,]\d{1,2})?)(?!\d)"
)
_CODE_AND_NAME = re.compile(r"-?\s?[(\[]\s?([0-9A-Za-z]{1,12})\s?[)\]]\s?(.*)", re.DOTALL)
_ACCEPTS = re.compile(
    r"professionnel\s(.{1,120}?)\s?\((\w{1,12})\)\s?,?\s?accepte\s?cette\s?intervention", re.IGNORECASE
)
_MESSAGE = re.compile(
    r"DE\s?\.?\s?\((\w{1,12})\)([^(]{0,120})(?:\(([^)]{0,60})\))?(?:\s?POUR\s?:\s?\((\w{1,12})\)([^(]{0,120})(?:\(([^)]{0,60})\))?)?",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"de\s([0-9A-Za-z]{3,12})#(\d{1,9})", re.IGNORECASE)
_CONTACT_NUMBER = re.compile(r"(\d{1,2})\s?:")


def amount(text: str) -> Decimal | None:
    """An amount as people write it: `1550,00`, `1 550,00`, `1.550,00`, `1,550.00`, `1550`."""
    digits = re.sub(r"[\s\u00a0\u202f]", "", text)
    whole, mark, cents = digits, "", ""
    last = max(digits.rfind(","), digits.rfind("."))
    if last >= 0 and len(digits) - last - 1 <= 2:
        whole, mark, cents = digits[:last], ".", digits[last + 1 :]
    try:
        return Decimal(re.sub(r"[.,]", "", whole) + mark + cents)
    except InvalidOperation:
        return None


def _opening(draft: Draft) -> None:
    draft.comment = draft.text


def _authority_limit(draft: Draft) -> None:
    found = _AMOUNT.search(draft.text)
    value = amount(found[1]) if found else None
    if value is None:
        draft.remark(RemarkCode.NOT_READ, draft.text)
    else:
        draft.facts["authority_limit"] = value


def _first_date(draft: Draft) -> None:
    found = re.search(r"(\d{1,2})\s?[./]\s?(\d{1,2})\s?[./]\s?(\d{4})", draft.text)
    if not found:
        draft.remark(RemarkCode.NOT_READ, draft.text)
        return
    first_on = day((found[1], found[2], found[3]))
    if first_on is None:
        draft.remark(RemarkCode.IMPOSSIBLE_DATE, found[0])
    else:
        draft.facts["first_date_on"] = first_on


def _assigned(draft: Draft) -> None:
    text = draft.text
    at = INSTANT.search(text)
    if at:
        assigned_at = draft.when(at)
        if assigned_at:
            draft.facts["assigned_at"] = assigned_at
        text = text[: at.start()]
    found = _CODE_AND_NAME.match(text.strip(" .:"))
    if found:
        draft.parties.append(Party(Role.ASSIGNEE, found[1], found[2].strip()))
    else:
        draft.remark(RemarkCode.NOT_READ, draft.text)


def _action_done(draft: Draft) -> None:
    draft.comment = draft.text
    accepts = _ACCEPTS.search(draft.text)
    if not accepts:
        return
    draft.kind = Kind.ACCEPTED
    draft.parties.append(Party(Role.PROFESSIONAL, accepts[2], accepts[1].strip()))
    at = INSTANT.search(draft.text, accepts.end())
    if at is None:
        draft.remark(RemarkCode.NOT_READ, draft.text[accepts.end() :])
        return
    accepted_at = draft.when(at)
    if accepted_at:
        draft.facts["accepted_at"] = accepted_at


def _contact(draft: Draft) -> None:
    at = INSTANT.search(draft.text)
    contacted_at = draft.when(at) if at else None
    if contacted_at:
        draft.facts["contacted_at"] = contacted_at
    elif at is None:
        draft.remark(RemarkCode.NOT_READ, draft.text)


def _message(draft: Draft) -> None:
    found = _MESSAGE.search(draft.text)
    if not found:
        draft.remark(RemarkCode.NOT_READ, draft.text)
        return
    for role, at in ((Role.SENDER, 1), (Role.RECIPIENT, 4)):
        if found[at] is None:
            draft.remark(RemarkCode.NOT_READ, draft.text)
            continue
        name = found[at + 1].strip(" .")
        draft.parties.append(Party(role, found[at], name, (found[at + 2] or "").strip()))
    draft.comment = draft.text[found.end() :].strip()


def _incoming(draft: Draft) -> None:
    found = _REFERENCE.search(draft.text)
    if found:
        draft.parties.append(Party(Role.SENDER, found[1], ""))
        draft.facts["message_number"] = int(found[2])
        draft.comment = draft.text[found.end() :].strip()


_TAKES_HEAD_OFF = frozenset(
    {Kind.STATE, Kind.OPENING, Kind.FIRST_DATE, Kind.ASSIGNED, Kind.SUB_ASSIGNED, Kind.ACTION_DONE}
)


def _text_of(raw: RawEntry) -> str:
    """The entry's text on one line, without the stamp that may stand in or behind it, and without its head."""
    parts = [part for line in raw.body for part in line.text.split("\n")]
    text = " ".join(" ".join(parts).split())
    if raw.stamp is not None and raw.stamp_line is None:
        written = " ".join(raw.stamp.written.split())
        before, found, after = text.partition(written)
        if not found:  # the stamp was wrapped
            pattern = r"\s?".join(map(re.escape, re.sub(r"\s", "", written)))
            before, *rest = re.split(pattern, text, maxsplit=1)
            after = "".join(rest)
        text = f"{before.rstrip()} {after.lstrip()}".strip()
    if raw.head in _TAKES_HEAD_OFF or raw.head is Kind.RECEIPT:
        head = _HEAD_WORD.match(text)
        text = text[head.end() :].strip() if head else text
    return text


def _digest(stamp: Stamp | None, kind: Kind, text: str) -> str:
    at = stamp.at.isoformat() if stamp and stamp.at else ""
    content = "\0".join((at, (stamp.number or "") if stamp else "", kind, re.sub(r"\s", "", text)))
    return hashlib.blake2b(content.encode("utf-8", "replace"), digest_size=16).hexdigest()


def _stamp_remarks(raw: RawEntry, draft: Draft) -> None:
    stamp, line = raw.stamp, raw.stamp_line
    number = line.number if line else draft.line
    if stamp is None:
        if line is not None:
            draft.remarks.append(Remark(RemarkCode.DAMAGED_STAMP, number, line.text.strip()[:200]))
        else:
            draft.remark(RemarkCode.NO_STAMP, draft.text[:60])
    elif stamp.at is None:
        draft.remarks.append(Remark(RemarkCode.IMPOSSIBLE_DATE, number, stamp.written))
    else:
        if not exists(stamp.at):
            draft.remarks.append(Remark(RemarkCode.MISSING_HOUR, number, stamp.written))
        if draft.noted_on and draft.noted_on != stamp.at.date():
            draft.remarks.append(Remark(RemarkCode.DATES_DIFFER, number, stamp.written))
    if raw.before:
        draft.remarks.append(Remark(RemarkCode.STAMP_BEFORE, number, stamp.written if stamp else ""))


_READERS = {
    Kind.STATE: states.state,
    Kind.RECEIPT: states.receipt,
    Kind.OPENING: _opening,
    Kind.AUTHORITY_LIMIT: _authority_limit,
    Kind.FIRST_DATE: _first_date,
    Kind.ASSIGNED: _assigned,
    Kind.SUB_ASSIGNED: _assigned,
    Kind.ACTION_DONE: _action_done,
    Kind.CONTACT: _contact,
    Kind.MESSAGE: _message,
    Kind.INCOMING: _incoming,
}


def entry(raw: RawEntry, recogniser: Recogniser) -> Entry:
    """What the lines of one entry say; never raises, whatever they hold."""
    lines = raw.lines
    text = _text_of(raw)
    headless_state = raw.head is None and STATE_END.search(text) is not None
    kind = raw.head or (Kind.STATE if headless_state else Kind.NOTE if raw.body else Kind.STAMP_ONLY)
    draft = Draft(text, lines[0].number, kind, recogniser)
    if headless_state:
        draft.remark(RemarkCode.HEAD_MISSING, text[:60])
    elif raw.body and raw.body[0].cut:
        draft.remark(RemarkCode.HEAD_CUT, raw.body[0].text.strip()[:30])
    if kind is Kind.CONTACT:
        number = _CONTACT_NUMBER.search(text)
        if number:
            draft.facts["contact_number"] = int(number[1])
    reader = _READERS.get(kind)
    if reader is not None:
        reader(draft)
    else:
        draft.comment = text
    _stamp_remarks(raw, draft)
    facts: Mapping[str, Fact] = draft.facts or NO_FACTS
    return Entry(
        span=Span(lines[0].number, lines[-1].last),
        kind=draft.kind,
        text="\n".join(line.text for line in raw.body),
        stamp=raw.stamp,
        key=_digest(raw.stamp, draft.kind, text),
        step=draft.step,
        label=draft.label,
        norm=draft.norm,
        due=draft.due,
        comment=draft.comment,
        assignment=draft.assignment,
        noted_on=draft.noted_on,
        parties=tuple(draft.parties),
        facts=facts,
        remarks=tuple(draft.remarks),
    )
