"""Two claims that mirror each other, and everybody who may or may not see them, each with a live session.

`ours` and `theirs` each have an insurer, an intermediary, an adjuster and contractors of their own. Their
texts hold words found nowhere else (`MARKS`), so that a page that shows what it must not is found out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from temoin import clock
from temoin.claims import door
from temoin.claims.models import Assignment, Claim
from temoin.cover.models import AuthorityLimit, PersonalLimit
from temoin.documents import storage
from temoin.documents.models import Document, Kind, MediaType, Visibility
from temoin.documents.storage import Part
from temoin.engine.state import Actor
from temoin.estimates.models import PriceItem, PriceList, VatLeg, Version
from temoin.exchange.models import PendingImport
from temoin.insight.models import Contest
from temoin.messages import settling
from temoin.messages.models import Mail, Reason, TextBlock, Thread
from temoin.money.models import ListLine, PaymentList
from temoin.network.models import Leave, Professional
from temoin.parties import acting, links
from temoin.parties.models import MagicLink, Membership, Organisation, User
from tests import world as cast

STAFF = (
    "case_handler",
    "advisor",
    "estimator",
    "adjuster_relations",
    "customer_service",
    "area_manager",
    "dispatcher",
    "network_manager",
)
FIRMS = {  # actor: kind of his organisation, which is also his role
    "contractor": "contractor",
    "contractor_invited": "contractor",
    "contractor_lost": "contractor",
    "contractor_removed": "contractor",
    "contractor_sibling": "contractor",
    "contractor_foreign": "contractor",
    "body_shop": "body_shop",
    "body_shop_foreign": "body_shop",
    "insurer": "insurer",
    "insurer_foreign": "insurer",
    "adjuster": "loss_adjuster",
    "adjuster_foreign": "loss_adjuster",
    "intermediary": "intermediary",
    "intermediary_foreign": "intermediary",
    "counterparty_insurer": "counterparty_insurer",
    "firm_closed": "contractor",
}
MARKS: dict[str, tuple[str, ...]] = {  # without spaces and dots: pages are searched without them
    "contact of ours": ("Oursurname", "0611223344", "rueOurstreet", "ours@example"),
    "contact of theirs": ("Theirsurname", "0655667788", "rueTheirstreet", "theirs@example"),
    "internal notes of ours": ("OURSINTERNAL",),
    "internal notes of theirs": ("THEIRSINTERNAL",),
    "letters of ours": ("OURSLETTER",),
    "estimate of ours": ("OURSESTIMATE",),
    "estimate of a sibling": ("SIBLINGESTIMATE",),
    "circumstances of ours": ("OURSCIRCUMSTANCES",),
    "circumstances of theirs": ("THEIRSCIRCUMSTANCES",),
    "mission of ours": ("Oursdriver", "OURSPLATE"),
    "mission of theirs": ("Theirsdriver", "THEIRSPLATE"),
}


@dataclass
class Stage:
    """The objects that routes name, and a session for every actor; `cookie` is empty for a stranger."""

    claims: dict[str, Claim] = field(default_factory=dict)
    assignments: dict[str, Assignment] = field(default_factory=dict)
    missions: dict[str, Assignment] = field(default_factory=dict)  # of the body shops
    payment_lists: dict[str, int] = field(default_factory=dict)
    documents: dict[str, UUID] = field(default_factory=dict)
    mails: dict[str, int] = field(default_factory=dict)
    threads: dict[str, int] = field(default_factory=dict)
    tasks: dict[str, int] = field(default_factory=dict)
    blocks: dict[str, int] = field(default_factory=dict)
    pending: dict[str, int] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    links: dict[str, MagicLink] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    records: dict[str, str] = field(default_factory=dict)  # model name: an id, for the admin
    sessions: dict[str, str] = field(default_factory=dict)
    handler: Actor | None = None

    def cookie(self, actor: str) -> str:
        """The Cookie header of an actor's browser."""
        key = self.sessions.get(actor)
        return f"{settings.SESSION_COOKIE_NAME}={key}" if key else ""

    def actor(self, name: str) -> Actor:
        """The engine's actor of a person with a membership."""
        membership = Membership.objects.select_related("user").get(user=self.people[name])
        return Actor(membership.role, membership.organisation_id, membership.user_id, str(membership.user))


