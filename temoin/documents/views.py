"""Hands out pictures and PDFs to whoever may see them; to everybody else they do not exist."""

from __future__ import annotations

import uuid

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from temoin.documents import access, storage
from temoin.documents.models import Document, MediaType
from temoin.documents.names import for_download
from temoin.documents.storage import Part


@require_safe
def document(request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
    """The picture at reading size, or the PDF or data file to download."""
    found = _seen(request, pk)
    if found.is_picture:
        return _serve(found, Part.VIEW)
    return _serve(found, Part.DATA if found.media_type == MediaType.XML else Part.PDF)


@require_safe
def thumbnail(request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
    """The small picture; a PDF has none."""
    found = _seen(request, pk)
    if not found.is_picture:
        raise Http404
    return _serve(found, Part.THUMBNAIL)


def _seen(request: HttpRequest, pk: uuid.UUID) -> Document:
    found = Document.objects.filter(pk=pk).first()
    if found is None or not access.may_see(request, found):
        raise Http404
    return found


def _serve(found: Document, part: Part) -> FileResponse:
    try:
        contents = storage.path(found.pk, part).open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(
        contents,
        as_attachment=part in (Part.PDF, Part.DATA),
        filename=for_download(found.filename, storage.MEDIA_TYPES[part]),
        content_type=storage.MEDIA_TYPES[part],
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "private, no-store"
    return response
