"""The words of a procedure, as frozen values: steps, actions, fields, conditions, durations.

A `Procedure` is what `language.load` reads from a YAML file and what `decide` is given.
It never changes once loaded; `at` arguments everywhere are aware datetimes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Label = Mapping[str, str]
"""A text in every language of the product: {"fr": …, "nl": …, "en": …}."""

LANGUAGES = ("fr", "nl", "en")


class Unit(StrEnum):
    """The unit of a duration; a bare number is refused everywhere."""

    HOURS = "h"  # hours counted on working days, round the clock on each of them
    WALL_HOURS = "h!"  # hours on the wall clock, nights and Sundays included
    WALL_MINUTES = "min!"  # minutes on the wall clock
    OPENING_HOURS = "wh"  # hours within the calendar's opening intervals
    WORKING_DAYS = "wd"  # working days, same local time of day
    DAYS = "d"  # calendar days, same local time of day
    MONTHS = "mo"  # calendar months, same local time of day; the 31st becomes a shorter month's last day


@dataclass(frozen=True, slots=True)
class Duration:
    """An amount of time with its unit, as written in a procedure: `24h`, `2h!`, `5wd`, `21d`."""

    amount: int
    unit: Unit

    def __str__(self) -> str:
        return f"{self.amount}{self.unit.value}"


class FieldType(StrEnum):
    """What a form's field holds; the type decides how a value is read, checked and shown."""

    TEXT = "text"  # str, one line
    LONG_TEXT = "long_text"  # str
    YES_NO = "yes_no"  # bool
    NUMBER = "number"  # Decimal
    WHOLE = "whole"  # int
    AMOUNT = "amount"  # Decimal, in the claim's currency, two decimals
    DATE = "date"  # datetime.date
    INSTANT = "instant"  # aware datetime.datetime
    CHOICE = "choice"  # str, one of `choices`
    ORGANISATION = "organisation"  # int, id of an organisation
    ORGANISATIONS = "organisations"  # tuple[int, ...]
    PERSON = "person"  # int, id of a user
    FILES = "files"  # tuple[str, ...], ids of documents attached to the claim
    STEP = "step"  # str, a step's code
    ASSIGNMENT = "assignment"  # int, the number of another assignment of the same claim
    CHECKLIST = "checklist"  # Mapping[str, str]: each of `items` to one of `choices`
    PARTY = "party"  # str, the code of a party whose time can run (`Procedure.charged`)


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an action's form."""

    code: str
    type: FieldType
    label: Label
    hint: Label | None = None
    choices: Mapping[str, Label] = field(default_factory=dict)  # of a checklist: the answers
    items: Mapping[str, Label] = field(default_factory=dict)  # of a checklist: what is answered, one by one
    minimum: int | None = None
    maximum: int | None = None
    future: bool = False  # an instant or date that must lie after the moment of the action
    occurred: bool = False  # the instant at which the thing really happened: never in the future
    past: bool = False  # a date that may not lie ahead
    fact: bool = True  # kept among the assignment's facts, so that conditions and dates can use it
    confidential: bool = False  # files that only the network, their author and the insurer may open
    supplied: bool = False  # brought by the caller itself with the action, never typed by anybody
    drawn: bool = False  # files: a signature, drawn on the page or attached as a paper
    tick: bool = False  # yes_no: one box under a sentence that is agreed to; no other answer is taken
    frame: bool = False  # a whole number that names a frame of this assignment (`Frame.number`)
    week_of: str = ""  # a week number: the instant that is proposed on the Friday of that week
    of: str = ""  # an organisation: the kind of firm that may be named; empty for any
    meets: str = ""  # an instant at which people meet: where, `repairer` or the text field that says it
    first: str = ""  # a text: what stands in it at first, said by whoever acts: name, telephone, video_room
    link: bool = False  # a text: an address of the web, which people are offered to open
    searched: bool = (
        False  # a text by which the claim is found again, whatever its spaces, dashes and capitals
    )