def build() -> Stage:
    """Everything, in the present transaction."""
    world = cast.build()
    stage = Stage()
    _people(stage, world)
    stage.handler = world.actor("alice")
    for side in ("ours", "theirs"):
        _claim(stage, world, side)
        _mission(stage, world, side)
    _letters(stage)
    _documents(stage)
    _studied(stage)
    _links(stage)
    for name in ("case_handler", "dispatcher"):
        kept = PendingImport.objects.create(
            user=stage.people[name], name=f"{name}.txt", data=b"rien", at=clock.now()
        )
        stage.pending[f"of_{name}"] = kept.pk
    _records(stage, world)
    _sessions(stage)
    return stage


def _people(stage: Stage, world: cast.World) -> None:
    network = world.organisations["network"]
    stage.organisations["network"] = network
    for role in STAFF:
        _person(stage, role, network, role)
    for name, kind in FIRMS.items():
        firm = Organisation.objects.create(
            kind=kind,
            name=f"Firme {name}",
            code=name[:12].upper() if kind == "insurer" and name == "insurer_foreign" else "",
            email=f"{name}@firm.test",
            postcode="75011",
            city="Paris",
            active=True,
        )
        stage.organisations[name] = firm
        _person(stage, name, firm, kind)
        if kind == "contractor":
            Professional.objects.create(
                organisation=firm, trades=["plumbing", "painting"], base_postcode="75011"
            )
    for name in ("administrator", "dismissed_administrator"):
        _person(stage, name, network, "administrator", is_staff=True, is_superuser=True)
    _person(stage, "staff_flag", network, "case_handler", is_staff=True, is_superuser=True)
    stage.organisations["insurer_foreign"].refresh_from_db()
    _person(stage, "dismissed", stage.organisations["contractor"], "contractor")
    _person(stage, "dismissed_staff", network, "case_handler")
    _person(stage, "account_closed", network, "case_handler")
    _person(stage, "no_membership", None, "")
    _person(stage, "unchosen", stage.organisations["contractor"], "contractor")
    Membership.objects.create(
        user=stage.people["unchosen"], organisation=stage.organisations["insurer"], role="insurer"
    )


def _person(stage: Stage, name: str, firm: Organisation | None, role: str, **flags: Any) -> None:
    user = User.objects.create_user(
        username=f"M-{name.replace('_', '-')}",
        email=f"{name}@people.test",
        password="unused " + name,
        first_name="P.",
        last_name=name,
        **flags,
    )
    stage.people[name] = user
    if firm is not None:
        Membership.objects.create(user=user, organisation=firm, role=role)


