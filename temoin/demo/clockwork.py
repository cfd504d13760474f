"""Moving the demo's clock on, and letting everything that falls due meanwhile happen."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from django.contrib import messages
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from temoin import clock
from temoin.claims import door, scope, sweep
from temoin.demo.guard import demo_only, onward
from temoin.engine.alarms import AlarmKind
from temoin.journal.models import JournalEntry
from temoin.ui import formats

STEPS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(days=7)}
REMINDERS = frozenset({f"alarm.{AlarmKind.REMIND}", f"alarm.{AlarmKind.CHASE}"})
ESCALATIONS = frozenset({f"alarm.{AlarmKind.ESCALATE}"})


@demo_only
@require_POST
def forward(request: HttpRequest) -> HttpResponse:
    """Moves the clock by an hour, a day or a week and says what went off."""
    step = STEPS.get(request.POST.get("by", ""))
    if step is None:
        raise Http404
    went_off = move(step)
    messages.success(
        request,
        _("It is %(now)s: %(happened)s.")
        % {"now": formats.instant(clock.now(), formats.Style.SHORT), "happened": told(went_off)},
    )
    return redirect(onward(request))


def move(step: timedelta) -> Counter[str]:
    """Moves the clock and sweeps; how many of what went off: `reminder`, `escalation`, `expiry`."""
    with scope.within("network"):
        before = JournalEntry.objects.aggregate(last=Max("pk"))["last"] or 0
        clock.forward(step)
        sweep.sweep()
        written = JournalEntry.objects.filter(pk__gt=before, machine=True, actor_name=door.TIMER.name)
        return Counter(_kind(action) for action in written.values_list("action", flat=True))


def _kind(action: str) -> str:
    if action in REMINDERS:
        return "reminder"
    return "escalation" if action in ESCALATIONS else "expiry"


def told(went_off: Counter[str]) -> str:
    """The numbers in words; that nothing was due is said too."""
    if not went_off:
        return _("nothing fell due")
    counts = {kind: {"count": number} for kind, number in went_off.items()}
    said = []
    if "reminder" in counts:
        number = counts["reminder"]
        said.append(ngettext("%(count)d reminder", "%(count)d reminders", number["count"]) % number)
    if "escalation" in counts:
        number = counts["escalation"]
        said.append(ngettext("%(count)d escalation", "%(count)d escalations", number["count"]) % number)
    if "expiry" in counts:
        number = counts["expiry"]
        said.append(ngettext("%(count)d expiry", "%(count)d expiries", number["count"]) % number)
    return ", ".join(said)
