"""Addresses of insurers, loss adjusters, brokers and other parties' insurers."""

from __future__ import annotations

from django.urls import path

from temoin.portals.partner import doing, figures, file, letters, listing, opening, payments, worklist

app_name = "partner"
urlpatterns = [
    path("", worklist.worklist, name="worklist"),
    path("nouvelle-mission/", opening.open_claim, name="open_claim"),
    path("liste/", listing.claims, name="claims"),
    path("chiffres/", figures.figures, name="figures"),
    path("chiffres/liste/", figures.lines, name="lines"),
    path("chiffres/procedures/", figures.outcomes, name="outcomes"),
    path("chiffres/vos-delais/", figures.own, name="own_figures"),
    path("messages/", letters.letters, name="letters"),
    path("paiements/", payments.lists, name="payments"),
    path("paiements/liste.csv", payments.lists_csv, name="payments_csv"),
    path("paiements/<int:pk>/", payments.one, name="payment_list"),
    path("paiements/<int:pk>/liste.csv", payments.one_csv, name="payment_list_csv"),
    path("paiements/<int:pk>/liste.pdf", payments.one_pdf, name="payment_list_pdf"),
    path("<str:reference>/messages/", letters.messages, name="messages"),
    path("<str:reference>/", file.claim_file, name="claim"),
    path("<str:reference>/<int:number>/contester/<int:frame>/", figures.contest, name="contest"),
    path("<str:reference>/<int:number>/<slug:action>/", doing.act, name="act"),
]
