"""What the tables of the network refuse."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from temoin.network.models import Leave, Professional, Zone
from temoin.parties.models import Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def morel() -> Professional:
    organisation = Organisation.objects.create(kind="contractor", name="Morel")
    return Professional.objects.create(organisation=organisation, trades=["plumbing"], base_postcode="75001")


def test_a_leave_does_not_end_before_it_begins(morel: Professional) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Leave.objects.create(
            organisation=morel.organisation, from_on=date(2026, 1, 2), until_on=date(2026, 1, 1)
        )


def test_a_firm_has_one_profile(morel: Professional) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Professional.objects.create(organisation=morel.organisation, trades=[], base_postcode="75001")


def test_a_firm_without_capacity_is_not_a_professional(morel: Professional) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Professional.objects.update(capacity_per_week=0)


def test_a_zone_is_named_once(morel: Professional) -> None:
    Zone.objects.create(professional=morel, prefix="75")
    with pytest.raises(IntegrityError), transaction.atomic():
        Zone.objects.create(professional=morel, prefix="75")
