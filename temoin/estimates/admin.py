"""Price lists and legs are plain records: the operator edits them here, or imports a list (`import_price_list`)."""

from __future__ import annotations

from django.contrib import admin

from temoin.estimates.models import PriceItem, PriceList, VatLeg

admin.site.register(VatLeg, list_display=["country", "insurer", "leg", "legal_basis"])


@admin.register(PriceList)
class PriceListAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # no subscript while running
    list_display = (
        "code",
        "version",
        "name",
        "insurer",
        "country",
        "valid_from",
        "valid_to",
    )
    list_filter = (
        "country",
        "insurer",
    )


@admin.register(PriceItem)
class PriceItemAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # no subscript while running
    list_display = (
        "code",
        "description_fr",
        "unit",
        "unit_price",
        "price_list",
    )
    list_filter = (
        "price_list",
        "trade",
    )
    search_fields = (
        "code",
        "search_n",
    )
