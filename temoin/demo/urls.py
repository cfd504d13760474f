"""Addresses of the demo: there in every installation, answering only in a demo."""

from __future__ import annotations

from django.urls import path

from temoin.demo import becoming, clockwork, mailroom

app_name = "demo"
urlpatterns = [
    path("personne/", becoming.become, name="become"),
    path("assure/", becoming.become_insured, name="become_insured"),
    path("horloge/", clockwork.forward, name="clock"),
    path("courriers/", mailroom.mails, name="mails"),
    path("courriers/<int:mail_id>/", mailroom.mail, name="mail"),
    path("courriers/<int:mail_id>/ouvrir/", mailroom.follow, name="follow"),
]