class Test(StrEnum):
    """What a condition asks of a fact, of the deadline, of the season or of the actor."""

    IS = "is"  # operand: str | bool | int
    ONE_OF = "in"  # operand: tuple of those
    KNOWN = "known"  # operand: bool
    ABOVE = "above"  # operand: Operand
    AT_MOST = "at_most"  # operand: Operand
    LATER_THAN = "later_than"  # operand: Duration after the moment of the action
    WITHIN_LAST = "within_last"  # a date or an instant that lies no further back; operand: Duration
    UNCHANGED = "unchanged"  # the form gives what is known already, or nothing; operand: bool
    AT_LEAST = "at_least"  # subject `done.<action>`: operand int, times the action was done
    DEADLINE = "deadline"  # subject `deadline`: operand "within" | "past" (of the due date)
    SEASON = "season"  # subject `season`: operand (mm-dd, mm-dd), both included
    ACTOR = "actor"  # subject `actor`: operand tuple of role codes
    STEP = "step"  # subject `step`: operand tuple of step codes (the current one)
    INTERRUPTED = "interrupted"  # subject `interrupted`: operand tuple of step codes (the one beneath)
    SERIES = "series"  # subject `series.<series>`: operand Standing
    RULES = "rules"  # subject `rules.<rule set>`: operand bool, whether every rule of the set holds


class Standing(StrEnum):
    """Where a series of readings stands, the one being entered included."""

    SETTLED = "settled"  # at least one reading, and the last of every key is settled
    UNSETTLED = "unsettled"  # the last reading of some key is not
    NONE = "none"  # nothing was read yet


