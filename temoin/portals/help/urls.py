"""Addresses of help."""

from __future__ import annotations

from django.urls import path

from temoin.portals.help import answering, reading

app_name = "help"
urlpatterns = [
    path("", reading.index, name="index"),
    path("answers/", answering.answers, name="answers"),
    path("<slug:slug>/", reading.page, name="page"),
    path("<slug:slug>/answer/", answering.answer, name="answer"),
]
