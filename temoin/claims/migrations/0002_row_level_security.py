"""Row-level security: the second net under the querysets, for every role but the operator's own.

The setting `app.scope` says who asks: `network` (the operator), `organisation:<id>`, `claim:<id>` (a link of
the insured), or nothing at all, which sees no row. It is set for one transaction (`claims.scope`).
"""

from django.db import migrations

SCOPE = "current_setting('app.scope', true)"
MINE = f"""(
  {SCOPE} = 'network'
  OR {{claim}} IN (
    SELECT claim_id FROM claims_claimparty
    WHERE until_at IS NULL AND organisation_id = nullif(substring({SCOPE} from '^organisation:(\\d+)$'), '')::bigint)
  OR {{claim}} = nullif(substring({SCOPE} from '^claim:(\\d+)$'), '')::bigint
)"""
TABLES = {
    "claims_claim": "id",
    "claims_assignment": "claim_id",
    "journal_journalentry": "claim_id",
    "documents_document": "claim_id",
}
PARTY = f"""(
  {SCOPE} = 'network'
  OR organisation_id = nullif(substring({SCOPE} from '^organisation:(\\d+)$'), '')::bigint
)"""


def _protect(table: str, rule: str) -> str:
    return f"""
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
CREATE POLICY temoin_scope ON {table} USING {rule} WITH CHECK {rule};
"""


def _release(table: str) -> str:
    return f"DROP POLICY temoin_scope ON {table}; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;"


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0001_initial"),
        ("journal", "0002_append_only"),
        ("documents", "0001_initial"),
    ]
    operations = [
        migrations.RunSQL(_protect(table, MINE.format(claim=column)), _release(table))
        for table, column in TABLES.items()
    ] + [migrations.RunSQL(_protect("claims_claimparty", PARTY), _release("claims_claimparty"))]
