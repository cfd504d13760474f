"""What the styleguide shows its components with: an invented claim around the present moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from temoin import clock
from temoin.engine.model import Condition, Field, FieldType, Label, Test
from temoin.ui.fields import Wanted, form_for


def context(request: HttpRequest) -> dict[str, Any]:
    """Everything that ui/styleguide.html shows."""
    now = clock.now()
    language = translation.get_language() or "fr"
    empty = {"works_note": "", "visit_at_0": "1789-07-14", "visit_at_1": "10:00", "amount": "1 2x4"}
    return {
        "now": now,
        "late_at": now - timedelta(days=2, hours=3),
        "late_hours_at": now - timedelta(hours=5),
        "today_at": now + timedelta(minutes=2),
        "soon_at": now + timedelta(days=3),
        "later_at": now + timedelta(days=24),
        "today_on": timezone.localtime(now).date(),
        "price": Decimal("1284.50"),
        "limit": Decimal("1550"),
        "seconds": 6120,
        "form": form_for(wanted(), language=language, choices=lists(), prefix="a"),
        "wrong_form": form_for(wanted()[:4], language=language, data=empty),
        "tones": ("late", "today", "soon", "wait", "ok", "note", "brandc"),
        "palette": (
            "page",
            "surface",
            "sunken",
            "brand",
            "brand-soft",
            "late-solid",
            "today-solid",
            "soon-solid",
            "ok-solid",
            "note-solid",
        ),
        "brands": ("petrol", "violet", "cobalt", "forest", "garnet"),
        "nav": navigation(),
        "nav_foot": [item("circle-question-mark", _("Help"))],
        "account": SimpleNamespace(
            name="Nadia Peeters", role=_("Claims handler"), organisation="Témoin", links=[]
        ),
        "search_url": reverse("styleguide"),
        "progress": ["done", "done", "now", "", ""],
        "days": [timezone.localtime(now).date() + timedelta(days=ahead) for ahead in (2, 3, 4)],
        "halves": ("08:00–10:00", "10:00–12:00", "13:00–15:00", "15:00–17:00"),
    }


def item(icon: str, label: str, short: str = "", count: int = 0, current: bool = False) -> SimpleNamespace:
    """One entry of the navigation."""
    return SimpleNamespace(
        url=reverse("styleguide"),
        icon=icon,
        label=label,
        short_label=short or label,
        count=count,
        current=current,
    )


def navigation() -> list[SimpleNamespace]:
    """The rail of a case handler."""
    return [
        item("inbox", _("Workbench"), count=20, current=True),
        item("folder-search", _("Claims")),
        item("hard-hat", _("Network")),
        item("calendar-days", _("Planning")),
        item("chart-no-axes-column", _("Figures")),
    ]


def wanted() -> list[Wanted]:
    """A field of every kind that an action may ask for."""
    refused = Condition("match", Test.IS, False)
    return [
        (
            field(
                "works_note", FieldType.TEXT, _("Reason for waiting"), hint=_("Will be read in the journal.")
            ),
            True,
            None,
        ),
        (field("visit_at", FieldType.INSTANT, _("Date and time of the visit")), True, None),
        (field("match", FieldType.YES_NO, _("Does the damage match the declaration?")), True, None),
        (field("amount", FieldType.AMOUNT, _("Amount of the estimate")), True, None),
        (field("found", FieldType.LONG_TEXT, _("What is different?")), False, refused),
        (field("days", FieldType.WHOLE, _("How many days?")), False, None),
        (field("surface", FieldType.CHOICE, _("Surface"), choices=surfaces()), False, None),
        (site(), False, None),
        (field("contractor", FieldType.ORGANISATION, _("Contractor")), False, None),
        (field("invited", FieldType.ORGANISATIONS, _("Contractors invited")), False, None),
        (field("photos", FieldType.FILES, _("Documents and photos")), False, None),
        (replace(field("agreed", FieldType.YES_NO, _("I accept these works.")), tick=True), False, None),
        (replace(field("signature", FieldType.FILES, _("Signature")), drawn=True), False, None),
    ]


def lists() -> dict[str, list[tuple[str, str]]]:
    """The firms and documents to choose from."""
    firms = [("1", "Nyco Déco"), ("2", "Vitrix"), ("3", "Renov+")]
    return {
        "contractor": firms,
        "invited": firms,
        "photos": [("1", "D-1, Nyco Déco.pdf"), ("2", _("Ceiling"))],
    }


def field(
    code: str, kind: FieldType, label: str, *, hint: str = "", choices: dict[str, Label] | None = None
) -> Field:
    """A definition whose label stands in the reader's language only."""
    return Field(code, kind, {"fr": label}, hint={"fr": hint} if hint else None, choices=choices or {})


def site() -> Field:
    """A list of points, each with one of the same answers."""
    points = {
        "covered": {"fr": _("Furniture and floors are covered")},
        "clean": {"fr": _("The site is left clean")},
    }
    answers = {
        "good": {"fr": _("In order")},
        "bad": {"fr": _("Not in order")},
        "none": {"fr": _("Not applicable")},
    }
    return Field("site", FieldType.CHECKLIST, {"fr": _("On site")}, items=points, choices=answers)


def surfaces() -> dict[str, Label]:
    """Three materials that dry at their own pace."""
    return {"plaster": {"fr": _("Plaster")}, "wood": {"fr": _("Wood")}, "concrete": {"fr": _("Concrete")}}
