"""The network's own texts: blocks for messages and scripts for calls, in three languages, edited by those who answer for them."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from temoin.claims.scope import NETWORK_ROLES
from temoin.claims.sentences import said
from temoin.messages import textblocks
from temoin.messages.models import TextBlock
from temoin.parties import acting
from temoin.parties.roles import Role
from temoin.procedures.files import procedure, procedures

EDITORS = ("network_manager", "customer_service")
editor = acting.require(*EDITORS)


class BlockForm(forms.ModelForm):  # type: ignore[type-arg]  # no subscript while running
    """A block with its three texts; a gap that nothing fills is refused."""

    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Offered to (none ticked: everybody)"),
        required=False,
        choices=[(one.value, one.label) for one in Role if one.value in NETWORK_ROLES],
        widget=forms.CheckboxSelectMultiple,
    )
    steps = forms.MultipleChoiceField(
        label=gettext_lazy("On these steps (none chosen: on all)"), required=False
    )

    class Meta:
        model = TextBlock
        fields = ("title", "code", "kind", "text_fr", "text_nl", "text_en", "roles", "steps", "active")
        widgets: ClassVar = {
            name: forms.Textarea(attrs={"rows": 5}) for name in ("text_fr", "text_nl", "text_en")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        steps = self.fields["steps"]
        assert isinstance(steps, forms.MultipleChoiceField)
        steps.choices = [
            (code, said(step.label)) for one in procedures() for code, step in procedure(one).steps.items()
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for name in ("text_fr", "text_nl", "text_en"):
            wrong = textblocks.unknown_gaps(given.get(name) or "")
            if wrong:
                said_ = _("Nothing fills {%(gap)s}. Known are: %(known)s.") % {
                    "gap": wrong[0],
                    "known": ", ".join(textblocks.GAPS),
                }
                self.add_error(name, said_)
        return given


@require_safe
@editor
def blocks(request: HttpRequest) -> HttpResponse:
    """All of them."""
    return render(request, "desk/blocks.html", {"blocks": TextBlock.objects.all()})


@editor
def new(request: HttpRequest) -> HttpResponse:
    """One more."""
    return _edited(request, None)


@editor
def block(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them."""
    return _edited(request, get_object_or_404(TextBlock, pk=pk))


def _edited(request: HttpRequest, found: TextBlock | None) -> HttpResponse:
    form = BlockForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("desk:blocks")
    status = 422 if form.errors else 200
    context = {"form": form, "edited": found, "gaps": textblocks.GAPS}
    return render(request, "desk/block.html", context, status=status)
