"""Row-level security of payment lists: the operator all, a body shop and an insurer their own. Written by the operator's scope alone."""

from django.db import migrations

SCOPE = "current_setting('app.scope', true)"
NETWORK = f"{SCOPE} = 'network'"
FIRM = f"nullif(substring({SCOPE} from '^organisation:(\\d+)$'), '')::bigint"
OWN = f"({NETWORK} OR body_shop_id = {FIRM} OR insurer_id = {FIRM})"
LINE = "payment_list_id IN (SELECT id FROM money_paymentlist)"  # the lists that the same scope shows
RULES = {"money_paymentlist": OWN, "money_listline": LINE, "money_invoice": OWN}
PROTECT = "\n".join(
    f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;\n"
    f"CREATE POLICY temoin_scope ON {table} USING ({rule}) WITH CHECK ({NETWORK});\n"
    f"CREATE POLICY temoin_delete ON {table} AS RESTRICTIVE FOR DELETE USING ({NETWORK});"
    for table, rule in RULES.items()
)
RELEASE = "\n".join(
    f"DROP POLICY temoin_delete ON {table}; DROP POLICY temoin_scope ON {table}; "
    f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;"
    for table in RULES
)


class Migration(migrations.Migration):
    dependencies = [("money", "0002_immutable")]
    operations = [migrations.RunSQL(PROTECT, RELEASE)]
