"""Members of the staff contest what is charged to their role by the same page as everybody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from temoin.insight import contests
from temoin.portals.desk import queue
from temoin.portals.desk.opened import found, numbered


@queue.desk
def contest(request: HttpRequest, reference: str, number: int, frame: int) -> HttpResponse:
    """The form for a stretch that is charged to the reader's role."""
    back = f"{reverse('desk:file', args=[reference])}?mission={number}&onglet=assignments#minutes"
    return contests.page(request, numbered(found(reference), number), frame, back)
