"""What the templates need to draw one field of any Django form: kind, ids, hint, errors, choices."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import SafeString

from temoin.ui import formats, widgets
from temoin.ui.fields import ActionForm

RENDERER = DjangoTemplates()  # Django's own widget templates, whatever the project's renderer is


@dataclass(frozen=True, slots=True)
class Option:
    """One radio, checkbox or tick."""

    id: str
    value: str
    label: str
    checked: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One item of a checklist: the name of its input, and its answers."""

    name: str
    label: str
    options: list[Option]


@dataclass(frozen=True, slots=True)
class Drawn:
    """One field, ready for ui/forms/field.html."""

    kind: str  # control | amount | whole | check | radios | checks | yes_no | instant | files | drawn | checklist
    id: str
    name: str
    label: str
    hint: str
    errors: list[str]
    optional: bool
    described_by: str
    required_when: str
    control: SafeString
    first_id: str  # where a link in the summary of errors leads
    options: list[Option] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    first: str = ""  # what stands in it: the day, or the answer yes or no
    second: str = ""  # the time of day
    zone: str = ""
    accept: str = ""
    group: bool = False  # a fieldset with a legend, instead of a label


def drawn(bound: BoundField) -> Drawn:
    """Everything about a bound field that the template shows."""
    kind = _kind(bound)
    identity = bound.auto_id or bound.html_name
    hint, errors = str(bound.help_text or ""), [str(error) for error in bound.errors]
    described = " ".join(f"{identity}-{part}" for part, there in (("hint", hint), ("error", errors)) if there)
    form = bound.form
    first, second = _parts(bound)
    group = kind in {"radios", "checks", "yes_no", "instant", "files", "drawn", "checklist"}
    return Drawn(
        kind=kind,
        id=identity,
        name=bound.html_name,
        label=str(bound.label),
        hint=hint,
        errors=errors,
        optional=not bound.field.required and kind != "check" and not _conditional(bound),
        described_by=described,
        required_when=form.required_when_json(bound.name) if isinstance(form, ActionForm) else "",
        control=_rendered(bound, identity, described, bool(errors)) if not group else SafeString(""),
        first_id=f"{identity}_0" if group else identity,
        options=_options(bound, identity),
        rows=_rows(bound, identity),
        first=first,
        second=second,
        zone=_zone(bound),
        accept=getattr(bound.field.widget, "accept", "image/*,application/pdf"),
        group=group,
    )


def _conditional(bound: BoundField) -> bool:
    return isinstance(bound.form, ActionForm) and bound.name in bound.form.questions


def _kind(bound: BoundField) -> str:
    widget = bound.field.widget
    named = getattr(widget, "ui_kind", "") or getattr(bound.field, "ui_kind", "")
    if named:
        return "control" if named == "number" else str(named)
    if isinstance(widget, forms.CheckboxSelectMultiple):
        return "checks"
    if isinstance(widget, forms.RadioSelect):
        return "radios"
    return "check" if isinstance(widget, forms.CheckboxInput) else "control"


def _rendered(bound: BoundField, identity: str, described: str, wrong: bool) -> SafeString:
    widget = bound.field.widget
    attrs: dict[str, Any] = {"id": identity}
    if not isinstance(widget, forms.CheckboxInput | forms.HiddenInput):
        attrs["class"] = f"{widget.attrs.get('class', '')} input".strip()
    if described:
        attrs["aria-describedby"] = described
    if wrong:
        attrs["aria-invalid"] = "true"
    return SafeString(widget.render(bound.html_name, bound.value(), attrs, RENDERER))


def hidden(bound: BoundField) -> SafeString:
    """A hidden input."""
    return SafeString(
        bound.field.widget.render(bound.html_name, bound.value(), {"id": bound.auto_id}, RENDERER)
    )


def _options(bound: BoundField, identity: str) -> list[Option]:
    widget, value = bound.field.widget, bound.value()
    if isinstance(widget, widgets.Files):
        kept = value[1] if isinstance(value, tuple) else []
        return [
            Option(f"{identity}_kept_{index}", code, label, code in kept)
            for index, (code, label) in enumerate(widget.existing)
        ]
    if not isinstance(widget, forms.CheckboxSelectMultiple | forms.RadioSelect):
        return []
    chosen = {str(one) for one in (value if isinstance(value, list | tuple) else [value])}
    flat = [
        option
        for _name, options, _index in widget.optgroups(bound.html_name, list(chosen))
        for option in options
    ]
    return [
        Option(
            f"{identity}_{index}", str(option["value"]), str(option["label"]), str(option["value"]) in chosen
        )
        for index, option in enumerate(one for one in flat if one["value"] not in ("", None))
    ]


def _rows(bound: BoundField, identity: str) -> list[Row]:
    widget, given = bound.field.widget, bound.value() or {}
    if not isinstance(widget, widgets.Checklist):
        return []
    numbers = count()
    return [
        Row(
            f"{bound.html_name}.{item}",
            label,
            [
                Option(f"{identity}_{next(numbers)}", answer, words, given.get(item) == answer)
                for answer, words in widget.answers.items()
            ],
        )
        for item, label in widget.items.items()
    ]


def _parts(bound: BoundField) -> tuple[str, str]:
    widget, value = bound.field.widget, bound.value()
    if isinstance(widget, widgets.DayTime):
        return widget.parts(value)
    return (widgets.YesNo.answer(value), "") if isinstance(widget, widgets.YesNo) else ("", "")


def _zone(bound: BoundField) -> str:
    widget = bound.field.widget
    if not isinstance(widget, widgets.DayTime):
        return ""
    return formats.zone_name(widget.zone)
