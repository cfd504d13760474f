"""Plain records of people and organisations, for the operator's technical staff."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.utils.translation import gettext_lazy as _

from temoin.parties.models import Membership, Organisation, User


@admin.register(User)
class PersonAdmin(UserAdmin):  # type: ignore[type-arg]  # no subscript while running
    """People and their sign-in."""

    list_display = ("username", "email", "first_name", "last_name", "language", "is_active")
    fieldsets = (
        (None, {"fields": ("username", "email", "password")}),
        (_("Person"), {"fields": ("first_name", "last_name", "telephone", "language", "timezone")}),
        (_("Rights"), {"fields": ("is_active", "is_staff", "is_superuser")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "fields": (
                    "username",
                    "email",
                    "language",
                    "timezone",
                    "usable_password",
                    "password1",
                    "password2",
                )
            },
        ),
    )


class Members(admin.TabularInline):  # type: ignore[type-arg]
    """The people of an organisation."""

    model = Membership
    autocomplete_fields = ("user",)
    extra = 0


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Firms, insurers, brokers, the network."""

    list_display = ("name", "kind", "code", "postcode", "city", "country", "active")
    list_filter = ("kind", "active", "country")
    search_fields = ("name", "code")
    inlines = (Members,)


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Who belongs where, and as what."""

    list_display = ("user", "organisation", "role", "is_manager", "active")
    list_filter = ("role", "active")
    list_select_related = ("user", "organisation")
    autocomplete_fields = ("user", "organisation")
