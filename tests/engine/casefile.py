"""A small procedure for case files: visit, approval, two waits, a complaint, three parties."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from temoin.engine.decide import decide, evolve
from temoin.engine.language import load
from temoin.engine.model import Procedure
from temoin.engine.state import Actor, Entry, State
from temoin.procedures.reading import calendar

TEXT = """
procedure: casefile
version: 1
label: LABEL
opening: open
roles:
  case_handler: {label: LABEL, network: true}
  network_manager: {label: LABEL, network: true}
  customer_service: {label: LABEL, network: true}
  contractor: {label: LABEL, played_by: contractor, organisation: contractor}
  invited: {label: LABEL, played_by: contractor, organisation: invited}
  insured: {label: LABEL}
  machine: {label: LABEL, machine: true}
charged:
  nature: LABEL
groups: {work: LABEL, waits: LABEL, special: LABEL}
fields:
  contractor: {type: organisation, label: LABEL}
  invited: {type: organisations, label: LABEL}
  comment: {type: long_text, label: LABEL}
  reason: {type: long_text, label: LABEL}
  received_on: {type: date, label: LABEL}
  frame: {type: whole, frame: true, fact: false, label: LABEL}
  upheld: {type: yes_no, fact: false, label: LABEL}
  party: {type: party, fact: false, label: LABEL}
  until: {type: instant, label: LABEL, future: true}
  visit_at: {type: instant, label: LABEL, future: true}
  contacted_at: {type: instant, label: LABEL, occurred: true}
  new_due_at: {type: instant, label: LABEL, future: true}
  promised_at: {type: instant, label: LABEL, future: true}
  amount: {type: amount, label: LABEL}
  limit: {type: amount, label: LABEL}
  chosen_step: {type: step, label: LABEL}
sets:
  always: [note, contest, answer_contest, override, cancel]
  waits: [wait_drying, unreachable]
steps:
  to_assign:
    label: LABEL
    group: work
    holder: case_handler
    due: 2h
    actions: [assign, offer, move_date, "@always"]
  available:
    label: LABEL
    group: work
    holder: invited
    due: 24h
    measured: true
    expire: nobody_took
    actions: [take, nobody_took, "@always"]
  contact:
    label: LABEL
    group: work
    holder: contractor
    due: 24h
    norm: 2d
    measured: true
    remind: [4h]
    escalate: [{contractor: 0h}, {network_manager: 24h}]
    actions: [record_contact, promise, drop, complain, "@waits", "@always"]
  visit:
    label: LABEL
    group: work
    holder: contractor
    due: {at: visit_at}
    norm: 7d
    measured: true
    actions: [report, reschedule, complain, "@waits", "@always"]
  approval:
    label: LABEL
    group: work
    holder: case_handler
    due: 5wd
    actions: [approve, move_date, wait_drying, complain, "@always"]
  wait_drying:
    label: LABEL
    group: waits
    holder: contractor
    charged_to: nature
    due: {at: until}
    norm: 45d
    comment: true
    over: true
    pauses: true
    chase: 3wd
    actions: [dry, unreachable, complain, "@always"]
  unreachable:
    label: LABEL
    group: waits
    holder: contractor
    charged_to: insured
    due: {at: until}
    comment: true
    over: true
    pauses: true
    actions: [reached, "@always"]
  complaint:
    label: LABEL
    group: special
    holder: customer_service
    due: 5wd
    over: true
    pauses: true
    only: [customer_service]
    clocks:
      acknowledge:
        label: LABEL
        due: 10wd
        from: received_on
        stops: [acknowledge]
        remind: [2wd]
        escalate: [{customer_service: 0h}, {network_manager: 24h}]
      answer: {label: LABEL, due: 2mo, stops: [settle]}
    actions: [acknowledge, settle, unreachable, move_date, note, override]
