"""The sequence behind the operator's references."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("claims", "0002_row_level_security")]
    operations = [
        migrations.RunSQL("CREATE SEQUENCE claims_reference START 100001", "DROP SEQUENCE claims_reference")
    ]
