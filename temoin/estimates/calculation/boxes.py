"""The form in which totals are keyed off a PDF (`estimates/calculation_keyed.html`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from babel.numbers import get_currency_symbol
from django.utils.translation import gettext as _

from temoin.estimates.calculation.findings import Finding
from temoin.estimates.calculation.keyed import FIELDS, NUMBER
from temoin.estimates.calculation.model import Mission
from temoin.estimates.calculation.words import field, sentence
from temoin.estimates.models import Section
from temoin.ui import formats


@dataclass(frozen=True, slots=True)
class Box:
    """A field of the form, with its fault beside it."""

    name: str
    label: str
    value: str
    sign: str  # behind an amount or a rate; empty for the number of the calculation
    fault: str


def boxes(
    data: Mapping[str, str], findings: tuple[Finding, ...], kept_to: Mission, prefix: str = ""
) -> list[Box]:
    """The form as it was typed (`data` without the `prefix`); the rate stands there at first as the rules say."""
    faults = {
        one.field: sentence(replace(one, field=""), currency=kept_to.currency, keyed=True)
        for one in reversed(findings)
        if not one.code.warns
    }
    typed = {"vat_rate": f"{kept_to.vat_rate.normalize():f}"} | {
        name: data[name] for name in FIELDS if name in data
    }
    signs = {NUMBER: "", "vat_rate": "%"}
    sign = get_currency_symbol(kept_to.currency, locale=formats.locale())
    return [
        Box(prefix + name, _key_label(name), typed.get(name, ""), signs.get(name, sign), faults.get(name, ""))
        for name in FIELDS
    ]


def _key_label(name: str) -> str:
    label = field(name)
    if name in Section.values:
        label = _("%(section)s, excl. VAT") % {"section": label}
    return label[:1].upper() + label[1:]
