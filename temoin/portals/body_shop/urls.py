"""Addresses of body shops."""

from __future__ import annotations

from django.urls import path

from temoin.portals.body_shop import acts, boards, figures, letters, menu, mission

app_name = "body_shop"
urlpatterns = [
    path("", boards.boards, name="boards"),
    path("messages/", letters.letters, name="letters"),
    path("chiffres/", figures.figures, name="figures"),
    path("chiffres/liste/", figures.lines, name="lines"),
    path("missions/<int:pk>/", mission.mission, name="mission"),
    path("missions/<int:pk>/menu/", menu.menu, name="menu"),
    path("missions/<int:pk>/messages/", letters.messages, name="messages"),
    path("missions/<int:pk>/contester/<int:frame>/", figures.contest, name="contest"),
    path("missions/<int:pk>/actes/<slug:action>/", acts.act, name="act"),
]
