"""The database's own rule of who sees which payment list, as the runtime role meets it."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from temoin.claims import scope
from temoin.money.models import Invoice, ListLine, PaymentList
from tests.money.repaired import agreed
from tests.world import build

pytestmark = pytest.mark.django_db


def test_a_firm_sees_its_own_lists_and_writes_none(settings: object) -> None:
    with connection.cursor() as cursor:  # the tests' own role is the owner, whom the rule spares otherwise
        for table in ("money_paymentlist", "money_listline", "money_invoice"):
            cursor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    with scope.within("network"):
        world = build()
        agreed(world)
    shown = {}
    for name in ("network", "carl", "az", "meridia", "bob", "expert"):
        with scope.within("network" if name == "network" else f"organisation:{world.id(name)}"):
            shown[name] = tuple(one.objects.count() for one in (PaymentList, ListLine, Invoice))
            if name != "network":
                for change in (PaymentList.objects.create, PaymentList.objects.update):
                    with pytest.raises(DatabaseError), transaction.atomic():
                        assert change(insurer_id=world.id("az"), body_shop_id=world.id("carl")) or _refuse()
                assert PaymentList.objects.all()._raw_delete("default") == 0
    assert shown == {
        name: (1, 1, 1) if name in ("network", "carl", "az") else (0, 0, 0)
        for name in ("network", "carl", "az", "meridia", "bob", "expert")
    }


def _refuse() -> None:
    """An update that reached no row is as good as refused."""
    raise DatabaseError
