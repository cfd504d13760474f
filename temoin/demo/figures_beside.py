"""The adjuster's figures beside a few estimates that lie with the estimator, so that there is something to study."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

from temoin import clock
from temoin.claims.models import Assignment
from temoin.engine.state import Actor
from temoin.estimates import versions
from temoin.estimates.content import Content, NewLine, dwelling_from_json
from temoin.estimates.models import Kind, Line, Version
from temoin.parties.models import Membership

MOST = 4
CHEAPER, SMALLER = Decimal("0.9"), Decimal("0.85")


def add() -> int:
    """On the first few estimates with lines; returns how many."""
    adjuster = Membership.objects.filter(role="loss_adjuster").select_related("user").order_by("pk").first()
    if adjuster is None:
        return 0
    actor = Actor(adjuster.role, adjuster.organisation_id, adjuster.user_id, str(adjuster.user))
    lying = Assignment.objects.filter(closed_at=None, step__in=("estimate_review", "estimate_info_answered"))
    found = Version.objects.filter(assignment__in=lying, kind=Kind.CONTRACTOR, totals_only=False)
    for version in list(found.order_by("pk")[:MOST]):
        with clock.at(min(version.created_at + timedelta(hours=1), clock.now())):
            versions.enter(assignment_id=version.assignment_id, content=_figures(version), actor=actor)
    return min(found.count(), MOST)


def _figures(version: Version) -> Content:
    """Most lines as they are; of the dearest less, and the last not known to the adjuster."""
    lines = [_line(one) for one in version.lines.all()]
    by_amount = sorted(range(len(lines)), key=lambda index: -lines[index].quantity * lines[index].unit_price)
    dearest = by_amount[0]
    price = (lines[dearest].unit_price * CHEAPER).quantize(Decimal("0.01"), ROUND_HALF_UP)
    quantity = (lines[dearest].quantity * SMALLER).quantize(Decimal("0.1"), ROUND_HALF_UP)
    lines[dearest] = replace(lines[dearest], unit_price=price, quantity=quantity or lines[dearest].quantity)
    return Content(
        kind=Kind.ADJUSTER,
        lines=tuple(lines[:-1] if len(lines) > 2 else lines),
        dwelling=dwelling_from_json(version.dwelling),
        price_list=version.price_list_id,
    )


def _line(one: Line) -> NewLine:
    return NewLine(
        description=one.description, room=one.room, quantity=one.quantity, unit=one.unit, unit_price=one.unit_price,
        item=one.item_id, work_category=one.work_category, wear_pct=one.wear_pct, cover=one.cover, comes_from=one.pk,
    )  # fmt: skip
