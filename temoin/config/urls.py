"""Every address of the product; each app keeps its own list."""

from __future__ import annotations

from django.contrib import admin
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from temoin.config.page import home


def healthz(request: HttpRequest) -> HttpResponse:
    """200 where this process reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


urlpatterns = [
    path("", home, name="home"),
    path("healthz", healthz, name="healthz"),
    path("", include("temoin.ui.urls")),
    path("", include("temoin.parties.urls")),
    path("", include("temoin.documents.urls")),
    path("", include("temoin.messages.urls")),
    path("", include("temoin.insight.urls")),
    path("", include("temoin.exchange.urls")),
    path("bureau/", include("temoin.portals.desk.urls")),
    path("chantiers/", include("temoin.portals.contractor.urls")),
    path("carrosserie/", include("temoin.portals.body_shop.urls")),
    path("s/", include("temoin.portals.insured.urls")),
    path("dossiers/", include("temoin.portals.partner.urls")),
    path("aide/", include("temoin.portals.help.urls")),
    path("demo/", include("temoin.demo.urls")),
    path("admin/", admin.site.urls),
]
