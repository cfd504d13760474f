"""Every step over HTTP: entered and left by the right role, refused to each wrong one with the reason said.

The ways are found by living the procedure (`exploring`), so a step added to it is tested or the search says that no way
leads there.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from temoin import clock
from temoin.claims import door
from temoin.claims.action_form import NEVER_TYPED
from temoin.claims.models import Assignment
from temoin.documents.models import Document, Kind, MediaType, Visibility
from temoin.engine.choices import dated_fields
from temoin.engine.codec import plain
from temoin.engine.model import Procedure
from temoin.engine.state import Actor
from temoin.parties import links
from temoin.parties.models import Membership, User
from temoin.procedures.files import procedure, procedures
from tests import world as cast
from tests.steps import exploring
from tests.steps.exploring import Done, Found

pytestmark = pytest.mark.django_db
EVERY = [(code, step) for code in procedures() for step in sorted(procedure(code).steps)]


@cache
def ways(code: str) -> Mapping[str, Found]:
    return exploring.steps(procedure(code))


@dataclass
class Stage:
    """A claim on its way, who plays which role, and where its clock stands."""

    rules: Procedure
    job: Assignment
    people: Mapping[str, User]
    firms: Mapping[int, int]
    file: str
    clients: dict[str, Client] = field(default_factory=dict)

    def client(self, role: str) -> Client:
        played = self.rules.roles[role].played_by
        if played not in self.clients:
            self.clients[played] = self._signed_in(played)
        return self.clients[played]

    def _signed_in(self, role: str) -> Client:
        client = Client(headers={"accept-language": "fr"})
        if role == "insured":
            _link, token = links.issue(claim_id=self.job.claim_id, name="Claire Lambrecht", language="fr")
            client.post(f"/s/{token}/")
        else:
            client.force_login(self.people[role])
        return client

    def actor(self, role: str) -> Actor:
        if role in ("insured", "machine"):
            return cast.MACHINE if role == "machine" else Actor("insured", name="Claire Lambrecht")
        found = Membership.objects.get(user=self.people[self.rules.roles[role].played_by])
        return Actor(found.role, found.organisation_id, found.user_id, role)

    def filled(self, done: Done) -> dict[str, Any]:
        return {code: self._real(value) for code, value in done.values.items() if not self._supplied(code)}

    def _real(self, value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(self._real(one) for one in value)
        return self.file if value == exploring.FILE else _named(value, self.firms)

    def post(self, role: str, done: Done) -> Any:
        address = reverse("exchange:api:act", args=[self.job.claim.reference, self.job.number, done.action])
        values = {code: plain(value) for code, value in self.filled(done).items()}
        if "norm_reason" in values and not self._dated(done.action):
            del values["norm_reason"]
        return self.client(role).post(
            address,
            json.dumps({"values": values}),
            content_type="application/json",
            headers={"idempotency-key": uuid.uuid4().hex},
        )

    def does(self, done: Done) -> None:
        """By the door: what only leads to the step that is looked at."""
        door.act(
            assignment_id=self.job.pk,
            action=done.action,
            values=self.filled(done),
            actor=self.actor(done.role),
        )
        self.job.refresh_from_db()

    def _supplied(self, code: str) -> bool:
        """Whether the application brings it, so that nobody types it."""
        fields = self.rules.fields
        return code in NEVER_TYPED or (code in fields and fields[code].supplied)

    def _dated(self, action: str) -> bool:
        definition = self.rules.actions[action]
        asked = {one.code for one in definition.form}
        return bool(dated_fields(self.rules, definition)) or "norm_reason" in asked


def _named(value: Any, firms: Mapping[int, int]) -> Any:
    """The real firm that an invented id stands for."""
    return firms.get(value, value) if type(value) is int and value > 900 else value


@pytest.fixture
def stage(request: pytest.FixtureRequest) -> Stage:
    """The claim that can come to the step, with everybody who has a role in the procedure."""
    code, step = request.param
    rules, found, world = procedure(code), ways(code)[step], cast.build()
    network = sorted(one for one, role in rules.roles.items() if role.network)
    people = {world.actor(name).role: user for name, user in world.people.items() if name != "charlie"}
    for number, role in enumerate(network, start=60):
        if role not in people:
            people[role] = User.objects.create_user(username=f"T-{number:05d}", email=f"{role}@example.test")
            Membership.objects.create(
                user=people[role], organisation=world.organisations["network"], role=role
            )
    insurer = world.organisations["az"]
    insurer.code = found.order.get("insurer_code", insurer.code)
    insurer.save()
    firms = {
        exploring.FIRMS["contractor"]: world.id("bob"),
        exploring.FIRMS["loss_adjuster"]: world.id("expert"),
        exploring.FIRMS["insurer"]: insurer.pk,
        exploring.FIRMS["body_shop"]: world.id("carl"),
        exploring.OTHER_CONTRACTOR: world.id("charlie"),
    }
    with clock.at(exploring.BEGIN):
        facts = {one: _named(value, firms) for one, value in found.order.items() if one != "insurer_code"}
        fields = rules.fields
        claim = cast.open_claim(
            world,
            procedure=code,
            loss_type=next(iter(fields["loss_type"].choices)),
            trades=(next(iter(fields["trade"].choices)),),
            facts=facts,
        )
        document = Document.objects.create(
            id=uuid.uuid4(),
            claim_id=claim.pk,
            kind=Kind.PHOTO,
            filename="photo.jpg",
            sha256="0" * 64,
            size=1,
            media_type=MediaType.JPEG,
            visibility=Visibility.PARTIES,
            at=clock.now(),
        )
    return Stage(rules, claim.assignments.get(), people, firms, str(document.pk))


@pytest.mark.parametrize("stage", EVERY, indirect=True, ids=[f"{code}-{step}" for code, step in EVERY])
def test_a_step_is_entered_and_left_by_the_right_role_and_by_nobody_else(
    stage: Stage, request: pytest.FixtureRequest
) -> None:
    code, step = request.node.callspec.params["stage"]
    found = ways(code)[step]
    *before, entering = found.way or (None,)
    at = exploring.BEGIN + exploring.STEP
    for done in before:
        if done is not None:
            with clock.at(at):
                stage.does(done)
            at += exploring.STEP
    with clock.at(at):
        if entering is not None:
            _by_the_right_role_alone(stage, entering)
            at += exploring.STEP
    assert stage.job.step == step
    with clock.at(at):
        assert found.leaving is not None
        _by_the_right_role_alone(stage, found.leaving)
    assert stage.job.step != step


def _by_the_right_role_alone(stage: Stage, done: Done) -> None:
    """Everybody else is refused, with a reason, and nothing moves; then the right role does it."""
    rules = stage.rules
    action = rules.actions[done.action]
    allowed = {rules.roles[code].played_by for code in action.by}
    while door.settle(stage.job.pk):
        stage.job.refresh_from_db()
    before = stage.job.moved_seq
    for role, definition in rules.roles.items():
        if definition.machine or definition.played_by in allowed:
            continue
        answer = stage.post(role, done)
        assert answer.status_code in (403, 404, 409), f"{role} {done.action}: {answer.content!r}"
        assert answer.json()["title"], f"{role} is not told why {done.action} is not his"
        stage.job.refresh_from_db()
        assert stage.job.moved_seq == before, f"{role} moved the file by {done.action}"
    if done.role == "machine":
        stage.does(done)
        return
    answer = stage.post(done.role, done)
    assert answer.status_code == 201, f"{done.role} {done.action}: {answer.content!r}"
    stage.job.refresh_from_db()
