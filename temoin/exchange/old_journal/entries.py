"""The values of a read journal: entries, prose, unreadable lines, and the remarks made on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

Fact = int | str | Decimal | date | datetime
"""What stands inside an entry; a datetime here is naive, as printed, in the journal's own zone."""

NO_FACTS: Mapping[str, Fact] = MappingProxyType({})


class Kind(StrEnum):
    """What an entry of the old journal says happened."""

    OPENING = "opening"
    AUTHORITY_LIMIT = "authority_limit"
    FIRST_DATE = "first_date"
    STATE = "state"
    ASSIGNED = "assigned"
    SUB_ASSIGNED = "sub_assigned"
    ACTION_DONE = "action_done"
    ACCEPTED = "accepted"
    CONTACT = "contact"
    MESSAGE = "message"
    RECEIPT = "receipt"
    INCOMING = "incoming"
    FILE_CHECKED = "file_checked"
    NOTE = "note"
    STAMP_ONLY = "stamp_only"


class Machine(StrEnum):
    """The users of the old system that were programs."""

    INTERNET = "internet"
    ZONAL_ASSIGNMENT = "zonal_assignment"
    BATCH = "batch"


MACHINES: Mapping[str, Machine] = MappingProxyType(
    {"995": Machine.INTERNET, "996": Machine.ZONAL_ASSIGNMENT, "007": Machine.BATCH}
)


class Role(StrEnum):
    """What a person or firm named inside an entry is there for."""

    SENDER = "sender"
    RECIPIENT = "recipient"
    ASSIGNEE = "assignee"
    PROFESSIONAL = "professional"


class RemarkCode(StrEnum):
    """What could not be understood, was repaired, or deserves a look."""

    NOT_TEXT = "not_text"
    TOO_LARGE = "too_large"
    TOO_MANY_LINES = "too_many_lines"
    EMPTY = "empty"
    NO_ENTRIES = "no_entries"
    MIXED_ENCODING = "mixed_encoding"
    ENCODED_TWICE = "encoded_twice"
    DAMAGED_CHARACTER = "damaged_character"
    NEWEST_FIRST = "newest_first"
    SAME_CLAIM_TWICE = "same_claim_twice"
    NO_TIME_IN_CLAIM = "no_time_in_claim"
    LINE_TOO_LONG = "line_too_long"
    DAMAGED_STAMP = "damaged_stamp"
    NO_STAMP = "no_stamp"
    STAMP_BEFORE = "stamp_before"
    HEAD_CUT = "head_cut"
    HEAD_MISSING = "head_missing"
    END_MISSING = "end_missing"
    NO_STEP = "no_step"
    UNKNOWN_STEP = "unknown_step"
    PART_OF_STEP = "part_of_step"
    NO_DUE = "no_due"
    IMPOSSIBLE_DATE = "impossible_date"
    IMPOSSIBLE_NUMBER = "impossible_number"
    MISSING_HOUR = "missing_hour"
    IN_FUTURE = "in_future"
    DATES_DIFFER = "dates_differ"
    NOT_READ = "not_read"
    REPEATED = "repeated"


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing worth telling about a line; `detail` is the text it speaks of, as it stands in the file."""

    code: RemarkCode
    line: int  # 1-based; 0 when it speaks of the whole file
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A run of lines of the file, both ends included, 1-based; blank lines inside belong to nobody."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Stamp:
    """When and by whom, as printed: `DD.MM.YYYY-HH:MM-(number) NAME`."""

    at: datetime | None  # naive, Europe/Paris wall clock; None when the date is impossible
    number: str | None
    name: str
    written: str

    @property
    def machine(self) -> Machine | None:
        """The program behind the user number, if it is one."""
        return MACHINES.get(self.number) if self.number else None


@dataclass(frozen=True, slots=True)
class Party:
    """A person or firm named in the text of an entry."""

    role: Role
    number: str | None
    name: str
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the old journal, with all that was understood of it."""

    span: Span
    kind: Kind
    text: str  # the body as it stands, without its stamp; lines separated by \n
    stamp: Stamp | None
    key: str  # digest of stamp and text, the same however the lines are wrapped or encoded
    step: str | None = None
    label: str = ""  # the step's wording as it stands
    norm: int | None = None  # days, the number in brackets
    due: datetime | None = None  # naive, Europe/Paris wall clock
    comment: str = ""
    assignment: int | None = None
    noted_on: date | None = None  # the date in the closing brackets of a state
    parties: tuple[Party, ...] = ()
    facts: Mapping[str, Fact] = field(default_factory=lambda: NO_FACTS)
    remarks: tuple[Remark, ...] = ()
    repeats: int | None = None  # first line of the identical entry that stands earlier in the file


@dataclass(frozen=True, slots=True)
class Prose:
    """Text that is no entry: titles and explanations between entries."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Lines that look like part of an entry but cannot be read as one."""

    span: Span
    text: str  # at most 200 characters of it
    remark: Remark


Item = Entry | Prose | Unreadable
