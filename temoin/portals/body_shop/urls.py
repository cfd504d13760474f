"""Addresses of body shops."""

from __future__ import annotations

from django.urls import path

from temoin.portals.body_shop import (
    acts,
    boards,
    figures,
    letters,
    long_form,
    mailbox,
    menu,
    mission,
    payments,
)

app_name = "body_shop"
urlpatterns = [
    path("", boards.boards, name="boards"),
    path("boite/", mailbox.mailbox, name="mailbox"),
    path("messages/", letters.letters, name="letters"),
    path("chiffres/", figures.figures, name="figures"),
    path("chiffres/liste/", figures.lines, name="lines"),
    path("paiements/", payments.lists, name="payments"),
    path("paiements/liste.csv", payments.lists_csv, name="payments_csv"),
    path("paiements/<int:pk>/", payments.one, name="payment_list"),
    path("paiements/<int:pk>/liste.csv", payments.one_csv, name="payment_list_csv"),
    path("paiements/<int:pk>/liste.pdf", payments.one_pdf, name="payment_list_pdf"),
    path("missions/<int:pk>/", mission.mission, name="mission"),
    path("missions/<int:pk>/devis/", long_form.estimate, name="estimate"),
    path("missions/<int:pk>/menu/", menu.menu, name="menu"),
    path("missions/<int:pk>/messages/", letters.messages, name="messages"),
    path("missions/<int:pk>/contester/<int:frame>/", figures.contest, name="contest"),
    path("missions/<int:pk>/actes/<slug:action>/", acts.act, name="act"),
]
