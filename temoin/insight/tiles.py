"""The numbers on top of a page of figures, each with its course, what it was before and the list behind it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from temoin.insight import drawing, wording
from temoin.insight.asked import Asked
from temoin.insight.drawing import Spark
from temoin.insight.figures import Along, Compared, Deadlines, SignedOff
from temoin.insight.lines import What
from temoin.ui import formats

DAY = 86400


@dataclass(frozen=True, slots=True)
class Tile:
    """One number. `tone` colours the line, `verdict` (ok, late, wait) what changed; `sign` is that one's icon."""

    label: str
    value: str
    unit: str
    url: str
    tone: str
    spark: Spark | None
    change: str = ""
    verdict: str = "wait"
    sign: str = "equal"
    against: str = ""


def kept(asked: Asked, found: Deadlines) -> Tile:
    """The share of deadlines kept."""
    change = found.all.change
    shown = change is not None
    return Tile(
        label=_("Deadlines kept"),
        value=wording.share(found.all.now.kept, 1) if found.all.now.total else "–",
        unit="%" if found.all.now.total else "",
        url=asked.lines_url(What.DEADLINES),
        tone=_tone(found.all),
        spark=drawing.spark([one.kept if one.total else None for one in found.along]),
        change=wording.points(change) if change is not None else "",
        verdict=judged(change or 0, ALIKE) if shown else "wait",
        sign=arrow(change or 0),
        against=against(asked) if shown else "",
    )


def late(asked: Asked, found: Deadlines) -> Tile:
    """How many were missed."""
    change = found.all.now.late - found.all.before.late
    return Tile(
        label=_("Deadlines missed"),
        value=str(found.all.now.late),
        unit=ngettext("of %(n)d", "of %(n)d", found.all.now.total) % {"n": found.all.now.total},
        url=asked.lines_url(What.LATE),
        tone="late",
        spark=drawing.spark([one.late for one in found.along]),
        change=wording.more(change),
        verdict=judged(-change),
        sign=arrow(change),
        against=against(asked),
    )


def delay(asked: Asked, found: Compared) -> Tile:
    """The median delay of those that were missed."""
    return Tile(
        label=_("Median delay"),
        value=wording.length(found.now.median),
        unit="",
        url=asked.lines_url(What.LATE),
        tone="wait",
        spark=None,
        change=wording.length(found.before.median) if found.before.median is not None else "",
        verdict="wait",
        sign="history",
        against=against(asked) if found.before.median is not None else "",
    )


def open_now(asked: Asked, number: int, course: Along | None = None) -> Tile:
    """What is open; fewer is better."""
    return _counted(
        asked, _("Open assignments"), number, What.OPEN, course.open if course else None, tone="soon"
    )


def overdue_now(asked: Asked, number: int, course: Along | None = None) -> Tile:
    """What is late at this moment."""
    return _counted(
        asked, _("Overdue now"), number, What.OVERDUE, course.overdue if course else None, tone="late"
    )


def _counted(
    asked: Asked, label: str, number: int, what: What, course: list[int] | None, *, tone: str
) -> Tile:
    url = asked.lines_url(what)
    if course is None:
        return Tile(label, str(number), "", url, tone, None)
    change = number - course[0]
    since = _("since %(day)s") % {"day": formats.day(asked.period.from_on)}
    verdict = judged(-change)
    return Tile(
        label,
        str(number),
        "",
        url,
        {"ok": "ok", "late": "late"}.get(verdict, tone),
        drawing.spark(course),
        wording.more(change),
        verdict,
        arrow(change),
        since,
    )


def signed_off(asked: Asked, found: SignedOff) -> Tile:
    """Days from the opening of a claim until its works are signed for; fewer is better."""
    days = None if found.median is None else round(found.median / DAY)
    before = None if found.before is None else round(found.before / DAY)
    change = days - before if days is not None and before is not None else None
    return Tile(
        label=_("From opening to sign-off, median"),
        value="–" if days is None else str(days),
        unit="" if days is None else ngettext("day", "days", days),
        url=asked.lines_url(What.SIGNED_OFF),
        tone="wait",
        spark=drawing.spark([None if one is None else one / DAY for one in found.along]),
        change="" if change is None else wording.more(change),
        verdict="wait" if change is None else judged(-change),
        sign=arrow(change or 0),
        against="" if change is None else against(asked),
    )


def against(asked: Asked) -> str:
    """What a change is measured against."""
    return _("against %(period)s") % {"period": asked.period.before_words}


ALIKE = 0.5  # points within which a share is as it was


def judged(better: float, alike: float = 0) -> str:
    """Whether a change is for the better."""
    return "ok" if better > alike else "late" if better < -alike else "wait"


def arrow(change: float) -> str:
    """The icon of a change."""
    return "arrow-up" if change > 0 else "arrow-down" if change < 0 else "equal"


def _tone(found: Compared) -> str:
    return "ok" if found.now.kept >= 90 else "late"
