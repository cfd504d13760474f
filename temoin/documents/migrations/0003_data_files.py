"""A claim may keep an XML file that its own reader has read."""

from django.db import migrations, models

MEDIA_TYPES = [
    ("image/jpeg", "Jpeg"),
    ("image/png", "Png"),
    ("image/webp", "Webp"),
    ("image/heif", "Heif"),
    ("application/pdf", "Pdf"),
    ("application/xml", "Xml"),
]


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_addressed_to")]
    operations = [
        migrations.RemoveConstraint("document", "document_media_type_allowed"),
        migrations.AlterField("document", "media_type", models.CharField(choices=MEDIA_TYPES, max_length=20)),
        migrations.AddConstraint(
            "document",
            models.CheckConstraint(
                condition=models.Q(media_type__in=[code for code, _label in MEDIA_TYPES]),
                name="document_media_type_allowed",
            ),
        ),
    ]
