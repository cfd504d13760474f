"""A file on a claim, as it was found to be."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from temoin.parties.models import Organisation


class Kind(models.TextChoices):
    """What a document is for the claim."""

    PHOTO = "photo", _("photo")
    ESTIMATE = "estimate", _("estimate")
    INVOICE = "invoice", _("invoice")
    REPORT = "report", _("report")
    OTHER = "other", _("other document")


class Visibility(models.TextChoices):
    """Who of a claim's parties sees it; the narrowest is the default."""

    PARTIES = "parties", _("all parties")
    INTERNAL = "internal", _("network staff only")
    HOLDER = "holder", _("network staff and those it was sent between")


class MediaType(models.TextChoices):
    """What a file is allowed to be, by its contents and never by its name."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    HEIF = "image/heif"
    PDF = "application/pdf"
    XML = "application/xml"  # only by `intake.take_data`, after its reader has read it


class Document(models.Model):
    """One file of a claim; where its bytes lie follows from its id alone (`documents.storage`)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    claim_id = models.BigIntegerField(db_index=True)  # no foreign key: claims lie above this app
    assignment = models.PositiveSmallIntegerField(_("assignment"), null=True, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    filename = models.CharField(_("file name"), max_length=120)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(_("size"))  # bytes, as received
    media_type = models.CharField(max_length=20, choices=MediaType.choices)
    width = models.PositiveIntegerField(null=True, blank=True)  # pixels, upright
    height = models.PositiveIntegerField(null=True, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    role = models.CharField(_("role"), max_length=24, blank=True)
    visibility = models.CharField(
        _("who sees it"), max_length=8, choices=Visibility.choices, default=Visibility.INTERNAL
    )
    # sides of a thread (`contractor:12`, `insured`) that see it although it is not for all parties
    addressed_to = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    at = models.DateTimeField(_("received"))

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(visibility__in=Visibility.values), name="document_visibility_known"
            ),
            models.CheckConstraint(
                condition=Q(media_type__in=MediaType.values), name="document_media_type_allowed"
            ),
        ]

    def __str__(self) -> str:
        return self.filename

    @property
    def is_picture(self) -> bool:
        return self.media_type not in (MediaType.PDF, MediaType.XML)

    def get_absolute_url(self) -> str:
        return reverse("document", args=[self.pk])

    def get_thumbnail_url(self) -> str:
        """The small picture's address; empty for what has no picture."""
        return reverse("thumbnail", args=[self.pk]) if self.is_picture else ""
