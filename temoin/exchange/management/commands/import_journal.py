"""`manage import_journal FILE`: read a journal of the old system, say what was understood, create its claims."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.utils import ProgrammingError
from django.utils import translation
from django.utils.translation import gettext as _

from temoin.engine.model import LANGUAGES
from temoin.exchange.old_journal import outcome, reading_in, standing, wording, writing
from temoin.exchange.old_journal.plan import Plan, plan
from temoin.exchange.old_journal.reading import MAX_BYTES
from temoin.parties.models import Organisation

STEP = 500  # entries between two signs of life


class Command(BaseCommand):
    help = "Read a journal of the old system, say what was understood, and create its claims."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the journal, as plain text in any encoding")
        parser.add_argument("--insurer", help="code of the insurer whose claims these are, such as AZ")
        parser.add_argument("--one-claim", action="store_true", help="the whole file is one claim")
        parser.add_argument(
            "--postcode", default="", help="where the claims are: decides whose holidays count"
        )
        parser.add_argument("--loss-type", default="", help="cause of the damage, where it is one for all")
        parser.add_argument("--dry-run", action="store_true", help="only say what was understood")
        parser.add_argument("--short", action="store_true", help="counts and claims, without the entries")
        parser.add_argument("--language", choices=LANGUAGES, default="fr", help="of the report")

    def handle(self, *args: Any, file: str, language: str, **options: Any) -> None:
        with translation.override(language):
            try:
                self._import(Path(file), **options)
            except ProgrammingError:
                if "claims_claim" in connection.introspection.table_names():
                    raise
                raise CommandError(_("The database has no tables yet. First: ./run manage migrate")) from None

    def _import(self, path: Path, *, dry_run: bool, one_claim: bool, short: bool, **options: Any) -> None:
        order = None if dry_run else self._order(path, **options)
        data = _bytes(path)
        self._said(_("Reading %(bytes)s bytes …") % {"bytes": len(data)})
        report = reading_in.read_in(data, name=path.name, one_claim=one_claim)
        planned = plan(report)
        lines = wording.render(report, plan=planned, step_name=reading_in.step_name(), entries=not short)
        for line in lines:
            self.stdout.write(line)
        if not planned.claims:
            raise CommandError(_("No claim can be made of this file; nothing was written."))
        self.stdout.write("")
        for line in self._outcome(planned, order):
            self.stdout.write(line)

    def _outcome(self, planned: Plan, order: writing.Order | None) -> list[str]:
        if order is None:
            return list(outcome.would(standing.found(planned.claims, reading_in.calendar())))
        return list(outcome.done(writing.write(planned, order, progress=self._progress)))

    def _order(
        self, path: Path, *, insurer: str | None, postcode: str, loss_type: str, **options: Any
    ) -> writing.Order:
        problem = writing.problem(postcode=postcode, loss_type=loss_type)
        if problem:
            raise CommandError(problem)
        known = {
            one.code: one for one in Organisation.objects.filter(kind="insurer", active=True) if one.code
        }
        if insurer in known:
            return writing.Order(
                insurer=known[insurer], file=path.name, by="", postcode=postcode, loss_type=loss_type
            )
        codes = ", ".join(sorted(known)) or "–"
        if insurer:
            raise CommandError(
                _("There is no insurer “%(code)s”. Known codes: %(codes)s.")
                % {"code": insurer, "codes": codes}
            )
        raise CommandError(
            _("Say whose claims these are: --insurer CODE. Known codes: %(codes)s.") % {"codes": codes}
        )

    def _progress(self, done: int, total: int) -> None:
        if total > STEP and (done % STEP == 0 or done == total):
            self._said(_("%(done)s of %(total)s entries written") % {"done": done, "total": total})

    def _said(self, words: str) -> None:
        print(words, file=sys.stderr, flush=True)


def _bytes(path: Path) -> bytes:
    """The file, but never more of it than is needed to see that it is too large."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as reason:
        words = {"file": str(path), "reason": reason.strerror or str(reason)}
        raise CommandError(_("%(file)s cannot be read: %(reason)s") % words) from None
