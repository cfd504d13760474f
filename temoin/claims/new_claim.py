"""A claim opened by hand: who, where, what and when, and whatever else the opening action of its procedure asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from temoin import clock
from temoin.claims import action_form, action_page, opening, sentences
from temoin.claims.models import Claim
from temoin.cover.models import limit_for
from temoin.documents import intake as documents
from temoin.documents.models import Document, Visibility
from temoin.documents.refusals import Refused as FileRefused
from temoin.engine.model import Field, FieldType, Procedure
from temoin.engine.refusals import InvalidValues, Refused
from temoin.engine.state import Actor
from temoin.network import postcodes
from temoin.parties import absences, acting
from temoin.parties.models import Organisation
from temoin.parties.models.organisation import COUNTRIES
from temoin.parties.models.user import LANGUAGES
from temoin.procedures import files
from temoin.ui import controls
from temoin.ui.fields import ActionForm

PHOTOS = Field("photos", FieldType.FILES, {"fr": "Photos", "nl": "Foto's", "en": "Photos"}, fact=False)


def open_to(actor: Actor) -> list[Procedure]:
    """The procedures in which the actor's role may open a claim."""
    every = [files.procedure(code) for code in files.procedures()]
    return [one for one in every if actor.role in _opening_roles(one)]


def _opening_roles(procedure: Procedure) -> set[str]:
    return {procedure.roles[code].played_by for code in procedure.actions[procedure.opening].by}


def _line(column: str, label: Any, *, required: bool = False) -> controls.Words:
    """One line, no longer than the claim's column keeps."""
    most: int | None = getattr(Claim._meta.get_field(column), "max_length", None)
    words = controls.Words(lines=False, required=required, most=most)
    words.label = label
    return words


