"""Row-level security of threads: their two sides and the operator; nobody else learns that there is one.

Messages and readings are seen where their thread is. All of them are written in the operator's scope, which the
door and the reading of a thread set; so are tasks, received mails and notices, which only the operator sees.
"""

from django.db import migrations

SCOPE = "current_setting('app.scope', true)"
NETWORK = f"{SCOPE} = 'network'"
ORGANISATION = f"nullif(substring({SCOPE} from '^organisation:(\\d+)$'), '')::bigint"
CLAIM = f"nullif(substring({SCOPE} from '^claim:(\\d+)$'), '')::bigint"
PARTY = f"SELECT claim_id FROM claims_claimparty WHERE until_at IS NULL AND organisation_id = {ORGANISATION}"
THREAD = f"""(
  {NETWORK}
  OR ({ORGANISATION} IN (one_organisation_id, other_organisation_id) AND claim_id IN ({PARTY}))
  OR (claim_id = {CLAIM} AND 'insured' IN (one_role, other_role))
)"""
SEEN = "SELECT id FROM mail_thread"
RULES = {
    "mail_thread": THREAD,
    "mail_message": f"({NETWORK} OR thread_id IN ({SEEN}))",
    "mail_reading": f"({NETWORK} OR message_id IN (SELECT id FROM mail_message))",
    "mail_task": f"({NETWORK})",
    "mail_received": f"({NETWORK})",
    "mail_notice": f"({NETWORK})",
}
PROTECT = "\n".join(
    f"""
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
CREATE POLICY temoin_scope ON {table} USING {rule} WITH CHECK ({NETWORK});
CREATE POLICY temoin_delete ON {table} AS RESTRICTIVE FOR DELETE USING ({NETWORK});
"""
    for table, rule in RULES.items()
)
RELEASE = "\n".join(
    f"DROP POLICY temoin_delete ON {table}; DROP POLICY temoin_scope ON {table};"
    f" ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;"
    for table in RULES
)


class Migration(migrations.Migration):
    dependencies = [
        ("mail", "0003_threads_tasks_digests"),
        ("claims", "0005_written_by_the_door_alone"),
    ]
    operations = [migrations.RunSQL(PROTECT, RELEASE)]
