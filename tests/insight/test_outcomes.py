"""A procedure's own figures: counted as people would count the missions, and every number with its list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from temoin import clock
from temoin.claims.models import Assignment
from temoin.claims.sweep import sweep
from temoin.insight import asked, lines, network, outcomes, periods
from temoin.insight.asked import Asked
from temoin.insight.lines import What
from temoin.insight.outcomes import PART, WHOLE
from temoin.procedures.files import procedure
from tests import world as cast

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 3, 8, 0, tzinfo=UTC)
RULES = "vehicle_expertise"


@contextmanager
def at(hours: float) -> Iterator[None]:
    with clock.at(NOW + timedelta(hours=hours)):
        yield


def question(**only: Any) -> Asked:
    with at(24 * 20):
        return Asked(periods.asked("mois", "", "", clock.now()), network.SIDE, only)


def fortnight(world: cast.World, settings: Any) -> dict[str, Assignment]:
    """Seven missions: two validated by the rules, two by the adjuster (one a drawn one), expired, abandoned, a total loss."""
    carl, felix = world.actor("carl"), world.actor("felix")
    settings.TEMOIN_CONTROL_SAMPLE_PCT = 0
    found = {}
    with at(0):
        for name in ("rules", "rules_too", "adjuster", "drawn", "expired", "abandoned", "total_loss"):
            found[name] = cast.mission(world, plate=f"AA-{len(found):03d}-AA")
    with at(10):
        for name in ("rules", "rules_too"):
            cast.transmitted(world, found[name])
        cast.transmitted(world, found["adjuster"], frame_advice=True)
        cast.act(found["abandoned"], "abandon", carl, {"reason": "Atelier fermé."})
        lost = {"vehicle_status": "at_body_shop", "total_loss_photos": ("p",)}
        cast.act(found["total_loss"], "declare_total_loss", carl, lost)
    with at(11):
        sweep()
    settings.TEMOIN_CONTROL_SAMPLE_PCT = 100
    with at(12):
        cast.transmitted(world, found["drawn"])
    with at(13):
        sweep()
    with at(30):
        for name in ("adjuster", "drawn"):
            cast.act(found[name], "validate", felix, {"approved_total": Decimal("1500.00")})
        dead = {"market_value": Decimal(9000), "salvage_value": Decimal(1000), "expert_finding": "Longerons."}
        cast.act(found["total_loss"], "confirm_total_loss", felix, dead)
    with at(24 * 6):
        sweep()
    return found


def test_they_are_what_one_counts_by_hand(world: cast.World, settings: Any) -> None:
    fortnight(world, settings)
    found = {one.figure.code: one.now for one in outcomes.numbers(question(), procedure(RULES))}
    assert (found["by_rules"].part, found["by_rules"].whole) == (2, 4)
    assert (found["expired"].part, found["expired"].whole) == (1, 7)
    assert (found["abandoned"].whole, found["total_losses"].whole) == (1, 1)
    assert (found["control"].part, found["control"].whole) == (1, 1)
    validated = found["time_to_validation"]
    assert validated.whole == 4
    assert validated.median == pytest.approx(20 * 3600, abs=120)  # 10 h, 10 h, 30 h, 30 h
    assert validated.most == pytest.approx(30 * 3600, abs=1)


def test_every_number_is_as_long_as_its_list(world: cast.World, settings: Any) -> None:
    fortnight(world, settings)
    rules = procedure(RULES)
    for by, narrow in (
        (None, {}),
        ("repairer", {"contractor": world.id("carl")}),
        ("insurer", {"insurer": world.id("az")}),
    ):
        counts = (
            {one.figure.code: one.now for one in outcomes.numbers(question(), rules)}
            if by is None
            else outcomes.grouped(question(), rules, by)[str(next(iter(narrow.values())))]
        )
        for figure in rules.figures.values():
            for which, number in ((WHOLE, counts[figure.code].whole), (PART, counts[figure.code].part)):
                if which == PART and not figure.part:
                    continue
                asking = question(figure=outcomes.name(rules, figure, which), **narrow)
                assert lines.count(What.FIGURE, asking) == number == len(lines.page(What.FIGURE, asking, 1))


def test_a_total_reduced_in_a_control_is_no_agreement(world: cast.World, settings: Any) -> None:
    settings.TEMOIN_CONTROL_SAMPLE_PCT = 100
    with at(0):
        job = cast.mission(world)
    with at(1):
        cast.transmitted(world, job)
    with at(2):
        sweep()
    with at(3):
        less = {"approved_total": Decimal("1200.00"), "reason": "Peinture comptée deux fois."}
        cast.act(job, "validate", world.actor("felix"), less)
    control = {one.figure.code: one.now for one in outcomes.numbers(question(), procedure(RULES))}["control"]
    assert (control.part, control.whole) == (0, 1)


def test_the_insurer_sees_its_own_missions_and_nobody_elses(world: cast.World, settings: Any) -> None:
    jobs = fortnight(world, settings)
    for side, number in (("az", 7), ("meridia", 0)):
        limited = asked.Side({"insurer": world.id(side)}, figures="partner:figures", lines="partner:lines")
        with at(24 * 20):
            asking = Asked(periods.asked("mois", "", "", clock.now()), limited, {})
        found = {one.figure.code: one.now for one in outcomes.numbers(asking, procedure(RULES))}
        assert found["expired"].whole == number
    client = Client()
    client.force_login(world.people["ines"])
    with at(24 * 20):
        page = client.get(reverse("partner:outcomes")).content.decode()
        dashboard = client.get(reverse("partner:figures")).content.decode()
        link = re.search(r'href="([^"]*chiffre=vehicle_expertise-by_rules-part[^"]*)"', page)
        assert link is not None
        listed = client.get(link[1].replace("&amp;", "&")).content.decode()
    assert "50 %" in page
    assert "50 %" in dashboard
    assert {name for name, job in jobs.items() if job.claim.reference in listed} == {"rules", "rules_too"}


@pytest.mark.parametrize("by", ["mois", "compagnies", "reparateurs"])
def test_the_table_is_a_file_too(world: cast.World, settings: Any, by: str) -> None:
    fortnight(world, settings)
    client = Client()
    client.force_login(world.people["max"])
    with at(24 * 20):
        url = f"{reverse('insight:outcomes')}?par={by}"
        assert client.get(url).status_code == 200
        answer = client.get(f"{url}&format=csv")
        text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert len(text.strip().splitlines()) == 2


def test_a_list_of_a_figure_that_is_none_does_not_exist(world: cast.World) -> None:
    client = Client()
    client.force_login(world.people["max"])
    for said in ("", "nothing", "vehicle_expertise-nothing-part", "home_repair-by_rules-part"):
        assert client.get(reverse("insight:lines"), {"quoi": "chiffre", "chiffre": said}).status_code == 404


@pytest.fixture
def world() -> cast.World:
    return cast.build()
