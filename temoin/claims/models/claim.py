"""A claim: the insurer's file, with the person it happened to and the place."""

from __future__ import annotations

from typing import Any, cast

from django.db import models

from temoin.claims.normal import normal, word


class Claim(models.Model):
    """What happened, to whom, where, under which contract. `head_*` is the end of its journal's chain.

    `imported_from` is the digest of the old journal that it was taken over from, `imported_start` that of the
    journal's first entry, by which a longer print of it is known. Columns ending in `_n` are normalised copies for search (accents, case, spaces and dashes removed).
    """

    reference = models.CharField(max_length=20, unique=True)
    insurer = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    intermediary = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    insurer_claim_number = models.CharField(max_length=60, blank=True)
    contract_number = models.CharField(max_length=60, blank=True)
    loss_type = models.CharField(max_length=40)
    loss_on = models.DateField()
    description = models.TextField(blank=True)
    insured_given = models.CharField(max_length=100, blank=True)
    insured_surname = models.CharField(max_length=100)
    insured_phone = models.CharField(max_length=40, blank=True)
    insured_email = models.EmailField(blank=True)
    insured_language = models.CharField(max_length=2, default="fr")
    street = models.CharField(max_length=200)
    postcode = models.CharField(max_length=12)
    city = models.CharField(max_length=100)
    country = models.CharField(max_length=2, default="FR")
    calendar = models.CharField(max_length=30, default="fr")
    currency = models.CharField(max_length=3, default="EUR")
    authority_limit_amount = models.DecimalField(max_digits=12, decimal_places=2)
    availabilities = models.JSONField(default=list)  # [[from, to], …] ISO instants, the insured's own grid
    handler = models.ForeignKey(
        "parties.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    imported_from = models.CharField(max_length=64, null=True, blank=True, unique=True)
    imported_start = models.CharField(max_length=64, null=True, blank=True, db_index=True)
    opened_at = models.DateTimeField()
    head_seq = models.IntegerField(default=0)
    head_hash = models.CharField(max_length=64, default="0" * 64)
    reference_n = models.CharField(max_length=20, db_collation="C", editable=False)
    insurer_number_n = models.CharField(max_length=60, db_collation="C", editable=False)
    contract_n = models.CharField(max_length=60, db_collation="C", editable=False)
    surname_n = models.CharField(max_length=200, db_collation="C", editable=False)
    phone_n = models.CharField(max_length=40, db_collation="C", editable=False)
    email_n = models.CharField(max_length=254, db_collation="C", editable=False)
    plate_n = models.CharField(max_length=20, db_collation="C", editable=False, default="")

    SEARCHED = ("reference_n", "insurer_number_n", "contract_n", "surname_n", "phone_n", "email_n", "plate_n")

    class Meta:
        indexes = [
            models.Index(fields=["reference_n"], name="claim_reference_n"),
            models.Index(fields=["insurer_number_n"], name="claim_insurer_number_n"),
            models.Index(fields=["contract_n"], name="claim_contract_n"),
            models.Index(fields=["surname_n"], name="claim_surname_n"),
            models.Index(fields=["phone_n"], name="claim_phone_n"),
            models.Index(fields=["email_n"], name="claim_email_n"),
            models.Index(fields=["plate_n"], name="claim_plate_n"),
            models.Index(fields=["country", "postcode", "surname_n"], name="claim_place"),
            models.Index(fields=["opened_at"], name="claim_opened"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def insured_name(self) -> str:
        return f"{self.insured_given} {self.insured_surname}".strip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the search columns equal to what they copy."""
        self.reference_n = word(self.reference)
        self.insurer_number_n = word(self.insurer_claim_number)
        self.contract_n = word(self.contract_number)
        self.surname_n = normal(f"{self.insured_surname} {self.insured_given}")
        self.phone_n = word(self.insured_phone)
        self.email_n = self.insured_email.casefold()
        for name in self.SEARCHED:  # folding can make a text longer than its column: `ß` becomes `ss`
            column = cast("models.CharField[str, str]", self._meta.get_field(name))
            setattr(self, name, getattr(self, name)[: column.max_length])
        super().save(*args, **kwargs)
