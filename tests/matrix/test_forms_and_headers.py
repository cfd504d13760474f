"""No form is taken without its token, on any route; every answer carries the headers that keep it safe."""

from __future__ import annotations

import pytest
from django.conf import settings

from temoin.config import permissions
from temoin.parties.models import Membership, Organisation
from tests.matrix import places, registry
from tests.matrix.browser import Answer, Browser
from tests.matrix.conftest import RUNTIME, counted
from tests.matrix.matrix import address
from tests.matrix.policy import Policy, Wanted
from tests.matrix.stage import ACTORS, Stage

pytestmark = pytest.mark.django_db
ROUTES = {route.name: route for route in registry.routes()}


def _first(policy: Policy, stage: Stage, name: str, method: str) -> tuple[str, str] | None:
    """Somebody who may ask for something on this route, and its address; the best known actors first."""
    row = policy.rows[name]
    for thing, kwargs in places.of(row.kind, stage).items():
        for actor in ("case_handler", "contractor", "insurer", "insured", "administrator", *ACTORS):
            if row.wanted(method, thing, actor) is Wanted.ALLOWED:
                action = {"action": row.actions[0]} if row.actions else {}
                return actor, address(ROUTES[name], {**kwargs, **action})
    return None


def test_no_route_takes_a_form_without_its_token(
    way: str, stage: Stage, asker: Browser, policy: Policy
) -> None:
    """Every route that takes POST, asked by somebody who may, with a session and without a token."""
    if way == RUNTIME:
        return
    wrong = []
    for name, row in policy.rows.items():
        found = _first(policy, stage, name, "POST") if row.takes("POST") else None
        if found is None:
            continue
        counted["forms without a token"] += 1
        actor, path = found
        answer = asker.ask("POST", path, cookie=stage.cookie(actor), csrf=True)
        if answer.status != 403 or answer.written:
            wrong.append(f"{name}: {answer.status} {answer.written}")
    assert not wrong, "\n".join(wrong)


def test_no_view_is_exempt_from_the_token_but_the_apis_which_asks_for_it_itself() -> None:
    exempt = {one.name for one in registry.routes() if getattr(one.view, "csrf_exempt", False)}
    assert {name for name in exempt if not name.startswith("exchange:api:")} == set()


def test_every_page_carries_the_headers_that_keep_it_safe(
    way: str, stage: Stage, asker: Browser, policy: Policy
) -> None:
    if way == RUNTIME:
        return
    wrong = []
    for name, row in policy.rows.items():
        found = _first(policy, stage, name, "GET") if row.takes("GET") else None
        if found is None:
            continue
        counted["headers of pages"] += 1
        actor, path = found
        answer = asker.ask("GET", path, cookie=stage.cookie(actor), query=dict(row.data))
        wrong += [f"{name}: {one}" for one in unsafe(answer, personal=actor != "anonymous")]
    for actor in ("anonymous", "contractor", "insured"):
        answer = asker.ask("GET", "/no/such/address/", cookie=stage.cookie(actor))
        wrong += [f"404 of {actor}: {one}" for one in unsafe(answer, personal=actor != "anonymous")]
    assert not wrong, "\n".join(wrong)


def unsafe(answer: Answer, *, personal: bool) -> list[str]:
    """What an answer lacks."""
    policy = answer.headers.get("content-security-policy", "")
    kept = answer.headers.get("cache-control", "")
    checks = {
        "a policy without inline": "default-src" in policy and "unsafe" not in policy,
        "no strange frames": "frame-ancestors 'none'" in policy
        or answer.headers.get("x-frame-options") == "DENY"
        or "sandbox" in policy,
        "nosniff": answer.headers.get("x-content-type-options") == "nosniff",
        "a referrer policy": answer.headers.get("referrer-policy", "") in ("same-origin", "no-referrer"),
        "kept by no cache": not personal or ("private" in kept and "no-store" in kept),
    }
    return [f"lacks {what} ({policy} {kept})" for what, holds in checks.items() if not holds]


def test_a_hostile_next_address_leads_nowhere_else(stage: Stage, asker: Browser, policy: Policy) -> None:
    wrong = []
    for name in (
        "account_login",
        "set_theme",
        "set_language_choice",
        "choose_membership",
        "admin:login",
        "account_logout",
    ):
        path = address(ROUTES[name], {})
        for hostile in (
            "//evil.example/",
            "https://evil.example/",
            "https:evil.example",
            "\\\\evil.example",
            "/\\evil",
        ):
            sent, cookie = {"next": hostile, "theme": "dark"}, stage.cookie("contractor")
            for method, answer in (
                ("GET", asker.ask("GET", path, cookie=cookie, query=sent)),
                ("POST", asker.ask("POST", path, cookie=cookie, data=sent)),
            ):
                if answer.location.startswith(("//", "/\\", "\\", "http")):
                    wrong.append(f"{name} {method} {hostile}: {answer.location}")
    assert not wrong, "\n".join(wrong)


def test_the_page_that_shows_this_policy_is_as_it_would_be_written_now() -> None:
    written = settings.CHECKOUT / "docs" / "reference" / "generated" / "permissions.md"
    assert written.read_text(encoding="utf-8") == permissions.page()


def test_the_first_account_of_an_installation_enters_the_admin_and_nobody_elses_flags_do(
    stage: Stage, asker: Browser
) -> None:
    """An account made on the machine belongs nowhere; whoever belonged somewhere once goes by his memberships."""
    dismissed = stage.people["dismissed_administrator"]
    assert asker.ask("GET", "/admin/", cookie=stage.cookie("dismissed_administrator")).status == 302
    Membership.objects.filter(user=dismissed).delete()
    assert asker.ask("GET", "/admin/", cookie=stage.cookie("dismissed_administrator")).status == 200
    Organisation.objects.filter(kind="network").update(active=False)
    assert asker.ask("GET", "/admin/", cookie=stage.cookie("administrator")).status == 302
