"""Which VAT a line bears, country by country, and the words that say why."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from temoin.estimates.models import Leg, WorkCategory
from temoin.estimates.vat import Dwelling, explain, rule_for
from temoin.estimates.vat.rules import NoRule, rules

TODAY = date(2026, 11, 22)
OLD = Dwelling(first_occupied=1987, private_use=True, new_building=False)
YOUNG = Dwelling(first_occupied=2025, private_use=True, new_building=False)


@pytest.mark.parametrize(
    ("country", "leg", "work", "dwelling", "category", "rate"),
    [
        ("FR", "consumer", "repair", OLD, "S", "10"),
        ("FR", "consumer", "painting", OLD, "S", "10"),
        ("FR", "consumer", "energy", OLD, "S", "5.5"),
        ("FR", "consumer", "cleaning", OLD, "S", "20"),
        ("FR", "consumer", "supply", OLD, "S", "20"),
        ("FR", "consumer", "repair", YOUNG, "S", "20"),
        ("FR", "consumer", "repair", Dwelling(2024, True, False), "S", "20"),  # perhaps not two full years
        ("FR", "consumer", "repair", Dwelling(2023, True, False), "S", "10"),
        ("FR", "consumer", "repair", Dwelling(), "S", "20"),
        ("FR", "consumer", "repair", Dwelling(1987, False, False), "S", "20"),
        ("FR", "consumer", "repair", Dwelling(1987, True, True), "S", "20"),
        ("FR", "subcontract", "repair", OLD, "AE", "0"),
        ("FR", "operator", "repair", OLD, "S", "10"),
        ("BE", "consumer", "repair", OLD, "S", "6"),
        ("BE", "consumer", "repair", Dwelling(2016, True, False), "S", "6"),
        ("BE", "consumer", "repair", Dwelling(2017, True, False), "S", "21"),
        ("BE", "consumer", "cleaning", OLD, "S", "21"),
        ("BE", "insurer", "repair", OLD, "S", "21"),
        ("BE", "operator", "repair", OLD, "AE", "0"),
        ("BE", "subcontract", "cleaning", OLD, "AE", "0"),
        ("NL", "consumer", "painting", OLD, "S", "9"),
        ("NL", "consumer", "insulation_labour", OLD, "S", "9"),
        ("NL", "consumer", "wallpaper_labour", OLD, "S", "9"),
        ("NL", "consumer", "repair", OLD, "S", "21"),
        ("NL", "consumer", "painting", YOUNG, "S", "21"),
        ("NL", "subcontract", "painting", OLD, "AE", "0"),
    ],
)
def test_the_rate(country: str, leg: str, work: str, dwelling: Dwelling, category: str, rate: str) -> None:
    rule = rule_for(country, leg, work, dwelling, TODAY)
    assert (rule.category, rule.rate) == (category, Decimal(rate))


def test_the_rate_is_explained_in_the_readers_language() -> None:
    rule = rule_for("FR", "consumer", "repair", OLD, TODAY)
    assert explain(rule, "fr").reason == "logement de plus de 2 ans, travaux d'entretien"
    assert "older" not in explain(rule, "nl").reason
    assert "ouder dan 2 jaar" in explain(rule, "nl").reason


@pytest.mark.parametrize("country", ["FR", "BE", "NL"])
def test_every_case_has_a_rule_with_its_words_and_its_source(country: str) -> None:
    for leg in Leg.values:
        for work in WorkCategory.values:
            for dwelling in (OLD, YOUNG, Dwelling()):
                rule = rule_for(country, leg, work, dwelling, TODAY)
                assert (rule.rate == 0) == (rule.category != "S")
    for rule in rules(country):
        assert set(rule.reason) == {"fr", "nl", "en"}
        assert set(rule.mention) in (set(), {"fr", "nl", "en"})
        assert rule.checked_by
        assert rule.legs <= set(Leg.values)
        assert rule.work <= set(WorkCategory.values)
    assert len({rule.id for rule in rules(country)}) == len(rules(country))


def test_a_day_or_country_without_a_rule_is_said() -> None:
    with pytest.raises(NoRule):
        rule_for("FR", "consumer", "repair", OLD, date(1999, 1, 1))
    with pytest.raises(NoRule):
        rule_for("LU", "consumer", "repair", OLD, TODAY)
