"""What the claim's parties write to one another: with whom, who has read what, and the form for more."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from temoin.messages import conversation, inbox
from temoin.messages.sides import NETWORK
from temoin.portals.desk.opened import File
from temoin.portals.desk.tabs.tab import Tab


def context(file: File) -> dict[str, Any]:
    """The threads of the claim, one of them open."""
    number = file.now.assignment.number
    return {
        "talk": conversation.page(
            file.request,
            file.now,
            post_url=f"{reverse('desk:write', args=[file.claim.reference, number])}?{file.kept}",
            query=f"{file.kept}mission={number}&onglet=messages&",
            naming=file.names,
        )
    }


TAB = Tab(
    code="messages",
    label=_("Messages"),
    template="messages/conversation.html",
    context=context,
    counted=lambda file: inbox.unread(NETWORK).filter(claim=file.claim),
    hot=True,
)
