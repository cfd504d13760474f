"""The demo clock's offset."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Offset",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("seconds", models.BigIntegerField(default=0)),
            ],
            options={
                "constraints": (
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="clock_offset_is_one_row"),
                    models.CheckConstraint(
                        condition=models.Q(("seconds__gte", 0)), name="clock_offset_is_ahead"
                    ),
                ),
            },
        ),
    ]
