"""Row-level security of estimates: the same rule as `estimates.reach`, for every role but the operator's own.

A firm sees what it handed in and what was addressed to it. The insurer of the claim sees every version, its
adjuster the contractors', the insured's link the contractors'. Versions are written in the operator's scope alone.
What a firm keeps while it writes (drafts, models) is that firm's.
"""

from django.db import migrations

SCOPE = "current_setting('app.scope', true)"
FIRM = f"nullif(substring({SCOPE} from '^organisation:(\\d+)$'), '')::bigint"
CLAIM = f"nullif(substring({SCOPE} from '^claim:(\\d+)$'), '')::bigint"
PARTY = (
    f"SELECT claim_id FROM claims_claimparty WHERE until_at IS NULL AND organisation_id = {FIRM} AND role ="
)
VERSION = f"""(
  {SCOPE} = 'network'
  OR claim_id IN ({PARTY} 'insurer')
  OR (organisation_id = {FIRM} AND claim_id IN (SELECT claim_id FROM claims_claimparty WHERE until_at IS NULL AND organisation_id = {FIRM}))
  OR (addressed_to_id = {FIRM} AND claim_id IN ({PARTY} 'contractor'))
  OR (kind = 'contractor' AND (claim_id = {CLAIM} OR claim_id IN ({PARTY} 'loss_adjuster')))
)"""
LINE = "version_id IN (SELECT id FROM estimates_version)"  # the versions that the same scope shows
OWN = f"({SCOPE} = 'network' OR organisation_id = {FIRM})"
PROTECT = f"""
ALTER TABLE estimates_version ENABLE ROW LEVEL SECURITY;
CREATE POLICY temoin_scope ON estimates_version USING {VERSION} WITH CHECK ({SCOPE} = 'network');
ALTER TABLE estimates_line ENABLE ROW LEVEL SECURITY;
CREATE POLICY temoin_scope ON estimates_line USING ({LINE}) WITH CHECK ({SCOPE} = 'network');
ALTER TABLE estimates_draft ENABLE ROW LEVEL SECURITY;
CREATE POLICY temoin_scope ON estimates_draft USING {OWN} WITH CHECK {OWN};
ALTER TABLE estimates_linemodel ENABLE ROW LEVEL SECURITY;
CREATE POLICY temoin_scope ON estimates_linemodel USING {OWN} WITH CHECK {OWN};
"""
TABLES = ("estimates_version", "estimates_line", "estimates_draft", "estimates_linemodel")
RELEASE = "\n".join(
    f"DROP POLICY temoin_scope ON {table}; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;"
    for table in TABLES
)


class Migration(migrations.Migration):
    dependencies = [("estimates", "0002_immutable"), ("claims", "0005_written_by_the_door_alone")]
    operations = [migrations.RunSQL(PROTECT, RELEASE)]
