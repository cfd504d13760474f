"""An answer by mail becomes a message: in the name of the side whose address it came to, by the one door."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from temoin import clock
from temoin.claims import door, history, scope
from temoin.claims.history import Current
from temoin.claims.models import Assignment, Claim
from temoin.claims.scope import NETWORK_ROLES
from temoin.documents import intake
from temoin.documents.models import Document, Visibility
from temoin.documents.refusals import MOST_FILES
from temoin.documents.refusals import Refused as FileRefused
from temoin.engine.refusals import NotYours
from temoin.engine.state import Actor
from temoin.messages import correspondence, outgoing
from temoin.messages.incoming import Attachment, Incoming
from temoin.messages.posting import BY_MAIL
from temoin.messages.sides import INSURED, NETWORK, Side
from temoin.parties import roles
from temoin.parties.models import Membership, Organisation


def sender(claim: Claim, side: Side, address: str) -> Actor | None:
    """Who of a side writes from that address; None where nobody of it does."""
    if not address:
        return None
    if side == INSURED:
        known = claim.insured_email.casefold() == address.casefold()
        return Actor(roles.INSURED, name=claim.insured_name) if known else None
    found = Membership.objects.select_related("user", "organisation").filter(
        active=True, user__is_active=True, organisation__active=True, user__email__iexact=address
    )
    if side == NETWORK:
        found = found.filter(role__in=NETWORK_ROLES)
    else:
        found = found.filter(organisation=side.organisation, role=side.role)
    member = found.order_by("pk").first()
    if member is not None:
        return Actor(member.role, member.organisation_id, member.user_id, str(member.user))
    firm = Organisation.objects.filter(pk=side.organisation, active=True, email__iexact=address).first()
    return Actor(side.role, firm.pk, name=firm.name) if firm else None


def take(
    mail: Incoming, claim: Claim, actor: Actor, to: Side, *, number: int | None, named: str
) -> door.Happened:
    """Write the mail into the claim; raises engine's Refused where no assignment of it takes the message.

    `number` is the assignment that the thread was last about; `named` is what is added to the sender's name.
    """
    signed = Actor(actor.role, actor.organisation, actor.person, f"{actor.name} ({named})")
    now, found = _about(claim, signed, to, number)
    reader = outgoing.reader(claim, to)
    with transaction.atomic():
        papers, refused = _kept(mail.attachments, now, signed)
        with translation.override(reader.language if reader else "fr"):
            text = _text(mail.text, refused)
        with scope.within(scope.of(signed) or f"claim:{claim.pk}"):
            return door.act(
                assignment_id=now.assignment.pk,
                action=found.action.code,
                values=correspondence.values(found, text, [str(one.pk) for one in papers]),
                actor=signed,
                key=f"{BY_MAIL}{mail.key}",
            )


def _about(
    claim: Claim, actor: Actor, to: Side, number: int | None
) -> tuple[Current, correspondence.Counterpart]:
    """The assignment on which he may write to that side: the one last written about, else any."""
    assignments = sorted(
        Assignment.objects.filter(claim=claim),
        key=lambda one: (one.number != number, one.closed_at is not None, one.number),
    )
    for one in assignments:
        now = history.current(one, claim)
        for found in correspondence.counterparts(now, actor, clock.now()):
            if found.side == to:
                return now, found
    raise NotYours(by=())


def _kept(files: Sequence[Attachment], now: Current, actor: Actor) -> tuple[list[Document], list[str]]:
    """The files that are taken, and of the others their names with the reason."""
    kept, refused = [], []
    for number, one in enumerate(files):
        if number >= MOST_FILES:
            refused.append(f"{one.name}: …")
            continue
        try:
            kept.append(
                intake.take(
                    SimpleUploadedFile(one.name, one.content),
                    claim_id=now.claim.pk,
                    assignment=now.assignment.number,
                    organisation=Organisation.objects.filter(pk=actor.organisation or 0).first(),
                    role=actor.role,
                    visibility=Visibility.HOLDER,
                )
            )
        except FileRefused as problem:
            refused.append(str(problem))
    return kept, refused


def _text(written: str, refused: Sequence[str]) -> str:
    said = written or _("(Files without a text.)")
    if not refused:
        return said
    return (
        said + "\n\n" + _("Files that could not be taken:") + "\n" + "\n".join(f"- {one}" for one in refused)
    )
