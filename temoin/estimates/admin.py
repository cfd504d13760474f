"""Price lists and legs are plain records: the operator edits them here, or imports a list (`import_price_list`)."""

from __future__ import annotations

from typing import ClassVar

from django.contrib import admin

from temoin.estimates.models import PriceItem, PriceList, VatLeg

admin.site.register(VatLeg, list_display=["country", "insurer", "leg", "legal_basis"])


@admin.register(PriceList)
class PriceListAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # no subscript while running
    list_display: ClassVar = ["code", "version", "name", "insurer", "country", "valid_from", "valid_to"]
    list_filter: ClassVar = ["country", "insurer"]


@admin.register(PriceItem)
class PriceItemAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # no subscript while running
    list_display: ClassVar = ["code", "description_fr", "unit", "unit_price", "price_list"]
    list_filter: ClassVar = ["price_list", "trade"]
    search_fields: ClassVar = ["code", "search_n"]
