"""In whose name a request acts: a person in one of his organisations, his program by a key, or somebody with a link.

It is read from the database at every request, so that whoever is removed has no right left at the
next one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast

from django.contrib import auth
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode

from temoin import clock
from temoin.engine.state import Actor
from temoin.parties import keys, links
from temoin.parties.models import ApiKey, MagicLink, Membership, Organisation, User

MEMBERSHIP = "acting_membership"
LINK = "acting_link"
"""Keys in the session."""


@dataclass(frozen=True, slots=True)
class Acting:
    """Who acts in a request; `actor` is None for a stranger and where a person has yet to choose."""

    actor: Actor | None = None
    user: User | None = None
    membership: Membership | None = None
    organisation: Organisation | None = None
    link: MagicLink | None = None
    key: ApiKey | None = None
    choices: tuple[Membership, ...] = ()
    language: str = "fr"
    zone: str | None = None  # None: the project's own

    @property
    def role(self) -> str:
        return self.actor.role if self.actor else ""


View = Callable[..., HttpResponse]


def of(request: HttpRequest) -> Acting:
    """Who acts in this request, as the middleware found it."""
    return cast(Acting, getattr(request, "acting", Acting()))


def read(request: HttpRequest) -> Acting:
    """Find who acts: a key of the API alone where one came, then the signed-in person, a link's holder, nobody."""
    token = keys.sent(request)
    if token is not None:
        return _by_key(keys.find(token))
    user = request.user
    if user.is_authenticated:
        return _as_member(request, user)
    link = _link(request)
    return _by_link(link) if link else Acting(language=translation.get_language() or "fr")


def choose(request: HttpRequest, membership: Membership) -> None:
    """Act in this one of one's memberships from the next request on."""
    request.session[MEMBERSHIP] = membership.pk


def follow(request: HttpRequest, link: MagicLink) -> None:
    """Act by a link that was just redeemed; whoever was signed in on this browser is signed out."""
    auth.logout(request)
    request.session.cycle_key()
    request.session[LINK] = link.pk


def require(*allowed: str) -> Callable[[View], View]:
    """A view for these roles only (none named: for any): strangers sign in, others find no such page."""

    def around(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            acting = of(request)
            if acting.actor is None and acting.user is None:
                return redirect_to_login(request.get_full_path())
            if acting.actor is None and acting.choices:
                return redirect(
                    f"{reverse('choose_membership')}?{urlencode({'next': request.get_full_path()})}"
                )
            if acting.actor is None or (allowed and acting.actor.role not in allowed):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return around


def _as_member(request: HttpRequest, user: User) -> Acting:
    choices = tuple(
        Membership.objects.select_related("organisation")
        .filter(user=user, active=True, organisation__active=True)
        .order_by("organisation__name", "role", "id")
    )
    chosen = request.session.get(MEMBERSHIP)
    membership = next((one for one in choices if one.pk == chosen), None)
    if membership is None and len(choices) == 1:
        membership = choices[0]
    language, zone = user.language, user.timezone
    if membership is None:
        return Acting(user=user, choices=choices, language=language, zone=zone)
    actor = Actor(
        role=membership.role, organisation=membership.organisation_id, person=user.pk, name=str(user)
    )
    return Acting(
        actor, user, membership, membership.organisation, choices=choices, language=language, zone=zone
    )


def _by_key(key: ApiKey | None) -> Acting:
    """As the key's membership; the journal says by which key."""
    if key is None:
        return Acting(language=translation.get_language() or "fr")
    membership, user = key.membership, key.membership.user
    actor = Actor(
        role=membership.role,
        organisation=membership.organisation_id,
        person=user.pk,
        name=f"{user} ({key.name})",
    )
    return Acting(
        actor,
        user,
        membership,
        membership.organisation,
        key=key,
        language=user.language,
        zone=user.timezone,
    )


def _link(request: HttpRequest) -> MagicLink | None:
    chosen = request.session.get(LINK)
    if chosen is None:
        return None
    link = MagicLink.objects.select_related("organisation").filter(pk=chosen).first()
    return link if link and links.is_alive(link, at=clock.now()) else None


def _by_link(link: MagicLink) -> Acting:
    actor = Actor(role=link.role, organisation=link.organisation_id, name=link.name)
    return Acting(
        actor, organisation=link.organisation, link=link, language=link.language, zone=link.timezone
    )
