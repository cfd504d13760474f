"""Addresses of figures and procedures."""

from __future__ import annotations

from django.urls import path

from temoin.insight import views

app_name = "insight"
urlpatterns = [
    path("procedures/", views.procedures, name="procedures"),
    path("procedures/<slug:code>/", views.procedure, name="procedure"),
]
