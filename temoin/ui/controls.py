"""A Django form field for each type of the engine's fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.formats import get_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from temoin import clock
from temoin.engine.model import Field
from temoin.ui import reading, widgets

ACCEPTED = "image/*,application/pdf,.heic,.heif"
ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".heic", ".heif", ".pdf")
MOST_FILES, MOST_BYTES = 40, 25 * 1024 * 1024
DRAWN = "signature.png"
"""The name under which signature.js sends what was drawn."""
STEPPED = 1000
"""A whole number that may be larger is typed: nobody counts a mileage up one by one."""
RADIOS = 5
"""Up to this many choices stand open as cards; more go into a list."""

REQUIRED = {"required": gettext_lazy("This is needed.")}


class Words(forms.CharField):
    """One line or several; what could deceive a reader is refused."""

    def __init__(self, *, lines: bool, required: bool, most: int | None = None) -> None:
        widget = forms.Textarea(attrs={"rows": 3}) if lines else forms.TextInput()
        super().__init__(required=required, strip=True, widget=widget, error_messages=REQUIRED)
        self.validators = []  # Django's own refusal of NUL has no sentence for people
        self.lines, self.most = lines, most or (reading.PAGE if lines else reading.LINE)

    def to_python(self, value: Any) -> str:
        return reading.words(str(value or ""), most=self.most, lines=self.lines)


class Figure(forms.Field):
    """An amount, a number or a whole number, within the field's bounds."""

    def __init__(self, definition: Field, *, read: Callable[[str], Any], required: bool, kind: str) -> None:
        mode = "numeric" if kind == "whole" else "decimal"
        widget = forms.TextInput(attrs={"inputmode": mode, "autocomplete": "off"})
        super().__init__(required=required, widget=widget, error_messages=REQUIRED)
        self.read, self.definition = read, definition
        counted = kind == "whole" and (definition.maximum or 0) <= STEPPED
        self.ui_kind = kind if counted or kind != "whole" else "number"

    def to_python(self, value: Any) -> Any:
        text = str(value or "").strip()
        return self.read(text[:100]) if text else None

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Decimal):
            return f"{value:f}".replace(".", get_format("DECIMAL_SEPARATOR"))
        return value

    def validate(self, value: Any) -> None:
        super().validate(value)
        low, high = self.definition.minimum, self.definition.maximum
        if value is not None and low is not None and value < low:
            raise ValidationError(_("At least %(minimum)s.") % {"minimum": low})
        if value is not None and high is not None and value > high:
            raise ValidationError(_("At most %(maximum)s.") % {"maximum": high})


class Day(forms.Field):
    """A date."""

    def __init__(self, definition: Field, *, zone: tzinfo, required: bool) -> None:
        super().__init__(
            required=required, widget=forms.DateInput(attrs={"type": "date"}), error_messages=REQUIRED
        )
        self.definition, self.zone = definition, zone
        today = clock.now().astimezone(zone).date()
        self.widget.attrs["min" if definition.future else "max"] = (
            today.isoformat()
            if definition.future or definition.occurred or definition.past
            else f"{reading.LATEST}-12-31"
        )

    def to_python(self, value: Any) -> date | None:
        return reading.day(str(value)) if value else None

    def prepare_value(self, value: Any) -> Any:
        return value.isoformat() if isinstance(value, date) else value

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        today = clock.now().astimezone(self.zone).date()
        if self.definition.future and value < today:
            raise ValidationError(_("This day must lie ahead."))
        if self.definition.occurred and value > today:
            raise ValidationError(_("This day cannot lie ahead: write when it really happened."))


class Instant(forms.Field):
    """A day with its time, as an aware instant in UTC. Seconds are not asked for.

    `earliest` is when the present step was entered: an act in that very minute counts from it.
    """

    widget: widgets.DayTime

    def __init__(self, definition: Field, *, zone: tzinfo, required: bool, earliest: datetime | None) -> None:
        super().__init__(required=required, widget=widgets.DayTime(zone), error_messages=REQUIRED)
        self.definition, self.zone, self.earliest = definition, zone, earliest

    def to_python(self, value: Any) -> datetime | None:
        if isinstance(value, datetime) or not any(value or ()):
            return value if isinstance(value, datetime) else None
        on, at = value
        if not on or not at:
            raise ValidationError(_("Give both the day and the time.") if on or at else REQUIRED["required"])
        found = reading.instant(reading.day(on), reading.time_of_day(at), self.zone)
        if self.earliest and found < self.earliest < found + timedelta(minutes=1):
            return self.earliest
        return found

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        if self.definition.future and value <= clock.now():
            raise ValidationError(_("This moment must lie ahead."))
        if self.definition.occurred and value > clock.now():
            raise ValidationError(_("This moment cannot lie ahead: write when it really happened."))


