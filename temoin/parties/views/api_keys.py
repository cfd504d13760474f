"""One's own keys for programs: made, and shown once, and taken back."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from temoin.parties import acting, keys
from temoin.parties.models import ApiKey

MOST = 20
"""Living keys of one membership."""


class KeyForm(forms.Form):
    """What the key is for."""

    use_required_attribute = False
    name = forms.CharField(
        label=gettext_lazy("Name of the program"),
        max_length=60,
        help_text=gettext_lazy("Stands in the journal beside your name, wherever the program acts."),
        error_messages={"required": gettext_lazy("This is needed.")},
    )

    def clean_name(self) -> str:
        """Readers of the journal are shown it: nothing that cannot be seen, or turns the line around."""
        name: str = self.cleaned_data["name"]
        if not name.isprintable():
            raise forms.ValidationError(_("Please use letters, digits and signs only."))
        return name


@never_cache
@acting.require()
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The keys of the membership that one acts in; POST makes one, or takes one back."""
    who = acting.of(request)
    if who.membership is None or not keys.may_have(who.membership):
        raise Http404
    mine = ApiKey.objects.filter(membership=who.membership)
    if "revoke" in request.POST:
        if key := mine.filter(prefix=request.POST["revoke"]).first():
            keys.revoke(key)
            messages.success(request, _("The key opens nothing any more."))
        return redirect("api_keys")
    form, token = KeyForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        if mine.filter(revoked_at=None).count() >= MOST:
            form.add_error(
                "name", _("There are %(most)s keys already: take one back first.") % {"most": MOST}
            )
        else:
            token = keys.make(who.membership, form.cleaned_data["name"])[1]
            form = KeyForm()
    context = {"form": form, "keys": mine, "token": token, "membership": who.membership}
    return render(request, "parties/api_keys.html", context, status=422 if form.errors else 200)
