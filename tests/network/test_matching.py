"""Which firm is proposed for a job, and why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.utils import translation

from temoin.network import explain
from temoin.network.matching import Candidate, Reason, Why, propose
from temoin.network.models import Leave, Professional, Zone
from temoin.parties.models import Organisation

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
Firm = Callable[..., Organisation]


@pytest.fixture
def firm() -> Firm:
    def make(
        name: str, *, postcode: str = "75001", zones: tuple[str, ...] = (), **values: Any
    ) -> Organisation:
        organisation = Organisation.objects.create(
            kind="contractor", name=name, active=values.pop("active", True), country="FR"
        )
        professional = Professional.objects.create(
            organisation=organisation,
            trades=values.pop("trades", ["plumbing"]),
            base_country="FR",
            base_postcode=postcode,
            **values,
        )
        Zone.objects.bulk_create(Zone(professional=professional, country="FR", prefix=zone) for zone in zones)
        return organisation

    return make


def ask(**values: Any) -> list[Candidate]:
    question = {"trade": "plumbing", "country": "FR", "postcode": "75011", "on": TODAY, "loads": {}}
    return propose(**(question | values))


def against(candidate: Candidate) -> list[Why]:
    return [reason.why for reason in candidate.against]


def test_the_nearest_comes_first_among_equals(firm: Firm) -> None:
    firm("Lointain", postcode="91000")
    firm("Proche", postcode="75012")
    assert [one.name for one in ask()] == ["Proche", "Lointain"]


def test_a_firm_that_covers_the_postcode_comes_before_one_a_little_nearer(firm: Firm) -> None:
    firm("Voisin", postcode="75011")
    firm("De zone", postcode="75015", zones=("75",))
    first, second = ask()
    assert (first.name, first.in_zone) == ("De zone", True)
    assert (second.name, second.in_zone) == ("Voisin", False)


def test_the_busier_firm_waits(firm: Firm) -> None:
    busy, free = firm("Occupé"), firm("Libre")
    assert [one.organisation for one in ask(loads={busy.pk: 4, free.pk: 0})] == [free.pk, busy.pk]
    assert [one.organisation for one in ask(loads={busy.pk: 0, free.pk: 4})] == [busy.pk, free.pk]


def test_only_firms_of_the_trade_that_are_active_are_looked_at(firm: Firm) -> None:
    firm("Peintre", trades=["painting"])
    firm("Fermé", active=False)
    both = firm("Plombier peintre", trades=["painting", "plumbing"])
    assert [one.organisation for one in ask()] == [both.pk]


def test_a_firm_that_does_not_fit_comes_last_with_what_speaks_against_it(firm: Firm) -> None:
    away = firm("Absent")
    Leave.objects.create(organisation=away, from_on=date(2026, 11, 20), until_on=date(2026, 11, 30))
    full = firm("Complet", capacity_per_week=3)
    far = firm("Lyonnais", postcode="69001", max_distance_km=50)
    refused = firm("A refusé")
    fits = firm("Libre", postcode="91000")
    found = {one.organisation: one for one in ask(loads={full.pk: 3}, exclude=[refused.pk])}
    assert next(iter(found)) == fits.pk
    assert against(found[fits.pk]) == []
    assert found[away.pk].against == (Reason(Why.ON_LEAVE, facts={"until": date(2026, 11, 30)}),)
    assert found[full.pk].against == (Reason(Why.FULL, facts={"load": 3, "capacity": 3}),)
    assert against(found[far.pk]) == [Why.TOO_FAR]
    assert found[far.pk].against[0].facts["most"] == 50
    assert against(found[refused.pk]) == [Why.EXCLUDED]
    assert [one.fits for one in found.values()] == [True, False, False, False, False]


def test_everything_against_a_firm_is_said_not_only_the_first_thing(firm: Firm) -> None:
    one = firm("Lyonnais", postcode="69001", capacity_per_week=1)
    Leave.objects.create(organisation=one, from_on=TODAY)
    assert against(ask(loads={one.pk: 2}, exclude={one.pk})[0]) == [
        Why.EXCLUDED,
        Why.ON_LEAVE,
        Why.FULL,
        Why.TOO_FAR,
    ]


@pytest.mark.parametrize(
    ("from_on", "until_on", "away"),
    [
        (date(2026, 11, 23), date(2026, 11, 23), True),
        (date(2026, 11, 1), None, True),
        (date(2026, 11, 24), None, False),
        (date(2026, 11, 1), date(2026, 11, 22), False),
    ],
)
def test_leave_counts_on_its_days_both_included(
    firm: Firm, from_on: date, until_on: date | None, away: bool
) -> None:
    Leave.objects.create(organisation=firm("Morel"), from_on=from_on, until_on=until_on)
    (one,) = ask()
    assert (one.away, one.away_until) == (away, until_on if away else None)


def test_of_two_leaves_the_longer_is_told(firm: Firm) -> None:
    one = firm("Morel")
    Leave.objects.create(organisation=one, from_on=TODAY, until_on=date(2026, 11, 25))
    Leave.objects.create(organisation=one, from_on=TODAY, until_on=date(2026, 12, 24))
    assert ask()[0].away_until == date(2026, 12, 24)
    Leave.objects.create(organisation=one, from_on=TODAY)
    assert (ask()[0].away, ask()[0].away_until) == (True, None)


def test_a_zone_reaches_beyond_the_largest_distance(firm: Firm) -> None:
    firm("Lyonnais à Paris", postcode="69001", max_distance_km=50, zones=("750",))
    (one,) = ask()
    assert one.fits
    assert one.distance_km == pytest.approx(393, rel=0.02)


def test_a_zone_is_of_one_country(firm: Firm) -> None:
    firm("Parisien", zones=("10",))
    assert not ask(country="NL", postcode="1012 AB")[0].in_zone
    assert ask(postcode="10000")[0].in_zone


def test_without_a_known_place_only_a_zone_counts(firm: Firm) -> None:
    firm("De zone", zones=("75",))
    firm("Sans zone")
    first, second = ask(postcode="75999")
    assert (first.name, first.distance_km, first.fits) == ("De zone", None, True)
    assert against(second) == [Why.PLACE_UNKNOWN]


def test_a_firms_own_position_counts_before_its_postcode(firm: Firm) -> None:
    firm("Morel", postcode="69001", latitude=48.86, longitude=2.38)
    assert (ask()[0].distance_km or 0) < 3


def test_the_clients_language_is_worth_a_little(firm: Firm) -> None:
    firm("Francophone", languages=["fr"])
    both = firm("Bilingue", languages=["fr", "nl"])
    assert ask(language="nl")[0].organisation == both.pk
    assert Reason(Why.LANGUAGE, 5, {"language": "nl"}) in ask(language="nl")[0].reasons


def test_points_are_those_of_the_reasons_and_at_most_a_hundred(firm: Firm) -> None:
    firm("Parfait", postcode="75011", zones=("75011",), languages=["fr"])
    (one,) = ask(language="fr")
    assert [(reason.why, reason.points) for reason in one.reasons] == [
        (Why.NEAR, 50),
        (Why.IN_ZONE, 20),
        (Why.ROOM, 25),
        (Why.LANGUAGE, 5),
    ]
    assert one.score == 100


def test_five_thousand_firms_take_one_query(django_assert_num_queries: Any) -> None:
    firms = Organisation.objects.bulk_create(
        Organisation(kind="contractor", name=f"Firme {n}", country="FR") for n in range(5000)
    )
    professionals = Professional.objects.bulk_create(
        Professional(organisation=one, trades=["plumbing"], base_postcode=f"{75001 + n % 20}")
        for n, one in enumerate(firms)
    )
    Zone.objects.bulk_create(Zone(professional=one, prefix="75") for one in professionals[::2])
    Leave.objects.bulk_create(Leave(organisation=one, from_on=TODAY) for one in firms[::5])
    with django_assert_num_queries(1):
        found = ask(most_unfit=10)
    assert len(found) == 4010
    assert all(one.in_zone for one in found[:100])
    assert [one.fits for one in found[-11:]] == [True] + [False] * 10


def facts() -> dict[str, Any]:
    return {"km": 7.25, "most": 40, "load": 2, "capacity": 5, "language": "nl", "until": date(2026, 12, 24)}


@pytest.mark.parametrize("why", Why)
def test_every_reason_has_words_in_every_language(why: Why) -> None:
    said = set()
    for language in ("fr", "nl", "en"):
        with translation.override(language):
            said.add(explain.sentence(Reason(why, facts=facts())))
    assert len(said) == 3
    assert not any("%" in words for words in said)


def test_numbers_and_dates_are_said_in_the_readers_habits() -> None:
    with translation.override("fr"):
        assert explain.sentence(Reason(Why.NEAR, 40, facts())) == "à 7,2 km, 40 au plus"
        assert explain.sentence(Reason(Why.NEAR, 40, facts() | {"km": 17.25})) == "à 17 km, 40 au plus"
        assert (
            explain.sentence(Reason(Why.ON_LEAVE, facts={"until": None})) == "en congé jusqu'à nouvel ordre"
        )
    with translation.override("en"):
        assert explain.sentence(Reason(Why.ROOM, 10, facts())) == "2 of 5 jobs per week"
