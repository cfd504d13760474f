"""A procedure as a page: its picture, and every step with holder, date, norm and what may be done."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from temoin.claims import dates
from temoin.claims.sentences import said
from temoin.engine import diagram
from temoin.engine.model import Action, Procedure, Step
from temoin.parties import acting
from temoin.procedures import files


@dataclass(frozen=True, slots=True)
class Row:
    """One step of the table, in the reader's words."""

    step: Step
    holder: str
    charged_to: str
    due: str
    norm: str
    actions: list[Action]


@acting.require()
def procedures(request: HttpRequest) -> HttpResponse:
    """Every procedure that can be opened."""
    found = [files.procedure(code) for code in files.procedures()]
    return render(request, "insight/procedures.html", {"procedures": found})


@acting.require()
def procedure(request: HttpRequest, code: str) -> HttpResponse:
    """One procedure, generated from its data."""
    if code not in files.procedures():
        raise Http404
    found = files.procedure(code)
    language = (translation.get_language() or "fr")[:2]
    current = request.GET.get("etape", "")
    context = {
        "procedure": found,
        "picture": _picture(code, found.version, language, current if current in found.steps else None),
        "groups": [(said(label), _rows(found, group)) for group, label in found.groups.items()],
    }
    return render(request, "insight/procedure.html", context)


@lru_cache(maxsize=64)
def _picture(code: str, version: int, language: str, current: str | None) -> SafeString:
    """The diagram, drawn once per version, language and step; it holds only what the procedure file says, escaped."""
    return mark_safe(  # noqa: S308  (the diagram escapes every label)
        diagram.svg(files.procedure(code, version), language, current=current, link="#step-")
    )


def _rows(found: Procedure, group: str) -> list[Row]:
    return [_row(found, step) for step in found.steps.values() if step.group == group]


def _row(found: Procedure, step: Step) -> Row:
    role = found.roles.get(step.charged_to)
    return Row(
        step=step,
        holder=said(found.roles[step.holder].label),
        charged_to=said(role.label if role else found.charged[step.charged_to]),
        due=dates.rule(step.due, found),
        norm=dates.duration(step.norm) if step.norm else "–",
        actions=[found.actions[code] for code in step.actions],
    )
