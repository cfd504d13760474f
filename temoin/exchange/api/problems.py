"""Every refusal as a problem document: a stable code, its facts, and a sentence in the asker's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from temoin.claims.refusals import KeyReused, MovedOn, NoSuchClaim
from temoin.claims.sentences import SENTENCES, refusal, said
from temoin.engine import codec
from temoin.engine.model import Procedure
from temoin.engine.refusals import InvalidValues, NotYours, Refused, UnknownAction
from temoin.ui.fields import problem_words

MEDIA_TYPE = "application/problem+json"
OWN: Mapping[str, Promise | str] = {
    "sign_in": _("Sign in first."),
    "csrf": _("The CSRF token is missing or wrong."),
    "choose_membership": _("Choose first for whom you act."),
    "no_role": _("Your role has nothing to do here."),
    "not_found": _("There is nothing here, or nothing for you."),
    "not_json": _("The body is not JSON that can be read without doubt; no name may stand in it twice."),
    "invalid_request": _("The request is not as the API describes it."),
    "outside_calendar": _("These values lead beyond the years that the calendar knows."),
}
OF_COLUMNS: Mapping[str, Promise] = {
    "too_long": _("This text is longer than the file can keep."),
    "not_an_address": _("This is not an e-mail address."),
    "no_such_postcode": _("This postcode does not exist in that country."),
}
"""What can be wrong with a claim's own columns, besides what can be wrong with any field."""

STATUS: Mapping[type[Refused], int] = {
    InvalidValues: 422,
    KeyReused: 422,
    NotYours: 403,
    UnknownAction: 404,
    NoSuchClaim: 404,
}
"""All other refusals are conflicts with where the assignment stands: 409."""


class Stopped(Exception):
    """A request that ends here, with one of `OWN`'s codes."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status, self.code = status, code


def problem(
    status: int,
    code: str,
    *,
    title: str = "",
    facts: Mapping[str, Any] | None = None,
    **more: Any,
) -> HttpResponse:
    """The document; without `title` the sentence of the code."""
    said = title or str(OWN.get(code) or SENTENCES[code])
    known = {key: codec.plain(value) for key, value in (facts or {}).items()}
    data = {"type": f"urn:temoin:{code}", "title": said, "status": status, "code": code, "facts": known}
    return JsonResponse(data | more, status=status, content_type=MEDIA_TYPE)


def not_found() -> HttpResponse:
    """The same for what does not exist, for what is another's, and for what nobody may ask."""
    return problem(404, "not_found")


def refused(why: Refused, procedure: Procedure, *, entries: list[dict[str, Any]]) -> HttpResponse:
    """The answer to a refused action; `entries` are what happened since and may be read."""
    status = STATUS.get(type(why), 409)
    if status == 404:
        return not_found()
    title = refusal(why, procedure)
    match why:
        case InvalidValues():
            return wrong_fields(why, procedure)
        case MovedOn():
            return problem(status, why.code, title=title, facts={"entries": len(entries)}, entries=entries)
        case _:
            return problem(status, why.code, title=title, facts=why.facts)


def wrong_fields(why: InvalidValues, procedure: Procedure | None = None) -> HttpResponse:
    """Every wrong field with its code and a sentence; `procedure` names the items of its checklists."""
    fields = {
        field: {
            "code": wrong,
            "sentence": str(OF_COLUMNS.get(wrong) or problem_words(wrong, _lacking(why, field, procedure))),
        }
        for field, wrong in why.facts["fields"].items()
    }
    return problem(STATUS[InvalidValues], why.code, fields=fields)


def _lacking(why: InvalidValues, field: str, procedure: Procedure | None) -> list[str]:
    items = procedure.fields[field].items if procedure and field in procedure.fields else {}
    return [said(items[item]) for item in why.facts["lacking"].get(field, ())]
