"""The few words of a diagram that no procedure gives, in every language, and texts cut to a box."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import wrap

from temoin.engine.model import Due, DueKind, Duration, Procedure, Unit

WORDS: Mapping[str, Mapping[str, str]] = {
    "ends": {"fr": "Fins", "nl": "Eindes", "en": "Ends"},
    "over": {
        "fr": "Interrompent une étape, puis y reviennent",
        "nl": "Onderbreken een stap en keren ernaar terug",
        "en": "Interrupt a step, then go back to it",
    },
    "over_on": {
        "fr": "Interrompent une étape (suite)",
        "nl": "Onderbreken een stap (vervolg)",
        "en": "Interrupt a step (continued)",
    },
    "from": {"fr": "depuis {} étapes", "nl": "vanuit {} stappen", "en": "from {} steps"},
    "inherited": {"fr": "même date", "nl": "zelfde datum", "en": "same date"},
    "legend": {
        "fr": "Numéros sous une étape : les autres étapes où elle peut mener (→ plus loin, ↩ en arrière, "
        "⤴ celles qu'elle interrompt).",
        "nl": "Nummers onder een stap: de andere stappen waarheen ze kan leiden (→ verder, ↩ terug, "
        "⤴ die ze onderbreekt).",
        "en": "Numbers under a step: the further steps to which it can lead (→ onwards, ↩ back, "
        "⤴ those that it interrupts).",
    },
    "about": {
        "fr": "{steps} étapes ; chacune avec qui la détient et son délai. Le tableau des étapes dit tout en toutes lettres.",
        "nl": "{steps} stappen; elk met wie ze in handen heeft en de termijn. De tabel van de stappen zegt alles voluit.",
        "en": "{steps} steps; each with who holds it and its time. The table of steps says all of it in words.",
    },
}
UNITS: Mapping[Unit, Mapping[str, str]] = {
    Unit.HOURS: {"fr": "h ouvrées", "nl": "u op werkdagen", "en": "h on working days"},
    Unit.WALL_HOURS: {"fr": "h", "nl": "u", "en": "h"},
    Unit.WALL_MINUTES: {"fr": "min", "nl": "min", "en": "min"},
    Unit.OPENING_HOURS: {"fr": "h d'ouverture", "nl": "openingsuren", "en": "opening hours"},
    Unit.WORKING_DAYS: {"fr": "j ouvrés", "nl": "werkdagen", "en": "working days"},
    Unit.DAYS: {"fr": "jours", "nl": "dagen", "en": "days"},
}


def word(key: str, language: str) -> str:
    return WORDS[key][language]


def duration(amount: Duration, language: str) -> str:
    """`24 h ouvrées`."""
    return f"{amount.amount} {UNITS[amount.unit][language]}"


def due(rule: Due, procedure: Procedure, language: str) -> str:
    """How an action date is set, in a few words."""
    match rule.kind:
        case DueKind.AFTER:
            return duration(rule.duration, language) if rule.duration is not None else ""
        case DueKind.FIELD:
            return procedure.fields[rule.field].label[language] if rule.field else ""
        case DueKind.INHERITED:
            return word("inherited", language)


def cut(text: str, width: int) -> str:
    """The text on one line of at most `width` characters."""
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"


def lines(text: str, width: int, most: int) -> list[str]:
    """The text on at most `most` lines of `width` characters, cut where it is longer."""
    return wrap(text, width, max_lines=most, placeholder="…", break_long_words=True) or [""]
