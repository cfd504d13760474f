"""Forms that a firm has not sent yet; row-level security shows each firm its own."""

import django.db.models.deletion
from django.db import migrations, models

SCOPE = "current_setting('app.scope', true)"
FIRM = f"nullif(substring({SCOPE} from '^organisation:(\\d+)$'), '')::bigint"
OWN = f"({SCOPE} = 'network' OR organisation_id = {FIRM})"
PROTECT = f"""
ALTER TABLE claims_formdraft ENABLE ROW LEVEL SECURITY;
CREATE POLICY temoin_scope ON claims_formdraft USING {OWN} WITH CHECK {OWN};
"""
RELEASE = (
    "DROP POLICY temoin_scope ON claims_formdraft; ALTER TABLE claims_formdraft DISABLE ROW LEVEL SECURITY;"
)


class Migration(migrations.Migration):
    dependencies = [("claims", "0007_one_row_at_a_time"), ("parties", "0003_api_keys")]
    operations = [
        migrations.CreateModel(
            name="FormDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("action", models.CharField(max_length=60)),
                ("fields", models.JSONField(default=dict)),
                ("changes", models.PositiveIntegerField(default=0)),
                ("updated_at", models.DateTimeField()),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="form_drafts",
                        to="claims.assignment",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("assignment", "action", "organisation"), name="form_draft_once"
                    )
                ],
            },
        ),
        migrations.RunSQL(PROTECT, RELEASE),
    ]