actions:
  open: {label: LABEL, by: [case_handler, machine], form: [limit], then: {go: to_assign}}
  assign: {label: LABEL, by: [case_handler], form: [contractor], then: {go: contact}}
  offer: {label: LABEL, by: [case_handler], form: [invited], then: {go: available}}
  take: {label: LABEL, by: [invited], form: [], then: {go: contact, set: {contractor: $organisation, invited: null}}}
  nobody_took: {label: LABEL, by: [machine], form: [], then: {go: to_assign, set: {invited: null}}}
  drop: {label: LABEL, by: [contractor], form: [reason], then: {go: to_assign, set: {contractor: null}}}
  record_contact: {label: LABEL, by: [contractor], primary: true, form: [contacted_at, visit_at], then: {go: visit}}
  promise: {label: LABEL, by: [contractor], form: [promised_at], then: {stay: yes}}
  report: {label: LABEL, by: [contractor], form: [amount], then: {go: approval}}
  reschedule: {label: LABEL, by: [contractor], form: [visit_at], then: {move: visit_at}}
  approve:
    label: LABEL
    by: [case_handler]
    form: []
    requires: [{when: {amount: {at_most: {fact: limit}}}, say: LABEL, code: over_limit}]
    then: {close: done}
  move_date: {label: LABEL, by: [case_handler, customer_service], form: [new_due_at, reason], then: {move: new_due_at}}
  wait_drying: {label: LABEL, by: [contractor, case_handler], form: [until, comment], then: {interrupt: wait_drying}}
  unreachable: {label: LABEL, by: [contractor, customer_service], form: [until, comment], then: {interrupt: unreachable}}
  dry: {label: LABEL, by: [contractor], form: [], then: {resume: yes}}
  reached: {label: LABEL, by: [contractor], form: [contacted_at?], then: {resume: yes}}
  complain:
    label: LABEL
    by: [insured, case_handler]
    form: [comment, received_on?]
    then:
      - {when: {deadline: within}, stay: yes}
      - {interrupt: complaint}
  acknowledge: {label: LABEL, by: [customer_service], form: [], then: {stay: yes}}
  contest: {label: LABEL, by: [contractor], form: [frame, comment], then: {stay: yes}}
  answer_contest:
    label: LABEL
    by: [network_manager]
    form: [frame, upheld, "party (when: {upheld: yes})"]
    then:
      - {when: {upheld: yes}, stay: yes, recharge: {frame: frame, to: party}}
      - {stay: yes}
  settle: {label: LABEL, by: [customer_service], form: [comment], then: {resume: yes}}
  note: {label: LABEL, by: [case_handler, contractor, insured], form: [comment], visibility: internal, then: {stay: yes}}
  override: {label: LABEL, by: [network_manager], form: [chosen_step, comment], then: {chosen: chosen_step}}
  cancel: {label: LABEL, by: [insured, case_handler], form: [reason], then: {close: cancelled}}
  reopen: {label: LABEL, by: [case_handler], form: [chosen_step, comment], then: {chosen: chosen_step}}
ends:
  done: {label: LABEL, actions: [reopen, note]}
  cancelled: {label: LABEL, actions: [reopen, note]}
""".replace("LABEL", "{fr: L, nl: L, en: L}")

HANDLER = Actor("case_handler", organisation=1, person=1, name="Alice Handler")
MANAGER = Actor("network_manager", organisation=1, person=2, name="Max Manager")
SERVICE = Actor("customer_service", organisation=1, person=3, name="Chloé Service")
BOB = Actor("contractor", organisation=10, person=10, name="Bob Plombier")
CHARLIE = Actor("contractor", organisation=11, person=11, name="Charlie Couleur")
CLAIRE = Actor("insured", name="Claire Assurée")
TIMER = Actor("machine", name="timer", machine=True)
PARIS = ZoneInfo("Europe/Paris")


@cache
def procedure() -> Procedure:
    return load(TEXT, name="casefile.yaml")


def at(text: str) -> datetime:
    """A Paris wall time as an instant: `2026-03-06 15:04`."""
    return datetime.fromisoformat(text).replace(tzinfo=PARIS).astimezone(UTC)


class Case:
    """A case file: `do` adds an entry; state and journal can be looked at."""

    def __init__(self) -> None:
        self.procedure, self.calendar = procedure(), calendar("fr")
        self.state, self.entries = State(), list[Entry]()

    def do(self, action: str, actor: Actor, when: str | datetime, **values: Any) -> Entry:
        moment = at(when) if isinstance(when, str) else when
        entry = decide(self.procedure, self.state, action, values, actor, moment, self.calendar)
        self.add(entry)
        return entry

    def add(self, entry: Entry) -> None:
        self.entries.append(entry)
        self.state = evolve(self.state, entry)


def assigned(when: str = "2026-03-02 09:00") -> Case:
    """Opened and given to Bob at the same moment."""
    case = Case()
    case.do("open", HANDLER, when, limit=Decimal("1550.00"))
    case.do("assign", HANDLER, when, contractor=10)
    return case
