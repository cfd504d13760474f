"""The form in which reservations are made: a few lines, each with its own photos, sent as one action."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from temoin import clock
from temoin.claims import reservations
from temoin.claims.action_page import Setting, action_page
from temoin.claims.models import Assignment
from temoin.claims.reservations import Said
from temoin.ui import reading

MOST = 6


@dataclass(slots=True)
class Line:
    """One reservation as it was typed."""

    index: int
    place: str = ""
    what: str = ""
    by_on: str = ""
    problem: str = ""

    @property
    def filled(self) -> bool:
        return bool(self.place or self.what or self.by_on)


def page(request: HttpRequest, assignment: Assignment, setting: Setting) -> HttpResponse:
    """GET draws the lines, POST makes the reservations; all of them or none."""
    lines = [_line(request, index) for index in range(MOST)]
    said: list[Said] = []
    if request.method == "POST":
        photos: list[UploadedFile] = []
        said = [found for line in lines if (found := _said(request, line, photos)) is not None]
        request.FILES.setlist("documents", photos)
        if not said and not any(line.problem for line in lines):
            lines[0].problem = _("Say what is not right.")
    whole = bool(said) and not any(line.problem for line in lines)
    context = {
        **setting.context,
        "lines": lines,
        "form_top": "claims/reservation_lines.html",
        "apart": ("reservations", "documents"),
    }
    fixed = {**setting.fixed, "reservations": reservations.written(said)} if whole else setting.fixed
    return action_page(request, assignment, reservations.MAKE, replace(setting, context=context, fixed=fixed))


def _line(request: HttpRequest, index: int) -> Line:
    found = Line(index)
    for name in ("place", "what", "by_on"):
        setattr(found, name, request.POST.get(f"{name}_{index}", ""))
    return found


def _said(request: HttpRequest, line: Line, photos: list[UploadedFile]) -> Said | None:
    """What a line says; None where it is empty or wrong, the latter with its sentence beside it."""
    sent: list[Any] = request.FILES.getlist(f"photos_{line.index}")
    if not line.filled and not sent:
        return None
    try:
        place = reading.words(line.place, most=reading.LINE)
        what = reading.words(line.what, most=reading.PAGE, lines=True)
        by_on = _ahead(line.by_on)
    except ValidationError as wrong:
        line.problem = " ".join(wrong.messages)
        return None
    if not what:
        line.problem = _("Say what is not right.")
        return None
    first = len(photos)
    photos += sent
    return Said(what, place, by_on, tuple(range(first, len(photos))))


def _ahead(text: str) -> date | None:
    found = reading.day(text) if text else None
    if found is not None and found < timezone.localdate(clock.now()):
        raise ValidationError(_("This day must lie ahead."))
    return found
