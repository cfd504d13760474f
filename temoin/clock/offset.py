"""How far the demo's clock stands ahead of the real one: a table of one row."""

from __future__ import annotations

from django.db import models


class Offset(models.Model):
    """Seconds added to the real time; there is at most the row numbered 1."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    seconds = models.BigIntegerField(default=0)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(id=1), name="clock_offset_is_one_row"),
            models.CheckConstraint(condition=models.Q(seconds__gte=0), name="clock_offset_is_ahead"),
        )

    def __str__(self) -> str:
        return f"{self.seconds} s ahead"

    @classmethod
    def read(cls) -> int:
        """Seconds ahead; 0 where the clock was never moved."""
        return cls.objects.values_list("seconds", flat=True).first() or 0

    @classmethod
    def add(cls, seconds: int) -> None:
        """Moves the clock on; two visitors who do so at once both count."""
        cls.objects.get_or_create(id=1)
        cls.objects.filter(id=1).update(seconds=models.F("seconds") + seconds)