class NewClaimForm(ActionForm):
    """Who, where, what, when, insurer and contract, photos, trades; then what the procedure's opening asks."""

    insurer = forms.ModelChoiceField(
        queryset=Organisation.objects.none(), label=gettext_lazy("Insurer"), empty_label=""
    )
    insurer_claim_number = _line("insurer_claim_number", gettext_lazy("Insurer's claim number"))
    contract_number = _line("contract_number", gettext_lazy("Contract number"))
    insured_given = _line("insured_given", gettext_lazy("First name"))
    insured_surname = _line("insured_surname", gettext_lazy("Surname"), required=True)
    insured_phone = _line("insured_phone", gettext_lazy("Telephone"))
    insured_email = forms.EmailField(label=gettext_lazy("E-mail"), required=False, max_length=254)
    insured_language = forms.ChoiceField(label=gettext_lazy("Language"), choices=LANGUAGES)
    street = _line("street", gettext_lazy("Street and number"), required=True)
    postcode = _line("postcode", gettext_lazy("Postcode"), required=True)
    city = _line("city", gettext_lazy("Town"), required=True)
    country = forms.ChoiceField(label=gettext_lazy("Country"), choices=COUNTRIES)
    loss_type = forms.ChoiceField(label=gettext_lazy("What happened"))
    loss_on = forms.DateField(
        label=gettext_lazy("When"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def suit(self, procedure: Procedure, insurer: Organisation | None) -> None:
        """Offer the procedure's own losses and trades; an `insurer` opens for itself alone."""
        self.procedure, self.own_insurer = procedure, insurer
        if insurer is not None:
            del self.fields["insurer"]
        else:
            every = Organisation.objects.filter(kind="insurer", active=True).order_by("name")
            self.fields["insurer"].queryset = every  # type: ignore[attr-defined]
        self.fields["loss_type"].choices = _choices(procedure, "loss_type")  # type: ignore[attr-defined]
        self.fields["trades"] = _trades(procedure)
        description = controls.Words(lines=True, required=True)
        description.label = _("Circumstances and damage")
        self.fields["description"] = description
        photos = controls.Files([], required=False)
        photos.label = sentences.said(PHOTOS.label)
        self.fields["photos"] = photos

    @property
    def particular(self) -> list[forms.BoundField]:
        """What this procedure asks besides the claim itself."""
        return [self[code] for code in self.definitions]

    def clean_loss_on(self) -> Any:
        on = self.cleaned_data["loss_on"]
        today = timezone.localdate(clock.now())
        if on > today:
            raise forms.ValidationError(_("This day lies ahead: give the day on which it happened."))
        if (today - on).days > 10 * 366:
            raise forms.ValidationError(_("This is more than ten years ago. Please check the year."))
        return on

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        country, postcode = cleaned.get("country"), cleaned.get("postcode")
        if country and postcode and postcodes.find(country, postcode) is None:
            self.add_error("postcode", _("This postcode does not exist in that country."))
        if not cleaned.get("insured_phone") and not cleaned.get("insured_email"):
            self.add_error("insured_phone", _("Give a telephone number or an e-mail address."))
        return cleaned


def _choices(procedure: Procedure, code: str) -> list[tuple[str, str]]:
    return [(value, sentences.said(label)) for value, label in procedure.fields[code].choices.items()]


def _trades(procedure: Procedure) -> forms.Field:
    if procedure.assignment_per != "trade":
        return forms.ChoiceField(
            label=sentences.said(procedure.fields["trade"].label), choices=_choices(procedure, "trade")
        )
    return forms.MultipleChoiceField(
        label=_("Trades needed: one assignment each"),
        choices=_choices(procedure, "trade"),
        widget=forms.CheckboxSelectMultiple,
    )


def draw(request: HttpRequest, procedure: Procedure, *, insurer: Organisation | None = None) -> NewClaimForm:
    """The form, empty or with what was sent."""
    sent = {"data": request.POST, "files": request.FILES} if request.method == "POST" else {}
    initial = {"insured_language": "fr", "country": "FR", "loss_on": timezone.localdate(clock.now())}
    form = action_form.draw_opening(procedure, NewClaimForm, initial=initial, **sent)
    assert isinstance(form, NewClaimForm)
    form.suit(procedure, insurer)
    return form


def opened(
    request: HttpRequest, form: NewClaimForm, availabilities: Sequence[tuple[str, str]] = ()
) -> Claim | None:
    """Claim and photos together, or neither: then the form says why. Sent twice, it is one claim."""
    try:
        with transaction.atomic():
            return _opened(request, form, availabilities)
    except FileRefused as refused:
        form.add_error("photos", str(refused.sentence))
    except InvalidValues as refused:
        form.add_problems(refused.facts["fields"])
    except Refused as refused:
        form.add_error(None, sentences.refusal(refused, form.procedure))
    return None


def _opened(request: HttpRequest, form: NewClaimForm, availabilities: Sequence[tuple[str, str]]) -> Claim:
    who = acting.of(request)
    assert who.actor is not None
    given, key = form.cleaned_data, request.POST.get("key", "")
    claim = opening.open_claim(
        _new(form, given, availabilities, who),
        procedure=form.procedure.code,
        trades=[given["trades"]] if isinstance(given["trades"], str) else given["trades"],
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


def _new(
    form: NewClaimForm,
    given: Mapping[str, Any],
    availabilities: Sequence[tuple[str, str]],
    who: acting.Acting,
) -> opening.NewClaim:
    insurer = form.own_insurer or given["insurer"]
    return opening.NewClaim(
        insurer=insurer.pk,
        authority_limit=limit_for(insurer.pk, given["loss_type"]),
        handler=handler(who),
        availabilities=availabilities,
        facts=form.values(),
        **{name: given[name] for name in opening.COPIED if name in given},
    )


def handler(who: acting.Acting) -> int | None:
    """Whoever takes the call, or his program, handles the claim; whoever is on leave gets no new one, his deputy does."""
    if who.user is None or who.role != "case_handler":
        return None
    present = absences.away().acts_for(who.user)
    return present.pk if present else None
