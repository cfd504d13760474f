"""The floor: the same rows read and written by hand, with psycopg 3 and nothing between."""

from __future__ import annotations

import itertools
from typing import Any

import psycopg
from django.db import connection
from psycopg.types.json import Jsonb

from temoin import clock

_numbers = itertools.count(1)


class Floor:
    """One connection of its own; each operation is what a careful person would write by hand."""

    def __init__(self) -> None:
        settings = connection.get_connection_params()
        wanted = ("dbname", "user", "password", "host", "port")
        told = {key: settings[key] for key in wanted if settings.get(key)}
        self.connection = psycopg.connect(**told, autocommit=True)
        self.connection.prepare_threshold = 5
        # row-level security binds it too; the scope is set once, which no pooled request may do
        self.connection.execute("SELECT set_config('app.scope', 'network', false)")

    def close(self) -> None:
        self.connection.close()

    def copy_of(self, table: str, row_id: int) -> dict[str, Any]:
        """A row's columns, to be written again."""
        with self.connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {table} WHERE id = %s", [row_id])  # noqa: S608
            found = cursor.fetchone()
            names = [column.name for column in cursor.description or ()]
        return {
            name: Jsonb(value) if isinstance(value, (dict, list)) else value
            for name, value in zip(names, found or (), strict=True)
            if name != "id"
        }

    def write(self, rows: list[tuple[str, dict[str, Any]]], updates: list[tuple[str, list[Any]]]) -> None:
        """One transaction: the rows inserted, the updates done."""
        with self.connection.transaction(), self.connection.cursor() as cursor:
            for table, row in rows:
                names = ", ".join(row)
                cursor.execute(
                    f"INSERT INTO {table} ({names}) VALUES ({', '.join(['%s'] * len(row))})",  # noqa: S608
                    list(row.values()),
                )
            for statement, values in updates:
                cursor.execute(statement, values)

    def read(self, statement: str, values: list[Any]) -> list[Any]:
        """One statement, all its rows."""
        with self.connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchall()


def fresh(row: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A copy of a row with new unique values."""
    number = next(_numbers)
    unique = {"reference": f"F{number:09d}", "key": f"f:{number}", "message_id": f"<f{number}@bench>"}
    return {**row, **{key: value for key, value in unique.items() if key in row}, **changes}


def worklist(floor: Floor) -> list[Any]:
    return floor.read(
        "SELECT a.*, c.*, o.* FROM claims_assignment a JOIN claims_claim c ON c.id = a.claim_id "
        "JOIN parties_organisation o ON o.id = c.insurer_id "
        "WHERE a.closed_at IS NULL AND a.holder_role = 'dispatcher' ORDER BY a.due_at, a.id LIMIT 50",
        [],
    )


def search(floor: Floor, prefix: str) -> list[Any]:
    return floor.read(
        "SELECT * FROM claims_claim WHERE reference_n >= %s AND reference_n < %s ORDER BY reference_n LIMIT 20",
        [prefix, prefix + "\U0010ffff"],
    )


def claim(floor: Floor, reference: str) -> list[Any]:
    return floor.read(
        "SELECT c.*, e.* FROM claims_claim c JOIN journal_journalentry e ON e.claim_id = c.id "
        "WHERE c.reference = %s ORDER BY e.seq",
        [reference],
    )


def sweep(floor: Floor, number: int, entry: dict[str, Any]) -> int:
    """Every due alarm claimed in one statement, then one journal row each, all in one transaction."""
    with floor.connection.transaction(), floor.connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.scope', 'network', true)")
        cursor.execute(
            "UPDATE claims_assignment SET next_alarm_at = NULL WHERE id IN (SELECT id FROM claims_assignment "
            "WHERE next_alarm_at <= %s ORDER BY next_alarm_at LIMIT %s FOR UPDATE SKIP LOCKED) RETURNING claim_id",
            [clock.now(), number],
        )
        claims = [row[0] for row in cursor.fetchall()]
        names = ", ".join(entry)
        cursor.executemany(
            f"INSERT INTO journal_journalentry ({names}) VALUES ({', '.join(['%s'] * len(entry))})",  # noqa: S608
            [list(fresh(entry, claim_id=one, seq=1000 + next(_numbers)).values()) for one in claims],
        )
    return len(claims)
