"""`manage doctor`: what is wrong with this installation, in plain words, and what to do about it."""

from __future__ import annotations

import os
import tempfile
import zoneinfo
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.mail import get_connection
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

OLDEST_SERVER = 15
PROTECTED = (
    "claims.Claim",
    "claims.Assignment",
    "claims.ClaimParty",
    "journal.JournalEntry",
    "documents.Document",
)
ZONES = ("Europe/Paris", "Europe/Brussels", "Europe/Amsterdam")
SILENT_AFTER = 60  # seconds without a sign of life from a worker
LATE_AFTER = 300  # seconds a job may wait
CLOCKS_APART = 5  # seconds
SECRET_LENGTH = 50


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; `remedy` is empty where all is well."""

    what: str
    remedy: str = ""


Findings = Iterator[Finding]


class Command(BaseCommand):
    help = "Says what is wrong with this installation and what to do about it; exit code 1 if anything is."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        looks: list[Callable[[], Findings]] = [safety, zones, media, mail, chromium]
        findings = [finding for look in [server, *looks] for finding in look()]
        if not any(finding.remedy for finding in findings[:1]):
            findings += [finding for look in (clocks, role, tables, journal, worker) for finding in look()]
        for finding in findings:
            self.stdout.write(f"{'WRONG' if finding.remedy else 'ok   '}  {finding.what}")
            if finding.remedy:
                self.stdout.write(f"       -> {finding.remedy}")
        wrong = sum(bool(finding.remedy) for finding in findings)
        if wrong:
            raise CommandError(f"{wrong} of {len(findings)} findings need attention.")
        self.stdout.write(f"All {len(findings)} findings are well.")


def server() -> Findings:
    """Is there a database, and is it young enough?"""
    try:
        connection.ensure_connection()
    except DatabaseError as reason:
        told = str(reason).strip().split("\n", 1)[0]
        yield Finding(
            f"The database does not answer: {told}",
            "Start the server, or correct DATABASE_URL. What depends on the database was not looked at.",
        )
        return
    major = _ask("SELECT current_setting('server_version_num')::int / 10000")
    yield Finding(
        f"The database answers; PostgreSQL {major}",
        "" if major >= OLDEST_SERVER else f"Move to PostgreSQL {OLDEST_SERVER} or newer.",
    )


def clocks() -> Findings:
    apart = abs((datetime.now(UTC) - _ask("SELECT clock_timestamp()")).total_seconds())
    yield Finding(
        f"The clocks of this machine and of the database are {apart:.1f} s apart",
        ""
        if apart < CLOCKS_APART
        else "Let both machines take the time from a time server (chrony, systemd-timesyncd).",
    )


def role() -> Findings:
    """The role of web and worker must be held by row-level security."""
    name, is_superuser, bypasses = _row(
        "SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
    )
    owned = _ask("SELECT count(*) FROM pg_tables WHERE tableowner = current_user AND schemaname = 'public'")
    remedy = "Give web and worker a role of their own in DATABASE_URL and the owner's in OWNER_DATABASE_URL."
    faults = [
        fault
        for fault, holds in (
            ("is a superuser", is_superuser),
            ("passes row-level security", bypasses),
            (f"owns {owned} tables", owned),
        )
        if holds
    ]
    yield Finding(
        f"The role {name} "
        + (" and ".join(faults) if faults else "is neither a superuser nor the owner of the tables"),
        remedy if faults else "",
    )


def tables() -> Findings:
    """Are they those of this version, and is the second net under the querysets there?"""
    executor = MigrationExecutor(connection)
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    yield Finding(
        f"{missing} migrations are not applied" if missing else "All migrations are applied",
        "Run: ./run manage migrate" if missing else "",
    )
    names = [_table(label) for label in PROTECTED]
    secured = (
        _ask(
            "SELECT count(*) FROM pg_class WHERE oid = ANY(%s::text[]::regclass[]) AND relrowsecurity", names
        )
        if _ask("SELECT bool_and(to_regclass(name) IS NOT NULL) FROM unnest(%s::text[]) name", names)
        else 0
    )
    yield Finding(
        f"Row-level security is on for {secured} of {len(names)} tables of the claims",
        "" if secured == len(names) else "Run the migrations as the owner: ./run manage migrate",
    )


def journal() -> Findings:
    """Nobody may rewrite it."""
    table = _table("journal.JournalEntry")
    if not _ask("SELECT to_regclass(%s) IS NOT NULL", table):
        return
    guarded = _ask(
        "SELECT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname = 'journal_append_only'"
        " AND tgenabled IN ('O', 'A'))",
        table,
    )
    yield Finding(
        "The journal's trigger refuses changes"
        if guarded
        else "The journal's trigger is missing or switched off",
        ""
        if guarded
        else f"As the owner: ALTER TABLE {table} ENABLE TRIGGER journal_append_only; then manage verify_journal.",
    )
    may = _ask("SELECT has_table_privilege(current_user, %s, 'UPDATE, DELETE, TRUNCATE')", table)
    yield Finding(
        f"This role {'may' if may else 'may not'} change or delete journal entries",
        "Run ./run manage migrate as the owner: it takes the rights away." if may else "",
    )


def worker() -> Findings:
    """Mails, reminders and expiries are the worker's."""
    if not _ask("SELECT to_regclass('procrastinate_workers') IS NOT NULL"):
        return
    alive = _ask(
        "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => %s)",
        SILENT_AFTER,
    )
    yield Finding(
        f"{alive} worker(s) alive" if alive else "No worker has given a sign of life in the last minute",
        ""
        if alive
        else "Start one, and let your system restart it on any exit: python -m django procrastinate worker",
    )
    late = _ask(
        "SELECT count(*) FROM procrastinate_jobs j WHERE status = 'todo' AND"
        " coalesce(scheduled_at, (SELECT min(at) FROM procrastinate_events e WHERE e.job_id = j.id))"
        " < now() - make_interval(secs => %s)",
        LATE_AFTER,
    )
    yield Finding(
        f"{late} jobs have waited more than {LATE_AFTER // 60} minutes" if late else "No job waits long",
        "Start more workers, or look into their logs." if late else "",
    )


