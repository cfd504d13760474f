"""A mail can be read as it was sent, by the operator's staff, without the secret of its link."""

from __future__ import annotations

from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from temoin.messages.models import Mail
from temoin.messages.reading import bounced, mails_of, oldest_waiting, shown_body
from temoin.parties.models import Membership
from tests.messages.conftest import NOW, VISIT, Case


@pytest.fixture
def booked(offered: Case) -> Mail:
    offered.act("nyco", "take_charge", needs_visit=True, visit_at=VISIT)
    return offered.mails(code="visit_booked").get()


def _signed_in(case: Case, firm: str, role: str) -> Client:
    client = Client()
    Membership.objects.filter(user=case.handler).delete()
    Membership.objects.create(user=case.handler, organisation=case.firms[firm], role=role)
    client.force_login(case.handler)
    return client


def test_staff_read_the_mail_with_its_link_masked(offered: Case, booked: Mail) -> None:
    page = _signed_in(offered, "network", "case_handler").get(reverse("mail", args=[booked.pk]))
    assert page.status_code == 200
    shown = page.content.decode()
    assert "Nyco Déco" in shown
    assert "/s/tm_…/" in shown
    assert "⟦link⟧" not in shown
    assert "En attente d" in shown


def test_nobody_else_finds_such_a_page(offered: Case, booked: Mail) -> None:
    url = reverse("mail", args=[booked.pk])
    assert _signed_in(offered, "nyco", "contractor").get(url).status_code == 404
    assert Client().get(url).status_code == 302
    staff = _signed_in(offered, "network", "case_handler")
    assert staff.get(reverse("mail", args=[booked.pk + 1000])).status_code == 404


def test_a_claims_mails_are_listed_latest_first_in_one_query(
    offered: Case, booked: Mail, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        listed = render_to_string("messages/mail_list.html", {"mails": mails_of(offered.claim)})
    assert listed.count('class="mailrow"') == 4
    assert reverse("mail", args=[booked.pk]) in listed


def test_what_needs_somebody_is_found(offered: Case, booked: Mail) -> None:
    assert oldest_waiting() == NOW
    Mail.objects.update(bounced=True)
    assert oldest_waiting() is None
    assert bounced().count() == 4
    assert "⟦link⟧" not in shown_body(booked)
