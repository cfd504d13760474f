"""One line of a version."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from temoin.estimates import sums
from temoin.estimates.models.price_item import PriceItem, Unit, WorkCategory
from temoin.estimates.models.version import Version


class Cover(models.TextChoices):
    """Who bears a line."""

    COVERED = "covered", _("covered")
    NOT_COVERED = "not_covered", _("not covered")
    BETTERMENT = "betterment", _("betterment")


class LineState(models.TextChoices):
    """What the network made of a contractor's line; empty on everybody else's lines."""

    KEPT = "kept", _("kept")
    REDUCED = "reduced", _("reduced")
    REFUSED = "refused", _("refused")
    ASKED = "asked", _("question")


class Section(models.TextChoices):
    """Which part of a calculation a line belongs to; empty on lines that stand in rooms or nowhere."""

    PARTS = "parts", _("parts")
    LABOUR = "labour", _("labour")
    PAINT = "paint", _("paint")
    SMALL_PARTS = "small_parts", _("small parts")


class Line(models.Model):
    """A work in a room or in a section: quantity with how it was measured, price, VAT with its rule, wear, cover.

    `amount` is quantity × unit price, exact (five decimals); in a section it is rounded to the cent, the discount
    off. A refused line counts with quantity 0. `list_price` is what the list said when the version was made; a line
    without `item` has its reason, unless it is in a section: those come from a calculation system, not from a list.
    """

    version = models.ForeignKey(Version, models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    item = models.ForeignKey(PriceItem, models.PROTECT, null=True, related_name="+")
    item_code = models.CharField(max_length=40, blank=True)  # of the item, or the calculation system's own
    off_list_reason = models.CharField(max_length=300, blank=True)
    room = models.CharField(max_length=60, blank=True)
    section = models.CharField(max_length=12, choices=Section.choices, blank=True)
    description = models.CharField(max_length=300)
    quantity = models.DecimalField(max_digits=10, decimal_places=3)
    measured = models.CharField(max_length=200, blank=True)
    unit = models.CharField(max_length=8, choices=Unit.choices)
    unit_price = models.DecimalField(max_digits=10, decimal_places=2)
    discount_pct = models.DecimalField(max_digits=5, decimal_places=2, default=Decimal(0))
    list_price = models.DecimalField(max_digits=10, decimal_places=2, null=True)
    work_category = models.CharField(max_length=20, choices=WorkCategory.choices)
    vat_category = models.CharField(max_length=2)
    vat_rate = models.DecimalField(max_digits=5, decimal_places=2)
    vat_rule = models.CharField(max_length=40, blank=True)
    vat_reason = models.CharField(max_length=300, blank=True)
    wear_pct = models.DecimalField(max_digits=5, decimal_places=2, default=Decimal(0))
    cover = models.CharField(max_length=12, choices=Cover.choices, default=Cover.COVERED)
    photos = ArrayField(models.UUIDField(), default=list)
    answer = models.CharField(max_length=500, blank=True)  # to the question put on the line it comes from
    comes_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=8, choices=LineState.choices, blank=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering: ClassVar = ["version_id", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "position"], name="line_position_once"),
            models.CheckConstraint(
                condition=Q(quantity__gte=0) & Q(unit_price__gte=0), name="line_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(wear_pct__gte=0) & Q(wear_pct__lte=100), name="line_wear_is_percentage"
            ),
            models.CheckConstraint(
                condition=Q(discount_pct__gte=0) & Q(discount_pct__lte=100),
                name="line_discount_is_percentage",
            ),
            models.CheckConstraint(condition=Q(section__in=["", *Section.values]), name="line_section_known"),
            models.CheckConstraint(
                condition=~Q(state__in=["reduced", "refused", "asked"]) | ~Q(reason=""),
                name="line_state_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.description}"

    @property
    def amount(self) -> Decimal:
        return sums.amount(self.quantity, self.unit_price, self.discount_pct, by_line=bool(self.section))
