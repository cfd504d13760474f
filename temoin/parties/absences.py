"""Who is away today, and who stands in for him; deputies who are away themselves pass it on, never in a circle."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from temoin import clock
from temoin.parties.models import Absence, User


@dataclass(frozen=True)
class Away:
    """Everybody who is away on one day, read once."""

    by_person: dict[int, Absence]

    def acts_for(self, person: User) -> User | None:
        """Who does his work today: himself, or the first deputy who is there; None where nobody is."""
        passed: set[int] = set()
        while (absence := self.by_person.get(person.pk)) is not None:
            passed.add(person.pk)
            if absence.deputy is None or absence.deputy.pk in passed or not absence.deputy.is_active:
                return None
            person = absence.deputy
        return person

    def represented_by(self, person: User) -> list[Absence]:
        """The absences of those whose work this person does today besides his own."""
        return [
            one
            for one in self.by_person.values()
            if one.user_id != person.pk and self.acts_for(one.user) == person
        ]


def away(on: date | None = None) -> Away:
    """Who is away on that day (today in the network's zone where none is given); one query."""
    return Away({one.user_id: one for one in _running(on or today())})


def _running(on: date) -> QuerySet[Absence]:
    found = Absence.objects.filter(from_on__lte=on, to_on__gte=on, user__is_active=True)
    return found.select_related("user", "deputy").order_by("-to_on", "pk")


def today() -> date:
    """The day in the network's zone."""
    return timezone.localdate(clock.now(), timezone.get_default_timezone())


def planned(users: Iterable[User] | None = None) -> QuerySet[Absence]:
    """Absences that run or lie ahead, of these people or of everybody."""
    found = Absence.objects.filter(to_on__gte=today()).select_related("user", "deputy")
    return found if users is None else found.filter(user__in=users)
