"""What no machine settles about mail: the list, and each with its ways out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from temoin.claims.models import Assignment
from temoin.messages import filing, resending, settling
from temoin.messages.models import Task
from temoin.parties import acting
from temoin.parties.models import User
from temoin.portals.desk import queue

SHOWN = 100


class Resend(forms.Form):
    """A better address."""

    email = forms.EmailField(label=gettext_lazy("Address to send it to"), max_length=254)


class File(forms.Form):
    """The claim that a mail belongs to, and whose words it is."""

    reference = forms.CharField(label=gettext_lazy("Claim"), max_length=20)
    sender = forms.ChoiceField(label=gettext_lazy("Who wrote it"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sender = self.fields["sender"]
        assert isinstance(sender, forms.ChoiceField)
        sender.choices = filing.SENDERS


class Discard(forms.Form):
    """Why nothing comes of it."""

    why = forms.CharField(label=gettext_lazy("Why it is discarded"), max_length=500)


@require_safe
@queue.desk
def tasks(request: HttpRequest) -> HttpResponse:
    """Everything open, oldest first."""
    return render(request, "desk/tasks.html", {"tasks": settling.open_tasks().defer("raw")[:SHOWN]})


@queue.desk
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them; a POST ends it one way, named by its button."""
    with transaction.atomic():
        found = settling.take(pk)
        if found is None:
            raise Http404
        way = request.POST.get("way", "") if request.method == "POST" else ""
        forms_ = _forms(request, found, way)
        user = acting.of(request).user
        assert user is not None  # the guard saw to it
        if way in forms_ and forms_[way].is_valid() and _ended(found, way, forms_[way], user):
            messages.success(request, _("Settled."))
            return redirect("desk:tasks")
    status = 422 if request.method == "POST" else 200
    context = {"task": found, "forms": forms_, "text": filing.text(found)}
    return render(request, "desk/task.html", context, status=status)


def _forms(request: HttpRequest, found: Task, way: str) -> dict[str, forms.Form]:
    """The ways out of a task, the one chosen bound to what was sent."""

    def data(name: str) -> Any:
        return request.POST if way == name else None

    ways: dict[str, forms.Form] = {}
    if found.mail is not None:
        ways["resend"] = Resend(data("resend"), initial={"email": found.mail.to_email})
    elif found.raw is not None:
        reference = found.claim.reference if found.claim else ""
        ways["file"] = File(data("file"), initial={"reference": reference})
    ways["discard"] = Discard(data("discard"))
    return ways


def _ended(found: Task, way: str, form: forms.Form, user: User) -> bool:
    given = form.cleaned_data
    match way:
        case "resend":
            resending.resend(found, given["email"], user)
        case "file":
            return _filed(found, form, user)
        case _:
            settling.discard(found, given["why"], user)
    return True


def _filed(found: Task, form: forms.Form, user: User) -> bool:
    given = form.cleaned_data
    assignment = (
        Assignment.objects.select_related("claim__insurer")
        .filter(claim__reference=given["reference"].strip())
        .order_by("closed_at", "number")
        .last()
    )
    if assignment is None:
        form.add_error("reference", _("There is no such claim."))
        return False
    refused = filing.file(found, assignment, given["sender"], user)
    if refused:
        form.add_error(None, refused)
    return not refused
