"""How far the journal can be read without missing anything."""

from __future__ import annotations

from django.db import connection


def settled() -> int:
    """The id up to which no entry can still appear; to be asked before the entries are read, in a statement of its own.

    Ids are given before entries are committed: a slower transaction may commit the tenth after the eleventh. Whoever
    writes announces it until he has committed (migration 0005), and this stops before the least id announced. One's
    own entries of this transaction count as there.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT journal_settled()")
        return int(cursor.fetchone()[0])
