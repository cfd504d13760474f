"""Tags of the body shop's long forms."""

from __future__ import annotations

from dataclasses import dataclass

from django import template
from django.forms.boundfield import BoundField

from temoin.claims import form_drafts
from temoin.claims.form_drafts import Overtaken
from temoin.portals.body_shop.work import Work

register = template.Library()


@dataclass(frozen=True, slots=True)
class KeptField:
    """One field as it is drawn: the number of the change it was drawn from, and what went wrong with it."""

    bound: BoundField
    seen: int
    params: str
    wrong: str
    overtaken: Overtaken | None

    @property
    def said(self) -> str:
        """What was typed and not kept."""
        given = self.overtaken.said.values() if self.overtaken else ()
        return " ".join(one for said in given for one in said)


@register.simple_tag
def kept_field(work: Work, code: str) -> KeptField:
    """A field with what its own request sends along."""
    names = ["do", "csrfmiddlewaretoken", f"seen-{code}", *form_drafts.inputs(work.fields[code])]
    return KeptField(
        bound=work.filled.form[code],
        seen=work.draft.changes,
        params=",".join(names),
        wrong=work.filled.wrong.get(code, ""),
        overtaken=work.overtaken.get(code),
    )
