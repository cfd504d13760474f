"""Everybody's own page on when his reminders come."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from temoin.claims.scope import NETWORK_ROLES
from temoin.messages import digest
from temoin.messages.models import DigestPreference
from temoin.parties import acting


class PreferenceForm(forms.Form):
    """Whether, at which hours, on which days."""

    how = forms.ChoiceField(label=gettext_lazy("Reminders"), widget=forms.RadioSelect)
    first = forms.TimeField(
        label=gettext_lazy("First mail at"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    second = forms.TimeField(
        label=gettext_lazy("Second mail at"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    days = forms.TypedMultipleChoiceField(
        label=gettext_lazy("On"),
        coerce=int,
        choices=list(WEEKDAYS.items()),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, staff: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        other = (
            _("No reminders by mail: my queue is enough")
            if staff
            else _("One mail for each reminder, at once")
        )
        how = self.fields["how"]
        assert isinstance(how, forms.ChoiceField)
        how.choices = [("digest", _("Gathered in one mail")), ("off", other)]


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def preference(request: HttpRequest) -> HttpResponse:
    """Show and change when one's reminders come."""
    who = acting.of(request)
    assert who.user is not None  # @login_required
    staff = who.role in NETWORK_ROLES or not who.role
    known = DigestPreference.objects.filter(user=who.user).first()
    form = PreferenceForm(request.POST or None, staff=staff, initial=_initial(known, staff=staff))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        hours = sorted({f"{at:%H:%M}" for at in (given["first"], given["second"]) if at})
        DigestPreference.objects.update_or_create(
            user=who.user,
            defaults={"hours": hours, "weekdays": sorted(given["days"]), "off": given["how"] == "off"},
        )
        messages.success(request, _("Saved."))
        return redirect("account")
    status = 422 if form.errors else 200
    return render(request, "messages/digest_preference.html", {"form": form}, status=status)


def _initial(known: DigestPreference | None, *, staff: bool) -> dict[str, Any]:
    rhythm = digest.rhythm(known)
    off = known.off if known else not staff
    first, *rest = rhythm.hours
    return {
        "how": "off" if off else "digest",
        "first": first,
        "second": next(iter(rest), None),
        "days": rhythm.weekdays,
    }
