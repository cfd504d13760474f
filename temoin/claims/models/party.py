"""Who is a party to a claim: the one rule of who sees it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from temoin.claims.models.claim import Claim


class ClaimParty(models.Model):
    """An organisation sees a claim if and only if it has a row here without `until_at`.

    `assignment_number` is 0 where it is a party to the whole claim (insurer, intermediary).
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="claim_parties")
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=40)
    assignment_number = models.SmallIntegerField(default=0)
    since_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "organisation", "role", "assignment_number"],
                condition=Q(until_at__isnull=True),
                name="claim_party_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["organisation", "claim"], condition=Q(until_at__isnull=True), name="claim_party_sees"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.role} {self.claim_id}"
