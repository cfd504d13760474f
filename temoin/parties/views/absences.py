"""Leave of the network's people: one's own, and everybody's for those who plan the work."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from temoin.parties import absences, acting, roles
from temoin.parties.models import Absence, User

STAFF = roles.STAFF - {roles.Role.ADMINISTRATOR}
PLANNERS = (roles.Role.NETWORK_MANAGER, roles.Role.AREA_MANAGER)


def staff() -> QuerySet[User]:
    """The network's people who handle claims."""
    found = User.objects.filter(is_active=True, memberships__active=True, memberships__role__in=STAFF)
    return found.distinct().order_by("last_name", "first_name", "pk")


class AbsenceForm(forms.ModelForm):  # type: ignore[type-arg]  # no subscript while running
    """The days and the deputy; a planner also says whose."""

    class Meta:
        model = Absence
        fields = ("user", "from_on", "to_on", "deputy", "reason")
        widgets: ClassVar = {
            name: forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}) for name in ("from_on", "to_on")
        }
        help_texts: ClassVar = {
            "deputy": gettext_lazy("Sees the claims among his own and gets the mails, while the leave lasts.")
        }

    def __init__(self, *args: Any, person: User, planner: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person, people = person, staff()
        for name in ("user", "deputy"):
            choice = self.fields[name]
            assert isinstance(choice, forms.ModelChoiceField)
            choice.queryset = people
        if not planner:
            del self.fields["user"]
            self.instance.user = person

    def clean(self) -> dict[str, Any]:
        given = dict(super().clean() or {})
        who, from_on, to_on = given.get("user", self.person), given.get("from_on"), given.get("to_on")
        if to_on and to_on < absences.today():
            self.add_error("to_on", _("This day has passed."))
        elif from_on and to_on and to_on < from_on:
            self.add_error("to_on", _("The last day lies before the first one."))
        elif from_on and to_on and _overlaps(who, from_on, to_on):
            self.add_error("from_on", _("These days overlap with another absence of the same person."))
        if who and given.get("deputy") == who:
            self.add_error("deputy", _("Somebody else has to stand in."))
        return given


def _overlaps(who: User | None, from_on: Any, to_on: Any) -> bool:
    return Absence.objects.filter(user=who, from_on__lte=to_on, to_on__gte=from_on).exists()


@never_cache
@acting.require(*STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Absences that run or lie ahead; POST adds one, or takes one back."""
    who = acting.of(request)
    assert who.user is not None  # staff have accounts
    planner = who.role in PLANNERS
    shown = absences.planned(None if planner else [who.user])
    if request.method == "POST" and "remove" in request.POST:
        wanted = request.POST["remove"]
        gone = shown.filter(pk=int(wanted)) if wanted.isdecimal() and len(wanted) < 18 else shown.none()
        if gone.delete()[0]:
            messages.success(request, _("The absence is taken back."))
        return redirect("absences")
    form = AbsenceForm(request.POST or None, person=who.user, planner=planner)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("The absence is noted."))
        return redirect("absences")
    context = {
        "form": form,
        "planned": shown,
        "planner": planner,
        "represented": absences.away().represented_by(who.user),
        "today": absences.today(),
    }
    return render(request, "parties/absences.html", context, status=422 if form.errors else 200)
