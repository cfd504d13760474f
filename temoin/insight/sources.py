"""Where figures come from, as SQL: deadlines that are decided, assignments that are open, what was signed or noted.

A deadline is decided when its step was left in time, else at its action date (an appointment: the end of its day),
also while nobody has left the step yet. Each source gives the same columns, so that every number and the list behind it are one question.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from temoin import clock
from temoin.insight import held
from temoin.insight.asked import Asked
from temoin.insight.zones import PROVINCES
from temoin.parties.roles import REPAIRERS
from temoin.procedures import files

NOT_ANSWERABLE = ("insured", "nature", "supplier", "third_party")
"""Parties whose time runs but who owe the network no deadline."""

ZONE = """coalesce(%(provinces)s::jsonb ->> (c.country || digits.two),
  CASE WHEN length(digits.two) = 2 THEN c.country || '-' || digits.two ELSE c.country END)"""
DIGITS = """CROSS JOIN LATERAL (SELECT left(CASE WHEN c.country = 'FR' AND length(found) = 4 THEN '0' || found
  ELSE found END, 2) AS two FROM regexp_replace(c.postcode, '[^0-9]', '', 'g') AS found) digits"""
FIRM = f"""CASE WHEN a.charged_to IN ({", ".join(f"'{role}'" for role in REPAIRERS)}) THEN a.contractor
  WHEN a.charged_to = 'insurer' THEN c.insurer_id
  WHEN a.charged_to = 'loss_adjuster' THEN (a.state -> 'facts' ->> 'loss_adjuster')::bigint END"""
AGE = "width_bucket(extract(epoch FROM %(now)s - c.opened_at) / 86400, ARRAY[8, 16, 31]::numeric[])"

DEADLINE = """CASE WHEN a.step = ANY(%(by_day)s) THEN
  (date_trunc('day', a.due_at AT TIME ZONE %(zone)s) + interval '1 day') AT TIME ZONE %(zone)s ELSE a.due_at END"""

HELD_COLUMNS = {
    "insurer": "h.insurer",
    "trade": "h.trade",
    "zone": "h.zone",
    "step": "h.step",
    "phase": "h.phase",
    "charged_to": "h.charged_to",
    "organisation": "h.organisation",
    "person": "h.person",
}
OPEN_COLUMNS = {
    "insurer": "c.insurer_id",
    "trade": "a.trade",
    "zone": ZONE,
    "step": "a.step",
    "phase": "a.phase",
    "charged_to": "a.charged_to",
    "organisation": FIRM,
    "contractor": "a.contractor",
    "age": AGE,
}

DECIDED = f"""
SELECT h.claim_id, h.assignment_id, h.reference, h.number, h.insurer, h.trade, h.zone, h.step, h.charged_to,
  h.organisation, h.person, h.due_at, h.end_at AS ended_at, h.kept, h.decided_at,
  extract(epoch FROM h.end_at - h.due_at) AS late
FROM insight_held h
WHERE h.ends_frame AND h.kept IS NOT NULL AND h.charged_to <> ALL(%(not_answerable)s)
  AND h.decided_at >= %(first)s AND h.decided_at < %(last)s {{held}}
UNION ALL
SELECT a.claim_id, a.id, c.reference, a.number, c.insurer_id, a.trade, {ZONE}, a.step, a.charged_to,
  {FIRM}, NULL, a.due_at, NULL, false, {DEADLINE}, extract(epoch FROM %(now)s - a.due_at)
FROM claims_assignment a JOIN claims_claim c ON c.id = a.claim_id {DIGITS}
WHERE a.closed_at IS NULL AND a.charged_to <> ALL(%(not_answerable)s)
  AND a.due_at < least(%(last)s, %(now)s)
  AND {DEADLINE} >= %(first)s AND {DEADLINE} < least(%(last)s, %(now)s) {{open}}
