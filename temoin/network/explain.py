"""The words for why a firm is proposed or not, in the reader's language."""

from __future__ import annotations

from typing import assert_never

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from temoin.network.matching import Reason, Why

_LANGUAGES = {"fr": "français", "nl": "Nederlands", "en": "English"}  # each in its own


def sentence(reason: Reason) -> str:
    """One reason as a short sentence."""
    facts = reason.facts
    match reason.why:
        case Why.NEAR:
            return _("%(km)s km away, of at most %(most)s") % {"km": _km(facts["km"]), "most": facts["most"]}
        case Why.TOO_FAR:
            return _("too far: %(km)s km away, comes at most %(most)s") % {
                "km": _km(facts["km"]),
                "most": facts["most"],
            }
        case Why.PLACE_UNKNOWN:
            return _("distance unknown")
        case Why.IN_ZONE:
            return _("covers this postcode")
        case Why.OUT_OF_ZONE:
            return _("has not named this postcode as its zone")
        case Why.ROOM:
            return _("%(load)s of %(capacity)s jobs per week") % dict(facts)
        case Why.FULL:
            return _("full: %(load)s of %(capacity)s jobs per week") % dict(facts)
        case Why.LANGUAGE:
            return _("speaks %(language)s") % {
                "language": _LANGUAGES.get(facts["language"], facts["language"])
            }
        case Why.ON_LEAVE:
            until = facts["until"]
            if until is None:
                return _("on leave until further notice")
            return _("on leave until %(date)s") % {"date": date_format(until, "SHORT_DATE_FORMAT")}
        case Why.EXCLUDED:
            return _("has refused this job or had it before")
        case _:
            assert_never(reason.why)


def _km(distance: float) -> str:
    return number_format(round(distance, 1 if distance < 10 else 0), 1 if distance < 10 else 0)
