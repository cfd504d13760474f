"""The reaction that keeps threads: whatever entry carries a message is put into the thread of its two sides."""

from __future__ import annotations

from temoin.claims.door import Happened
from temoin.documents.models import Document, Visibility
from temoin.messages import correspondence, outgoing, threads
from temoin.messages.correspondence import FILES, TEXT
from temoin.messages.models import Message, Via

BY_MAIL = "mail:"
"""How the key of an entry begins that came in by mail."""


def post(happened: Happened) -> None:
    """Keep a message in its thread, let the other side open its files, and write to it."""
    if happened.replayed or happened.row.imported or not correspondence.carries(happened):
        return
    ends = correspondence.between(happened)
    if ends is None or happened.assignment is None:
        return
    sender, receiver = ends
    entry, actor = happened.entry, happened.entry.actor
    thread = threads.between(happened.claim, sender, receiver, entry.recorded_at)
    text = str(entry.values.get(TEXT, ""))
    message = Message.objects.create(
        thread=thread,
        claim=happened.claim,
        assignment_number=happened.assignment.number,
        step=happened.before.step or "",
        entry_seq=happened.row.seq,
        from_role=sender.role,
        from_organisation_id=sender.organisation_id,
        from_person=actor.person,
        from_name=happened.row.actor_name,
        to_role=receiver.role,
        to_organisation_id=receiver.organisation_id,
        sent_at=entry.recorded_at,
        via=Via.MAIL if (happened.row.key or "").startswith(BY_MAIL) else Via.PORTAL,
        fingerprint=threads.fingerprint(text),
    )
    thread.last_at = entry.recorded_at
    thread.save(update_fields=["last_at"])
    files = [str(one) for one in entry.values.get(FILES, ())]
    if files:
        # only what was sent along with it: a paper that all parties share stays shared
        Document.objects.filter(
            claim_id=happened.claim.pk, pk__in=files, visibility=Visibility.HOLDER, addressed_to=[]
        ).update(addressed_to=[str(sender), str(receiver)])
    outgoing.tell(happened, message, thread, text, len(files))
