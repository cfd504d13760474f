"""`manage doctor` finds what is wrong, says so in a sentence and says what to do."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from pytest_django.fixtures import Settings

from temoin.config.management.commands import doctor
from temoin.config.management.commands.doctor import Finding
from temoin.launch import ports


def sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def as_runtime_role(db: None) -> None:
    """Tests connect as the owner; this is who web and worker are."""
    sql("SET LOCAL ROLE temoin_app")


def only(findings: doctor.Findings) -> Finding:
    [finding] = findings
    return finding


@pytest.mark.usefixtures("as_runtime_role")
def test_the_runtime_role_of_this_repository_is_well_in_every_respect() -> None:
    looks = (doctor.server, doctor.clocks, doctor.role, doctor.tables, doctor.journal)
    assert [finding for look in looks for finding in look() if finding.remedy] == []


@pytest.mark.django_db
def test_the_owner_as_runtime_role_is_found() -> None:
    finding = only(doctor.role())
    assert finding.what.startswith("The role temoin_owner owns ")
    assert "OWNER_DATABASE_URL" in finding.remedy


@pytest.mark.django_db
def test_a_switched_off_trigger_is_found() -> None:
    sql("ALTER TABLE journal_journalentry DISABLE TRIGGER journal_append_only")
    trigger, _ = doctor.journal()
    assert trigger.what == "The journal's trigger is missing or switched off"
    assert "ENABLE TRIGGER" in trigger.remedy


@pytest.mark.django_db
def test_a_role_that_may_rewrite_the_journal_is_found() -> None:
    sql("GRANT UPDATE ON journal_journalentry TO temoin_app")
    sql("SET LOCAL ROLE temoin_app")
    _, rights = doctor.journal()
    assert rights.what == "This role may change or delete journal entries"
    assert rights.remedy


@pytest.mark.django_db
def test_a_table_without_row_level_security_is_found() -> None:
    sql("ALTER TABLE claims_claim DISABLE ROW LEVEL SECURITY")
    _, security = doctor.tables()
    assert security.what == "Row-level security is on for 4 of 5 tables of the claims"
    assert security.remedy


@pytest.mark.django_db
def test_a_migration_not_applied_is_found() -> None:
    sql("DELETE FROM django_migrations WHERE app = 'clock'")
    migrations, _ = doctor.tables()
    assert (migrations.what, migrations.remedy) == (
        "1 migrations are not applied",
        "Run: ./run manage migrate",
    )


@pytest.mark.parametrize(("age", "alive"), [(5, True), (300, False)])
@pytest.mark.django_db
def test_a_worker_lives_as_long_as_it_gives_signs(age: int, alive: bool) -> None:
    sql(f"INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '{age} seconds')")
    heartbeat, _ = doctor.worker()
    assert bool(heartbeat.remedy) is not alive


@pytest.mark.django_db
def test_a_job_nobody_takes_is_found() -> None:
    sql(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, scheduled_at)"
        " VALUES ('default', 'tests.nothing', now() - interval '10 minutes')"
    )
    _, waiting = doctor.worker()
    assert waiting.what == "1 jobs have waited more than 5 minutes"
    assert waiting.remedy


def test_a_database_out_of_reach_is_named_and_nothing_else_is_asked_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse() -> None:
        raise OperationalError("connection refused\nIs the server running?")

    monkeypatch.setattr(connection, "ensure_connection", refuse)
    told = StringIO()
    with pytest.raises(CommandError, match="need attention"):
        call_command("doctor", stdout=told)
    assert "WRONG  The database does not answer: connection refused\n" in told.getvalue()
    assert "journal" not in told.getvalue()


def test_settings_of_a_trial_are_found_where_it_is_not_a_demo(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DEBUG, settings.PUBLIC_URL = True, "http://temoin.example"
    monkeypatch.setenv("TEMOIN_SECRET_KEY", "short")
    monkeypatch.setenv("TEMOIN_HOSTS", "*")
    assert all(finding.remedy for finding in doctor.safety())


def test_settings_of_a_real_site_are_well(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DEBUG, settings.PUBLIC_URL = False, "https://temoin.example"
    monkeypatch.setenv("TEMOIN_SECRET_KEY", "x" * 50)
    monkeypatch.setenv("TEMOIN_HOSTS", "temoin.example")
    assert not any(finding.remedy for finding in doctor.safety())


def test_a_folder_that_takes_no_files_is_found(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    settings.MEDIA_ROOT = tmp_path / "file" / "media"
    assert "TEMOIN_MEDIA" in only(doctor.media()).remedy


def test_a_mail_server_that_does_not_answer_is_found(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", ports.reserve(18_600).number
    finding = only(doctor.mail())
    assert finding.what.startswith(f"The mail server 127.0.0.1:{settings.EMAIL_PORT} does not take mail")
    assert "TEMOIN_SMTP_HOST" in finding.remedy


def test_a_missing_chromium_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEMOIN_CHROMIUM", "")
    assert "CHROMIUM" in only(doctor.chromium()).remedy
