"""Sign-in by account number or e-mail address, with one password check whoever is named."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Q
from django.http import HttpRequest

from temoin.parties.models import User


class Backend(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """allauth's own backend checks twice for a known e-mail address and once for an unknown one.

    A check costs a third of a second, so that difference would tell anybody which addresses exist.
    """

    def _authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        login = credentials.get("username") or credentials.get("email") or ""
        user = named(login)
        return user if self._check_password(user, credentials.get("password") or "") else None


def named(login: str) -> User | None:
    """The person with this account number or e-mail address, whatever the case of its letters."""
    if not login or "\x00" in login:
        return None
    column = "email" if "@" in login else "username"  # an account number cannot hold an @
    return User.objects.filter(Q((f"{column}__iexact", login))).first()
