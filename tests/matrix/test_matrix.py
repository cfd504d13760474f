"""Every route × every actor × every object × GET and POST, against the policy."""

from __future__ import annotations

import pytest

from temoin.claims import action_page
from temoin.documents import access as documents
from temoin.portals.contractor import access
from tests.matrix import matrix, places, registry
from tests.matrix.conftest import RUNTIME, counted
from tests.matrix.matrix import Judge
from tests.matrix.policy import Policy, Wanted, read
from tests.matrix.stage import ACTORS, MARKS, Stage

pytestmark = pytest.mark.django_db
ROUTES = {route.name: route for route in registry.routes()}


def test_every_route_has_its_row_and_every_row_its_route(policy: Policy) -> None:
    assert set(policy.rows) == set(ROUTES)


def test_the_policy_and_the_stage_know_the_same_actors_marks_and_objects(
    policy: Policy, stage: Stage
) -> None:
    assert set(policy.actors) == set(ACTORS)
    assert set(policy.reads) == set(MARKS)
    for row in policy.rows.values():
        named = {thing for things in (*row.allowed.values(), row.gone) for thing in things}
        assert named <= set(places.of(row.kind, stage)), row.route
        assert places.NONE not in named


@pytest.mark.parametrize("name", [name for name in read().rows if name in ROUTES])
def test_a_route_answers_those_who_may_ask_and_nobody_else(
    name: str, way: str, stage: Stage, judge: Judge, policy: Policy, plain_refusals: None
) -> None:
    if way == RUNTIME and policy.rows[name].public:
        return
    wrong: list[str] = []
    for cell in matrix.cells(policy.rows[name], ROUTES[name], stage, brief=way == RUNTIME):
        counted[f"cells ({way})"] += 1
        wrong += judge.ask(cell)
    counted["mismatches"] += len(wrong)
    assert not wrong, f"{len(wrong)} of the cells of {name}:\n" + "\n".join(wrong[:40])


def test_the_policy_lets_nobody_without_rights_in(policy: Policy) -> None:
    """The policy itself could be wrong: whoever has lost his rights appears in no row that names an object of a claim."""
    lost = {"anonymous", "dismissed", "dismissed_staff", "dismissed_administrator", "no_membership"}
    lost |= {"account_closed", "firm_closed", "link_expired", "link_revoked"}
    for row in policy.rows.values():
        if row.kind not in ("claim", "claim_assignment", "assignment", "own_assignment", "document", "mail"):
            continue
        for method in row.allowed:
            for thing in row.allowed[method]:
                for actor in lost:
                    assert row.wanted(method, thing, actor) is not Wanted.ALLOWED, row.route


def test_a_forgotten_check_would_be_seen(
    way: str,
    stage: Stage,
    judge: Judge,
    policy: Policy,
    plain_refusals: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Two checks switched off: without them the application lets others in, the database still does not.

    Where firms share a claim only the application knows whose job is whose: there the second net does not hold.
    """
    monkeypatch.setattr(access, "own", lambda request, pk: action_page.visible(pk))
    monkeypatch.setattr(documents, "may_see", lambda request, document: True)
    let_in = {
        (cell.actor, cell.thing)
        for name in ("contractor:job", "document")
        for cell in matrix.cells(policy.rows[name], ROUTES[name], stage)
        if cell.method == "GET"
        and cell.actor in ("contractor", "contractor_removed", "insurer")
        and judge.ask(cell)
    }
    side = {True: "theirs", False: "ours"}
    crossed = {
        (actor, thing)
        for actor, thing in let_in
        if actor not in policy.reads[f"circumstances of {side[thing.startswith('theirs')]}"]
    }
    assert ("contractor", "sibling") in let_in
    if way == RUNTIME:
        assert crossed == set()
    else:
        assert ("contractor", "theirs_held") in crossed
        assert ("insurer", "theirs_shared") in crossed
