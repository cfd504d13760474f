"""From a step that a claim shall stand on to everything its story needs: place, people, firms, times."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from random import Random
from typing import Any

from django.utils import translation

from temoin.claims.opening import NewClaim
from temoin.cover.models import limit_for
from temoin.demo import firms, founding, places, plot, timeline, ways, words
from temoin.demo.firms import Firm
from temoin.demo.founding import MACHINE, Founded
from temoin.demo.places import Insured, Town
from temoin.demo.scene import Scene
from temoin.demo.ways import Move
from temoin.engine.model import Procedure
from temoin.engine.state import Actor
from temoin.network import explain, matching
from temoin.parties.models import Organisation
from temoin.procedures.reading import calendar, calendar_for

LOSSES = {
    "water_damage": (
        60,
        ("plumbing", "painting", "painting", "plastering", "leak_detection", "drying", "flooring"),
    ),
    "glass_breakage": (8, ("glazing",)),
    "storm": (8, ("roofing", "roofing", "masonry")),
    "burglary": (7, ("locksmith", "joinery")),
    "tiles": (6, ("tiling",)),
    "fire": (6, ("cleaning", "painting", "electricity")),
    "third_party_liability": (5, ("painting", "flooring")),
}
INSURERS = {"AZ": ("az", 42), "BPCE": ("bpce", 26), "MER": ("mer", 32)}


@dataclass(slots=True)
class Story:
    """One assignment from its opening to today: `moves` and `times` go together; the first is the opening."""

    target: str
    scene: Scene
    moves: list[Move]
    times: list[datetime]
    new: NewClaim
    follows: Story | None = None  # the same claim's first assignment, where this is a further one
    procedure: str = "home_repair"
    share: int = 0  # where the world is made by several processes, which of them lives it


class Casting:
    """Draws stories one after another; keeps count of the work that each firm has been given."""

    def __init__(self, made: Founded, procedure: Procedure, now: datetime, rng: Random) -> None:
        self.made, self.procedure, self.now, self.rng = made, procedure, now, rng
        self.loads: dict[int, int] = {}
        self.towns = places.towns()
        self.limit = lru_cache(limit_for)

    def story(self, target: str, first: Story | None = None) -> Story:
        """A story that ends on `target`; `first` makes it a further assignment of that story's claim."""
        rng = self.rng
        star = self._star(target) if first is None else None
        for _ in range(200):
            legs, needs = ways.path(plot.WAYS, target, rng)
            known = self._claim(needs, star) if first is None else self._same_claim(first, needs)
            if known is not None:
                break
        else:
            raise LookupError(f"no claim fits {target}")
        code, loss_type, person = known
        late = plot.is_late(target, self.procedure, rng)
        if loss_type != "water_damage" or person.town not in _near(star):
            star = None  # the story needs a place where that firm does not work
        scene = self._scene(code, loss_type, person, needs, star, late)
        opening = Move(rng.choice(("advisor", "handler")), "open")
        moves = plot.moves(legs, opening, wet=loss_type == "water_damage", late=late, rng=rng)
        times = timeline.lay(self.procedure, scene, target, moves)
        if target in self.procedure.steps:
            self.loads[scene.contractor] = self.loads.get(scene.contractor, 0) + 1
        new = first.new if first else self._new(scene, code, needs, times)
        return Story(target, scene, moves, times, new, first)

    def _star(self, target: str) -> Firm | None:
        """One of the two firms that a visitor can sign in as, where it is to get this job."""
        paris, ghent = (0.5, 0.2) if target == "available" else (0.1, 0.06)
        drawn = self.rng.random()
        name = firms.STAR if drawn < paris else firms.STAR_FLEMISH if drawn < paris + ghent else ""
        return next((firm for firm in firms.firms() if firm.name == name), None)

    def _claim(self, needs: ways.Needs, star: Firm | None) -> tuple[str, str, Insured] | None:
        """Insurer, loss and person of a new claim; None where today is not the season for it."""
        if needs.get("summer", self._summer()) != self._summer():
            return None
        codes = sorted(needs.get("insurers", INSURERS))
        there = [] if star is None else [one for one in codes if (one == "MER") == (star.country == "BE")]
        if there:
            near = self.rng.choice(_near(star))
            return self.rng.choice(there), "water_damage", places.insured(near, self.rng)
        code = self.rng.choices(codes, [INSURERS[one][1] for one in codes])[0]
        losses = sorted(needs.get("losses", LOSSES))
        loss_type = self.rng.choices(losses, [LOSSES[one][0] for one in losses])[0]
        return code, loss_type, places.insured(self._town(code), self.rng)

    def _same_claim(self, first: Story, needs: ways.Needs) -> tuple[str, str, Insured] | None:
        code, loss_type = _code(first), first.scene.loss_type
        fits = (
            code in needs.get("insurers", INSURERS)
            and loss_type in needs.get("losses", LOSSES)
            and needs.get("sinapps") in (None, first.new.facts.get("platform") == "sinapps")
            and not needs["ren_expert"]
            and not needs["figures"]
            and needs.get("summer", self._summer()) == self._summer()
        )
        return (code, loss_type, first.scene.insured) if fits else None

    def _summer(self) -> bool:
        """Whether a contractor who went on leave in the past days did so in the season for it."""
        return (6, 25) <= (self.now.month, self.now.day) <= (9, 10)

    def _town(self, code: str) -> Town:
        match code:
            case "AZ":
                fits = [one for one in self.towns if one.country == "FR" or one.postcode.startswith("1")]
                fits = [one for one in fits if one.country != "NL"]
            case "BPCE":
                fits = [one for one in self.towns if one.country == "FR"]
            case _:
                fits = [one for one in self.towns if one.country != "FR"]
        return self.rng.choice(fits)

    def _scene(
        self,
        code: str,
        loss_type: str,
        person: Insured,
        needs: ways.Needs,
        star: Firm | None,
        late: bool,
    ) -> Scene:
        town, rng = person.town, self.rng
        trades = LOSSES[loss_type][1]
        trade = rng.choice([one for one in trades if star is None or one in star.trades])
        insurer = self.made.organisations[INSURERS[code][0]]
        proposed = matching.propose(
            trade=trade,
            country=town.country,
            postcode=town.postcode,
            on=self.now.date(),
            loads=self.loads,
            language=person.language,
        )
        chosen = proposed[0] if rng.random() < 0.75 or len(proposed) < 2 else proposed[1]
        if star is not None:
            wanted = self.made.organisations[star.name].pk
            chosen = next((one for one in proposed if one.organisation == wanted), chosen)
        candidates = tuple(one.organisation for one in proposed[:5])
        other = next(one for one in (*candidates, chosen.organisation) if one != chosen.organisation)
        adjuster = {"nl": "wout", "fr": rng.choice(("felix", "mathilde"))}[town.language]
        return Scene(
            rng=rng,
            now=self.now,
            calendar=calendar(calendar_for(town.country, town.postcode)),
            insured=person,
            loss_type=loss_type,
            trade=trade,
            cast=self._cast(code, person, chosen.organisation, other, adjuster),
            candidates=candidates,
            contractor=chosen.organisation,
            other=other,
            adjuster=self.made.actors[adjuster].organisation or 0,
            limit=self.limit(insurer.pk, loss_type),
            over_limit=needs["over_limit"],
            late=late,
            explanation=_explained(chosen, town.language),
        )

    def _cast(
        self, code: str, person: Insured, contractor: int, other: int, adjuster: str
    ) -> dict[str, Actor]:
        """Who plays whom: the Dutch-speaking staff for places where Dutch is written."""
        dutch, rng = person.town.language == "nl", self.rng
        named = {
            "handler": "thomas" if dutch else rng.choice(("nadia", "nadia", "emily")),
            "advisor": "lotte" if dutch else "hugo",
            "dispatcher": "marieke" if dutch else "yanis",
            "estimator": rng.choice(("olivier", "fatou")),
            "relations": "claire",
            "service": "sofia",
            "area": "joris" if dutch else "bruno",
            "manager": "helene",
            "insurer": {"AZ": ("pauline", "karim"), "BPCE": ("gilles",), "MER": ("saskia", "daan")}[code][
                rng.randrange(1 if code == "BPCE" else 2)
            ],
            "adjuster": adjuster,
        }
        return {who: self.made.actors[short] for who, short in named.items()} | {
            "contractor": self.made.of_firm[contractor],
            "other": self.made.of_firm[other],
            "insured": Actor("insured", None, None, f"{person.given} {person.surname}"),
            "machine": MACHINE,
        }

    def _new(self, scene: Scene, code: str, needs: ways.Needs, times: list[datetime]) -> NewClaim:
        rng, person, opened_at = self.rng, scene.insured, times[0]
        slots = _availabilities(scene, opened_at)
        facts: dict[str, Any] = {"availabilities": _said(slots, scene) if slots else None}
        by_platform = needs.get("sinapps", code != "MER" and rng.random() < 0.1)
        facts |= {"platform": "sinapps"} if by_platform else {}
        facts |= {"ren_expert": True} if needs["ren_expert"] else {}
        facts |= {"has_adjuster_figures": True} if needs["figures"] else {}
        opened_on = opened_at.astimezone(scene.zone).date()
        broker = self._broker(person.town) if rng.random() < 0.12 else None
        return NewClaim(
            insurer=self.made.organisations[INSURERS[code][0]].pk,
            loss_type=scene.loss_type,
            loss_on=opened_on - timedelta(days=rng.choice((0, 0, 1, 1, 2, 3, 6))),
            insured_given=person.given,
            insured_surname=person.surname,
            insured_phone=person.telephone,
            insured_email=person.email,
            insured_language=person.language,
            street=person.street,
            postcode=person.town.postcode,
            city=person.town.name,
            country=person.town.country,
            insurer_claim_number=f"{code}-{opened_on:%y}-{rng.randint(100000, 999999)}",
            contract_number=f"{rng.randint(10, 99)} {rng.randint(100000, 999999)} {rng.choice('ABCDEHK')}",
            description=words.damage(scene.loss_type, person.town.language, rng),
            authority_limit=Decimal(scene.limit),
            availabilities=[(start.isoformat(), end.isoformat()) for start, end in slots],
            intermediary=broker.pk if broker else None,
            handler=scene.cast["handler"].person,
            facts=facts,
        )

    def _broker(self, town: Town) -> Organisation:
        short = {"FR": self.rng.choice(("saule", "rives")), "BE": "waterkant", "NL": "linde"}[town.country]
        return self.made.organisations[short]