"""  # noqa: S608  (constants of the program only; what is asked comes as parameters)

OPEN = f"""
SELECT a.claim_id, a.id AS assignment_id, c.reference, a.number, c.insurer_id AS insurer, a.trade,
  {ZONE} AS zone, a.step, a.phase, a.contractor, a.charged_to, {FIRM} AS organisation, NULL::bigint AS person,
  a.due_at, NULL::timestamptz AS ended_at, a.due_at >= %(now)s AS kept, {AGE} AS age,
  extract(epoch FROM %(now)s - a.due_at) AS late
FROM claims_assignment a JOIN claims_claim c ON c.id = a.claim_id {DIGITS}
WHERE a.closed_at IS NULL {{open}}
"""  # noqa: S608  (constants of the program only; what is asked comes as parameters)

SIGNED_OFF = """
SELECT h.claim_id, h.assignment_id, h.reference, h.number, h.insurer, h.trade, h.zone, h.step, h.charged_to,
  h.organisation, h.person, h.opened_at AS due_at, h.end_at AS ended_at, h.kept, h.end_at AS decided_at,
  extract(epoch FROM h.end_at - h.opened_at) AS late
FROM insight_held h
WHERE h.ends_frame AND h.step = 'sign_off' AND h.ended_by IN ('sign', 'sign_on_site', 'accept_by_silence')
  AND h.end_at >= %(first)s AND h.end_at < %(last)s {held}
"""

NOTED = f"""
SELECT j.claim_id, a.id AS assignment_id, c.reference, j.assignment_number AS number, c.insurer_id AS insurer,
  a.trade, {ZONE} AS zone, coalesce(j.data ->> 'from', '') AS step, coalesce(j.data ->> 'charged_to', '') AS charged_to,
  NULL::bigint AS organisation, j.actor_person AS person, NULL::timestamptz AS due_at, j.occurred_at AS ended_at,
  NULL::boolean AS kept, j.occurred_at AS decided_at, NULL::numeric AS late, j.action,
  j.data -> 'values' ->> 'comment' AS said
FROM journal_journalentry j
JOIN claims_assignment a ON a.claim_id = j.claim_id AND a.number = j.assignment_number
JOIN claims_claim c ON c.id = j.claim_id {DIGITS}
WHERE j.action IN ('override', 'alarm.remind', 'alarm.chase', 'alarm.escalate')
  AND j.occurred_at >= %(first)s AND j.occurred_at < %(last)s {{open}}
"""  # noqa: S608  (constants of the program only; what is asked comes as parameters)


def sql(source: str, asked: Asked, *, before: bool = False) -> tuple[str, dict[str, Any]]:
    """A source narrowed to what is asked, with its parameters; `before` begins with the period before."""
    given = values(asked, before=before)
    of_held = narrowed(asked, HELD_COLUMNS, given)
    of_open = narrowed(asked, OPEN_COLUMNS, given)
    return source.format(held=of_held, open=of_open), given


def values(asked: Asked, *, before: bool = False) -> dict[str, Any]:
    """The parameters that every source knows."""
    period = asked.period
    return {
        "first": period.before_from_at if before else period.from_at,
        "last": period.to_at,
        "from": period.from_at,
        "to": period.to_at,
        "before_to": period.before_to_at,
        "now": clock.now(),
        "provinces": json.dumps(PROVINCES),
        "not_answerable": list(NOT_ANSWERABLE),
        "by_day": [step for code in files.procedures() for step in held.by_day(files.procedure(code))],
        "zone": str(timezone.get_default_timezone()),
    }


def narrowed(asked: Asked, columns: Mapping[str, str], given: dict[str, Any]) -> str:
    """The conditions as SQL, their values among those `given`. A column that a source has not keeps nothing of it."""
    parts = []
    for number, (column, value) in enumerate(asked.conditions):
        parts.append(f"AND {columns[column]} = %(only{number})s" if column in columns else "AND false")
        given[f"only{number}"] = value
    return " ".join(parts)
