"""What an import makes of each claim, and what it made, in words."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from temoin.exchange.old_journal.standing import Found, Standing
from temoin.exchange.old_journal.writing import Written

LISTED = 500


def standing(found: Found) -> str:
    """How a planned claim stands to what is in Témoin already."""
    match found.standing:
        case Standing.NEW:
            return _("new")
        case Standing.THERE:
            return _("imported before as %(reference)s, nothing changes") % {"reference": found.reference}
        case Standing.OTHER_PRINT:
            return ngettext(
                "another print of %(reference)s, which was imported before; %(count)s entry is not in there. No second claim is made of it",
                "another print of %(reference)s, which was imported before; %(count)s entries are not in there. No second claim is made of it",
                found.further,
            ) % {"reference": found.reference, "count": found.further}
        case Standing.BEYOND_CALENDAR:
            return _("not created: its dates lie in years for which no calendar is known")


def line(found: Found) -> str:
    """One claim of the file, by its line, with how it stands."""
    return _("line %(line)s: %(words)s") % {"line": found.plan.first_line, "words": standing(found)}


def made(found: Found) -> str:
    """One claim that was created."""
    count = len(found.plan.entries)
    words = ngettext(
        "claim %(reference)s created, %(count)s entry",
        "claim %(reference)s created, %(count)s entries",
        count,
    )
    return _("line %(line)s: %(words)s") % {
        "line": found.plan.first_line,
        "words": words % {"reference": found.reference, "count": count},
    }


def would(asked: list[Found]) -> Iterator[str]:
    """What an import would do, claim by claim."""
    new = sum(one.standing is Standing.NEW for one in asked)
    yield ngettext("%(count)s claim would be created.", "%(count)s claims would be created.", new) % {
        "count": new
    }
    yield from _limited([line(one) for one in asked])


def done(written: Written) -> Iterator[str]:
    """What an import did, claim by claim."""
    if written.made:
        count = len(written.made)
        yield ngettext("%(count)s claim created.", "%(count)s claims created.", count) % {"count": count}
    else:
        yield _("Nothing changed: no claim was created.")
    yield from _limited([*map(made, written.made), *map(line, written.others)])


def _limited(lines: list[str]) -> Iterator[str]:
    yield from (f"  {one}" for one in islice(lines, LISTED))
    if len(lines) > LISTED:
        yield _("  … and %(count)s more") % {"count": len(lines) - LISTED}
