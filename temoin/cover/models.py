"""What an insurer lets the network decide by itself."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from temoin.parties.models import Organisation


class AuthorityLimit(models.Model):
    """The autonomy limit of an insurer ("limite maximum d'autonomie"), per loss type or for all others (blank)."""

    insurer = models.ForeignKey(
        Organisation, models.CASCADE, related_name="+", limit_choices_to={"kind": "insurer"}
    )
    loss_type = models.CharField(_("loss type"), max_length=40, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)

    class Meta:
        verbose_name = _("authority limit")
        verbose_name_plural = _("authority limits")
        constraints = [
            models.UniqueConstraint(fields=["insurer", "loss_type"], name="authority_limit_once"),
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="authority_limit_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.insurer} {self.loss_type}: {self.amount}"


class PersonalLimit(models.Model):
    """How far one person may approve by himself: for one insurer, or for all others (none named)."""

    person = models.ForeignKey("parties.User", models.CASCADE, related_name="+")
    insurer = models.ForeignKey(
        Organisation,
        models.CASCADE,
        related_name="+",
        limit_choices_to={"kind": "insurer"},
        null=True,
        blank=True,
    )
    loss_type = models.CharField(_("loss type"), max_length=40, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)

    class Meta:
        verbose_name = _("personal limit")
        verbose_name_plural = _("personal limits")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "insurer", "loss_type"], nulls_distinct=False, name="personal_limit_once"
            ),
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="personal_limit_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.insurer or ''} {self.loss_type}: {self.amount}"


def personal_limit(person: int | None, insurer: int, loss_type: str) -> Decimal | None:
    """The closest rule for this person (insurer and loss type, insurer, loss type, all); None: no limit of his own."""
    rows = PersonalLimit.objects.filter(
        models.Q(insurer=insurer) | models.Q(insurer=None), person=person, loss_type__in=[loss_type, ""]
    )
    found = sorted(rows, key=lambda one: (one.insurer_id is None, one.loss_type == ""))
    return found[0].amount if found else None


def limit_for(insurer: int, loss_type: str) -> Decimal:
    """The limit for a loss type, else the insurer's general one, else 0 (everything goes to the insurer)."""
    rows = AuthorityLimit.objects.filter(insurer=insurer, loss_type__in=[loss_type, ""]).order_by(
        "-loss_type"
    )
    found = rows.values_list("amount", flat=True).first()
    return Decimal(0) if found is None else found
