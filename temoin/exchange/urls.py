"""Addresses of the JSON API and of the import of old journals."""

from __future__ import annotations

from django.urls import path

from temoin.exchange import pages
from temoin.exchange.api import documents, routes  # noqa: F401  (they fill the api)
from temoin.exchange.api.entrance import api

app_name = "exchange"
urlpatterns = [
    path("api/v1/", api.urls),
    path("reprise/", pages.old_journal, name="old_journal"),
    path("reprise/<int:pending>/", pages.understood, name="old_journal_understood"),
]
