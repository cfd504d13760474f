"""The trades of the building that a claim can need."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Trade(TextChoices):
    """One trade; an assignment asks for exactly one."""

    PLUMBING = "plumbing", _("plumbing")
    LEAK_DETECTION = "leak_detection", _("leak detection")
    DRYING = "drying", _("drying")
    PLASTERING = "plastering", _("plastering")
    PAINTING = "painting", _("painting")
    FLOORING = "flooring", _("floor covering")
    TILING = "tiling", _("tiling")
    MASONRY = "masonry", _("masonry")
    ROOFING = "roofing", _("roofing")
    JOINERY = "joinery", _("joinery")
    GLAZING = "glazing", _("glazing")
    LOCKSMITH = "locksmith", _("locksmith")
    ELECTRICITY = "electricity", _("electricity")
    HEATING = "heating", _("heating")
    CLEANING = "cleaning", _("cleaning")
