"""What people fill in about signing in and about themselves."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.adapter import get_adapter
from allauth.account.forms import ChangePasswordForm as AllauthChangePasswordForm
from allauth.account.forms import LoginForm, ResetPasswordForm, ResetPasswordKeyForm
from django import forms
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from temoin.parties.backend import named
from temoin.parties.models import User
from temoin.parties.roles import STAFF

ZONES = (
    "Europe/Paris",
    "Europe/Brussels",
    "Europe/Amsterdam",
    "America/Guadeloupe",
    "America/Martinique",
    "America/Cayenne",
    "Indian/Reunion",
    "Indian/Mayotte",
    "Pacific/Noumea",
    "Pacific/Tahiti",
)
"""Where the people of the three countries live."""


class Dressed(forms.BaseForm):
    """A form of allauth in our words: labels instead of placeholders, a sentence instead of a list."""

    wording: ClassVar[dict[str, Any]] = {}
    hints: ClassVar[dict[str, Any]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.wording.get(name, field.label)
            field.help_text = self.hints.get(name, "")


class SignInForm(Dressed, LoginForm):  # type: ignore[misc]
    """Account number or e-mail address, and password."""

    wording: ClassVar = {"login": _("Account number or e-mail address"), "password": _("Password")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs |= {"autocomplete": "username", "autocapitalize": "none"}
        self.fields["login"].validators.append(MaxLengthValidator(254))


class ForgottenPasswordForm(Dressed, ResetPasswordForm):  # type: ignore[misc]
    """The address that a link for a new password is sent to.

    A mail goes out for an unknown address too: the answer and its time are the same for both.
    """

    wording: ClassVar = {"email": _("E-mail address")}

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        user = named(email)
        self.users = [user] if user and user.is_active else []
        return email

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        if self.users:
            return str(super().save(request, **kwargs))
        email: str = self.cleaned_data["email"]
        get_adapter().send_mail("unknown_account", email, {})
        return email


class NewPasswordForm(Dressed, ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password, twice."""

    wording: ClassVar = {"password1": _("New password"), "password2": _("New password, once more")}
    hints: ClassVar = {
        "password1": _("At least 10 characters, and none of the passwords that many people use.")
    }


class ChangePasswordForm(Dressed, AllauthChangePasswordForm):  # type: ignore[misc]
    """The present password, and a new one twice."""

    wording: ClassVar = {"oldpassword": _("Present password"), **NewPasswordForm.wording}
    hints: ClassVar = NewPasswordForm.hints


class AccountForm(forms.ModelForm):  # type: ignore[type-arg]  # no subscript while running
    """What a person may change about himself; the address that he signs in with is the operator's to change."""

    timezone = forms.ChoiceField(label=_("Time zone"))

    class Meta:
        model = User
        fields = ("first_name", "last_name", "telephone", "language", "timezone", "opens_next")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.memberships.filter(active=True, role__in=STAFF).exists():
            del self.fields["opens_next"]  # he has no queue
        zones = ZONES if self.instance.timezone in ZONES else (*ZONES, self.instance.timezone)
        zone = self.fields["timezone"]
        assert isinstance(zone, forms.ChoiceField)
        zone.choices = [(name, name.replace("_", " ")) for name in zones]
