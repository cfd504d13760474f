"""A file read with the labels of the procedure in force: what command and page have in common."""

from __future__ import annotations

from collections.abc import Callable

from temoin import clock
from temoin.claims import sentences
from temoin.engine.calendar import Calendar
from temoin.exchange.old_journal.report import Report, understand
from temoin.exchange.old_journal.splitting import Rule
from temoin.exchange.old_journal.writing import COUNTRY, PROCEDURE
from temoin.procedures.files import procedure
from temoin.procedures.reading import calendar as calendar_named
from temoin.procedures.reading import calendar_for


def read_in(data: bytes, *, name: str, one_claim: bool) -> Report:
    """The report on a file; never raises for what it holds."""
    labels = {step.code: step.label["fr"] for step in procedure(PROCEDURE).steps.values()}
    return understand(data, name=name, labels=labels, rule=Rule(one_claim=one_claim), now=clock.now())


def step_name() -> Callable[[str], str]:
    """From a step's code to its label in the active language."""
    steps = procedure(PROCEDURE).steps
    return lambda code: sentences.said(steps[code].label)


def calendar() -> Calendar:
    """The calendar that counts where no postcode is given."""
    return calendar_named(calendar_for(COUNTRY, ""))
