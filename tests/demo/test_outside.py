"""Outside a demo nothing of it answers, whatever is asked and however."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django.fixtures import Settings

from temoin.demo import erasing
from temoin.demo.seeding import Made
from temoin.demo.urls import urlpatterns

ADDRESSES = [f"/demo/{one.pattern}".replace("<int:mail_id>", "1") for one in urlpatterns]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("method", ["get", "post", "put", "delete"])
def test_no_route_answers(db: None, client: Client, settings: Settings, address: str, method: str) -> None:
    settings.TEMOIN_DEMO = False
    assert getattr(client, method)(address).status_code == 404


def test_no_banner_is_shown(db: None, client: Client, settings: Settings) -> None:
    settings.TEMOIN_DEMO = False
    assert "demobar" not in client.get("/sign-in/").content.decode()


def test_no_password_is_printed_and_nothing_is_erased(db: None, settings: Settings) -> None:
    settings.TEMOIN_DEMO = False
    with pytest.raises(CommandError):
        call_command("demo_logins")
    with pytest.raises(ValueError, match="demo"):
        erasing.erase()


def test_in_a_demo_the_people_are_printed_with_one_password(world: Made) -> None:
    out = StringIO()
    call_command("demo_logins", stdout=out)
    assert "R-1001" in out.getvalue()
    assert "relais-de-demo" in out.getvalue()
    assert "--fresh" not in out.getvalue()
