"""Plain records of the network's firms."""

from __future__ import annotations

from django.contrib import admin

from temoin.network.models import Leave, Professional, Zone


class Zones(admin.TabularInline):  # type: ignore[type-arg]  # no subscript while running
    """The postcodes that a firm covers."""

    model = Zone
    extra = 0


@admin.register(Professional)
class ProfessionalAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Trades, reach and capacity."""

    list_display = ("organisation", "trades", "base_postcode", "max_distance_km", "capacity_per_week")
    list_select_related = ("organisation",)
    search_fields = ("organisation__name",)
    autocomplete_fields = ("organisation",)
    inlines = (Zones,)


@admin.register(Leave)
class LeaveAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """When firms are away."""

    list_display = ("organisation", "from_on", "until_on", "reason")
    list_select_related = ("organisation",)
    autocomplete_fields = ("organisation",)
    date_hierarchy = "from_on"
