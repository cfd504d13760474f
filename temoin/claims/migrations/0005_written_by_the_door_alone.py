"""Rows of a claim are written in the operator's scope alone, which the door sets for each entry.

A firm's own scope shows its claims, and locks them for the door; it could also have entered the firm as a
party to any other claim, which would then have been shown to it.
"""

from django.db import migrations

NETWORK = "current_setting('app.scope', true) = 'network'"
TABLES = ("claims_claim", "claims_assignment", "claims_claimparty", "journal_journalentry")
PROTECT = "\n".join(
    f"ALTER POLICY temoin_scope ON {table} WITH CHECK ({NETWORK});\n"
    f"CREATE POLICY temoin_delete ON {table} AS RESTRICTIVE FOR DELETE USING ({NETWORK});"
    for table in TABLES
)
RELEASE = "\n".join(f"DROP POLICY temoin_delete ON {table};" for table in TABLES)


class Migration(migrations.Migration):
    dependencies = [("claims", "0004_claim_imported_start")]
    operations = [migrations.RunSQL(PROTECT, RELEASE)]
