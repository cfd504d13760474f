"""Addresses of the interface's own pages."""

from __future__ import annotations

from django.urls import path

from temoin.ui import views

urlpatterns = [
    path("styleguide/", views.styleguide, name="styleguide"),
    path("theme/", views.set_theme, name="set_theme"),
]
