"""Forgets a demo world whole. Only the role that owns the tables can: a journal cannot be emptied by the one that writes it."""

from __future__ import annotations

import shutil

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from temoin.documents import storage


class NotTheOwner(Exception):
    """The database role may add to the journal, not empty it."""


def erase() -> None:
    """Empty every table and the documents' folder. Raises NotTheOwner, ValueError outside a demo."""
    if not settings.TEMOIN_DEMO:
        raise ValueError("only a demo's world can be forgotten")
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege('journal_journalentry', 'TRUNCATE')")
        if not cursor.fetchone()[0]:
            raise NotTheOwner
    call_command("flush", interactive=False, verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    shutil.rmtree(storage.root(), ignore_errors=True)
