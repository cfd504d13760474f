"""The journals printed in the back office's guide, played again as actions: who did what when, and what was printed.

Names of people and firms are invented anew; times, steps, dates and comments stand as in the print.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from temoin import clock
from temoin.claims.models import Assignment, Claim
from temoin.claims.opening import add_assignment
from tests import world as cast

PARIS = ZoneInfo("Europe/Paris")
PHOTO = ("photo",)


def at(text: str) -> datetime:
    """`18.01.2023 15:04`, as the old journal writes it, in Paris."""
    return datetime.strptime(text, "%d.%m.%Y %H:%M").replace(tzinfo=PARIS)


@dataclass(frozen=True, slots=True)
class Act:
    """One action at its printed time; where a state was printed: its step, its date, and why ours differs."""

    when: str
    who: str
    action: str
    values: Mapping[str, Any] = field(default_factory=dict)
    printed_step: str = ""
    printed_due: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """A printed date beside the one that the same action gives here."""

    when: str
    step: str
    printed: datetime
    given: datetime | None
    why: str

    @property
    def same(self) -> bool:
        return self.printed == self.given


CHOSEN = "la date était tapée à la main ; ici la règle de l'étape la donne ({rule}) et personne ne la déplace"
SHUTTER = (
    Act(
        "18.01.2023 14:59",
        "alice",
        "log_call",
        {
            "call_direction": "incoming",
            "call_with": "insured",
            "comment": "A reçu un appel, téléévaluation faite",
        },
    ),
    Act(
        "18.01.2023 15:04",
        "machine",
        "assign",
        {"contractor": "bob"},
        "contact_for_estimate",
        "19.01.2023 15:04",
    ),
    Act("18.01.2023 17:17", "bob", "accept"),
    Act(
        "07.02.2023 14:45",
        "rita",
        "adjuster_reports",
        {"loss_adjuster": "expert", "adjuster_report": PHOTO, "adjuster_total": Decimal("1200.00")},
    ),
    Act("07.02.2023 14:46", "rita", "enter_figures", {"adjuster_total": Decimal("1200.00")}),
    Act("07.02.2023 14:46", "alice", "reassign", {"reason": "Confié au menuisier"}),
    Act(
        "07.02.2023 14:47",
        "alice",
        "assign",
        {"contractor": "charlie"},
        "contact_for_survey",
        "08.02.2023 09:00",
        CHOSEN.format(rule="24h"),
    ),
    Act("07.02.2023 16:32", "charlie", "accept"),
    Act(
        "07.02.2023 16:54",
        "charlie",
        "record_contact",
        {
            "contacted_at": at("07.02.2023 16:50"),
            "visit_at": at("20.02.2023 09:00"),
            "norm_reason": "Premier créneau du client",
        },
        "first_visit",
        "20.02.2023 09:00",
    ),
    Act(
        "20.02.2023 10:00",
        "charlie",
        "report_visit",
        {
            "visit_done_at": at("20.02.2023 09:00"),
            "visit_minutes": 45,
            "damage_as_declared": True,
            "circumstance_as_declared": True,
            "works_can_be_planned": False,
        },
    ),
    Act(
        "27.02.2023 11:52",
        "charlie",
        "wait_supplier_price",
        {"supplier_name": "Fournisseur", "awaited_until": at("03.03.2023 09:00"), "comment": "Attente devis"},
        "wait_supplier_price",
        "03.03.2023 09:00",
    ),
    Act("01.03.2023 17:03", "charlie", "record_supplier_price", {"supplier_price": Decimal("480.00")}),
    Act(
        "01.03.2023 17:04",
        "charlie",
        "submit_estimate",
        {"estimate_total": Decimal("1840.00"), "estimate_file": PHOTO},
        "estimate_review",
        "01.03.2023 17:04",
        "imprimée à l'instant même de l'arrivée du devis : en retard dès sa naissance ; ici l'étude a ses 48h",
    ),
    Act(
        "08.03.2023 15:54",
        "emma",
        "request_info",
        {"comment": "Votre fourniture remplace celle chiffrée par l'expert ?"},
        "estimate_info_requested",
        "10.03.2023 11:30",
        CHOSEN.format(rule="48h"),
    ),
    Act(
        "09.03.2023 11:07",
        "charlie",
        "answer_info",
        {"comment": "Oui, ceci est le prix de notre fourniture."},
        "estimate_info_answered",
        "10.03.2023 09:00",
        CHOSEN.format(rule="48h, soit lundi : le samedi et le dimanche ne comptent pas"),
    ),
    Act(
        "16.03.2023 10:29",
        "emma",
        "send_to_adjuster",
        {"comment": "Supplément à l'expert"},
        "estimate_sent_to_adjuster",
        "06.04.2023 13:30",
        "même jour, 21 jours plus tard ; l'heure était tapée à la main",
    ),
    Act(
        "20.03.2023 15:17",
        "expert",
        "adjuster_agrees",
        {"approved_total": Decimal("1840.00")},
        "contact_for_works",
        "22.03.2023 15:30",
        CHOSEN.format(rule="24h ; le (2) imprimé est la norme, non le délai"),
    ),
    Act(
        "21.03.2023 13:24",
        "charlie",
        "wait_supplies",
        {"supply_week": 14, "awaited_until": at("05.05.2023 09:00"), "comment": "Attente fourniture"},
        "wait_supplies",
        "05.05.2023 09:00",
    ),
    Act("23.03.2023 16:31", "charlie", "supplies_received", {"supplies_received_on": date(2023, 3, 23)}),
    Act(
        "23.03.2023 16:32",
        "charlie",
        "record_works_date",
        {"works_start_at": at("11.04.2023 09:00"), "comment": "Pose volet"},
        "works_start",
        "11.04.2023 09:00",
    ),
)
DRYING = (
    Act(
        "29.03.2023 16:24",
        "bob",
        "wait_drying",
        {
            "humidity": Decimal(100),
            "room": "Salon",
            "scale": "relative_0_100",
            "surface": "plaster",
            "awaited_until": at("05.04.2023 17:00"),
            "comment": "Rendez-vous pris avec l'assuré le 05/04 entre 11h et 12h",
        },
        "wait_drying",
        "05.04.2023 17:00",
    ),
    Act(
        "05.04.2023 17:14",
        "bob",
        "record_reading",
        {
            "measured_at": at("05.04.2023 17:00"),
            "humidity": Decimal(60),
            "room": "Salon",
            "scale": "relative_0_100",
            "surface": "plaster",
            "awaited_until": at("05.06.2023 17:00"),
            "norm_reason": "Mur très humide",
            "comment": "TH 60",
        },
        "wait_drying",
        "05.06.2023 17:00",
    ),
)
UNREACHABLE = (
    *(
        Act(
            f"18.01.2023 {hour}:00",
            "bob",
            "log_attempt",
            {"called_at": at(f"18.01.2023 {hour}:00"), "attempt_result": "voicemail"},
        )
        for hour in (17, 18, 19)
    ),
    Act(
        "18.01.2023 19:33",
        "bob",
        "wait_unreachable",
        {"awaited_until": at("20.01.2023 17:00"), "comment": "Message laissé sur le répondeur"},
        "unreachable",
        "20.01.2023 17:00",
    ),
)
CALL_BACK = (
    Act(
        "13.06.2023 08:45",
        "alice",
        "request_call_back",
        {"comment": "Assuré souhaite faire le point concernant le rendez-vous du 16/06"},
        "call_back_24h",
        "14.06.2023 09:00",
        CHOSEN.format(rule="24h"),
    ),
    Act(
        "14.06.2023 10:27",
        "alice",
        "client_called_back",
        {
            "called_at": at("14.06.2023 10:20"),
            "comment": "N'arrive pas à joindre l'artisan ; artisan appelé, il rappelle cet après-midi",
        },
        "contact_for_works",
        "15.06.2023 11:00",
        "l'ancienne date est remise à neuf à chaque passage ; ici l'étape interrompue reprend sa propre date, due depuis le 13 juin : le retard reste visible",
    ),
)
CANCELLED = (
    Act(
        "05.02.2023 16:11",
        "bob",
        "message_operator",
        {"message_text": "L'assuré n'a plus de problème sur son volet roulant, il annule la prestation"},
        "operator_action_pending",
        "07.02.2023 16:11",
        "un dimanche : ici les 24h courent à partir du lundi 0h et finissent le mardi 0h ; l'ancien système garde l'heure du message",
    ),
    Act(
        "06.02.2023 09:17",
        "alice",
        "log_call",
        {
            "call_direction": "outgoing",
            "call_with": "insured",
            "comment": "NRP LM : nous vous confirmons l'annulation de l'intervention",
        },
    ),
    Act("06.02.2023 09:18", "alice", "cancel", {"reason": "L'assuré annule la prestation"}),
)


def play(job: Assignment, world: cast.World, acts: tuple[Act, ...]) -> Iterator[Compared]:
    """Do every act at its time by its person; yields each printed date with the one given here."""
    for one in acts:
        actor = cast.MACHINE if one.who == "machine" else world.actor(_person(one.who))
        values = {code: _named(world, code, value) for code, value in one.values.items()}
        with clock.at(at(one.when)):
            cast.act(job, one.action, actor, values)
        if one.printed_step:
            assert job.step == one.printed_step, f"{one.when}: {job.step} instead of {one.printed_step}"
            yield Compared(one.when, one.printed_step, at(one.printed_due), job.due_at, one.why)


def _person(who: str) -> str:
    return "felix" if who == "expert" else who


def _named(world: cast.World, code: str, value: Any) -> Any:
    return world.id(value) if code in ("contractor", "loss_adjuster") else value


def opened(world: cast.World, when: str, **changes: Any) -> Assignment:
    """A claim opened at that time, with the limit that is printed at opening."""
    with clock.at(at(when)):
        claim = cast.open_claim(world, **{"description": "Volet roulant", **changes})
        return claim.assignments.get()


def ready(world: cast.World, when: str, *acts: Act, number: int = 1, **changes: Any) -> Assignment:
    """An assignment brought to where a shorter excerpt begins; its number as printed."""
    job = opened(world, when, **changes)
    with clock.at(at(when)):
        for _ in range(1, number):
            job = add_assignment(
                _claim(job), trade="painting", facts={}, actor=world.actor("alice"), procedure="home_repair"
            )
        cast.act(job, "assign", world.actor("dirk"), {"contractor": world.id("bob")})
        cast.act(job, "accept", world.actor("bob"))
    list(play(job, world, acts))
    return job


def _claim(job: Assignment) -> Claim:
    job.refresh_from_db()
    return job.claim


def journals(world: cast.World) -> Iterator[tuple[str, list[Compared], Assignment]]:
    """Every printed excerpt: its name, its dates compared, the assignment at its end."""
    shutter = opened(world, "18.01.2023 14:58")
    yield (
        "N°1, volet roulant : ouverture, étude du devis, travaux",
        list(play(shutter, world, SHUTTER)),
        shutter,
    )
    drying = ready(world, "28.03.2023 10:00", number=3)
    yield "N°3, séchage", list(play(drying, world, DRYING)), drying
    silent = ready(world, "18.01.2023 16:00")
    yield "N°1, client injoignable", list(play(silent, world, UNREACHABLE)), silent
    planned = (
        Act(
            "12.06.2023 09:00",
            "bob",
            "record_contact",
            {"contacted_at": at("12.06.2023 09:00"), "visit_at": at("12.06.2023 10:00")},
        ),
        Act(
            "12.06.2023 11:00",
            "bob",
            "report_visit",
            {
                "visit_done_at": at("12.06.2023 10:00"),
                "visit_minutes": 30,
                "damage_as_declared": True,
                "circumstance_as_declared": True,
                "works_can_be_planned": False,
            },
        ),
        Act(
            "12.06.2023 12:00",
            "bob",
            "submit_estimate",
            {"estimate_total": Decimal("400.00"), "estimate_file": PHOTO},
        ),
        Act("12.06.2023 13:00", "emma", "approve", {"approved_total": Decimal("400.00")}),
    )
    call = ready(world, "09.06.2023 10:00", *planned, number=2)
    yield "N°2, AZ : appel dans les 24h", list(play(call, world, CALL_BACK)), call
    cancelled = ready(world, "30.01.2023 12:27")
    yield "N°1, annulation par l'assuré", list(play(cancelled, world, CANCELLED)), cancelled


def table(found: list[tuple[str, list[Compared], Assignment]]) -> str:
    """The comparison as Markdown, the way it stands in the docs."""
    lines = ["| imprimé le | étape | date imprimée | date ici | |", "|---|---|---|---|---|"]
    for name, compared, _job in found:
        lines.append(f"| **{name}** | | | | |")
        lines += [_row(one) for one in compared]
    return "\n".join(lines)


def _row(one: Compared) -> str:
    given = one.given.astimezone(PARIS).strftime("%d.%m.%Y %H:%M") if one.given else ""
    printed = one.printed.strftime("%d.%m.%Y %H:%M")
    return f"| {one.when} | `{one.step}` | {printed} | {'=' if one.same else given} | {'' if one.same else one.why} |"
