"""The people whom a visitor may be: named in the banner and printed when the demo starts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import groupby

from temoin.demo import cast, firms, founding
from temoin.demo.places import address
from temoin.parties.roles import Role


@dataclass(frozen=True, slots=True)
class Login:
    """One person with his account."""

    account: str
    name: str
    role: Role
    organisation: str
    email: str


_CHOSEN = (
    *("nadia", "emily", "hugo", "yanis", "olivier", "claire", "sofia", "bruno", "helene"),
    *(firms.STAR, firms.STAR_FLEMISH),
    *("carl", "pauline", "felix", "benoit", "arnaud"),
)


@cache
def logins() -> tuple[Login, ...]:
    """The chosen people, those of one organisation together."""
    known = dict(_known())
    return tuple(known[short] for short in _CHOSEN)


@cache
def by_organisation() -> tuple[tuple[str, tuple[Login, ...]], ...]:
    """The same under the names of their organisations."""
    chosen = sorted(
        logins(),
        key=lambda one: list(dict.fromkeys(two.organisation for two in logins())).index(one.organisation),
    )
    return tuple((name, tuple(people)) for name, people in groupby(chosen, key=lambda one: one.organisation))


def _known() -> list[tuple[str, Login]]:
    people = [
        (one.short, Login(one.account, one.name, one.role, house.name, address(one.given, one.surname)))
        for house in cast.HOUSES
        for one in house.people
    ]
    workers = [
        (
            firm.name,
            Login(
                founding.account(index),
                f"{firm.given} {firm.surname}",
                Role.CONTRACTOR,
                firm.name,
                address(firm.given, firm.surname),
            ),
        )
        for index, firm in enumerate(firms.firms())
    ]
    return people + workers
