"""The arrival of a mission, played by a client that another program made from our OpenAPI document alone."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest
from django.test import Client
from PIL import Image

from temoin import clock
from temoin.claims.sweep import sweep
from temoin.parties import keys
from temoin.parties.models import Membership, Organisation
from tests import world as cast

PACKAGE = "temoin_made_client"
KEY = "0123456789-"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where the client was made from the document as it is served."""
    place = tmp_path_factory.mktemp("made")
    document, config = place / "openapi.json", place / "config.yaml"
    document.write_bytes(Client().get("/api/v1/openapi.json").content)
    config.write_text("post_hooks: []\n")
    command = [
        sys.executable,
        "-m",
        "openapi_python_client",
        "generate",
        "--meta",
        "none",
        "--fail-on-warning",
    ]
    command += ["--path", str(document), "--config", str(config), "--output-path", str(place / PACKAGE)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    sys.path.insert(0, str(place))
    yield place
    sys.path.remove(str(place))
    for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE]:
        del sys.modules[name]


@pytest.fixture
def world(settings: Any, tmp_path: Path) -> cast.World:
    settings.MEDIA_ROOT, settings.TEMOIN_CONTROL_SAMPLE_PCT = tmp_path, 0
    world = cast.build()
    Organisation.objects.filter(pk=world.id("carl")).update(code="G-0412")
    Organisation.objects.filter(pk=world.id("expert")).update(code="EXP-7")
    return world


def part(name: str) -> ModuleType:
    return importlib.import_module(f"{PACKAGE}.{name}")


def carried(request: httpx.Request) -> httpx.Response:
    """The request as it would go over the wire, answered by this process in the test's own transaction."""
    answer = Client(enforce_csrf_checks=True).generic(
        request.method,
        request.url.raw_path.decode(),
        request.read(),
        content_type=request.headers.get("content-type", ""),
        headers={
            name: value for name, value in request.headers.items() if name not in ("content-type", "host")
        },
    )
    return httpx.Response(answer.status_code, headers=list(answer.items()), content=answer.getvalue())


def program(world: cast.World, name: str) -> Any:
    _key, token = keys.make(Membership.objects.get(user=world.people[name]), "Système")
    return part("client").AuthenticatedClient(
        base_url="http://testserver",
        token=token,
        raise_on_unexpected_status=True,
        headers={"Accept-Language": "en"},
        httpx_args={"transport": httpx.MockTransport(carried)},
    )


def call(operation: str, client: Any, *path: Any, **more: Any) -> tuple[int, Any]:
    answer = part(f"api.default.{operation}").sync_detailed(*path, client=client, **more)
    return int(answer.status_code), answer.parsed


def act(client: Any, reference: str, action: str, values: dict[str, Any], key: str) -> tuple[int, Any]:
    models = part("models")
    _status, now = call("actions", client, reference, 1)
    body = models.Sent(values=models.SentValues.from_dict(values), seen=now.seen)
    return call("act", client, reference, 1, action, body=body, idempotency_key=KEY + key)


def mission(world: cast.World) -> Any:
    models, today = part("models"), clock.now().date()
    return models.NewClaim(
        procedure="vehicle_expertise",
        trade="bodywork",
        loss_type="collision",
        loss_on=today - timedelta(days=1),
        insured_surname="Lambrecht",
        street="12 rue du Viaduc",
        postcode="75011",
        city="Paris",
        country="FR",
        insurer_claim_number="SIN-77",
        values=models.NewClaimValues.from_dict(
            {
                "body_shop": {"code": "G-0412"},
                "loss_adjuster": {"code": "EXP-7"},
                "smart": True,
                "close_by_on": (today + timedelta(days=3)).isoformat(),
                "first_registered_on": (today - timedelta(days=1200)).isoformat(),
                "vehicle_value": "12000.00",
                "plate": "AB-123-CD",
                "vin": "VF1RFB00066123456",
                "vehicle_make": "Renault",
                "vehicle_model": "Mégane",
                "direct_payment": True,
                "deductible_amount": "250.00",
                "recoverable_vat_pct": "0",
            }
        ),
    )


