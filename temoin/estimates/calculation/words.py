"""A finding in a sentence: what is wrong, where, both values, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import assert_never

from django.utils.translation import gettext as _

from temoin.estimates.calculation.findings import Code, Finding
from temoin.ui import formats


def sentence(finding: Finding, *, currency: str = "EUR", keyed: bool = False) -> str:
    """In the reader's language; `keyed` where a person typed the totals, who then corrects them himself."""
    return f"{_said(finding, currency)} {_advice(finding.code, keyed)}".strip()


def sentences(findings: Sequence[Finding], *, currency: str = "EUR", keyed: bool = False) -> list[str]:
    """One for each finding; what is to be done about several of them is said behind the last one."""
    advice = [_advice(one.code, keyed) for one in findings]
    return [
        f"{_said(one, currency)} {'' if advice[index] in advice[index + 1 :] else advice[index]}".strip()
        for index, one in enumerate(findings)
    ]


def _said(finding: Finding, currency: str) -> str:
    where, what = _where(finding), _what(finding, currency)
    colon = "\u00a0: " if formats.locale().startswith("fr") else ": "
    return f"{where}{colon}{what}" if where else what[:1].upper() + what[1:]


def field(name: str) -> str:
    """What people call an attribute of the file, or a field that is keyed."""
    names = {
        "number": _("calculation number"),
        "calculation_number": _("calculation number"),
        "system": _("calculation system"),
        "date": _("date of the calculation"),
        "currency": _("currency"),
        "plate": _("number plate"),
        "vin": _("chassis number (VIN)"),
        "make": _("make"),
        "model": _("model"),
        "mileage": _("mileage"),
        "section": _("section"),
        "code": _("code"),
        "description": _("description"),
        "quantity": _("quantity"),
        "unit": _("unit"),
        "unit_price": _("unit price"),
        "discount_pct": _("discount"),
        "amount": _("amount"),
        "parts": _("parts"),
        "labour": _("labour"),
        "paint": _("paint"),
        "small_parts": _("small parts"),
        "net": _("total excl. VAT"),
        "vat_rate": _("VAT rate"),
        "vat": _("VAT"),
        "gross": _("total incl. VAT"),
        "vehicle": _("vehicle"),
        "lines": _("lines"),
        "totals": _("totals"),
    }
    return names.get(name, name)


def _where(finding: Finding) -> str:
    """`Line 3 (line 14 of the file), amount`."""
    places = []
    if finding.line and finding.at:
        places.append(_("line %(line)s (line %(at)s of the file)") % {"line": finding.line, "at": finding.at})
    elif finding.line:
        places.append(_("line %(line)s") % {"line": finding.line})
    elif finding.at:
        places.append(_("line %(at)s of the file") % {"at": finding.at})
    if finding.field:
        places.append(field(finding.field))
    text = ", ".join(places)
    return text[:1].upper() + text[1:]