def safety() -> Findings:
    """Settings that must not be those of a trial where others can reach the site."""
    if settings.TEMOIN_DEMO:
        yield Finding("This is a demo: secrets, hosts and https are not judged")
        return
    yield Finding(
        f"Debugging is {'on' if settings.DEBUG else 'off'}",
        "Unset TEMOIN_DEBUG: error pages would show secrets." if settings.DEBUG else "",
    )
    secret = os.environ.get("TEMOIN_SECRET_KEY", "")
    yield Finding(
        "A secret key is set" if len(secret) >= SECRET_LENGTH else "There is no secret key, or a short one",
        ""
        if len(secret) >= SECRET_LENGTH
        else f"Set TEMOIN_SECRET_KEY to {SECRET_LENGTH} or more random characters.",
    )
    named = os.environ.get("TEMOIN_HOSTS", "")
    yield Finding(
        f"Host names: {named or 'only this machine'}",
        "Set TEMOIN_HOSTS to the names of the site, separated by commas."
        if not named or "*" in named
        else "",
    )
    yield Finding(
        f"The site's address is {settings.PUBLIC_URL}",
        ""
        if settings.PUBLIC_URL.startswith("https://")
        else "Set TEMOIN_URL to the https:// address of the site.",
    )


def zones() -> Findings:
    missing = [zone for zone in ZONES if not _is_known(zone)]
    yield Finding(
        f"Time zones are missing: {', '.join(missing)}" if missing else "Time zones are known",
        "Install the package tzdata." if missing else "",
    )


def media() -> Findings:
    folder = Path(settings.MEDIA_ROOT)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as reason:
        yield Finding(
            f"Files cannot be stored in {folder}: {reason.strerror}",
            "Correct its rights, or set TEMOIN_MEDIA.",
        )
        return
    yield Finding(f"Files can be stored in {folder}")


def mail() -> Findings:
    place = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    try:
        with get_connection(timeout=5):
            pass
    except OSError as reason:  # smtplib's errors are of this kind too
        yield Finding(
            f"The mail server {place} does not take mail: {reason}",
            "Correct TEMOIN_SMTP_HOST, TEMOIN_SMTP_PORT, TEMOIN_SMTP_USER and TEMOIN_SMTP_PASSWORD"
            + (" (the demo's own runs only while the demo does)." if settings.TEMOIN_DEMO else "."),
        )
        return
    yield Finding(f"The mail server {place} takes mail")


def chromium() -> Findings:
    """Only the tests need one, and only `./run` looks for it."""
    path = os.environ.get("TEMOIN_CHROMIUM")
    if path is None:
        yield Finding("Chromium was not looked for: only the tests need it")
    else:
        yield Finding(
            f"A Chromium for the tests: {path}" if path else "No Chromium for the tests",
            "" if path else "./run test tries to install one, or set CHROMIUM to its path.",
        )


def _is_known(zone: str) -> bool:
    try:
        zoneinfo.ZoneInfo(zone)
    except zoneinfo.ZoneInfoNotFoundError:
        return False
    return True


def _table(label: str) -> str:
    return str(apps.get_model(label)._meta.db_table)


def _row(query: str, *values: Any) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return tuple(cursor.fetchone() or ())


def _ask(query: str, *values: Any) -> Any:
    return _row(query, *values)[0]
