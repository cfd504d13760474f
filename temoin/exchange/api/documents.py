"""Files by the API: sent before the action that names them, and read by whoever may open them."""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Status
from ninja.files import UploadedFile
from ninja.params.functions import File, Form

from temoin.documents import intake, views
from temoin.documents.models import Document, Visibility
from temoin.documents.refusals import LARGEST, Refused
from temoin.engine.refusals import InvalidValues
from temoin.exchange.api import problems, reach, shapes
from temoin.exchange.api.entrance import api
from temoin.exchange.api.problems import Stopped
from temoin.parties import acting
from temoin.parties.acting import Acting

BINARY = {
    "200": {
        "description": "The file itself; its media type is in the header.",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@api.post(
    "claims/{reference}/documents",
    response={201: shapes.Document, 200: shapes.Document, (400, 401, 403, 404, 422): shapes.Problem},
    url_name="send_document",
)
def send_document(
    request: HttpRequest,
    reference: str,
    file: UploadedFile | None = File(None),  # noqa: B008  # Ninja's way to say where it stands
    assignment: int = Form(1),
) -> Any:
    """Send a file (JPEG, PNG, WebP, HEIC or PDF, at most 25 MB) to an assignment of a claim.

    The answer's `id` goes into a field of files of an action; until then the file is for its sender and the network
    alone. The same file sent again by the same firm is kept once: 200 with the document that there is.
    """
    who = acting.of(request)
    found = reach.assignment(who, reference, assignment)
    if who.user is None:
        raise Stopped(403, "no_role")  # whoever comes by a link sends his photos on the pages
    if file is None:
        return problems.wrong_fields(InvalidValues({"file": "missing"}))
    earlier = _sent_before(file, found.claim_id, found.number, who)
    if earlier is not None:
        return Status(200, _document(earlier))
    try:
        kept = intake.take(
            file,
            claim_id=found.claim_id,
            assignment=found.number,
            user=who.user,
            organisation=who.organisation,
            role=who.role,
            visibility=Visibility.HOLDER,
        )
    except Refused as why:
        said = {"file": {"code": why.code, "sentence": str(why.sentence)}}
        return problems.problem(422, "invalid_values", fields=said)
    return Status(201, _document(kept))


@api.get(
    "documents/{uuid:pk}",
    response={(401, 403, 404): shapes.Problem},
    url_name="document",
    openapi_extra={"responses": BINARY},
)
def document(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """A file: a photo as it is shown (WebP), a PDF or a data file as it was sent."""
    return views.document(request, pk)


def _sent_before(file: UploadedFile, claim: int, assignment: int, who: Acting) -> Document | None:
    if (file.size or 0) > LARGEST:
        return None  # refused in a moment
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    mine = Document.objects.filter(claim_id=claim, assignment=assignment, organisation=who.organisation)
    return mine.filter(role=who.role, sha256=digest.hexdigest()).first()


def _document(kept: Document) -> shapes.Document:
    return shapes.Document(
        id=kept.pk,
        filename=kept.filename,
        kind=kept.kind,
        media_type=kept.media_type,
        size=kept.size,
        sha256=kept.sha256,
        assignment=kept.assignment,
        at=kept.at,
    )
