"""The centre's tables: claims, their assignments, who is a party to them, and forms that are not sent yet."""

from temoin.claims.models.assignment import Assignment
from temoin.claims.models.claim import Claim
from temoin.claims.models.form_draft import FormDraft
from temoin.claims.models.party import ClaimParty

__all__ = ["Assignment", "Claim", "ClaimParty", "FormDraft"]
