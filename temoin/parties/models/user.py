"""A person who signs in."""

from __future__ import annotations

from typing import ClassVar
from zoneinfo import available_timezones

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

LANGUAGES = [("fr", "Français"), ("nl", "Nederlands"), ("en", "English")]


def check_zone(name: str) -> None:
    """Refuse a time zone that the machine does not know."""
    if name not in available_timezones():
        raise ValidationError(_("This is not a known time zone."), code="zone")


class User(AbstractUser):
    """A person with an account; `username` is the account number, such as `C-10432`."""

    username = models.CharField(
        _("account number"),
        max_length=40,
        unique=True,
        validators=[RegexValidator(r"^[A-Za-z0-9][A-Za-z0-9._-]*\Z")],
        help_text=_("Letters, digits, dots and hyphens."),
    )
    email = models.EmailField(_("e-mail address"))
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, default="fr")
    timezone = models.CharField(
        _("time zone"), max_length=40, default="Europe/Paris", validators=[check_zone]
    )
    telephone = models.CharField(_("telephone"), max_length=30, blank=True)
    opens_next = models.BooleanField(
        _("open the next file of my queue by itself once something is done"), default=True
    )

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        constraints: ClassVar = [
            # Upper, not Lower: sign-in looks them up by `iexact`, which PostgreSQL is asked as UPPER()
            models.UniqueConstraint(Upper("username"), name="user_account_number_unique"),
            models.UniqueConstraint(
                Upper("email"),
                name="user_email_unique",
                violation_error_message=_("Another person has this e-mail address."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.username