@dataclass(frozen=True, slots=True)
class Operand:
    """What a number is compared with: a constant, another fact or a share of it, or a table looked up by facts."""

    constant: int | None = None
    fact: str | None = None
    pct: int = 100  # of the fact
    table: str | None = None
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """One question with a yes/no answer, from a closed set, so that it can be checked and explained.

    `subject` is a field's code, `FIELD.ITEM` of a checklist, or one of the words that `Test` lists.
    """

    subject: str
    test: Test
    operand: Any
    line: int = 0

    @property
    def field(self) -> str:
        """The field that is asked about, where the subject is one."""
        return self.subject.partition(".")[0]


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every condition holds (an empty one always does)."""

    conditions: tuple[When, ...] = ()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one condition holds."""

    conditions: tuple[When, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The condition does not hold."""

    condition: When


When = Condition | AllOf | AnyOf | Not
ALWAYS = AllOf()


class DueKind(StrEnum):
    """How the action date is set on entering a step."""

    AFTER = "after"  # a duration after entering
    FIELD = "field"  # a fact's own instant (an appointment, or a date the actor gave)
    INHERITED = "inherited"  # the interrupted frame's own due date, unchanged


@dataclass(frozen=True, slots=True)
class Due:
    """A due rule: `24h`, `{at: visit_at}`, `{at: works_start_at, plus: planned_days}`, `inherited`.

    A field that holds a day means the last second of it; `plus` names a whole-number fact that is added as
    working days.
    """

    kind: DueKind
    duration: Duration | None = None
    field: str | None = None
    plus: str | None = None


@dataclass(frozen=True, slots=True)
class Requirement:
    """A condition that must hold for an action, with the sentence said where it does not."""

    when: When
    say: Label
    code: str


class Go(StrEnum):
    """Where an action leads."""

    TO = "go"  # to a step; every step that was interrupted is left too
    INTERRUPT = "interrupt"  # to a step on top of the current one
    RESUME = "resume"  # back to the step that was interrupted
    STAY = "stay"  # nothing moves
    MOVE = "move"  # the current step's due date moves to a field's instant, or with the days that it is reckoned by
    CHOSEN = "chosen"  # to the step named in a field (override, reopening)
    CLOSE = "close"  # to an end


@dataclass(frozen=True, slots=True)
class Recharge:
    """Whose time a frame was is said anew: the fields of the form that hold its number and the party."""

    frame: str
    to: str


@dataclass(frozen=True, slots=True)
class Branch:
    """One possible consequence of an action: the first whose condition holds is taken."""

    when: When
    go: Go
    target: str = ""  # step code (go, interrupt), end code (close) or field code (move, chosen)
    sets: Mapping[str, Any] = field(default_factory=dict)  # facts set to a constant, None clears
    tell: Mapping[str, str] = field(
        default_factory=dict
    )  # who is told (role or list of parties): which message
    recharge: Recharge | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class FormField:
    """A field in an action's form; `unless_when` marks it required only where its condition holds."""

    code: str
    required: bool
    required_when: When | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """Something that somebody can do to an assignment."""

    code: str
    label: Label
    by: tuple[str, ...]
    form: tuple[FormField, ...]
    branches: tuple[Branch, ...]
    requires: tuple[Requirement, ...] = ()
    primary: bool = False
    danger: bool = False  # shown apart and confirmed
    undo: bool = False  # whoever did it may take it back, while nothing came after and nobody was told
    confirm: Label | None = None  # the question asked before it is done
    icon: str = "circle-dot"
    offers: Mapping[str, str] = field(default_factory=dict)  # what stands in a field at first: a fact
    visibility: str = "parties"  # who reads the entry: parties | internal | holder
    line: int = 0


@dataclass(frozen=True, slots=True)
class Escalation:
    """Who is told when a step is late, and how long after its due date."""

    role: str
    after: Duration


@dataclass(frozen=True, slots=True)
class Expiry:
    """What the machine does by itself: at the due date, or `after` entering where that is given."""

    action: str
    after: Duration | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """A term set by law beside the step's own date: nothing pauses it, nobody moves it.

    It runs from the fact `begins` (a day: from its end, so that the day itself does not count), by
    default from entering; one of the actions `stops` meets it.
    """

    code: str
    label: Label
    due: Duration
    stops: tuple[str, ...]
    begins: str | None = None
    remind: tuple[Duration, ...] = ()  # before it ends
    escalate: tuple[Escalation, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Linked:
    """A step that ends by itself with another assignment: once that one is closed or in one of the groups."""

    assignment: str  # the fact that names it
    until: tuple[str, ...]  # groups of steps
    action: str  # what the machine then does


@dataclass(frozen=True, slots=True)
class Step:
    """A state of an assignment: one holder, one due rule, a few actions."""

    code: str
    label: Label
    group: str
    holder: str
    charged_to: str
    due: Due
    actions: tuple[str, ...]
    norm: Duration | None = None
    measured: bool = False
    comment: bool = False
    over: bool = False
    pauses: bool = False
    only: tuple[str, ...] = ()
    exists: When = ALWAYS
    exists_say: Label | None = None
    remind: tuple[Duration, ...] = ()  # before the due date
    escalate: tuple[Escalation, ...] = ()
    chase: Duration | None = None  # how often the awaited party is chased
    expire: Expiry | None = None
    linked: Linked | None = None
    plain: Label | None = None  # what the insured reads
    printed: Label | None = None  # what its follow-up prints; `{FIELD}` stands for a fact
    clocks: Mapping[str, Clock] = field(default_factory=dict)
    line: int = 0


@dataclass(frozen=True, slots=True)
class End:
    """A way in which an assignment is over."""

    code: str
    label: Label
    actions: tuple[str, ...] = ()
    plain: Label | None = None
    printed: Label | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Role:
    """A role of the procedure.

    `played_by` is the role of the actor's membership; `organisation` names the fact that holds the
    id (or ids) of the organisation the actor must belong to; empty for staff and for the insured.
    """

    code: str
    label: Label
    played_by: str
    organisation: str = ""
    network: bool = False  # staff of the operator
    machine: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Numbers looked up by facts: rows of key values to a number."""

    code: str
    by: tuple[str, ...]
    rows: Mapping[tuple[str, ...], int]


@dataclass(frozen=True, slots=True)
class Correspondence:
    """Which action carries a message from one role to another; empty roles mean everybody."""

    senders: tuple[str, ...]
    receivers: tuple[str, ...]
    action: str


@dataclass(frozen=True, slots=True)
class Series:
    """Readings of one thing, kept apart by `key`: what was read in one place never follows another's."""

    code: str
    label: Label
    key: tuple[str, ...]  # fields of the form: words or choices
    value: str  # the number that is read; an action that asks it adds a reading
    settled: When  # asked of the reading's own form
    at: str | None = None  # the instant of the reading; without it, that of the entry
    line: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a set that lets the machine decide by itself, with the sentence said where it does not hold."""

    code: str
    label: Label
    when: When
    say: Label
    line: int = 0


@dataclass(frozen=True, slots=True)
class Control:
    """How a rule set is controlled: the facts that say what was drawn, whether the rules held, who decided.

    Of what was drawn, the roles of `blind` do not learn what the rules say until somebody has decided.
    """

    rules: str
    drawn: str
    met: str
    decided: str
    blind: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of a board: the assignments in these steps, or over in these ways."""

    code: str
    label: Label
    icon: str
    steps: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Board:
    """How a role lays out its assignments: each of them is in one section of one board."""

    code: str
    label: Label
    icon: str
    sections: tuple[Section, ...]
    line: int = 0


@dataclass(frozen=True, slots=True)
class Card:
    """Facts that a file shows together to every party; those of `title` name the file on a line of a list."""

    code: str
    label: Label
    icon: str
    fields: tuple[str, ...]
    title: tuple[str, ...] = ()
    wide: bool = False  # stands in the middle of the page, not beside
    line: int = 0


@dataclass(frozen=True, slots=True)
class Left:
    """Steps that were left: which ones, by which actions, and what was (or became) known of the assignment."""

    steps: tuple[str, ...] = ()  # empty: every step that offers one of the actions
    by: tuple[str, ...] = ()  # empty: any action
    facts: Mapping[str, Any] = field(default_factory=dict)


class Better(StrEnum):
    """Whether more of a figure is good news."""

    MORE = "more"
    FEWER = "fewer"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that is counted over a period from the steps left in it.

    A share has a `part`; a time is the one from first entering one of the steps `since`; a count has neither.
    """

    code: str
    label: Label
    of: Left
    part: Left | None = None
    since: tuple[str, ...] = ()
    better: Better = Better.NEITHER
    line: int = 0


@dataclass(frozen=True, slots=True)
class Procedure:
    """A whole procedure, checked: what a claim's assignments live by."""

    code: str
    version: int
    label: Label
    roles: Mapping[str, Role]
    charged: Mapping[str, Label]  # every party whose time can run
    groups: Mapping[str, Label]
    fields: Mapping[str, Field]
    steps: Mapping[str, Step]
    actions: Mapping[str, Action]
    ends: Mapping[str, End]
    tables: Mapping[str, Table]
    opening: str  # the action that starts an assignment
    repairer: str = ""  # the role of the firm that does the work
    assignment_per: str = ""  # the choice of which each one opens an assignment of its own
    phases: tuple[tuple[Label, tuple[str, ...]], ...] = ()  # what the insured sees as progress: label, groups
    correspondence: tuple[Correspondence, ...] = ()  # the first that fits and is offered carries the message
    series: Mapping[str, Series] = field(default_factory=dict)
    rules: Mapping[str, tuple[Rule, ...]] = field(default_factory=dict)
    boards: Mapping[str, tuple[Board, ...]] = field(default_factory=dict)  # by role
    cards: Mapping[str, Card] = field(default_factory=dict)
    controls: Mapping[str, Control] = field(default_factory=dict)  # by rule set
    figures: Mapping[str, Figure] = field(default_factory=dict)
