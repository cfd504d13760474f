"""The mailbox of a body shop; row-level security shows each firm its own."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

SCOPE = "current_setting('app.scope', true)"
FIRM = f"nullif(substring({SCOPE} from '^organisation:(\\d+)$'), '')::bigint"
OWN = f"({SCOPE} = 'network' OR organisation_id = {FIRM})"
PROTECT = f"""
ALTER TABLE body_shop_arrival ENABLE ROW LEVEL SECURITY;
CREATE POLICY temoin_scope ON body_shop_arrival USING {OWN} WITH CHECK {OWN};
"""
RELEASE = (
    "DROP POLICY temoin_scope ON body_shop_arrival; ALTER TABLE body_shop_arrival DISABLE ROW LEVEL SECURITY;"
)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("claims", "0008_form_draft"),
        ("documents", "0003_data_files"),
        ("parties", "0003_api_keys"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Arrival",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("entry_seq", models.IntegerField()),
                ("action", models.CharField(max_length=60)),
                ("standing", models.CharField(max_length=60)),
                ("printed", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
                ("read_at", models.DateTimeField(null=True)),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="claims.assignment"
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="claims.claim"
                    ),
                ),
                (
                    "copy",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
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
                (
                    "read_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["organisation", "-at"], name="arrival_latest"),
                    models.Index(
                        condition=models.Q(("read_at", None)), fields=["organisation"], name="arrival_unread"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("assignment", "organisation", "entry_seq"), name="arrival_once"
                    )
                ],
            },
        ),
        migrations.RunSQL(PROTECT, RELEASE),
    ]
