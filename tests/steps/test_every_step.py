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
from temoin.engine.state import Actor
from temoin.parties import links
from temoin.parties.models import Membership, User
from temoin.procedures.files import procedure
from tests import world as cast
from tests.steps import exploring
from tests.steps.exploring import Done, Found

pytestmark = pytest.mark.django_db
HOME = procedure("home_repair")
NETWORK = sorted(code for code, role in HOME.roles.items() if role.network)


@cache
def ways() -> Mapping[str, Found]:
    return exploring.steps(HOME)


@dataclass
class Stage:
    """A claim on its way, who plays which role, and where its clock stands."""

    job: Assignment
    people: Mapping[str, User]
    firms: Mapping[int, int]
    file: str
    clients: dict[str, Client] = field(default_factory=dict)

    def client(self, role: str) -> Client:
        played = HOME.roles[role].played_by
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
        found = Membership.objects.get(user=self.people[HOME.roles[role].played_by])
        return Actor(found.role, found.organisation_id, found.user_id, role)

    def filled(self, done: Done) -> dict[str, Any]:
        return {code: self._real(value) for code, value in done.values.items() if not _supplied(code)}

    def _real(self, value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(self._real(one) for one in value)
        if value == exploring.FILE:
            return self.file
        return self.firms.get(value, value) if isinstance(value, int) and value > 900 else value

    def post(self, role: str, done: Done) -> Any:
        address = reverse("exchange:api:act", args=[self.job.claim.reference, self.job.number, done.action])
        values = {code: plain(value) for code, value in self.filled(done).items()}
        if "norm_reason" in values and not _dated(done.action):
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


def _supplied(code: str) -> bool:
    """Whether the application brings it, so that nobody types it."""
    return code in NEVER_TYPED or (code in HOME.fields and HOME.fields[code].supplied)


def _dated(action: str) -> bool:
    definition = HOME.actions[action]
    return bool(dated_fields(HOME, definition)) or any(one.code == "norm_reason" for one in definition.form)


@pytest.fixture
def stage(request: pytest.FixtureRequest) -> Stage:
    """The claim that can come to the step, with everybody who has a role in the procedure."""
    found = ways()[request.param]
    world = cast.build()
    people = {world.actor(name).role: user for name, user in world.people.items() if name != "charlie"}
    for number, role in enumerate(NETWORK, start=60):
        if role not in people:
            people[role] = User.objects.create_user(username=f"T-{number:05d}", email=f"{role}@example.test")
            Membership.objects.create(
                user=people[role], organisation=world.organisations["network"], role=role
            )
    insurer = world.organisations["az"]
    insurer.code = found.order["insurer_code"]
    insurer.save()
    firms = {
        exploring.FIRMS["contractor"]: world.id("bob"),
        exploring.FIRMS["loss_adjuster"]: world.id("expert"),
        exploring.FIRMS["insurer"]: insurer.pk,
        exploring.OTHER_CONTRACTOR: world.id("charlie"),
    }
    with clock.at(exploring.BEGIN):
        facts = {code: value for code, value in found.order.items() if code != "insurer_code"}
        claim = cast.open_claim(world, facts=facts)
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
    return Stage(claim.assignments.get(), people, firms, str(document.pk))


@pytest.mark.parametrize("stage", sorted(HOME.steps), indirect=True)
def test_a_step_is_entered_and_left_by_the_right_role_and_by_nobody_else(
    stage: Stage, request: pytest.FixtureRequest
) -> None:
    step = request.node.callspec.params["stage"]
    found = ways()[step]
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
    action = HOME.actions[done.action]
    allowed = {HOME.roles[code].played_by for code in action.by}
    before = stage.job.moved_seq
    for role, definition in HOME.roles.items():
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
