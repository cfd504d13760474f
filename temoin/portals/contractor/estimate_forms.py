"""What a contractor types while he writes an estimate: numbers as people write them, measures as they were taken."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from temoin.estimates import content as contents
from temoin.estimates import measuring
from temoin.estimates.content import NewLine, Totals
from temoin.estimates.models import Cover, Unit, WorkCategory
from temoin.estimates.vat import Dwelling

NEEDED = {"required": _("This is needed.")}
NO_MEASURE = _("Type a number, or how you measured: 4,20 × 2,50 − 1,60.")
NO_AMOUNT = _("Type an amount such as 1284,50.")


class MeasureField(forms.CharField):
    """A quantity, typed or measured; the cleaned value is what was typed."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=measuring.LONGEST, error_messages=NEEDED, **options)

    def clean(self, value: Any) -> str:
        typed = str(super().clean(value))
        try:
            if measuring.quantity(typed) == 0:
                raise measuring.NotAMeasure(typed)
        except measuring.NotAMeasure:
            raise ValidationError(NO_MEASURE, code="measure") from None
        return typed


class AmountField(forms.CharField):
    """An amount or percentage of at most two decimals, with a comma or a point."""

    def __init__(self, *, largest: Decimal = contents.LARGEST_PRICE, **options: Any) -> None:
        super().__init__(max_length=20, error_messages=NEEDED, **options)
        self.largest = largest
        self.widget.attrs["inputmode"] = "decimal"

    def clean(self, value: Any) -> Any:
        typed = str(super().clean(value)).replace("€", "")
        if not typed.strip() and not self.required:
            return Decimal(0)
        amount = contents.decimal(typed)
        if not 0 <= amount <= self.largest or amount != round(amount, 2):
            raise ValidationError(NO_AMOUNT, code="amount")
        return amount


class Spaced(forms.Form):
    use_required_attribute = False
    error_css_class = "err"


class FreeForm(Spaced):
    """A work that is not in the price list."""

    description = forms.CharField(label=_("Work"), max_length=300, error_messages=NEEDED)
    quantity = MeasureField(label=_("Quantity"), help_text=NO_MEASURE)
    unit = forms.ChoiceField(label=_("Unit"), choices=Unit.choices)
    unit_price = AmountField(label=_("Unit price, excl. VAT"))
    off_list_reason = forms.CharField(
        label=_("Why is it not in the price list?"), max_length=300, error_messages=NEEDED
    )
    work_category = forms.ChoiceField(label=_("Kind of work, for VAT"), choices=WorkCategory.in_dwellings)

    def line(self, room: str) -> NewLine:
        said = self.cleaned_data
        line = NewLine(
            description=said["description"],
            quantity=Decimal(0),
            unit=said["unit"],
            unit_price=said["unit_price"],
            off_list_reason=said["off_list_reason"],
            work_category=said["work_category"],
            room=room,
        )
        return contents.measured(line, said["quantity"])


class LineForm(Spaced):
    """A line that stands in the estimate; the works of the list keep their words, their unit and their VAT."""

    description = forms.CharField(label=_("Work"), max_length=300, error_messages=NEEDED)
    quantity = MeasureField(label=_("Quantity"))
    unit = forms.ChoiceField(label=_("Unit"), choices=Unit.choices)
    unit_price = AmountField(label=_("Unit price, excl. VAT"))
    room = forms.CharField(label=_("Room"), max_length=60, required=False)
    off_list_reason = forms.CharField(
        label=_("Why is it not in the price list?"), max_length=300, error_messages=NEEDED
    )
    work_category = forms.ChoiceField(label=_("Kind of work, for VAT"), choices=WorkCategory.in_dwellings)
    answer = forms.CharField(
        label=_("Your answer to the question"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    cover = forms.ChoiceField(label=_("Cover"), choices=Cover.choices)
    wear_pct = AmountField(label=_("Wear (%)"), largest=Decimal(100), required=False)
    photo = forms.FileField(
        label=_("Photo"), required=False, widget=forms.FileInput(attrs={"accept": "image/*,.heic,.heif"})
    )

    def __init__(self, line: NewLine, data: Any = None, files: Any = None, *, asked: bool = False) -> None:
        said = {name: getattr(line, name) for name in contents.LONGEST if hasattr(line, name)}
        numbers = {
            "unit_price": price(line.unit_price),
            "wear_pct": plain(line.wear_pct) if line.wear_pct else "",
        }
        initial = {**said, **numbers, "quantity": line.measured or plain(line.quantity)}
        super().__init__(data, files, initial=initial, prefix="line")
        self.was = line
        if line.item is not None:
            for name in ("description", "unit", "off_list_reason", "work_category"):
                del self.fields[name]
        if not asked:
            del self.fields["answer"]

    def line(self, photos: tuple[str, ...]) -> NewLine:
        said = {name: value for name, value in self.cleaned_data.items() if name not in ("quantity", "photo")}
        return contents.measured(
            replace(self.was, **said, photos=(*self.was.photos, *photos)), self.cleaned_data["quantity"]
        )


class DwellingForm(Spaced):
    """What VAT asks of the place."""

    first_occupied = forms.IntegerField(
        label=_("Year of first occupation"),
        min_value=1200,
        max_value=2200,
        required=False,
        localize=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": "4"}),
        error_messages={
            "invalid": _("Type a year such as 1987."),
            "min_value": _("Type a year such as 1987."),
            "max_value": _("Type a year such as 1987."),
        },
    )
    private_use = forms.BooleanField(label=_("Private dwelling"), required=False)
    new_building = forms.BooleanField(label=_("New building, or a large extension"), required=False)

    def dwelling(self) -> Dwelling:
        return Dwelling(**{name: self.cleaned_data[name] for name in Dwelling.__slots__})


class TotalsForm(Spaced):
    """An estimate that exists already: the file and its totals."""

    estimate_file = forms.FileField(
        label=_("The estimate, a PDF or a photo"),
        error_messages=NEEDED,
        widget=forms.FileInput(attrs={"accept": "image/*,application/pdf,.heic,.heif"}),
    )
    estimate_total = AmountField(label=_("Total incl. VAT"))
    vat = AmountField(label=_("of which VAT"))
    comment = forms.CharField(
        label=_("Comment"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean(self) -> dict[str, Any]:
        said = dict(super().clean() or {})
        if "vat" in said and "estimate_total" in said and said["vat"] > said["estimate_total"]:
            self.add_error("vat", _("The VAT cannot be more than the total."))
        return said

    def totals(self) -> Totals:
        gross, vat = self.cleaned_data["estimate_total"], self.cleaned_data["vat"]
        return Totals(net=gross - vat, vat=vat, gross=gross)


def plain(value: Decimal) -> str:
    """A number as people type it: `12,4` for 12.400, with a point in English."""
    text = f"{value.normalize():f}"
    return text if (translation.get_language() or "fr").startswith("en") else text.replace(".", ",")


def price(value: Decimal) -> str:
    """An amount as people type it: `13,90`."""
    text = f"{value:.2f}"
    return text if (translation.get_language() or "fr").startswith("en") else text.replace(".", ",")
