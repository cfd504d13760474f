"""`manage help_pictures`: brings the pictures that the browser tests took to the help pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from temoin.portals.help import pictures


class Command(BaseCommand):
    """Copies each listed picture as WebP; says which are missing and fails where any is."""

    help = "Copy the pictures taken by the browser tests to the help pages."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--from", dest="folder", type=Path, default=settings.STATE / "pictures", help="where they are"
        )

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        pictures.FOLDER.mkdir(parents=True, exist_ok=True)
        missing = []
        for name in pictures.NAMES:
            source = folder / f"{name}.png"
            if not source.is_file():
                missing.append(name)
            elif pictures.bring(source, name):
                self.stdout.write(f"{name}: new")
        if missing:
            raise CommandError(f"Not taken yet: {', '.join(missing)}. Run ./run test tests/browser first.")
