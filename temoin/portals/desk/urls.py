"""Addresses of the network's own staff."""

from __future__ import annotations

from django.urls import path

from temoin.portals.desk import (
    acts,
    assigning,
    calls,
    checks,
    complaints,
    contesting,
    file,
    intake,
    overrides,
    palette,
    searching,
    settling,
    taking_back,
    textblocks,
    writing,
)
from temoin.portals.desk.estimates import listing, study

app_name = "desk"
urlpatterns = [
    path("", file.first, name="queue"),
    path("nouveau/", intake.open_claim, name="open_claim"),
    path("nouveau/doublons/", intake.duplicates, name="duplicates"),
    path("recherche/", searching.search, name="search"),
    path("messages/", writing.letters, name="letters"),
    path("a-regler/", settling.tasks, name="tasks"),
    path("a-regler/<int:pk>/", settling.task, name="task"),
    path("textes/", textblocks.blocks, name="blocks"),
    path("textes/nouveau/", textblocks.new, name="new_block"),
    path("textes/<int:pk>/", textblocks.block, name="block"),
    path("palette.json", palette.palette, name="palette"),
    path("etapes-forcees/", overrides.page, name="overrides"),
    path("reclamations/", complaints.complaints, name="complaints"),
    path("reclamations.csv", complaints.as_csv, name="complaints_csv"),
    path("controles/", checks.checks, name="checks"),
    path("dossiers/<str:reference>/", file.claim_file, name="file"),
    path("dossiers/<str:reference>/missions/nouvelle/", intake.add_assignment, name="add_assignment"),
    path("dossiers/<str:reference>/<int:number>/messages/", writing.write, name="write"),
    path("dossiers/<str:reference>/<int:number>/affecter/", assigning.assign, name="assign"),
    path("dossiers/<str:reference>/<int:number>/appel/", calls.call, name="call"),
    path("dossiers/<str:reference>/<int:number>/defaire/<int:seq>/", taking_back.undo, name="undo"),
    path("devis/", listing.estimates, name="estimates"),
    path("dossiers/<str:reference>/<int:number>/devis/", study.study, name="study"),
    path("dossiers/<str:reference>/<int:number>/contester/<int:frame>/", contesting.contest, name="contest"),
    path("dossiers/<str:reference>/<int:number>/<slug:action>/", acts.act, name="act"),
]
