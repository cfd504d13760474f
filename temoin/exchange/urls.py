"""Addresses of the import of old journals."""

from __future__ import annotations

from django.urls import path

from temoin.exchange import pages

app_name = "exchange"
urlpatterns = [
    path("reprise/", pages.old_journal, name="old_journal"),
    path("reprise/<int:pending>/", pages.understood, name="old_journal_understood"),
]
