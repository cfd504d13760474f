"""Removes files of documents that were never committed."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from temoin.documents import storage


class Command(BaseCommand):
    """`manage sweep_documents`."""

    help = "Removes files left behind by uploads that did not complete (older than a day)."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{storage.sweep()} removed")
