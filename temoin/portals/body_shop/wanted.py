"""What a body shop looks for on its boards: words, an insurer, a date; it stays while one goes from board to board."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from temoin import clock
from temoin.claims.models import Assignment
from temoin.claims.normal import normal, word
from temoin.ui import reading

LONGEST = 60


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filters of an address; what cannot be read is left out."""

    words: str = ""
    insurer: int | None = None
    before: date | None = None
    late: bool = False

    def __bool__(self) -> bool:
        return bool(self.words or self.insurer or self.before or self.late)

    def query(self, **more: str) -> str:
        """The same filters as an address's query, with `more` in front."""
        said = more | {
            "q": self.words,
            "compagnie": str(self.insurer or ""),
            "avant": self.before.isoformat() if self.before else "",
            "retard": "1" if self.late else "",
        }
        return urlencode({name: value for name, value in said.items() if value})

    def narrowed(self, found: QuerySet[Assignment]) -> QuerySet[Assignment]:
        """Those of the missions that are looked for."""
        if self.words:
            found = found.filter(_says(self.words))
        if self.insurer:
            found = found.filter(claim__insurer=self.insurer)
        if self.before:
            found = found.filter(due_at__lt=_midnight(self.before + timedelta(days=1)))
        if self.late:
            found = found.filter(due_at__lt=clock.now())
        return found


def read(request: HttpRequest) -> Wanted:
    """The filters that the address names."""
    given = request.GET
    insurer = given.get("compagnie", "")
    return Wanted(
        words=given.get("q", "").replace("\x00", "").strip()[:LONGEST],
        insurer=int(insurer) if insurer.isascii() and insurer.isdecimal() and len(insurer) < 10 else None,
        before=_day(given.get("avant", "")),
        late=given.get("retard", "") == "1",
    )


def _says(words: str) -> Q:
    """By plate, reference, the insurer's numbers or the owner's name, wherever the words stand in it."""
    bare = word(words)
    said = Q(state__facts__mission_number__icontains=words) | Q(claim__surname_n__contains=normal(words))
    if bare:
        for column in ("plate_n", "reference_n", "insurer_number_n"):
            said |= Q(**{f"claim__{column}__contains": bare})
    return said


def _day(text: str) -> date | None:
    try:
        return reading.day(text[:20]) if text else None
    except ValidationError:
        return None


def _midnight(on: date) -> datetime:
    return datetime.combine(on, time(), timezone.get_current_timezone())
