"""Sends a long form in one step, or names each thing that is missing and where it is put right."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from temoin.claims import door, form_drafts, sentences
from temoin.claims.refusals import MovedOn
from temoin.engine.refusals import InvalidValues, Refused
from temoin.estimates import calculation as calculations
from temoin.estimates.calculation import Faulty
from temoin.portals.body_shop import calculating
from temoin.portals.body_shop.work import Problem, Work
from temoin.ui.fields import problem_words

CALCULATION = "#calcul"


def send(work: Work) -> HttpResponse | None:
    """The mission's page once it is sent; None where something is in the way, which `work.problems` says then."""
    work.problems = problems(work)
    if work.problems or work.overtaken or work.refused:
        return None
    try:
        with transaction.atomic():
            happened = _done(work)
            form_drafts.publish(work.draft, work.filled.values, work.fields)
    except InvalidValues as refused:
        work.problems = [
            _problem(work, code, problem_words(why)) for code, why in refused.facts["fields"].items()
        ]
        return None
    except Faulty as faulty:
        said = calculations.sentences(faulty.findings, currency=work.now.claim.currency)
        work.problems = [Problem(_("Calculation"), one, CALCULATION) for one in said]
        return None
    except MovedOn as refused:
        work.problems = [Problem("", sentences.refusal(refused, work.now.procedure))]
        return None
    except Refused as refused:
        work.problems = [
            Problem(
                "", sentences.refusal(refused, work.now.procedure), CALCULATION if work.calculates else ""
            )
        ]
        return None
    code = happened.state.step or happened.state.outcome or ""
    facts, currency = happened.state.facts, work.now.claim.currency
    messages.success(work.request, sentences.printed(work.now.procedure, code, facts, currency) or _("Sent."))
    return redirect(reverse("body_shop:mission", args=[work.assignment.pk]))


def _done(work: Work) -> door.Happened:
    post = work.request.POST
    seen, sent = post.get("seen", ""), post.get("key", "")
    last = int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 10 else None
    key = f"{work.actor.role}:{work.actor.person}:{sent}" if 8 <= len(sent) <= 64 and sent.isalnum() else None
    if not work.calculates:
        return door.act(
            assignment_id=work.assignment.pk,
            action=work.action.code,
            values=work.filled.values,
            actor=work.actor,
            seen=last,
            key=key,
        )
    if work.known:
        calculations.again(work.assignment, work.firm)
    return calculations.hand_in(
        assignment_id=work.assignment.pk,
        organisation=work.firm,
        action=work.action.code,
        values=work.filled.values,
        actor=work.actor,
        seen=last,
        key=key,
    )


def problems(work: Work) -> list[Problem]:
    """Each missing thing by its name, each impossible one with its sentence, in the order of the page."""
    found = []
    if work.calculates and calculating.shown(work) is None:
        why = _("Import the calculation’s file, or its PDF with the totals.")
        found.append(Problem(_("Calculation"), why, CALCULATION))
    for code in work.fields:
        if code in work.filled.wrong:
            found.append(_problem(work, code, work.filled.wrong[code]))
        elif code in work.filled.missing:
            found.append(_problem(work, code, ""))
    return found


def _problem(work: Work, code: str, sentence: str) -> Problem:
    if code not in work.fields:
        return Problem(_("Calculation"), sentence, CALCULATION)
    return Problem(str(work.filled.form.fields[code].label), sentence, f"#f-{code}")