def _claim(stage: Stage, world: cast.World, side: str) -> None:
    """Each side: a job held, one on offer; ours also one that was lost in a race, one of a sibling firm, one taken away."""
    foreign = "" if side == "ours" else "_foreign"
    claim = cast.open_claim(
        world,
        trades=("plumbing", "painting", "plumbing", "painting") if not foreign else ("plumbing", "painting"),
        insurer=stage.organisations["insurer" + foreign].pk,
        intermediary=stage.organisations["intermediary" + foreign].pk,
        insured_given="Prénom",
        insured_surname="Oursurname" if side == "ours" else "Theirsurname",
        insured_email=f"{side}@example.test",
        insured_phone="06 11 22 33 44" if side == "ours" else "06 55 66 77 88",
        street=f"1 rue {'Ourstreet' if side == 'ours' else 'Theirstreet'}",
        description=f"{side.upper()}CIRCUMSTANCES: fuite au plafond.",
    )
    stage.claims[side] = claim
    rows = list(claim.assignments.order_by("number"))
    dispatch, soon = world.actor("dirk"), clock.now() + timedelta(days=2)
    if not foreign:
        held, offered, lost, sibling = rows
        stage.assignments.update(held=held, offered=offered, lost=lost, sibling=sibling)
        _act(held, "assign", dispatch, contractor=_firm(stage, "contractor_removed"))
        _act(held, "decline", stage.actor("contractor_removed"), reason="trop loin")
        _act(held, "assign", dispatch, contractor=_firm(stage, "contractor"))
        _act(offered, "offer", dispatch, invited=(_firm(stage, "contractor_invited"),))
        both = (_firm(stage, "contractor"), _firm(stage, "contractor_lost"))
        _act(lost, "offer", dispatch, invited=both)
        _act(lost, "take_charge", stage.actor("contractor"), needs_visit=False)
        _act(sibling, "assign", dispatch, contractor=_firm(stage, "contractor_sibling"))
        _act(
            sibling, "promise", stage.actor("contractor_sibling"), promised_at=soon, comment="SIBLINGESTIMATE"
        )
        _act(held, "promise", stage.actor("contractor"), promised_at=soon, comment="OURSESTIMATE")
    else:
        held, offered = rows
        stage.assignments.update(theirs_held=held, theirs_offered=offered)
        _act(held, "assign", dispatch, contractor=_firm(stage, "contractor_foreign"))
        _act(offered, "offer", dispatch, invited=(_firm(stage, "contractor_foreign"),))
    adjusting = rows[-1] if not foreign else rows[0]
    adjuster = _firm(stage, "adjuster" + foreign)
    handler = world.actor("alice")
    _act(adjusting, "wait_adjuster", handler, loss_adjuster=adjuster, question="?", comment="expert demandé")
    if not foreign:
        frame = held.state["frames"][-1]["number"]
        said = {"contested_frame": frame, "contest_reason": "OURSESTIMATE: le client était absent"}
        _act(held, "contest_interval", stage.actor("contractor"), **said)
        stage.records["contest"] = str(Contest.objects.get(assignment=held).pk)
    _act(held, "add_note", handler, comment=f"{side.upper()}INTERNAL: à surveiller")
    mail = Mail.objects.filter(claim=claim).order_by("pk").first()
    assert mail is not None  # assigning wrote one
    stage.mails[side] = mail.pk


def _mission(stage: Stage, world: cast.World, side: str) -> None:
    """A damaged vehicle on each side, at the body shop that begins its estimate."""
    foreign = "" if side == "ours" else "_foreign"
    firms = {"body_shop": "body_shop", "loss_adjuster": "adjuster", "insurer": "insurer"}
    said = {role: _firm(stage, name + foreign) for role, name in firms.items()}
    insurer = said.pop("insurer")
    claim = {"insurer": insurer, "insured_given": "P.", "insured_surname": f"{side.title()}driver"}
    job = cast.mission(world, claim=claim, plate=f"{side.upper()}PLATE", **said)
    stage.missions[f"{side}_mission"] = job
    _act(job, "start_estimate", stage.actor("body_shop" + foreign))
    at, nothing, paid = clock.now() + timedelta(days=7), Decimal("0.00"), Decimal("1250.00")
    listed = PaymentList.objects.create(
        body_shop_id=said["body_shop"], insurer_id=insurer, currency="EUR", pays_on=at.date(), closes_at=at
    )
    ListLine.objects.create(
        payment_list=listed, claim=job.claim, assignment=job, seq=1, reference=job.claim.reference,
        plate=f"{side.upper()}PLATE", owner=job.claim.insured_name, invoice_number="F-1", invoice_amount=paid,
        recoverable_amount=nothing, deductible_amount=nothing, above_ceiling_amount=nothing, amount=paid,
    )  # fmt: skip
    stage.payment_lists[side] = listed.pk


