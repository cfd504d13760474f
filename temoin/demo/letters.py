"""Who has read what of the invented world's messages, the texts its people use, and a few mails for somebody to settle."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from django.db.models import F, OuterRef, Subquery

from temoin.claims.models import Claim
from temoin.messages import settling
from temoin.messages.models import Kind, Mail, Message, Notice, Reading, Reason, TextBlock, Thread
from temoin.messages.sides import INSURED, NETWORK
from temoin.parties.models import Membership, User
from temoin.portals.body_shop.models import Arrival

UNREAD_FOR = timedelta(hours=20)  # older ones have been read
BLOCKS = (
    # code, kind, title, French, Dutch, English
    (
        "rdv", Kind.TEXT, "Rendez-vous de visite",
        "Bonjour {assure},\n\nVotre visite est prévue le {date_rdv} avec {prestataire} ({telephone_prestataire}). Merci de prévoir l'accès aux pièces touchées.\n\n{moi}",
        "Goedendag {assure},\n\nUw bezoek is gepland op {date_rdv} met {prestataire} ({telephone_prestataire}). Gelieve de beschadigde kamers toegankelijk te maken.\n\n{moi}",
        "Hello {assure},\n\nYour visit is booked for {date_rdv} with {prestataire} ({telephone_prestataire}). Please make sure that the damaged rooms can be reached.\n\n{moi}",
    ),
    (
        "photos", Kind.TEXT, "Demande de photos",
        "Bonjour,\n\nPour avancer sur le dossier {reference}, il nous manque des photos : une vue d'ensemble de la pièce et une vue de près du dommage. Vous pouvez répondre à ce message en les joignant.\n\n{moi}",
        "Goedendag,\n\nVoor dossier {reference} ontbreken nog foto's: een overzicht van de kamer en een foto van dichtbij. U kunt ze gewoon als antwoord meesturen.\n\n{moi}",
        "Hello,\n\nTo go on with claim {reference} we still need photos: one of the whole room and one close-up of the damage. You can simply answer with them.\n\n{moi}",
    ),
    (
        "retard", Kind.TEXT, "Relance du prestataire",
        "Bonjour,\n\nL'étape « {etape} » du dossier {reference} ({adresse}) devait être faite pour le {echeance}. Quand pouvez-vous la faire ? Merci de répondre aujourd'hui.\n\n{moi}",
        "Goedendag,\n\nDe stap ‘{etape}’ van dossier {reference} ({adresse}) moest klaar zijn op {echeance}. Wanneer kan dat? Graag vandaag een antwoord.\n\n{moi}",
        "Hello,\n\nThe step “{etape}” of claim {reference} ({adresse}) was due on {echeance}. When can you do it? Please answer today.\n\n{moi}",
    ),
    (
        "premier-appel", Kind.SCRIPT, "Premier appel à l'assuré",
        "Bonjour, {moi} du réseau, pour {compagnie}. J'appelle au sujet de votre dossier {reference}. Êtes-vous bien {assure} ?\n1. Confirmer l'adresse : {adresse}.\n2. Demander si la cause est réparée.\n3. Noter les disponibilités.",
        "Goedendag, {moi} van het netwerk, voor {compagnie}. Ik bel over uw dossier {reference}. Spreek ik met {assure}?\n1. Adres bevestigen: {adresse}.\n2. Vragen of de oorzaak hersteld is.\n3. Beschikbaarheden noteren.",
        "Hello, {moi} of the network, for {compagnie}. I am calling about your claim {reference}. Am I speaking to {assure}?\n1. Confirm the address: {adresse}.\n2. Ask whether the cause is repaired.\n3. Note when somebody can come.",
    ),
)  # fmt: skip


def found() -> None:
    """The network's texts."""
    TextBlock.objects.bulk_create(
        TextBlock(code=code, kind=kind, title=title, text_fr=french, text_nl=dutch, text_en=english)
        for code, kind, title, french, dutch, english in BLOCKS
    )


def settle(now: datetime, rng: Random) -> None:
    """All but the latest messages have been read; old reminders are told; a few mails wait for a human."""
    Notice.objects.update(told_at=now)
    old = list(
        Message.objects.select_related("claim__handler").filter(sent_at__lt=now - UNREAD_FOR).order_by("pk")
    )
    Reading.objects.bulk_create(_readings(old, rng))
    for one in old:
        one.first_read_at = one.sent_at + timedelta(minutes=40)
    Message.objects.bulk_update(old, ["first_read_at"], batch_size=500)
    arrived = Arrival.objects.filter(at__lt=now - UNREAD_FOR)
    arrived.update(read_at=F("at") + timedelta(minutes=40), read_by=_readers("body_shop"))
    _tasks()


def _readers(role: str) -> Subquery:
    """Of each arrival's firm, somebody who plays the role."""
    there = Membership.objects.filter(organisation=OuterRef("organisation"), role=role)
    return Subquery(there.order_by("pk").values("user")[:1])


def _readings(messages: list[Message], rng: Random) -> Iterator[Reading]:
    people: dict[int, User] = {}
    for member in Membership.objects.select_related("user").order_by("-pk"):
        people[member.organisation_id] = member.user
    for one in messages:
        reader = one.claim.handler if one.to_role == NETWORK.role else people.get(one.to_organisation_id or 0)
        name = one.claim.insured_name if one.to_role == INSURED.role else str(reader or "")
        at = one.sent_at + timedelta(minutes=rng.randint(3, 400))
        yield Reading(
            message=one, user=None if one.to_role == INSURED.role else reader, name=name, read_at=at
        )


def _tasks() -> None:
    for mail in Mail.objects.filter(bounced=True).order_by("pk"):
        settling.bounced(mail, mail.error)
    thread = Thread.objects.order_by("-last_at").first()
    claim: Claim | None = thread.claim if thread else None
    raw = (
        "From: Madeleine Voisin <voisine@example.org>\nTo: reponse@example.org\nSubject: Re: Message\n"
        "Content-Type: text/plain; charset=utf-8\n\nJe réponds pour ma mère : elle sera là jeudi matin.\n"
    )
    settling.open_task(
        Reason.UNKNOWN_SENDER,
        claim=claim,
        thread=thread,
        sender="voisine@example.org",
        subject="Re: Message",
        excerpt="Je réponds pour ma mère : elle sera là jeudi matin.",
        raw=raw.encode(),
    )
