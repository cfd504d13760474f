"""Addresses of contractors."""

from __future__ import annotations

from django.urls import path

from temoin.portals.contractor import (
    acts,
    agenda,
    estimate,
    estimate_decisions,
    estimate_sending,
    figures,
    job,
    letters,
    my_jobs,
    new_jobs,
    taking,
    visit,
)

app_name = "contractor"
urlpatterns = [
    path("", new_jobs.new_jobs, name="new_jobs"),
    path("nouveaux/<int:pk>/", new_jobs.job_offer, name="job_offer"),
    path("nouveaux/<int:pk>/prendre/", taking.take_charge, name="take_charge"),
    path("nouveaux/<int:pk>/refuser/", taking.decline, name="decline"),
    path("suivi/", my_jobs.my_jobs, name="my_jobs"),
    path("messages/", letters.letters, name="letters"),
    path("<int:pk>/messages/", letters.messages, name="messages"),
    path("agenda/", agenda.agenda, name="agenda"),
    path("chiffres/", figures.figures, name="figures"),
    path("chiffres/liste/", figures.lines, name="lines"),
    path("<int:pk>/", job.job, name="job"),
    path("<int:pk>/vt/", visit.visit_report, name="visit_report"),
    path("<int:pk>/devis/<int:number>/", estimate_decisions.decisions, name="estimate_decisions"),
    path("<int:pk>/contester/<int:frame>/", figures.contest, name="contest"),
    path("<int:pk>/devis/", estimate.estimate, name="estimate"),
    path("<int:pk>/devis/relire/", estimate_sending.review, name="estimate_review"),
    path("<int:pk>/devis/fichier/", estimate_sending.upload, name="estimate_upload"),
    path("<int:pk>/devis/v<int:number>/", estimate_sending.version, name="estimate_version"),
    path("<int:pk>/<slug:action>/", acts.act, name="act"),
]
