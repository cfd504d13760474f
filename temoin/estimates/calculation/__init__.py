"""Calculations of vehicle repairs, read from the file of a calculation system or keyed in off its PDF.

What a portal needs: `take`, `key_in`, `of_draft`, `again`, `drop`, `hand_in`; `Faulty` carries findings; `of_kept`,
`handed_in` and `boxes` for their templates.
"""

from temoin.estimates.calculation.boxes import boxes
from temoin.estimates.calculation.checks import check
from temoin.estimates.calculation.findings import Code, Finding, refused
from temoin.estimates.calculation.kept import (
    Faulty,
    Kept,
    again,
    drop,
    hand_in,
    key_in,
    last,
    mission,
    of_draft,
    of_version,
    take,
)
from temoin.estimates.calculation.model import Calculation, Mission
from temoin.estimates.calculation.reading import Read, read
from temoin.estimates.calculation.shown import of_handed_in, of_kept
from temoin.estimates.calculation.supplement import HandedIn, changed, handed_in
from temoin.estimates.calculation.words import sentence, sentences

__all__ = [
    "Calculation",
    "Code",
    "Faulty",
    "Finding",
    "HandedIn",
    "Kept",
    "Mission",
    "Read",
    "again",
    "boxes",
    "changed",
    "check",
    "drop",
    "hand_in",
    "handed_in",
    "key_in",
    "last",
    "mission",
    "of_draft",
    "of_handed_in",
    "of_kept",
    "of_version",
    "read",
    "refused",
    "sentence",
    "sentences",
    "take",
]
