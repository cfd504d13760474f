"""Row-level security of figures: the operator all, an insurer its own claims, a firm what it was charged itself.

Who contests an interval reads his own contest. Rows are written in the operator's scope, which the door sets.
"""

from django.db import migrations

SCOPE = "current_setting('app.scope', true)"
NETWORK = f"{SCOPE} = 'network'"
ORGANISATION = f"nullif(substring({SCOPE} from '^organisation:(\\d+)$'), '')::bigint"
RULES = {
    "insight_held": f"({NETWORK} OR insurer = {ORGANISATION} OR organisation = {ORGANISATION})",
    "insight_contest": f"({NETWORK} OR organisation = {ORGANISATION})",
}


def _protect(table: str, rule: str) -> str:
    return f"""
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
CREATE POLICY temoin_scope ON {table} USING {rule} WITH CHECK ({NETWORK});
CREATE POLICY temoin_delete ON {table} AS RESTRICTIVE FOR DELETE USING ({NETWORK});
"""


def _release(table: str) -> str:
    return (
        f"DROP POLICY temoin_delete ON {table}; DROP POLICY temoin_scope ON {table}; "
        f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;"
    )


class Migration(migrations.Migration):
    dependencies = [("insight", "0001_ledger")]
    operations = [migrations.RunSQL(_protect(table, rule), _release(table)) for table, rule in RULES.items()]
