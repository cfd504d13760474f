"""Row-level security: a body shop, too, reads a version of the network that is addressed to it.

The rule of migration 0003 with `parties.roles.REPAIRERS` in the place of the contractor alone.
"""

from importlib import import_module

from django.db import migrations

before = import_module("temoin.estimates.migrations.0003_row_level_security")
REPAIRERS = "ANY ('{contractor,body_shop}')"
ANY_REPAIRER = before.VERSION.replace(f"({before.PARTY} 'contractor')", f"({before.PARTY} {REPAIRERS})")


def policy(rule: str) -> str:
    return f"ALTER POLICY temoin_scope ON estimates_version USING {rule};"


class Migration(migrations.Migration):
    dependencies = [("estimates", "0004_calculation")]
    operations = [migrations.RunSQL(policy(ANY_REPAIRER), policy(before.VERSION))]
