"""`manage help_pictures`: brings the pictures that the browser tests took to the help pages and the README."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from temoin.portals.help import pictures

README = settings.CHECKOUT / "docs" / "pictures"


class Command(BaseCommand):
    """Copies each listed picture as WebP, and those of the README as PNG; fails where any is missing."""

    help = "Copy the pictures taken by the browser tests to the help pages and to the README."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--from", dest="folder", type=Path, default=settings.STATE / "pictures", help="where they are"
        )

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        missing = []
        for name in pictures.NAMES:
            source = folder / f"{name}.png"
            if not source.is_file():
                missing.append(name)
                continue
            self._bring(source, pictures.FOLDER / f"{name}.webp")
            if name in pictures.OF_README:
                self._bring(source, README / f"{pictures.OF_README[name]}.png")
        if missing:
            raise CommandError(f"Not taken yet: {', '.join(missing)}. Run ./run test tests/browser first.")

    def _bring(self, source: Path, target: Path) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        if pictures.bring(source, target):
            self.stdout.write(f"new: {target.relative_to(target.parents[1])}")
