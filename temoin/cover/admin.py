"""Authority limits are plain records: the operator edits them here."""

from __future__ import annotations

from django.contrib import admin

from temoin.cover.models import AuthorityLimit, PersonalLimit

admin.site.register(AuthorityLimit, list_display=["insurer", "loss_type", "amount"])
admin.site.register(PersonalLimit, list_display=["person", "insurer", "loss_type", "amount"])
