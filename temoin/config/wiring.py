"""Who reacts to what happens on a claim: the one place where the parts meet."""

from __future__ import annotations

from temoin.appointments.keeping import keep
from temoin.claims import authority, door, linked, papers, reservations, sampling, signed_papers, signing
from temoin.complaints import checks, keeping
from temoin.documents import access
from temoin.insight import contests, held
from temoin.messages.digest import note
from temoin.messages.posting import post
from temoin.messages.tell import tell
from temoin.money import changes, listing, supplying
from temoin.portals.body_shop import arriving


def connect() -> None:
    """Hand the door its reactions and the documents their guard; called once, when all apps are loaded."""
    door.reactions.clear()
    door.reactions.update(
        {
            "*": (tell, post, note, held.keep, keeping.keep, listing.keep, linked.follow, arriving.arrive),
            "report_site_check": (checks.file_report,),
            "give_availabilities": (keep,),
            contests.ASK: (contests.raised,),
            contests.ANSWER: (contests.answered,),
            changes.PRESENT: (listing.remember_invoice,),
            "lift_reservation": (reservations.must_be_open,),
            **dict.fromkeys((*signed_papers.SUPPLIES, *signed_papers.RECEPTION), (signing.seal,)),
        }
    )
    door.suppliers.update(
        {
            "authority_left": authority.left,
            "personal_limit": authority.own,
            "reservations_left": reservations.left,
            "control_sample": sampling.drawn,
            "payable_amount": supplying.payable,
            "owner_amount": supplying.owner,
            "pays_on": supplying.payday,
            "taken_back_on": supplying.payday,
            "paid_left": supplying.paid_left,
            "invoice_known": supplying.invoice_known,
        }
    )
    access.may_see = papers.may_see