def posted(client: Any, reference: str, colour: int) -> str:
    """A photo sent to the claim; its id."""
    picture, types = BytesIO(), part("types")
    Image.new("RGB", (32, 24), (colour, 0, 0)).save(picture, "JPEG")
    picture.seek(0)
    file = types.File(payload=picture, file_name=f"{colour}.jpg", mime_type="image/jpeg")
    body = part("models").SendDocumentMultiPartBodyParams(file=file)
    status, document = call("send_document", client, reference, body=body)
    assert status == 201
    return str(document.id)


@pytest.mark.django_db
def test_a_mission_arrives_is_closed_and_the_insurer_is_told(made: Path, world: cast.World) -> None:
    pauline, carl = program(world, "ines"), program(world, "carl")
    _status, start = call("entries", pauline, after="now")
    status, claim = call("open_claim", pauline, body=mission(world), idempotency_key=KEY + "mission")
    assert (status, claim.assignments[0].standing.code) == (201, "smart_new")
    status, again = call("open_claim", pauline, body=mission(world), idempotency_key=KEY + "mission")
    assert (status, again.reference) == (200, claim.reference)

    status, seen = call("claim", carl, claim.reference)
    assert (status, seen.assignments[0].facts["plate"]) == (200, "AB-123-CD")
    _status, choices = call("actions", carl, claim.reference, 1)
    asked = {one.code: one for one in choices.actions}
    assert asked["close_and_transmit"].refusal.code == "not_met"
    assert act(carl, claim.reference, "start_estimate", {}, "start")[0] == 201

    status, refused = act(carl, claim.reference, "close_and_transmit", {}, "close-nothing")
    required = {one.code for one in asked["close_and_transmit"].fields if one.required}
    assert status == 422
    assert set(refused.fields.additional_properties) == required
    assert len(required) > 25

    closing = json.loads(json.dumps(cast.closing(), default=str))
    photos = [code for code in required if code.startswith("photo_")]
    for number, code in enumerate(("estimate_file", *sorted(photos))):
        closing[code] = [posted(carl, claim.reference, number * 20)]
    status, entry = act(carl, claim.reference, "close_and_transmit", closing, "close")
    assert (status, entry.to_step) == (201, "smart_in_analysis")
    with clock.at(clock.now() + timedelta(minutes=2)):
        sweep()

    _status, feed = call("entries", pauline, after=start.next_)
    told = [one for one in feed.entries if one.claim == claim.reference]
    assert {one.insurer_claim_number for one in told} == {"SIN-77"}
    steps = [one.to_step for one in told if one.to_step]
    assert (steps[0], steps[-1]) == ("smart_new", "smart_validated")
    closed = next(one for one in told if one.action == "close_and_transmit")
    assert closed.values["estimate_total"] == "1500.00"
    status, photo = call("document", pauline, closed.values["photo_plate"][0])
    assert status == 200
    assert photo.payload.read(4) == b"RIFF"


@pytest.mark.django_db
def test_refusals_are_typed_and_name_every_wrong_field(made: Path, world: cast.World) -> None:
    pauline, bob = program(world, "ines"), program(world, "bob")
    wrong = mission(world)
    wrong.postcode, wrong.loss_type = "00000", "flood"
    wrong.values["plate"] = 7
    status, problem = call("open_claim", pauline, body=wrong, idempotency_key=KEY + "wrong")
    assert (status, problem.code) == (422, "invalid_values")
    named = {code: why.code for code, why in problem.fields.additional_properties.items()}
    assert named == {"postcode": "no_such_postcode", "loss_type": "not_a_choice", "plate": "wrong_type"}
    status, problem = call("open_claim", bob, body=mission(world), idempotency_key=KEY + "bob")
    assert (status, problem.code) == (403, "not_yours")
    status, problem = call("claim", bob, "26-000001")
    assert (status, problem.code) == (404, "not_found")
    status, openings = call("openings", pauline)
    assert [one.procedure for one in openings] == ["vehicle_expertise"]
    status, firms = call("organisations", pauline, kind=part("models").OrganisationsKind("body_shop"))
    assert [one.code for one in firms] == ["G-0412"]
