"""The phone call: a claim is opened on one page, with possible duplicates shown while typing."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from temoin import clock
from temoin.appointments import slots
from temoin.claims import action_page, opening, search, sentences
from temoin.claims.models import Claim
from temoin.cover.models import limit_for
from temoin.documents import intake as documents
from temoin.documents.models import Document, Visibility
from temoin.documents.refusals import Refused as FileRefused
from temoin.engine.model import Field, FieldType
from temoin.engine.refusals import Refused
from temoin.network import postcodes
from temoin.parties import absences, acting
from temoin.parties.models import Organisation
from temoin.parties.models.organisation import COUNTRIES
from temoin.parties.models.user import LANGUAGES
from temoin.portals.desk.opened import found
from temoin.portals.desk.queue import desk
from temoin.procedures.files import procedure
from temoin.ui import controls, reading

PROCEDURE = "home_repair"
PHOTOS = Field("photos", FieldType.FILES, {"fr": "Photos", "nl": "Foto's", "en": "Photos"}, fact=False)


def _line(label: Any, *, required: bool = False) -> controls.Words:
    words = controls.Words(lines=False, required=required)
    words.label = label
    return words


class IntakeForm(forms.Form):
    """Who, where, what, when, insurer and contract, photos, trades; the grid of availabilities stands beside it."""

    use_required_attribute = False

    insurer = forms.ModelChoiceField(
        queryset=Organisation.objects.none(), label=gettext_lazy("Insurer"), empty_label=""
    )
    insurer_claim_number = _line(gettext_lazy("Insurer's claim number"))
    contract_number = _line(gettext_lazy("Contract number"))
    insured_given = _line(gettext_lazy("First name"))
    insured_surname = _line(gettext_lazy("Surname"), required=True)
    insured_phone = _line(gettext_lazy("Telephone"))
    insured_email = forms.EmailField(label=gettext_lazy("E-mail"), required=False, max_length=254)
    insured_language = forms.ChoiceField(label=gettext_lazy("Language"), choices=LANGUAGES)
    street = _line(gettext_lazy("Street and number"), required=True)
    postcode = _line(gettext_lazy("Postcode"), required=True)
    city = _line(gettext_lazy("Town"), required=True)
    country = forms.ChoiceField(label=gettext_lazy("Country"), choices=COUNTRIES)
    loss_type = forms.ChoiceField(label=gettext_lazy("What happened"))
    loss_on = forms.DateField(
        label=gettext_lazy("When"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    trades = forms.MultipleChoiceField(
        label=gettext_lazy("Trades needed: one assignment each"), widget=forms.CheckboxSelectMultiple
    )
    platform = forms.ChoiceField(label=gettext_lazy("Insurer's platform"), required=False)
    has_adjuster_figures = forms.BooleanField(
        label=gettext_lazy("An adjuster's figures exist already"), required=False
    )
    ren_expert = forms.BooleanField(label=gettext_lazy("REN-EXPERT file"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields = procedure(PROCEDURE).fields
        insurer = self.fields["insurer"]
        assert isinstance(insurer, forms.ModelChoiceField)
        insurer.queryset = Organisation.objects.filter(kind="insurer", active=True).order_by("name")
        for name in ("loss_type", "trades", "platform"):
            choices = fields["trade" if name == "trades" else name].choices
            drawn = self.fields[name]
            assert isinstance(drawn, forms.ChoiceField)
            blank = [("", "–")] if name == "platform" else []
            drawn.choices = blank + [(code, sentences.said(label)) for code, label in choices.items()]
        description = controls.Words(lines=True, required=True)
        description.label = _("Circumstances and damage")
        self.fields["description"] = description
        photos = controls.Files([], required=False)
        photos.label = sentences.said(PHOTOS.label)
        self.fields["photos"] = photos

    def clean_loss_on(self) -> Any:
        on = self.cleaned_data["loss_on"]
        today = timezone.localdate(clock.now())
        if on > today:
            raise forms.ValidationError(_("This day lies ahead: give the day on which it happened."))
        if (today - on).days > 10 * 366:
            raise forms.ValidationError(_("This is more than ten years ago. Please check the year."))
        return on

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or {})
        country, postcode = cleaned.get("country"), cleaned.get("postcode")
        if country and postcode and postcodes.find(country, postcode) is None:
            self.add_error("postcode", _("This postcode does not exist in that country."))
        if not cleaned.get("insured_phone") and not cleaned.get("insured_email"):
            self.add_error("insured_phone", _("Give a telephone number or an e-mail address."))
        return cleaned


@desk
def open_claim(request: HttpRequest) -> HttpResponse:
    """The page of the phone call; POST opens claim and assignments, or says what is missing."""
    if request.method != "POST":
        initial = {"insured_language": "fr", "country": "FR", "loss_on": timezone.localdate(clock.now())}
        return _page(request, IntakeForm(initial=initial), slots.grid(clock.now(), chosen=()))
    form = IntakeForm(request.POST, request.FILES)
    chosen, problem = _availabilities(request)
    if problem:
        form.add_error(None, problem)
    grid = slots.grid(clock.now(), chosen=request.POST.getlist("slot"))
    if not form.is_valid():
        return _page(request, form, grid, status=422)
    try:
        claim = _opened(request, form, chosen)
    except FileRefused as refused:
        form.add_error("photos", str(refused.sentence))
        return _page(request, form, grid, status=422)
    except Refused as refused:
        form.add_error(None, sentences.refusal(refused, procedure(PROCEDURE)))
        return _page(request, form, grid, status=422)
    messages.success(request, _("Claim %(reference)s is open.") % {"reference": claim.reference})
    return redirect("desk:assign", claim.reference, 1)


def _availabilities(request: HttpRequest) -> tuple[list[tuple[str, str]], str]:
    try:
        return slots.parse(request.POST.getlist("slot"), clock.now()), ""
    except ValueError as wrong:
        return [], str(wrong)


def _opened(request: HttpRequest, form: IntakeForm, chosen: list[tuple[str, str]]) -> Claim:
    """Claim and photos together, or neither."""
    who = acting.of(request)
    assert who.actor is not None
    given = form.cleaned_data
    key = request.POST.get("key", "")
    with transaction.atomic():
        claim = opening.open_claim(
            _new(given, chosen, who),
            trades=given["trades"],
            actor=who.actor,
            key=f"open:{who.actor.person}:{key}" if action_page.KEY.fullmatch(key) else None,
        )
        photos = given["photos"][0] if given.get("photos") else ()
        if photos and not Document.objects.filter(claim_id=claim.pk).exists():  # sent twice, kept once
            documents.take_all(
                photos,
                claim_id=claim.pk,
                kind="photo",
                user=who.user,
                organisation=who.organisation,
                role=who.role,
                visibility=Visibility.PARTIES,
            )
        return claim


def _new(given: Mapping[str, Any], chosen: list[tuple[str, str]], who: acting.Acting) -> opening.NewClaim:
    insurer = given["insurer"]
    facts: dict[str, Any] = {
        "platform": given["platform"] or None,
        "has_adjuster_figures": given["has_adjuster_figures"] or None,
        "ren_expert": given["ren_expert"] or None,
    }
    limit: Decimal = limit_for(insurer.pk, given["loss_type"])
    return opening.NewClaim(
        insurer=insurer.pk,
        authority_limit=limit,
        handler=_handler(who),
        availabilities=chosen,
        facts=facts,
        **{name: given[name] for name in opening.COPIED if name in given},
    )


def _handler(who: acting.Acting) -> int | None:
    """Whoever takes the call handles the claim; whoever is on leave gets no new one, his deputy does."""
    if who.user is None or who.role != "case_handler":
        return None
    present = absences.away().acts_for(who.user)
    return present.pk if present else None


def _page(request: HttpRequest, form: IntakeForm, grid: Any, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "grid": grid, "key": request.POST.get("key") or uuid.uuid4().hex}
    return render(request, "desk/intake.html", context, status=status)


@desk
def duplicates(request: HttpRequest) -> HttpResponse:
    """What the page shows while typing: open claims that may be the same."""
    asked = {name: _safe(request.GET.get(name, "")) for name in DUPLICATE_FIELDS}
    claims = search.duplicates(
        surname=asked["insured_surname"],
        postcode=asked["postcode"],
        country=asked["country"],
        contract=asked["contract_number"],
        phone=asked["insured_phone"],
    )
    country, postcode = asked["country"], asked["postcode"].strip()
    wrong = bool(country and len(postcode) >= SHORTEST_POSTCODE and postcodes.find(country, postcode) is None)
    return render(request, "desk/_duplicates.html", {"claims": claims, "no_such_postcode": wrong})


SHORTEST_POSTCODE = 4
DUPLICATE_FIELDS = ("insured_surname", "postcode", "country", "contract_number", "insured_phone")


def _safe(text: str) -> str:
    """Text from an address, without what no column holds; `reading` refuses the rest on the form itself."""
    return text.replace("\x00", "")[: reading.LINE]


@desk
def add_assignment(request: HttpRequest, reference: str) -> HttpResponse:
    """One more trade on an open claim."""
    claim = found(reference)
    actor = acting.of(request).actor
    assert actor is not None
    trades = procedure(PROCEDURE).fields["trade"].choices
    if request.method == "POST" and request.POST.get("trade") in trades:
        try:
            sent = request.POST.get("key", "")
            key = f"add:{actor.person}:{claim.pk}:{sent}" if action_page.KEY.fullmatch(sent) else None
            first = claim.assignments.order_by("number").first()
            facts = dict(first.state["facts"]) if first else {}
            kept = {key: facts[key] for key in ("platform",) if key in facts}
            added = opening.add_assignment(
                claim, trade=request.POST["trade"], facts=kept, actor=actor, key=key
            )
        except Refused as refused:
            messages.error(request, sentences.refusal(refused, procedure(PROCEDURE)))
        else:
            return redirect(f"{reverse('desk:assign', args=[reference, added.number])}")
    context = {
        "claim": claim,
        "trades": [(code, sentences.said(label)) for code, label in trades.items()],
        "back_url": reverse("desk:file", args=[reference]),
        "key": uuid.uuid4().hex,
    }
    return render(request, "desk/add_assignment.html", context)