def _firm(stage: Stage, name: str) -> int:
    return stage.organisations[name].pk


def _act(assignment: Assignment, action: str, actor: Actor, **values: Any) -> None:
    door.act(assignment_id=assignment.pk, action=action, values=values, actor=actor)
    assignment.refresh_from_db()


def _letters(stage: Stage) -> None:
    """A thread between two parties, one of the network with each side's firm, one mail to settle, one text."""
    held, theirs = stage.assignments["held"], stage.assignments["theirs_held"]
    handler = stage.handler
    assert handler is not None  # the operator's own
    _act(held, "write_message", stage.actor("contractor"), message_to="insured", message_text="OURSLETTER")
    _act(held, "write_message", handler, message_to="insurer", message_text="Votre accord ?")
    _act(theirs, "write_message", handler, message_to="contractor", message_text="Bonjour")
    for name, thread in zip(
        ("ours_contractor_insured", "ours_network_insurer", "theirs_network_contractor"),
        Thread.objects.order_by("pk"),
        strict=True,
    ):
        stage.threads[name] = thread.pk
    task = settling.open_task(Reason.UNKNOWN_SENDER, sender="somebody@example.test", subject="?")
    assert task is not None
    stage.tasks["open"] = task.pk
    block = TextBlock.objects.create(code="hello", title="Bonjour", text_fr="Bonjour {assure}")
    stage.blocks["row"] = block.pk


def _documents(stage: Stage) -> None:
    ours, theirs = stage.claims["ours"], stage.claims["theirs"]
    for name, claim, assignment, firm, role, visibility in (
        ("ours_shared", ours, None, None, "insured", Visibility.PARTIES),
        ("ours_internal", ours, None, "network", "case_handler", Visibility.INTERNAL),
        ("ours_of_contractor", ours, 1, "contractor", "contractor", Visibility.PARTIES),
        ("ours_of_sibling", ours, 4, "contractor_sibling", "contractor", Visibility.PARTIES),
        ("ours_on_held", ours, 1, None, "insured", Visibility.PARTIES),
        ("ours_estimate", ours, 1, "contractor", "contractor", Visibility.PARTIES),
        ("ours_held_back", ours, 1, "contractor", "contractor", Visibility.HOLDER),
        ("theirs_shared", theirs, None, None, "insured", Visibility.PARTIES),
        ("theirs_internal", theirs, None, "network", "case_handler", Visibility.INTERNAL),
    ):
        pk = uuid4()
        Document.objects.create(
            id=pk,
            claim_id=claim.pk,
            assignment=assignment,
            kind=Kind.ESTIMATE if name.endswith("estimate") else Kind.PHOTO,
            filename=f"{name}.jpg",
            sha256="0" * 64,
            size=4,
            media_type=MediaType.JPEG,
            organisation=stage.organisations[firm] if firm else None,
            role=role,
            visibility=visibility,
            at=clock.now(),
        )
        _bytes(pk)
        stage.documents[name] = pk


def _bytes(pk: UUID) -> None:
    home = storage.folder(pk)
    home.mkdir(parents=True)
    for part in (Part.VIEW, Part.THUMBNAIL):
        Path(home / part.value).write_bytes(b"RIFF")


def _studied(stage: Stage) -> None:
    """On the job held: an estimate as the network studied it, for its contractor, and figures of the adjuster."""
    held = stage.assignments["held"]
    zero = dict.fromkeys(("vat_amount", "not_covered_amount", "betterment_amount", "wear_amount"), Decimal(0))
    whole = dict.fromkeys(("net_amount", "gross_amount", "covered_amount"), Decimal(100))
    common = {"claim": held.claim, "assignment": held, "currency": "EUR", "created_at": clock.now()}
    reader = stage.organisations["contractor"]
    Version.objects.create(
        number=1, kind="network", role="estimator", addressed_to=reader, **common, **zero, **whole
    )
    Version.objects.create(number=2, kind="adjuster", role="loss_adjuster", **common, **zero, **whole)
    for name in ("held", "sibling", "theirs_held"):
        job = stage.assignments[name]
        job.refresh_from_db()
        common = {"claim": job.claim, "assignment": job, "currency": "EUR", "created_at": clock.now()}
        Version.objects.create(
            number=3,
            kind="contractor",
            role="contractor",
            organisation_id=job.contractor,
            **common,
            **zero,
            **whole,
        )


