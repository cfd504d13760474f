"""Addresses of figures and procedures."""

from __future__ import annotations

from django.urls import path

from temoin.insight import network, procedure_page

app_name = "insight"
urlpatterns = [
    path("procedures/", procedure_page.procedures, name="procedures"),
    path("procedures/<slug:code>/", procedure_page.procedure, name="procedure"),
    path("chiffres/", network.figures, name="figures"),
    path("chiffres/liste/", network.lines, name="lines"),
    path("chiffres/procedures/", network.outcomes, name="outcomes"),
    path("chiffres/retards/<slug:kind>/", network.party_list, name="parties"),
    path("chiffres/retards/<slug:kind>/<int:pk>/", network.party, name="party"),
    path("chiffres/contestations/", network.contest_list, name="contests"),
    path("chiffres/contestations/<int:pk>/", network.contest, name="contest"),
]