def _near(star: Firm | None) -> list[Town]:
    """The towns around one of those two firms."""
    if star is None:
        return []
    begins = founding.GREATER_PARIS if star.country == "FR" else ("90", "20")
    return [one for one in places.towns() if one.country == star.country and one.postcode.startswith(begins)]


def _code(story: Story) -> str:
    return story.new.insurer_claim_number.split("-")[0]


def _explained(chosen: matching.Candidate, language: str) -> str:
    with translation.override(language):
        return ", ".join(explain.sentence(one) for one in chosen.reasons)


Slots = list[tuple[datetime, datetime]]


def _availabilities(scene: Scene, opened_at: datetime) -> Slots:
    """Half-days on which the insured is at home, from the day after on; one in five has not said yet."""
    rng = scene.rng
    if rng.random() < 0.2:
        return []
    found: Slots = []
    day = opened_at.astimezone(scene.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    while len(found) < 5:
        day += timedelta(days=1)
        if scene.calendar.is_working_day(day.date()) and rng.random() < 0.75:
            first, last = rng.choice(((8, 12), (9, 12), (13, 17), (14, 18)))
            start, end = (day.replace(hour=hour).astimezone(opened_at.tzinfo) for hour in (first, last))
            found.append((start, end))
    return found


DAYS = {
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "nl": ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
}


def _said(slots: Slots, scene: Scene) -> str:
    """The same half-days in words."""
    language = scene.writes
    half = {"fr": ("matin", "après-midi"), "nl": ("voormiddag", "namiddag")}[language]
    local = [start.astimezone(scene.zone) for start, _ in slots[:3]]
    return ", ".join(f"{DAYS[language][one.weekday()]} {half[one.hour >= 12]}" for one in local)
