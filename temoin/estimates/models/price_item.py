"""One work with its unit price."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from temoin.claims.normal import normal
from temoin.estimates.models.price_list import PriceList


class Unit(models.TextChoices):
    """What a quantity counts."""

    M2 = "m2", "m²"
    M = "m", "m"
    M3 = "m3", "m³"
    U = "u", _("u")
    H = "h", _("h")
    FORFAIT = "forfait", _("flat rate")


class WorkCategory(models.TextChoices):
    """What kind of work it is, as far as VAT asks."""

    REPAIR = "repair", _("repair")
    PAINTING = "painting", _("painting and plastering")
    WALLPAPER_LABOUR = "wallpaper_labour", _("hanging wallpaper, labour only")
    INSULATION_LABOUR = "insulation_labour", _("insulation and glazing, labour only")
    ENERGY = "energy", _("energy renovation")
    CLEANING = "cleaning", _("cleaning")
    SUPPLY = "supply", _("supply without works")
    MOVABLE = "movable", _("repair of movable goods")

    @classmethod
    def in_dwellings(cls) -> list[tuple[str, str]]:
        """The choices for works on a place."""
        return [(code, str(label)) for code, label in cls.choices if code != cls.MOVABLE]


class PriceItem(models.Model):
    """A work in three languages; `search_n` is what a search looks into (`claims.normal`)."""

    price_list = models.ForeignKey(PriceList, models.CASCADE, related_name="items")
    code = models.CharField(_("code"), max_length=20)
    trade = models.CharField(_("trade"), max_length=20)
    chapter = models.CharField(_("chapter"), max_length=80, blank=True)
    description_fr = models.CharField(_("description (fr)"), max_length=200)
    description_nl = models.CharField(_("description (nl)"), max_length=200)
    description_en = models.CharField(_("description (en)"), max_length=200)
    unit = models.CharField(_("unit"), max_length=8, choices=Unit.choices)
    unit_price = models.DecimalField(
        _("unit price"), max_digits=10, decimal_places=2, validators=[MinValueValidator(0)]
    )
    labour_share = models.DecimalField(
        _("share of labour (%)"),
        max_digits=5,
        decimal_places=2,
        default=Decimal(100),
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    supply_included = models.BooleanField(_("supply included"), default=True)
    min_quantity = models.DecimalField(
        _("least quantity"), max_digits=10, decimal_places=3, default=Decimal(0)
    )
    work_category = models.CharField(
        _("kind of work for VAT"), max_length=20, choices=WorkCategory.choices, default=WorkCategory.REPAIR
    )
    search_n = models.TextField(editable=False)

    class Meta:
        verbose_name = _("price")
        verbose_name_plural = _("prices")
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["price_list", "code"], name="price_item_once"),
            models.CheckConstraint(condition=models.Q(unit_price__gte=0), name="price_item_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.description}"

    @property
    def description(self) -> str:
        """In the reader's language."""
        match (translation.get_language() or "fr")[:2]:
            case "nl":
                return self.description_nl
            case "en":
                return self.description_en
            case _:
                return self.description_fr

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the search column equal to what it copies."""
        self.search_n = self.searched()
        super().save(*args, **kwargs)

    def searched(self) -> str:
        texts = (self.code, self.description_fr, self.description_nl, self.description_en, self.chapter)
        return normal(" ".join(texts))
