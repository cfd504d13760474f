"""Addresses of files; whether somebody may see one is asked at every request."""

from __future__ import annotations

from django.urls import path

from temoin.documents import views

urlpatterns = [
    path("files/<uuid:pk>/", views.document, name="document"),
    path("files/<uuid:pk>/thumbnail/", views.thumbnail, name="thumbnail"),
]
