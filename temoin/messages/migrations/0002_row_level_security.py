"""Row-level security of mails: their reader, the operator, and who answers for the whole claim to the insured.

An organisation sees what was written to itself. The insurer and the intermediary also see what was written to
their insured; firms that compete for a job never see each other's.
"""

from django.db import migrations

SCOPE = "current_setting('app.scope', true)"
ORGANISATION = f"nullif(substring({SCOPE} from '^organisation:(\\d+)$'), '')::bigint"
CLAIM = f"nullif(substring({SCOPE} from '^claim:(\\d+)$'), '')::bigint"
RULE = f"""(
  {SCOPE} = 'network'
  OR organisation_id = {ORGANISATION}
  OR (recipient_role = 'insured' AND (
    claim_id = {CLAIM}
    OR claim_id IN (
      SELECT claim_id FROM claims_claimparty
      WHERE until_at IS NULL AND role IN ('insurer', 'intermediary') AND organisation_id = {ORGANISATION})))
)"""
PROTECT = f"""
ALTER TABLE mail_mail ENABLE ROW LEVEL SECURITY;
CREATE POLICY temoin_scope ON mail_mail USING {RULE} WITH CHECK ({SCOPE} = 'network');
"""
RELEASE = "DROP POLICY temoin_scope ON mail_mail; ALTER TABLE mail_mail DISABLE ROW LEVEL SECURITY;"


class Migration(migrations.Migration):
    dependencies = [("mail", "0001_initial"), ("claims", "0002_row_level_security")]
    operations = [migrations.RunSQL(PROTECT, RELEASE)]
