"""Authority limits are plain records: the operator edits them here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from temoin.cover.loss_types import loss_types
from temoin.cover.models import AuthorityLimit, PersonalLimit


class Limits(admin.ModelAdmin):  # type: ignore[type-arg]  # no subscript while running
    """A limit with its cause of loss chosen from those that exist; blank is for all others."""

    def formfield_for_dbfield(
        self, db_field: models.Field[Any, Any], request: HttpRequest, **options: Any
    ) -> forms.Field | None:
        if db_field.name == "loss_type":
            label = str(db_field.verbose_name).capitalize()
            return forms.ChoiceField(choices=[("", "–"), *loss_types()], required=False, label=label)
        return super().formfield_for_dbfield(db_field, request, **options)


@admin.register(AuthorityLimit)
class AuthorityLimits(Limits):
    list_display = ["insurer", "loss_type", "amount"]


@admin.register(PersonalLimit)
class PersonalLimits(Limits):
    list_display = ["person", "insurer", "loss_type", "amount"]