def _links(stage: Stage) -> None:
    for name, side, options in (
        ("insured", "ours", {}),
        ("insured_foreign", "theirs", {}),
        ("link_expired", "ours", {"valid": timedelta(seconds=-1)}),
        ("link_revoked", "ours", {}),
        (
            "counterparty_link",
            "ours",
            {"role": "counterparty_insurer", "organisation": stage.organisations["counterparty_insurer"]},
        ),
    ):
        link, token = links.issue(claim_id=stage.claims[side].pk, name="Prénom", **options)
        stage.links[name], stage.tokens[name] = link, token
    links.revoke(stage.links["link_revoked"])


def _records(stage: Stage, world: cast.World) -> None:
    """One row of every table that the admin shows."""
    firm = stage.organisations["contractor"]
    limit = AuthorityLimit.objects.order_by("pk").first()
    today = timezone.localdate()
    leave = Leave.objects.create(
        organisation=firm, from_on=today, until_on=today + timedelta(days=1), reason="congé"
    )
    prices = PriceList.objects.create(code="REN", name="Bordereau", country="FR", valid_from=today)
    found: Mapping[str, Any] = {
        "user": stage.people["contractor"],
        "organisation": firm,
        "membership": Membership.objects.filter(organisation=firm).order_by("pk").first(),
        "professional": Professional.objects.get(organisation=firm),
        "leave": leave,
        "authoritylimit": limit,
        "personallimit": PersonalLimit.objects.create(
            person=stage.people["estimator"], amount=Decimal("500.00")
        ),
        "pricelist": prices,
        "priceitem": PriceItem.objects.create(
            price_list=prices, code="A", trade="painting", unit="u", unit_price=Decimal("10.00")
        ),
        "vatleg": VatLeg.objects.create(country="NL", leg="subcontract"),
    }
    stage.records.update({name: str(row.pk) for name, row in found.items()})


def _sessions(stage: Stage) -> None:
    """Sign everybody in while he may, then take away the rights of those who have lost them."""
    for name, user in stage.people.items():
        _session(
            stage,
            name,
            {
                SESSION_KEY: str(user.pk),
                BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
                HASH_SESSION_KEY: user.get_session_auth_hash(),
            },
        )
    for name, link in stage.links.items():
        _session(stage, name, {acting.LINK: link.pk})
    gone = ("dismissed", "dismissed_staff", "dismissed_administrator")
    Membership.objects.filter(user__in=[stage.people[name] for name in gone]).update(active=False)
    Organisation.objects.filter(pk=stage.organisations["firm_closed"].pk).update(active=False)
    User.objects.filter(pk=stage.people["account_closed"].pk).update(is_active=False)


def _session(stage: Stage, name: str, said: dict[str, Any]) -> None:
    session = SessionStore()
    session.update(said)
    session.set_expiry(timezone.now() + timedelta(days=1))
    session.create()
    stage.sessions[name] = str(session.session_key)


ACTORS = (
    "anonymous",
    *STAFF,
    *FIRMS,
    "administrator",
    "dismissed_administrator",
    "staff_flag",
    "dismissed",
    "dismissed_staff",
    "account_closed",
    "no_membership",
    "unchosen",
    "insured",
    "insured_foreign",
    "link_expired",
    "link_revoked",
    "counterparty_link",
)