class YesNo(forms.Field):
    """Yes, no, or not answered (None)."""

    def __init__(self, *, required: bool) -> None:
        message = {"required": gettext_lazy("Answer yes or no.")}
        super().__init__(required=required, widget=widgets.YesNo(), error_messages=message)

    def to_python(self, value: Any) -> bool | None:
        if value in ("", None):
            return None
        if value not in ("yes", "no"):
            raise ValidationError(_("Answer yes or no."))
        return bool(value == "yes")


class Agreed(forms.BooleanField):
    """A box under a sentence: ticked or not answered (None), never no."""

    widget = forms.CheckboxInput

    def __init__(self, *, required: bool) -> None:
        message = {"required": gettext_lazy("Tick this box to go on.")}
        super().__init__(required=required, error_messages=message)

    def clean(self, value: Any) -> bool | None:
        return super().clean(value) or None


class Chosen(forms.ChoiceField):
    """One of a list; the value becomes an int where the engine wants an id."""

    def __init__(self, choices: list[tuple[str, str]], *, number: bool, required: bool) -> None:
        few = len(choices) <= RADIOS and not number
        shown = choices if few else [("", "—"), *choices]
        widget: forms.Widget = forms.RadioSelect() if few else forms.Select()
        messages = {
            "required": gettext_lazy("Choose one."),
            "invalid_choice": gettext_lazy("This is not one of the choices."),
        }
        super().__init__(choices=shown, required=required, widget=widget, error_messages=messages)
        self.number = number

    def clean(self, value: Any) -> Any:
        found = super().clean(value)
        return (int(found) if self.number else found) if found else None


class ChosenMany(forms.MultipleChoiceField):
    """Several of a list, as a tuple of ids."""

    def __init__(self, choices: list[tuple[str, str]], *, required: bool) -> None:
        messages = {
            "required": gettext_lazy("Choose at least one."),
            "invalid_choice": gettext_lazy("This is not one of the choices."),
        }
        super().__init__(
            choices=choices, required=required, widget=forms.CheckboxSelectMultiple(), error_messages=messages
        )

    def clean(self, value: Any) -> tuple[int, ...]:
        return tuple(int(one) for one in dict.fromkeys(super().clean(value)))


class Checklist(forms.Field):
    """One answer for every item; cleans to a frozen mapping, or says which items still lack one."""

    widget: widgets.Checklist

    def __init__(self, items: Mapping[str, str], answers: Mapping[str, str], *, required: bool) -> None:
        super().__init__(required=required, widget=widgets.Checklist(items, answers), error_messages=REQUIRED)

    def to_python(self, value: Any) -> Mapping[str, str] | None:
        given = {item: answer for item, answer in (value or {}).items() if answer}
        if not set(given.values()) <= self.widget.answers.keys():
            raise ValidationError(_("This is not one of the choices."))
        lacking = [label for item, label in self.widget.items.items() if item not in given]
        if given and lacking:
            raise ValidationError(unanswered(lacking))
        return MappingProxyType(given) if given else None


def unanswered(labels: Sequence[str]) -> str:
    """The one sentence about a checklist that is not answered whole."""
    return _("Still to be answered: %(items)s.") % {"items": ", ".join(labels)}


class Files(forms.Field):
    """Uploads and documents already there: cleans to (uploads, ids)."""

    widget: widgets.Files

    def __init__(self, existing: list[tuple[str, str]], *, required: bool) -> None:
        message = {"required": gettext_lazy("Add at least one photo or document.")}
        super().__init__(
            required=required, widget=widgets.Files(existing, accept=ACCEPTED), error_messages=message
        )

    def clean(self, value: Any) -> tuple[tuple[UploadedFile, ...], tuple[str, ...]]:
        sent, kept = value or ([], [])
        known = {code for code, _label in self.widget.existing}
        if not set(kept) <= known:
            raise ValidationError(_("This is not one of the choices."))
        if self.required and not sent and not kept:
            raise ValidationError(self.error_messages["required"])
        if len(sent) > MOST_FILES:
            raise ValidationError(_("At most %(most)s files at a time.") % {"most": MOST_FILES})
        for file in sent:
            self._check(file)
        return tuple(sent), tuple(dict.fromkeys(kept))

    def _check(self, file: UploadedFile) -> None:
        name = reading.words((file.name or "").replace("\x00", " "), most=300)
        if not name.lower().endswith(ENDINGS):
            raise ValidationError(_("%(name)s is neither a photo nor a PDF.") % {"name": name[:80]})
        if (file.size or 0) > MOST_BYTES:
            raise ValidationError(_("%(name)s is larger than 25 MB.") % {"name": name[:80]})
        if not file.size:
            raise ValidationError(_("%(name)s is empty.") % {"name": name[:80]})


class Signature(Files):
    """A signature drawn on the page, or a signed paper; who can do neither signs by his typed name alone."""

    def __init__(self, existing: list[tuple[str, str]], *, required: bool) -> None:
        super().__init__(existing, required=required)
        self.widget.ui_kind = "drawn"
        self.error_messages["required"] = gettext_lazy("Sign here, or attach the signed paper.")