def _what(finding: Finding, currency: str) -> str:
    said, expected = _value(finding, finding.said, currency), _value(finding, finding.expected, currency)
    values = {"said": said, "expected": expected}
    match finding.code:
        case Code.TOO_LARGE:
            return _("the file is larger than 2 MB.")
        case Code.NOT_XML:
            return _("this is not a well-formed XML file.")
        case Code.FORBIDDEN:
            return _("a document type, an entity or a processing instruction is not taken.")
        case Code.NOT_OURS:
            return _("this is not a calculation in the format we read, but “%(said)s”.") % values
        case Code.UNKNOWN:
            return _("“%(said)s” does not belong here.") % values
        case Code.REPEATED:
            return _("“%(said)s” stands there twice.") % values
        case Code.MISSING:
            return _("missing.")
        case Code.NOT_A_NUMBER:
            return _("“%(said)s” is not a number with at most %(expected)s decimals.") % values
        case Code.NOT_A_DATE:
            return _("“%(said)s” is not a date such as 2026-11-24.") % values
        case Code.NOT_A_CHOICE:
            return _("“%(said)s” is none of: %(expected)s.") % values
        case Code.TOO_LONG:
            return _("“%(said)s” has more than %(expected)s characters.") % values
        case Code.TOO_MANY_LINES:
            return _("the calculation has more than %(expected)s lines.") % values
        case Code.NO_LINES:
            return _("the calculation has no lines.")
        case Code.NEGATIVE:
            return _("%(said)s is not possible here: it must be above zero, and a discount stands as a percentage.") % values  # fmt: skip
        case Code.ABSURD:
            return _("%(said)s is not possible here: at most %(expected)s.") % values
        case Code.LINE_AMOUNT:
            return _("the file says %(said)s; quantity × price less discount makes %(expected)s.") % values
        case Code.SECTION_TOTAL:
            return _("the file says %(said)s; its lines add up to %(expected)s.") % values
        case Code.NET:
            return _("the file says %(said)s; its sections add up to %(expected)s.") % values
        case Code.VAT_RATE:
            return _("%(said)s %% stands there; today the rate is %(expected)s %%.") % values
        case Code.VAT:
            return _("%(said)s stands there; the total excl. VAT at its rate makes %(expected)s.") % values
        case Code.GROSS:
            return _("%(said)s stands there; total excl. VAT and VAT make %(expected)s.") % values
        case Code.CURRENCY:
            return _("the calculation is in %(said)s, the mission in %(expected)s.") % values
        case Code.NO_VEHICLE:
            return (
                _("neither plate nor VIN can be compared with those of the mission (%(expected)s).") % values
            )
        case Code.PLATE | Code.VIN:
            return _("the calculation is of %(said)s, the mission of %(expected)s.") % values
        case Code.NOT_COMPARED:
            return _("Totals keyed in from a PDF: plate and VIN were not compared with the mission.")
        case Code.NO_PLATE | Code.NO_VIN:
            return _("not compared: the calculation says “%(said)s”, the mission “%(expected)s”.") % values
        case Code.PLATE_FORM:
            return _("%(said)s does not have the form of a French, Belgian or Dutch plate.") % values
        case Code.VIN_FORM:
            return _("%(said)s does not have the form of a VIN (17 characters, without I, O and Q).") % values
        case Code.VIN_CHECK_DIGIT:
            return _("the check digit of %(said)s is wrong.") % values
        case Code.LATER:
            return _("the calculation is dated %(said)s, which is after today.") % values
        case _:
            assert_never(finding.code)


def _advice(code: Code, keyed: bool) -> str:
    """What to do about it."""
    match code:
        case Code.PLATE | Code.VIN:
            return _(
                "Choose the file of this vehicle; if the mission itself is misprinted, ask the insurer to correct it."
            )
        case Code.NO_VEHICLE | Code.CURRENCY:
            return _("Correct it in your calculation system and export the file again.")
        case Code.VAT_RATE:
            return _("Correct the rate, or ask the network if this repair really bears another one.")
        case Code.NOT_OURS | Code.NOT_XML:
            return _("Export the calculation as XML, or send its PDF and key in the totals.")
        case (
            Code.PLATE_FORM | Code.VIN_FORM | Code.VIN_CHECK_DIGIT | Code.NO_PLATE | Code.NO_VIN | Code.LATER
        ):
            return _("It does not prevent sending.")
        case Code.NOT_COMPARED:
            return ""
        case _ if keyed:
            return _(
                "Key it in as it stands on the PDF; if the PDF itself is wrong, make the calculation again."
            )
        case _:
            return _("Correct it in your calculation system and export the file again.")


def _value(finding: Finding, value: str | Decimal | date, currency: str) -> str:
    if isinstance(value, date):
        return formats.day(value, formats.Style.LONG)
    if not isinstance(value, Decimal):
        return value
    if finding.field in ("quantity", "discount_pct", "vat_rate", "mileage"):
        return formats.number(value.normalize())
    return formats.money(value, currency)
