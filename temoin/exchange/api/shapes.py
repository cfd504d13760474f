"""What the API takes and gives, as its OpenAPI document shows it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import BaseModel, ConfigDict, Field, StrictInt, WithJsonSchema


class Sent(BaseModel):
    """An action's values by field. `seen` is the one that the reader was given: refused where things moved since."""

    model_config = ConfigDict(extra="forbid")
    values: dict[str, Any] = {}
    seen: StrictInt | None = Field(None, ge=0, lt=2**31)


NEEDED = ("trade", "loss_type", "loss_on", "insured_surname", "street", "postcode", "city", "country")
Text = Annotated[Any, WithJsonSchema({"type": "string"})]
Day = Annotated[Any, WithJsonSchema({"type": "string", "format": "date"})]
Firm = Annotated[
    Any,
    WithJsonSchema(
        {
            "description": "An organisation, by its id or by its code in the network.",
            "anyOf": [
                {"type": "integer"},
                {
                    "type": "object",
                    "title": "OrganisationCode",
                    "properties": {"code": {"type": "string", "maxLength": 12}},
                    "required": ["code"],
                    "additionalProperties": False,
                },
            ],
        }
    ),
]
"""Described here and read by `given`, so that one answer names every wrong field, not only those of one kind."""


class NewClaim(BaseModel):
    """A claim that arrives. The columns are the claim's own; `values` are the fields of the procedure's opening form.

    `insurer` is needed too, except from an insurer, who opens for itself alone and does not say it.
    """

    model_config = ConfigDict(
        extra="allow",  # so that unknown names are among the wrong fields of the answer
        json_schema_extra={"additionalProperties": False, "required": ["procedure", *NEEDED]},
    )

    procedure: str = Field(max_length=60)
    trade: Text = None
    loss_type: Text = None
    loss_on: Day = None
    insured_surname: Text = None
    insured_given: Text = None
    insured_phone: Text = None
    insured_email: Text = None
    insured_language: Text = None
    street: Text = None
    postcode: Text = None
    city: Text = None
    country: Text = None
    insurer: Firm = None
    insurer_claim_number: Text = None
    contract_number: Text = None
    description: Text = None
    values: dict[str, Any] = {}

    def columns(self) -> dict[str, Any]:
        """What was sent besides procedure and values, unknown names included."""
        sent = self.model_dump(exclude_unset=True)
        return {code: value for code, value in sent.items() if code not in ("procedure", "values")}


class Standing(Schema):
    """A step, or an end once closed; `code` is None for whoever reads plain words only."""

    code: str | None
    label: str


class Line(Schema):
    """Something to do: an open assignment whose next action is the reader's."""

    claim: str
    assignment: int
    trade: str
    loss_type: str
    standing: Standing
    due_at: datetime | None
    urgency: str
    seen: int


class Worklist(Schema):
    """The most urgent first; `next` is the cursor of the next page, None on the last."""

    lines: list[Line]
    next: str | None


class Entry(Schema):
    """An entry of the journal; amounts are text, instants ISO 8601 in UTC."""

    seq: int
    assignment: int | None
    action: str
    label: str
    occurred_at: datetime
    recorded_at: datetime
    role: str
    name: str
    from_step: str | None
    to_step: str | None
    values: dict[str, Any]


class FeedEntry(Entry):
    """An entry with whose it is: our reference, and the insurer's own number for those who may read it."""

    claim: str
    insurer_claim_number: str | None


class Feed(Schema):
    """Entries of all the reader's claims, oldest first; `next` is the cursor to go on from, `more` that it is worth it now."""

    entries: list[FeedEntry]
    next: str
    more: bool


class Assignment(Schema):
    """Where an assignment stands, with the facts that the reader may read."""

    number: int
    trade: str
    procedure: str
    procedure_version: int
    standing: Standing
    holder: str
    due_at: datetime | None
    closed_at: datetime | None
    contractor: str | None
    facts: dict[str, Any]
    seen: int


class Claim(Schema):
    """A claim; `facts` are those of its columns that the reader may read."""

    reference: str
    insurer: str
    facts: dict[str, Any]
    assignments: list[Assignment]
    entries: list[Entry]


class Asked(Schema):
    """A field of an action's form; `conditional`: required only where other values make it so."""

    code: str
    type: str
    label: str
    hint: str
    required: bool
    conditional: bool
    minimum: int | None
    maximum: int | None
    choices: dict[str, str] | None
    items: dict[str, str] | None  # of a checklist: each is answered with one of `choices`


class Why(Schema):
    """Why not: a stable code and a sentence."""

    code: str
    sentence: str


class Choice(Schema):
    """An action of the present step; `confirm` is the question that people are asked before it is done."""

    code: str
    label: str
    primary: bool
    danger: bool
    confirm: str | None
    refusal: Why | None
    fields: list[Asked]


class Organisation(Schema):
    """A firm of the network that can be named in an opening, by its id or by its code where it has one."""

    id: int
    code: str
    name: str
    postcode: str
    city: str
    country: str


class Opening(Schema):
    """A procedure by which the reader may open claims; its `fields` go into `values`."""

    procedure: str
    version: int
    label: str
    trades: dict[str, str]
    loss_types: dict[str, str]
    fields: list[Asked]


class Choices(Schema):
    """What the reader may do now; `seen` goes back with the action."""

    seen: int
    actions: list[Choice]


class Document(Schema):
    """A file of a claim; `GET documents/{id}` hands it out."""

    id: UUID
    filename: str
    kind: str
    media_type: str
    size: int
    sha256: str
    assignment: int | None
    at: datetime


class Problem(Schema):
    """RFC 9457: `code` is stable, `title` a sentence for people, `facts` what it was made from."""

    type: str
    title: str
    status: int
    code: str
    facts: dict[str, Any]
    fields: dict[str, Why] | None = None
    entries: list[Entry] | None = None
