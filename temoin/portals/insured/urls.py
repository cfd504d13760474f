"""Addresses of the insured: his page, what he does there, and last the link that lets him in."""

from __future__ import annotations

from django.urls import path

from temoin.portals.insured import availabilities, doing, entrance, tracking, writing

app_name = "insured"
urlpatterns = [
    path("", tracking.tracking, name="tracking"),
    path("messages/", writing.messages, name="messages"),
    path("<int:number>/give_availabilities/", availabilities.give, name="availabilities"),
    path("<int:number>/<slug:action>/", doing.act, name="act"),
    path("<str:token>/", entrance.entrance, name="entrance"),
]
