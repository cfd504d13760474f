"""The mail that brings a message is for its reader alone: an insurer sees what was written to its insured, but not that."""

from django.db import migrations

SCOPE = "current_setting('app.scope', true)"
ORGANISATION = f"nullif(substring({SCOPE} from '^organisation:(\\d+)$'), '')::bigint"
CLAIM = f"nullif(substring({SCOPE} from '^claim:(\\d+)$'), '')::bigint"
OTHERS = "code <> 'message' AND "


def rule(besides: str) -> str:
    return f"""(
  {SCOPE} = 'network'
  OR organisation_id = {ORGANISATION}
  OR (recipient_role = 'insured' AND (
    claim_id = {CLAIM}
    OR {besides}claim_id IN (
      SELECT claim_id FROM claims_claimparty
      WHERE until_at IS NULL AND role IN ('insurer', 'intermediary') AND organisation_id = {ORGANISATION})))
)"""


class Migration(migrations.Migration):
    dependencies = [("mail", "0005_thread_latest")]
    operations = [
        migrations.RunSQL(
            f"ALTER POLICY temoin_scope ON mail_mail USING {rule(OTHERS)}",
            f"ALTER POLICY temoin_scope ON mail_mail USING {rule('')}",
        )
    ]
