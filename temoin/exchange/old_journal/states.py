"""What a state says, and a read receipt, which repeats one: step, norm, action date, facts, comment."""

from __future__ import annotations

import re
from decimal import Decimal

from temoin.exchange.old_journal.draft import Draft
from temoin.exchange.old_journal.entries import RemarkCode
from temoin.exchange.old_journal.grammar import STATE_END
from temoin.exchange.old_journal.stamps import DATE, INSTANT, day

_SEPARATORS = " .:,;-–"
_NORM = re.compile(r"\(\s?(\d{1,3})\s?(?:j|jours?)?\s?\)", re.IGNORECASE)
_WEEK = re.compile(r"\bsemaines?\s?:?\s?(\d{1,3})\b\s?\.?", re.IGNORECASE)
_HUMIDITY = re.compile(r"%\s?d.\s?humidit[ée]\s?:?\s?(\d{1,4}(?:[.,]\d{1,2})?)\s?\.?", re.IGNORECASE)


def state(draft: Draft) -> None:
    text = draft.text
    end = STATE_END.search(text)
    if end:
        text = text[: end.start()].rstrip()
        draft.assignment = int(end[4])
        draft.noted_on = day((end[1], end[2], end[3]))
        if draft.noted_on is None:
            draft.remark(RemarkCode.IMPOSSIBLE_DATE, end[0])
    else:
        draft.remark(RemarkCode.END_MISSING, text[-60:])
    due = INSTANT.search(text)
    if due:
        draft.due = draft.when(due)
        draft.comment = text[due.end() :].strip()
        text = text[: due.start()]
    label, rest = _facts_of_state(draft, text)
    draft.comment = f"{rest} {draft.comment}".strip()
    if not due:
        draft.remark(RemarkCode.NO_DUE)
    _name_step(draft, label, delimited=due is not None or label != text.strip(_SEPARATORS))


def _facts_of_state(draft: Draft, text: str) -> tuple[str, str]:
    """Norm, week and humidity out of what stands before the due date; gives the label and what is left over."""
    norm, week, humidity = _NORM.search(text), _WEEK.search(text), _HUMIDITY.search(text)
    date_only = DATE.search(text)
    if norm:
        draft.norm = int(norm[1])
    if week and 1 <= int(week[1]) <= 53:
        draft.facts["week"] = int(week[1])
    elif week:
        draft.remark(RemarkCode.IMPOSSIBLE_NUMBER, week[0])
    if humidity and (value := Decimal(humidity[1].replace(",", "."))) <= 100:
        draft.facts["humidity_percent"] = value
    elif humidity:
        draft.remark(RemarkCode.IMPOSSIBLE_NUMBER, humidity[0])
    end = min((found.start() for found in (norm, week, humidity, date_only) if found), default=len(text))
    rest = text[end:]
    for found in (norm, week, humidity):
        if found:
            rest = rest.replace(found[0], " ", 1)
    return text[:end].strip(_SEPARATORS), " ".join(rest.split()).strip(_SEPARATORS)


def _name_step(draft: Draft, label: str, *, delimited: bool) -> None:
    """Finds the step; only where nothing marks the label's end may it be the beginning of the text."""
    draft.label = label
    if not label:
        draft.remark(RemarkCode.NO_STEP)
        return
    draft.step = draft.recogniser.step(label)
    if draft.step is None and not delimited:
        found = draft.recogniser.beginning(label)
        if found:
            draft.step, rest = found
            draft.label = label[: len(label) - len(rest)].strip()
            draft.comment = f"{rest} {draft.comment}".strip()
            draft.remark(RemarkCode.PART_OF_STEP, label)
            return
    if draft.step is None:
        draft.remark(RemarkCode.UNKNOWN_STEP, label)


def receipt(draft: Draft) -> None:
    if not draft.text:
        draft.remark(RemarkCode.NO_STEP)
        return
    text = draft.text
    dues = list(INSTANT.finditer(text))
    if dues and not text[dues[-1].end() :].strip(_SEPARATORS):
        draft.due = draft.when(dues[-1])
        text = text[: dues[-1].start()].strip()
    norm = _NORM.search(text)
    if norm:
        draft.norm = int(norm[1])
        draft.comment = text[norm.end() :].strip(_SEPARATORS)
        text = text[: norm.start()]
    _name_step(draft, text.strip(_SEPARATORS), delimited=norm is not None)
