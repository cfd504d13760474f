"""Texts that people write again and again, and what they say on the telephone, in every language."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """Written into a message, or read out in a call."""

    TEXT = "text", _("text block")
    SCRIPT = "script", _("call script")


class TextBlock(models.Model):
    """One text; `roles` and `steps` narrow where it is offered, empty means everywhere."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=6, choices=Kind.choices, default=Kind.TEXT)
    title = models.CharField(_("title"), max_length=80)
    text_fr = models.TextField(_("in French"))
    text_nl = models.TextField(_("in Dutch"), blank=True)
    text_en = models.TextField(_("in English"), blank=True)
    roles = ArrayField(models.CharField(max_length=40), verbose_name=_("roles"), default=list, blank=True)
    steps = ArrayField(models.CharField(max_length=60), verbose_name=_("steps"), default=list, blank=True)
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("text block")
        verbose_name_plural = _("text blocks")
        ordering: ClassVar = ["title", "pk"]

    def __str__(self) -> str:
        return self.title

    def text(self, language: str) -> str:
        """In that language, else in French."""
        return {"nl": self.text_nl, "en": self.text_en}.get(language) or self.text_fr
