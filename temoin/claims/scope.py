"""Whose rows the database shows: set for one transaction, so that no pooled connection remembers it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse

from temoin.engine.state import Actor
from temoin.parties import acting

NETWORK_ROLES = frozenset(
    {
        "case_handler",
        "advisor",
        "estimator",
        "adjuster_relations",
        "customer_service",
        "area_manager",
        "dispatcher",
        "network_manager",
    }
)


def of(actor: Actor | None) -> str:
    """The scope that an actor's requests run in; empty sees nothing."""
    if actor is None:
        return ""
    if actor.machine or actor.role in NETWORK_ROLES:
        return "network"
    return f"organisation:{actor.organisation}" if actor.organisation is not None else ""


@contextmanager
def within(scope: str) -> Iterator[None]:
    """Run in a scope, in a transaction; the scope before it is set again at the end."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(current_setting('app.scope', true), ''), set_config('app.scope', %s, true)",
            [scope],
        )
        before = cursor.fetchone()[0]
        yield
        cursor.execute("SELECT set_config('app.scope', %s, true)", [before])


class ScopeMiddleware:
    """Every signed-in request runs in one transaction that sees what its actor's organisation may see."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        who = acting.of(request)
        scope = f"claim:{who.link.claim_id}" if who.link is not None else of(who.actor)
        if not scope:
            return self.get_response(request)
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('app.scope', %s, true)", [scope])
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response
