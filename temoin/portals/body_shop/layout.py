"""How the long forms of a body shop are laid out: sections, the slots of the photos, and how far each is filled in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from temoin.claims.form_drafts import Filled
from temoin.documents.models import Document
from temoin.engine.model import Action, Field, FieldType

FRAME = "frame_"
"""The fields of the Smart frame begin so."""
WITH_FRAME = ("impact_zone",)


class Part(StrEnum):
    """A section; its value is its place on the page."""

    CALCULATION = "calcul"
    PHOTOS = "photos"
    FRAME = "cadre"
    REST = "suite"

    @property
    def icon(self) -> str:
        return {"calcul": "calculator", "photos": "camera", "cadre": "lightbulb", "suite": "list-checks"}[
            self
        ]

    @property
    def heading(self) -> str:
        match self:
            case Part.CALCULATION:
                return _("Calculation")
            case Part.PHOTOS:
                return _("Photos")
            case Part.FRAME:
                return _("Smart frame")
            case Part.REST:
                return _("Further details")


@dataclass(frozen=True, slots=True)
class Slot:
    """A field that takes photos: those it has, and which outline shows what is meant."""

    code: str
    label: str
    required: bool
    view: str
    photos: list[Document]


@dataclass(frozen=True, slots=True)
class Section:
    """A section with the codes of its fields; `lacking` is how many required ones are still to be filled in."""

    part: Part
    number: int
    fields: tuple[str, ...]
    lacking: int

    @property
    def done(self) -> bool:
        return not self.lacking


def sections(fields: Mapping[str, Field], filled: Filled, *, calculation: bool | None) -> list[Section]:
    """The sections that a form makes; `calculation` says whether there is one, None where none is asked."""
    places: dict[Part, list[str]] = {Part.CALCULATION: []} if calculation is not None else {}
    for code, field in fields.items():
        places.setdefault(_part(field), []).append(code)
    found = [part for part in Part if part in places]
    return [
        Section(part, number, tuple(places[part]), _lacking(part, places[part], filled, calculation))
        for number, part in enumerate(found, start=1)
    ]


def _part(field: Field) -> Part:
    if field.type is FieldType.FILES:
        return Part.PHOTOS
    return Part.FRAME if field.code.startswith(FRAME) or field.code in WITH_FRAME else Part.REST


def _lacking(part: Part, codes: Iterable[str], filled: Filled, calculation: bool | None) -> int:
    if part is Part.CALCULATION:
        return int(not calculation)
    return sum(not filled.is_done(code) for code in codes)


def slot(action: Action, filled: Filled, code: str, documents: Mapping[str, Document]) -> Slot:
    """The slot of a field; documents that are gone are left out."""
    field = filled.form.definitions[code]
    return Slot(
        code=code,
        label=str(filled.form.fields[code].label),
        required=any(one.code == code and one.required for one in action.form),
        view=code.removeprefix("photo_"),
        photos=[documents[one] for one in filled.values.get(field.code, ()) if one in documents],
    )
