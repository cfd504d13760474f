"""What the runtime role may do in the database: everything rows need, and nothing that rewrites history."""

from __future__ import annotations

import os
from typing import Any

from django.db import connections

ROLE = os.environ.get("TEMOIN_APP_ROLE", "temoin_app")

SQL = """
GRANT USAGE ON SCHEMA public TO {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role};
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {role};
REVOKE ALL ON journal_journalentry FROM {role};
GRANT SELECT ON journal_journalentry TO {role};
GRANT INSERT (claim_id, seq, assignment_number, occurred_at, recorded_at, actor_role, actor_organisation,
  actor_person, actor_name, machine, action, data, visibility, imported, key, salt, commitment,
  previous_hash, hash) ON journal_journalentry TO {role};
"""


def grant(using: str = "default", **kwargs: Any) -> None:
    """After each migration run, as the owner; nothing to do where the runtime role does not exist."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = %s), to_regclass('journal_journalentry')",
            [ROLE],
        )
        role_exists, journal = cursor.fetchone()
        if role_exists and journal:
            cursor.execute(SQL.format(role=connections[using].ops.quote_name(ROLE)))
