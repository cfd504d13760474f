"""Every page at both widths, light and dark, in French and Dutch: nothing for axe to find, no console error.

A page that no row names fails the test, so that a new page cannot be forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from temoin import clock
from temoin.claims.models import Assignment
from temoin.estimates import drafts, versions
from temoin.estimates.models import Kind
from temoin.insight.models import Contest, Held
from temoin.messages import settling
from temoin.messages.models import Mail, Reason, Task, TextBlock
from temoin.money.models import ListLine
from temoin.parties import links
from tests import world as cast
from tests.browser.conftest import NARROW, WIDE
from tests.estimates import studied
from tests.estimates.making import french_prices, painting, to_estimate
from tests.money import repaired

NO_PAGE = {
    "home", "healthz", "set_theme", "account_logout", "account_reset_password_from_key", "set_language_choice",
    "document", "thumbnail", "desk:duplicates", "desk:palette", "desk:call", "desk:undo", "help:answer", "exchange:old_journal_understood",
    "message_read", "desk:write",
    "desk:complaints_csv", "body_shop:menu", "body_shop:payments_csv", "body_shop:payment_list_csv", "body_shop:payment_list_pdf",
    "partner:payments_csv", "partner:payment_list_csv", "partner:payment_list_pdf",
}  # fmt: skip
"""Redirects, files, fragments, and pages that only a POST or a secret reaches (each tested elsewhere)."""


def named(resolver: Any, space: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            if pattern.namespace not in {"admin", "demo", "api"}:
                yield from named(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield space + pattern.name


def states(world: cast.World) -> dict[str, Assignment]:
    """One assignment in each situation that a page shows differently."""
    found = {"open": cast.open_claim(world, insured_surname="À affecter").assignments.get()}
    found["offered"] = cast.offered(world, "bob", "charlie")
    found["visit"] = cast.offered(world, "bob")
    when = clock.now() + timedelta(days=2)
    cast.act(found["visit"], "take_charge", world.actor("bob"), {"needs_visit": True, "visit_at": when})
    found["works"] = cast.offered(world, "bob")
    cast.act(found["works"], "take_charge", world.actor("bob"), {"needs_visit": False})
    found["study"] = cast.offered(world, "bob")
    cast.act(found["study"], "take_charge", world.actor("bob"), {"needs_visit": True, "visit_at": when})
    report = {
        "visit_done_at": clock.now(),
        "visit_minutes": 30,
        "damage_as_declared": True,
        "circumstance_as_declared": True,
        "works_can_be_planned": False,
    }
    cast.act(found["study"], "report_visit", world.actor("bob"), report)
    found["lines"] = studied.to_study(world)
    studied.adjuster_says(world, found["lines"])
    found["control"] = studied.to_study(world)
    cast.act(found["control"], "hold_for_control", world.actor("emma"), {"comment": "prix élevés"})
    found["decided"] = studied.to_study(world)
    studied.reduced(world, found["decided"])
    estimate = {"estimate_total": Decimal("2000.00"), "estimate_file": ("x",)}
    cast.act(found["study"], "submit_estimate", world.actor("bob"), estimate)
    _estimates(world, found)
    cast.act(found["study"], "send_to_insurer", world.actor("emma"), {"comment": "hors limite"})
    letter = {"message_to": "insured", "message_text": "Y a-t-il un digicode ?"}
    cast.act(found["visit"], "write_message", world.actor("bob"), letter)
    letter = {"message_to": "contractor", "message_text": "Oui, 12A34."}
    cast.act(found["visit"], "write_message", world.actor("insured"), letter)
    letter = {"message_to": "insurer", "message_text": "Votre accord ?"}
    cast.act(found["study"], "write_message", world.actor("alice"), letter)
    settling.open_task(
        Reason.UNKNOWN_SENDER,
        sender="eve@example.net",
        subject="Re: Message",
        raw=b"From: eve@example.net\r\n\r\nBonjour",
    )
    TextBlock.objects.create(code="salut", title="Salut", text_fr="Bonjour {assure}")
    found["checked"] = cast.assigned(world, "bob")
    cast.act(found["checked"], "open_complaint", world.actor("insured"), {"complaint_about": "Joint ouvert"})
    cast.act(found["checked"], "order_site_check", world.actor("chloe"))
    found["mission"], found["transmitted"] = cast.mission(world), cast.transmitted(world)
    found["asked"], found["listed"] = repaired.asked(world), repaired.agreed(world)
    found["begun"] = cast.mission(world)
    cast.act(found["begun"], "start_estimate", world.actor("carl"))
    contest = {"contested_frame": top(found["works"]), "contest_reason": "Le client était absent."}
    cast.act(found["works"], "contest_interval", world.actor("bob"), contest)
    return found


def top(one: Assignment) -> int:
    return int(one.state["frames"][-1]["number"])


def _estimates(world: cast.World, found: dict[str, Assignment]) -> None:
    """An estimate that is being written, and one on which the network has a question."""
    prices = french_prices()
    found["written"], found["answered"] = to_estimate(world), to_estimate(world)
    bob = world.organisations["bob"]
    draft = drafts.find(found["written"], bob.pk)
    drafts.add(draft, painting(prices).lines)
    options = {"assignment_id": found["answered"].pk, "actor": world.actor("bob"), "values": {}}
    versions.with_action(action="submit_estimate", content=painting(prices), **options)
    asked = [replace(line, state="asked", reason="Pourquoi ?") for line in painting(prices).lines]
    answer = painting(prices, kind=Kind.NETWORK, lines=tuple(asked), addressed_to=bob.pk)
    options |= {"actor": world.actor("emma"), "values": {"comment": "?"}}
    versions.with_action(action="request_info", content=answer, **options)


def rows(found: dict[str, Assignment]) -> dict[str, list[tuple[str, str]]]:
    """Which person opens which page, as (name of the route, address)."""

    def page(name: str, *args: Any, **query: str) -> tuple[str, str]:
        text = "&".join(f"{key}={value}" for key, value in query.items())
        return name, reverse(name, args=args) + (f"?{text}" if text else "")

    ref = {key: one.claim.reference for key, one in found.items()}
    review = Held.objects.get(assignment=found["study"], step="estimate_review", ends_frame=True)
    return {
        "stranger": [
            page("account_login"),
            page("account_inactive"),
            page("account_reset_password"),
            page("account_reset_password_done"),
            page("account_reset_password_from_key_done"),
            page("help:index"),
            page("help:page", "prendre-en-charge"),
        ],
        "alice": [
            page("desk:queue"),
            page("desk:queue", vue="all"),
            *[
                page("desk:file", ref["visit"], onglet=tab)
                for tab in ("journal", "assignments", "documents", "mail", "messages")
            ],
            page("desk:file", ref["works"], onglet="works"),
            page("desk:file", ref["study"]),
            page("desk:open_claim"),
            page("desk:open_claim", procedure="vehicle_expertise"),
            page("desk:letters"),
            page("desk:tasks"),
            page("desk:task", Task.objects.latest("pk").pk),
            page("digest_preference"),
            page("desk:search"),
            page("desk:search", q="nobody"),
            page("desk:add_assignment", ref["visit"]),
            page("desk:assign", ref["open"], 1),
            page("desk:act", ref["visit"], 1, "log_call"),
            page("desk:act", ref["visit"], 1, "cancel"),
            page("insight:procedures"),
            page("insight:procedure", "home_repair"),
            page("insight:procedure", "vehicle_expertise"),
            page("insight:parties", "carrossiers"),
            page("exchange:old_journal"),
            page("mail", Mail.objects.latest("pk").pk),
            page("account"),
            page("api_keys"),
            page("absences"),
            page("account_change_password"),
            page("choose_membership"),
            page("styleguide"),
        ],
        "emma": [
            page("desk:contest", ref["study"], 1, review.frame),
            page("desk:estimates"),
            page("desk:study", ref["lines"], 1),
            page("desk:study", ref["decided"], 1),
            page("desk:act", ref["control"], 1, "record_comparative"),
        ],
        "max": [
            page("desk:blocks"),
            page("desk:new_block"),
            page("desk:block", TextBlock.objects.latest("pk").pk),
            page("insight:figures"),
            page("insight:figures", periode="trimestre", carte="table", etapes="toutes"),
            page("insight:lines", quoi="retards"),
            page("insight:lines", quoi="echeances"),
            page("insight:parties", "prestataires"),
            page("insight:party", "prestataires", found["works"].contractor),
            page("insight:outcomes"),
            page("insight:outcomes", par="reparateurs", periode="trimestre"),
            page("insight:contests"),
            page("insight:contest", Contest.objects.latest("pk").pk),
            page("help:answers"),
            page("absences"),
            page("desk:overrides"),
            page("desk:act", ref["visit"], 1, "override"),
        ],
        "ari": [
            page("desk:complaints"),
            page("desk:complaints", etat="toutes"),
            page("desk:checks"),
            page("desk:file", ref["checked"]),
            page("desk:act", ref["checked"], 1, "plan_site_check"),
            page("desk:act", ref["checked"], 1, "report_site_check"),
        ],
        "bob": [
            page("contractor:new_jobs"),
            page("contractor:job_offer", found["offered"].pk),
            page("contractor:take_charge", found["offered"].pk),
            page("contractor:decline", found["offered"].pk),
            page("contractor:my_jobs"),
            page("contractor:agenda"),
            page("contractor:letters"),
            page("contractor:messages", found["visit"].pk),
            page("contractor:figures"),
            page("contractor:lines", quoi="echeances"),
            page("contractor:contest", found["visit"].pk, top(found["visit"])),
            page("contractor:job", found["visit"].pk),
            page("contractor:job", found["works"].pk),
            page("contractor:visit_report", found["visit"].pk),
            page("contractor:act", found["works"].pk, "wait_supplies"),
            page("contractor:estimate_decisions", found["decided"].pk, 2),
            page("contractor:estimate", found["written"].pk),
            page("contractor:estimate", found["written"].pk, q="peinture 4x3", edit="0"),
            page("contractor:estimate", found["answered"].pk),
            page("contractor:estimate_review", found["written"].pk),
            page("contractor:estimate_upload", found["written"].pk),
            page("contractor:estimate_version", found["answered"].pk, 1),
        ],
        "carl": [
            page("body_shop:boards"),
            page("body_shop:boards", tableau="interview", q="AB"),
            page("body_shop:mailbox"),
            page("body_shop:mission", found["mission"].pk),
            page("body_shop:mission", found["transmitted"].pk),
            page("body_shop:letters"),
            page("body_shop:messages", found["mission"].pk),
            page("body_shop:payments"),
            page("body_shop:payment_list", ListLine.objects.get(assignment=found["listed"]).payment_list_id),
            page("body_shop:figures"),
            page("body_shop:lines", quoi="echeances"),
            page("body_shop:contest", found["mission"].pk, top(found["mission"])),
            page("body_shop:act", found["mission"].pk, "abandon"),
            page("body_shop:act", found["mission"].pk, "declare_total_loss"),
            page("body_shop:estimate", found["begun"].pk),
        ],
        "ines": [
            page("partner:worklist"),
            page("partner:open_claim"),
            page("partner:payments"),
            page("partner:payment_list", ListLine.objects.get(assignment=found["listed"]).payment_list_id),
            page("partner:act", found["asked"].claim.reference, 1, "agree_direct_payment"),
            page("partner:figures"),
            page("partner:own_figures"),
            page("partner:outcomes"),
            page("partner:lines", quoi="chiffre", chiffre="vehicle_expertise-by_rules-whole"),
            page("partner:lines", quoi="ouvertes"),
            page("partner:contest", ref["study"], 1, top(found["study"])),
            page("partner:claims"),
            page("partner:claim", found["transmitted"].claim.reference),
            page("partner:claim", ref["study"]),
            page("partner:letters"),
            page("partner:messages", ref["study"]),
            page("partner:act", ref["study"], 1, "insurer_agrees"),
        ],
        "insured": [
            page("insured:entrance", "tm_" + "x" * 32),
            page("insured:tracking"),
            page("insured:availabilities", 1),
            page("insured:messages"),
            page("insured:act", 1, "ask_other_time"),
        ],
    }


def test_every_page_is_fit_to_be_seen(people: Any, world: cast.World) -> None:
    found = states(world)
    planned = rows(found)
    covered = {name for pages in planned.values() for name, _address in pages}
    assert covered | NO_PAGE == set(named(get_resolver()))
    for number, (name, pages) in enumerate(planned.items()):
        if name in world.people and number % 2:
            world.people[name].language = "nl"
            world.people[name].save()
        person = people(name, dark=bool(number % 2))
        if name == "insured":
            _link, token = links.issue(claim_id=found["visit"].claim_id, language="nl")
            person.go(f"/s/{token}/")
            person.page.locator("form button[type=submit].primary").click()
        for _route, address in pages:
            for size in (WIDE, NARROW):
                person.page.set_viewport_size(size)
                person.go(address)
                person.see()
