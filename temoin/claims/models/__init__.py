"""The centre's tables: claims, their assignments, and who is a party to them."""

from temoin.claims.models.assignment import Assignment
from temoin.claims.models.claim import Claim
from temoin.claims.models.party import ClaimParty

__all__ = ["Assignment", "Claim", "ClaimParty"]
