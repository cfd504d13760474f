"""Who belongs to which organisation, and as what."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from temoin.parties import roles
from temoin.parties.models.organisation import Organisation
from temoin.parties.models.user import User


class Membership(models.Model):
    """A person's role in an organisation: without an active one he has no right at all."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name=_("person"))
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="memberships", verbose_name=_("organisation")
    )
    role = models.CharField(_("role"), max_length=24, choices=roles.Role.choices)
    is_manager = models.BooleanField(_("manager"), default=False)
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering: ClassVar = ["organisation__name", "role", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "organisation", "role"], name="membership_unique"),
            models.CheckConstraint(condition=Q(role__in=roles.Role.values), name="membership_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}, {self.organisation}"

    def clean(self) -> None:
        """Refuse a role that people of this kind of organisation do not hold."""
        if self.organisation_id and self.role not in roles.allowed(self.organisation.kind):
            raise ValidationError(
                {"role": ValidationError(_("Nobody holds this role in such an organisation."), code="role")}
            )
