"""The study as it stands on the page: rows by room, the result against the limits, what catches the eye."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from temoin import clock
from temoin.claims import authority, door
from temoin.claims.history import Current
from temoin.documents.models import Document
from temoin.engine.state import Actor
from temoin.estimates.assembly import assemble, day_of
from temoin.estimates.content import dwelling_from_json
from temoin.estimates.models import Line
from temoin.estimates.study import checks, decisions
from temoin.estimates.study.beside import Figures, Papers, differing, matched
from temoin.estimates.study.decisions import Choice, Decision
from temoin.estimates.sums import Sums


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line with what stands beside it and what is decided; `percent` how far above the list."""

    line: Line
    beside: Figures | None
    other: Line | None  # in the comparative estimate
    decision: Decision
    faults: Mapping[str, str]
    differs: bool
    percent: int
    photos: list[Document]

    @property
    def key(self) -> str:
        return str(self.line.pk)

    @property
    def more(self) -> Decimal:
        """How much more the contractor asks than what stands beside, without VAT."""
        return self.line.amount - (self.beside.amount if self.beside else Decimal(0))

    @property
    def dearer(self) -> bool:
        return self.beside is not None and self.line.unit_price != self.beside.unit_price

    @property
    def longer(self) -> bool:
        return self.beside is not None and self.line.quantity != self.beside.quantity

    @property
    def opened(self) -> bool:
        return bool(self.faults) or self.decision.choice not in (Choice.KEEP, Choice.TAKE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The sums of what is decided against what may be granted; `before` is granted on the claim's other assignments."""

    sums: Sums
    left: Decimal | None
    own: Decimal | None
    before: Decimal

    @property
    def limit(self) -> Decimal | None:
        known = [one for one in (self.left, self.own) if one is not None]
        return min(known) if known else None

    @property
    def within(self) -> bool:
        return self.limit is None or self.sums.gross <= self.limit

    @property
    def percent(self) -> int:
        return min(999, round(self.sums.gross * 100 / self.limit)) if self.limit else 999

    @property
    def personal(self) -> bool:
        """Whether it is the person's own limit that counts."""
        return self.own is not None and self.own == self.limit and self.own != self.left


def rooms(
    found: Papers,
    beside: Mapping[int, Figures],
    decided: Mapping[int, Decision],
    faults: Mapping[int, Mapping[str, str]],
) -> list[tuple[str, list[Row]]]:
    """The rows in the contractor's order, by room."""
    different = {line.pk for line in differing(found.lines, beside)}
    others = matched(found.lines, found.comparative_lines)
    wanted = {photo for line in found.lines for photo in line.photos}
    photos = Document.objects.filter(claim_id=found.contractor.claim_id).in_bulk(wanted) if wanted else {}
    rows = [
        Row(
            line=line,
            beside=beside.get(line.pk),
            other=others.get(line.pk),
            decision=decided[line.pk],
            faults=faults.get(line.pk, {}),
            differs=line.pk in different,
            percent=checks.above_list(line),
            photos=[photos[one] for one in line.photos if one in photos],
        )
        for line in found.lines
    ]
    return [(room, list(some)) for room, some in groupby(rows, key=lambda row: row.line.room)]


def result(
    now: Current, actor: Actor, found: Papers, beside: Mapping[int, Figures], decided: Mapping[int, Decision]
) -> Result:
    """The sums as they would be kept now."""
    content = decisions.content(found.contractor, found.lines, decided, beside, "–")
    made = assemble(content, now.claim, day_of(now.claim, clock.now()), strict=False)
    limits = door.supplied(now.procedure, "approve", now.assignment, actor)
    return Result(
        sums=made.sums,
        left=limits.get("authority_left"),
        own=limits.get("personal_limit"),
        before=authority.approved_elsewhere(now.assignment),
    )


def findings(
    now: Current, found: Papers, beside: Mapping[int, Figures], studied: int | None
) -> list[checks.Finding]:
    """What catches the eye in this estimate on this claim."""
    siblings = now.claim.assignments.filter(trade=now.assignment.trade).exclude(pk=now.assignment.pk)
    total = now.state.facts.get("estimate_total")
    around = checks.Circumstances(
        total=found.current.gross_amount,
        said=Decimal(total) if total is not None else None,
        dwelling=dwelling_from_json(found.contractor.dwelling),
        studied=studied,
        number=found.contractor.number,
        same_trade=[str(number) for number in siblings.values_list("number", flat=True)]
        if now.assignment.trade
        else [],
    )
    return checks.findings(found.lines, beside, around)
