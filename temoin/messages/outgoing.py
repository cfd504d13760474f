"""The mail that brings a message to its reader: the whole text in a letter of his language, and an address to answer to."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from temoin.claims.door import Happened
from temoin.claims.models import Claim
from temoin.messages import destination, tasks, threads
from temoin.messages.addresses import message_id, reply_address
from temoin.messages.letters import letter
from temoin.messages.models import Mail, Message, Thread
from temoin.messages.sides import INSURED, NETWORK, Side
from temoin.parties.models import Organisation
from temoin.parties.roles import Kind, Role

CODE = "message"


@dataclass(frozen=True, slots=True)
class Reader:
    """Whoever gets the mail of a side."""

    name: str
    email: str
    language: str


def tell(happened: Happened, message: Message, thread: Thread, text: str, files: int) -> None:
    """Queue the mail to the side that a message was written to; nothing where it has no address."""
    side = Side(message.to_role, message.to_organisation_id or 0)
    one = reader(happened.claim, side)
    if one is None or not one.email:
        return
    words = {
        "reference": happened.claim.reference,
        "from_name": message.from_name,
        "from_firm": _firm(message),
        "text": text,
        "files": files,
        "answer_by_mail": bool(settings.REPLY_ADDRESS),
        "to_insured": side == INSURED,
        "link": destination.of_thread(side.role, happened.claim, happened.assignment),
        "insurer_name": happened.claim.insurer.name,
        "network_name": _network(),
    }
    written = letter(CODE, one.language, words)
    mail, made = Mail.objects.get_or_create(
        key=f"{happened.claim.pk}:{happened.row.seq}:{CODE}:{one.email.casefold()}",
        defaults={
            "claim": happened.claim,
            "assignment_number": message.assignment_number,
            "entry_seq": message.entry_seq,
            "code": CODE,
            "recipient_role": Role.CASE_HANDLER.value if side == NETWORK else side.role,
            "organisation_id": side.organisation_id,
            "to_name": one.name,
            "to_email": one.email,
            "language": one.language,
            "subject": written.subject,
            "body": written.body,
            "reply_to": reply_address(threads.token_of(thread, side)),
            "message_id": message_id(),
            "queued_at": message.sent_at,
        },
    )
    if made:
        tasks.queue(mail)


def reader(claim: Claim, side: Side) -> Reader | None:
    """Who reads for a side: the insured, the claim's handler, or the firm; each with his own language."""
    if side == INSURED:
        return Reader(claim.insured_name, claim.insured_email, claim.insured_language)
    if side == NETWORK:
        handler = claim.handler
        return (
            Reader(str(handler), handler.email, handler.language) if handler and handler.is_active else None
        )
    firm = Organisation.objects.filter(pk=side.organisation, active=True).first()
    return Reader(firm.name, firm.email, firm.language) if firm else None


def _firm(message: Message) -> str:
    if message.from_role == NETWORK.role:
        return _network()
    firm = message.from_organisation
    return firm.name if firm is not None and firm.name != message.from_name else ""


def _network() -> str:
    found = Organisation.objects.filter(kind=Kind.NETWORK, active=True).order_by("pk").first()
    return found.name if found else ""
