"""The boards of a firm also show what is closed: found by its own index, however many claims there are."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0008_form_draft"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(fields=["contractor", "-closed_at"], name="assignment_of_contractor"),
        ),
    ]
