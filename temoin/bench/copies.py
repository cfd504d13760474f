"""A morning of body shops: estimates closed one after another, and how long each waits for the copy of its expertise."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from statistics import median, quantiles
from uuid import uuid4

from django.core.files.base import File
from django.db import connection
from django.test import Client
from django.urls import reverse

from temoin import clock
from temoin.bench.population import HANDLER, new_claim
from temoin.claims import door, opening, scope
from temoin.claims.models import Assignment, FormDraft
from temoin.documents.models import Document, Kind, MediaType, Visibility
from temoin.engine.model import FieldType
from temoin.engine.state import Actor
from temoin.estimates import calculation
from temoin.estimates.calculation.model import Vehicle
from temoin.estimates.calculation.writing import plausible, write
from temoin.parties.models import Membership, Organisation, User
from temoin.portals.body_shop.models import Arrival
from temoin.procedures.files import procedure

PROCEDURE, CLOSE = "vehicle_expertise", "close_and_transmit"
ANSWERS = {"mileage": "48000", "impact_zone": "front", "immobilisation_days": "3"}


@dataclass(frozen=True, slots=True)
class Figures:
    """Seconds from pressing the button to the page that follows, and to the copy in hand."""

    page: list[float]
    copy: list[float]

    @staticmethod
    def said(values: list[float]) -> str:
        return f"median {median(values) * 1000:.0f} ms, p95 {quantiles(values, n=20)[-1] * 1000:.0f} ms, longest {max(values) * 1000:.0f} ms"


def prepared(count: int) -> tuple[User, list[int]]:
    """A body shop with so many missions whose estimates are filled in; the person who closes them, and their ids."""
    with scope.within("network"):
        kinds = ("insurer", "body_shop", "loss_adjuster")
        firms = {kind: Organisation.objects.create(kind=kind, name=f"Bench {kind}") for kind in kinds}
        user = User.objects.create_user(username=f"bench-{uuid4().hex[:8]}", password=uuid4().hex)
        Membership.objects.create(user=user, organisation=firms["body_shop"], role="body_shop")
        carl = Actor("body_shop", firms["body_shop"].pk, user.pk, "bench")
        return user, [_mission(firms, carl, number) for number in range(count)]


def _mission(firms: dict[str, Organisation], carl: Actor, number: int) -> int:
    facts = {
        "body_shop": firms["body_shop"].pk,
        "loss_adjuster": firms["loss_adjuster"].pk,
        "smart": True,
        "close_by_on": clock.now().date() + timedelta(days=3),
        "plate": f"AA-{number:03d}-AA",
        "vin": "VF1RFB00X56123456",
        "vehicle_make": "Renault",
        "vehicle_model": "Clio",
        "deductible_amount": Decimal("250.00"),
        "recoverable_vat_pct": Decimal(0),
        "direct_payment": True,
    }
    new = new_claim(firms["insurer"].pk, number)
    claim = opening.open_claim(
        replace(new, loss_type="collision", facts=facts),
        trades=["bodywork"],
        actor=HANDLER,
        procedure=PROCEDURE,
    )
    job = claim.assignments.select_related("claim", "claim__insurer").get()
    door.act(assignment_id=job.pk, action="start_estimate", values={}, actor=carl)
    vehicle = Vehicle(plate=str(facts["plate"]), vin=str(facts["vin"]))
    rate = calculation.mission(job).vat_rate
    said = plausible(vehicle, number=f"C-{number}", on=clock.now().date(), vat_rate=rate)
    calculation.take(File(BytesIO(write(said)), name="calcul.xml"), assignment=job, actor=carl)
    _filled_in(job, firms["body_shop"])
    return job.pk


def _filled_in(job: Assignment, firm: Organisation) -> None:
    """Every answer and a row for every photo; their bytes play no part in closing."""
    rules = procedure(PROCEDURE)
    fields = {}
    for one in rules.actions[CLOSE].form:
        field = rules.fields[one.code]
        if field.type is FieldType.FILES and one.code != "estimate_file":
            said = [str(_photo(job, firm).pk)]
        elif field.type is FieldType.YES_NO:
            said = ["no"]
        elif one.code in ANSWERS:
            said = [ANSWERS[one.code]]
        else:
            continue
        fields[one.code] = {"said": {one.code: said}, "changed": 1, "by": "bench", "before": {}}
    FormDraft.objects.create(
        assignment=job, action=CLOSE, organisation=firm, fields=fields, changes=1, updated_at=clock.now()
    )


def _photo(job: Assignment, firm: Organisation) -> Document:
    return Document.objects.create(
        id=uuid4(), claim_id=job.claim_id, assignment=job.number, kind=Kind.PHOTO, filename="photo.jpg",
        sha256="0" * 64, size=4, media_type=MediaType.JPEG, organisation=firm, role="body_shop",
        visibility=Visibility.HOLDER, at=clock.now(),
    )  # fmt: skip


def closed(user: User, missions: list[int], *, per_minute: float, threads: int = 4) -> Figures:
    """Close them at that pace, whoever is still waiting; every request goes through the whole product."""
    client = Client()
    client.force_login(user)
    cookies, begun = client.cookies, time.perf_counter() + 0.5
    found = Figures([], [])

    def close(place: tuple[int, int]) -> None:
        number, pk = place
        due = begun + number * 60 / per_minute
        time.sleep(max(0.0, due - time.perf_counter()))
        page, copy = _one(cookies, pk, due)
        found.page.append(page)
        found.copy.append(copy)
        connection.close()

    with ThreadPoolExecutor(threads) as pool:
        _all(pool.map(close, enumerate(missions)))
    return found


def _all(done: Iterator[None]) -> None:
    for _one_done in done:
        pass


def _one(cookies: object, pk: int, due: float) -> tuple[float, float]:
    client = Client()
    client.cookies = cookies  # type: ignore[assignment]
    said = {"do": "send", "key": uuid4().hex}
    answer = client.post(reverse("body_shop:estimate", args=[pk]), said)
    if answer.status_code != 302:
        raise RuntimeError(f"mission {pk} was not closed: {answer.status_code}")
    client.get(answer["Location"])
    page = time.perf_counter() - due
    _until(lambda: _copy(pk) is not None)
    document = _copy(pk)
    if document is None or client.get(document.get_absolute_url()).status_code != 200:
        raise RuntimeError(f"mission {pk} has no copy")
    return page, time.perf_counter() - due


def _copy(pk: int) -> Document | None:
    with scope.within("network"):
        found = Arrival.objects.filter(assignment=pk, copy__isnull=False).select_related("copy").first()
        return found.copy if found else None


def _until(there: Callable[[], bool], seconds: float = 30) -> None:
    end = time.perf_counter() + seconds
    while not there() and time.perf_counter() < end:
        time.sleep(0.01)
