"""Where sign-in follows our rules instead of allauth's: no sign-up, our words, the reader's language."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_MISMATCH = _("This account number or e-mail address and this password do not go together.")


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-in as this project wants it."""

    error_messages: ClassVar[dict[str, str | Promise]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _MISMATCH,
        "username_password_mismatch": _MISMATCH,
        "username_email_password_mismatch": _MISMATCH,
        "too_many_login_attempts": _("Too many tries. Please wait a few minutes, or set a new password."),
        "enter_current_password": _("This is not your present password."),
        "invalid_password_reset": _("This link has been used already or is too old."),
        "incorrect_password": _("This is not your present password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by the operator, for people it knows."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail of sign-in in its reader's language; a stranger's in the page's."""
        name = template_prefix.rsplit("/", 1)[-1]
        user = context.get("user")
        language = user.language if user else translation.get_language()
        with translation.override(language):
            values = {"email": email, **{key: context[key] for key in context if key != "request"}}
            subject = render_to_string(f"parties/mail/{name}_subject.txt", values)
            body = render_to_string(f"parties/mail/{name}.txt", values)
        EmailMessage(" ".join(subject.split()), body.strip() + "\n", to=[email]).send()

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say that a password was changed; that one is signed in or out can be seen."""
        if message_template == "account/messages/password_changed.txt":
            messages.success(request, _("Your password has been changed."))
