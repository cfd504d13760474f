"""The lists as body shop and insurer read them: their own, with every sum, as page, CSV and PDF."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from temoin import clock
from temoin.claims.sweep import sweep
from temoin.money.models import PaymentList
from tests.money.repaired import agreed, asked
from tests.money.test_lists import AFTER, FRIDAY
from tests.world import PASSWORD, World, act, build

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings: Any) -> Iterator[World]:
    settings.TEMOIN_CONTROL_SAMPLE_PCT = 100
    with clock.at(FRIDAY):
        yield build()


def browser(world: World, name: str) -> Client:
    found = Client()
    assert found.login(username=world.people[name].username, password=PASSWORD)
    return found


def read(browser: Client, address: str) -> str:
    """A page with its narrow spaces as plain ones."""
    answer = browser.get(address)
    assert answer.status_code == 200
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode().replace("\u202f", " ").replace("\xa0", " ")


@pytest.mark.parametrize(("name", "space"), [("carl", "body_shop"), ("ines", "partner")])
def test_the_list_shows_each_part_of_the_invoice_and_the_sum(world: World, name: str, space: str) -> None:
    agreed(world)
    agreed(world, invoice_total=Decimal("1000.00"))
    one, page = PaymentList.objects.get(), browser(world, name)
    overview = read(page, reverse(f"{space}:payments"))
    assert "2 000,00 €" in overview
    assert "mardi 24 novembre" in overview
    shown = read(page, reverse(f"{space}:payment_list", args=[one.pk]))
    for said in ("1 500,00 €", "250,00 €", "1 250,00 €", "750,00 €", "2 000,00 €", "AB-123-CD"):
        assert said in shown
    table = read(page, reverse(f"{space}:payment_list_csv", args=[one.pk]))
    assert "1250.00" in table
    assert "AB-123-CD" in table
    assert "2000.00" in read(page, reverse(f"{space}:payments_csv"))


def test_a_closed_list_is_the_same_paper_each_time(world: World) -> None:
    agreed(world)
    page, address = browser(world, "carl"), ""
    made = []
    for days in (0, 1):
        with clock.at(AFTER + timedelta(days=days)):
            sweep()
            address = address or reverse("body_shop:payment_list_pdf", args=[PaymentList.objects.get().pk])
            made.append(page.get(address).content)
    assert made[0] == made[1]
    assert made[0].startswith(b"%PDF")


def test_a_page_closes_what_is_over_though_nobody_swept(world: World) -> None:
    agreed(world)
    with clock.at(AFTER):
        assert "N°1" in read(browser(world, "carl"), reverse("body_shop:payments"))


def test_what_is_carried_over_stands_on_both_lists(world: World) -> None:
    job = agreed(world)
    with clock.at(AFTER):
        sweep()
        job.refresh_from_db()
        said = {"correction_amount": Decimal("1250.00"), "reason": "Facture annulée."}
        act(job, "correct_payment", world.actor("ines"), said)
    with clock.at(AFTER + timedelta(days=7)):
        agreed(world)
        page = browser(world, "ines")
        _paid, first, second = PaymentList.objects.order_by("pays_on")
        assert "Facture annulée." in read(page, reverse("partner:payment_list", args=[first.pk]))
        table = read(page, reverse("partner:payment_list_csv", args=[first.pk]))
        assert ";-1250.00;" in table  # a number for a program, not a text
        shown = read(page, reverse("partner:payment_list", args=[second.pk]))
        assert "-1 250,00 €" in shown
        assert ">0,00 €<" in shown


def test_the_insurer_sees_what_it_agrees_to_line_by_line(world: World) -> None:
    job = asked(world, invoice_total=Decimal("1000.00"))
    address = reverse("partner:act", args=[job.claim.reference, 1, "agree_direct_payment"])
    shown = read(browser(world, "ines"), address)
    for said in ("1 000,00 €", "250,00 €", "750,00 €", "plafond de", "5 000,00 €"):
        assert said in shown


def test_a_foreign_list_does_not_exist(world: World) -> None:
    agreed(world)
    one = PaymentList.objects.get()
    for name in ("felix", "bob", "alice"):
        for space in ("body_shop", "partner"):
            answer = browser(world, name).get(reverse(f"{space}:payment_list", args=[one.pk]))
            assert answer.status_code == 404
