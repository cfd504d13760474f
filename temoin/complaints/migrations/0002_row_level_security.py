"""Row-level security of the register: the operator all; insured and insurer the complaints that they made themselves."""

from django.db import migrations

SCOPE = "current_setting('app.scope', true)"
NETWORK = f"{SCOPE} = 'network'"
ORGANISATION = f"nullif(substring({SCOPE} from '^organisation:(\\d+)$'), '')::bigint"
CLAIM = f"nullif(substring({SCOPE} from '^claim:(\\d+)$'), '')::bigint"
RULE = f"""(
  {NETWORK}
  OR (complainant = 'insured' AND claim_id = {CLAIM})
  OR (complainant = 'insurer' AND claim_id IN (
    SELECT claim_id FROM claims_claimparty
    WHERE until_at IS NULL AND role = 'insurer' AND organisation_id = {ORGANISATION}))
)"""
PROTECT = f"""
ALTER TABLE complaints_complaint ENABLE ROW LEVEL SECURITY;
CREATE POLICY temoin_scope ON complaints_complaint USING {RULE} WITH CHECK ({NETWORK});
CREATE POLICY temoin_delete ON complaints_complaint AS RESTRICTIVE FOR DELETE USING ({NETWORK});
"""
RELEASE = (
    "DROP POLICY temoin_delete ON complaints_complaint; DROP POLICY temoin_scope ON complaints_complaint; "
    "ALTER TABLE complaints_complaint DISABLE ROW LEVEL SECURITY;"
)


class Migration(migrations.Migration):
    dependencies = [("complaints", "0001_initial"), ("claims", "0002_row_level_security")]
    operations = [migrations.RunSQL(PROTECT, RELEASE)]
