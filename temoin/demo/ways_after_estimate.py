"""Ways to works, completion, waits, the specific steps and the ends."""

from __future__ import annotations

from temoin.demo import fillings as fill
from temoin.demo.ways import Move, Way
from temoin.demo.ways_before_works import NEXT_DAYS, OVER, SAME_DAY, WEEK, WEEKS, WITHIN

WATER = {"losses": frozenset({"water_damage"})}
AZ_ONLY = {"insurers": frozenset({"AZ"})}

START = Move("contractor", "start_works", fill.begun, (40, 260))
COMPLETE = Move("contractor", "complete_works", fill.finished, (26, 110))
SIGN = Move("insured", "sign", fill.signed, (2, 40))
INVOICE = Move("contractor", "send_invoice", fill.invoiced, (10, 100))

WORKS: dict[str, tuple[Way, ...]] = {
    "contact_for_works": (
        Way("estimate_review", (Move("estimator", "approve", fill.granted, NEXT_DAYS),), WITHIN, often=8),
        Way(
            "estimate_info_answered",
            (Move("estimator", "approve", fill.granted, NEXT_DAYS),),
            WITHIN,
            often=2,
        ),
        Way("available", (Move("contractor", "take_charge", fill.taken_without_visit, SAME_DAY),), often=3),
        Way("estimate_sent_to_insurer", (Move("insurer", "insurer_agrees", fill.approved, WEEK),), often=3),
        Way(
            "estimate_sent_to_adjuster", (Move("adjuster", "adjuster_agrees", fill.approved, WEEKS),), often=2
        ),
        Way("estimate_reduced", (Move("contractor", "accept_reduction", after=NEXT_DAYS),)),
        Way(
            "contractor_adjuster_disagreement",
            (Move("relations", "record_agreement", fill.agreed_between, WEEK),),
        ),
        Way(
            "adjuster_report_to_process",
            (Move("relations", "validate_estimate", fill.approved, NEXT_DAYS),),
        ),
        Way("estimate_chased", (Move("estimator", "approve", fill.granted, SAME_DAY),), WITHIN),
    ),
    "contact_for_works_independent": (
        Way(
            "estimate_review", (Move("estimator", "approve", fill.granted_after_control, NEXT_DAYS),), WITHIN
        ),
        Way(
            "estimate_control_pending",
            (Move("estimator", "approve", fill.granted_after_control, NEXT_DAYS),),
            WITHIN,
        ),
    ),
    "works_start": (
        Way(
            "contact_for_works",
            (Move("contractor", "record_works_date", fill.works_booked, NEXT_DAYS),),
            often=5,
        ),
        Way(
            "contact_for_works",
            (
                Move("contractor", "describe_supplies", fill.supplies_chosen, SAME_DAY),
                Move("insured", "sign_supply_choice", fill.supplies_signed, SAME_DAY),
                Move("contractor", "record_works_date", fill.works_booked, NEXT_DAYS),
            ),
        ),
        Way(
            "contact_for_works_independent",
            (Move("contractor", "record_works_date", fill.works_booked_soon, NEXT_DAYS),),
        ),
        Way(
            "first_visit",
            (Move("contractor", "report_visit", fill.visited_works_planned, (26, 90)),),
            often=3,
        ),
    ),
    "works_in_progress": (
        Way("works_start", (START,)),
        Way("works_start", (START, Move("contractor", "report_progress", fill.halfway, (4, 24))), often=2),
    ),
    "sign_off": (
        Way("works_in_progress", (COMPLETE,), often=8),
        Way(
            "works_in_progress",
            (
                COMPLETE,
                Move("insured", "make_reservations", fill.said("reservations", "reservations"), NEXT_DAYS),
                Move("handler", "settle_reservations", fill.comment("settled"), WEEK),
            ),
        ),
    ),
    "invoice_to_send": (
        Way("sign_off", (SIGN,), often=4),
        Way("sign_off", (Move("contractor", "sign_on_site", fill.signed_on_site, (1, 20)),)),
    ),
    "invoice_to_pay": (
        Way("invoice_to_send", (INVOICE,), often=7),
        # nobody answered for fifteen days: accepted by silence
        Way("sign_off", (Move("contractor", "send_invoice", fill.invoiced, (285, 330)),)),
        Way(
            "invoice_to_send",
            (
                Move("contractor", "send_invoice", fill.invoiced_too_much, (10, 100)),
                Move("handler", "accept_invoice", fill.said("reason", "invoice_ok"), (3, 20)),
            ),
        ),
    ),
}

ENDS: dict[str, tuple[Way, ...]] = {
    "closed": (Way("invoice_to_pay", (Move("handler", "pay", fill.paid, (60, 330)),)),),
    "closed_without_works": (
        Way("first_visit", (Move("insured", "cancel", fill.said("reason", "cancelled"), (4, 20)),), often=2),
        Way(
            "estimate_review",
            (Move("estimator", "refuse_estimate", fill.refused_for("not_covered", "refused"), NEXT_DAYS),),
        ),
        Way("to_assign", (Move("insured", "cancel", fill.said("reason", "cancelled"), (0.4, 1.5)),)),
    ),
    "transferred": (
        Way(
            "estimate_review",
            (Move("estimator", "refuse_estimate", fill.refused_for("cash", "cash"), NEXT_DAYS),),
        ),
        Way(
            "estimate_sent_to_insurer",
            (Move("insurer", "insurer_refuses", fill.refused_for("cash", "cash"), WEEK),),
        ),
    ),
}

ATTEMPT = Move("contractor", "log_attempt", fill.attempt, (1, 6))
UNREACHABLE = (ATTEMPT, ATTEMPT, ATTEMPT, Move("contractor", "wait_unreachable", fill.unreachable, (0.2, 2)))

WAITS: dict[str, tuple[Way, ...]] = {
    "wait_remote_assessment": (
        Way(
            "contact_for_estimate",
            (Move("handler", "wait_remote_assessment", fill.comment("remote"), (2, 8)),),
            WATER,
        ),
    ),
    "wait_cause_repair": (
        Way(
            "contact_for_works",
            (Move("contractor", "wait_cause_repair", fill.comment("cause"), NEXT_DAYS),),
            WATER,
        ),
        Way(
            "estimate_review",
            (Move("handler", "wait_cause_repair", fill.comment("cause"), NEXT_DAYS),),
            WATER,
        ),
    ),
    "wait_drying": (
        Way("contact_for_works", (Move("contractor", "wait_drying", fill.damp, NEXT_DAYS),), WATER, often=2),
        Way(
            "contact_for_works",
            (
                Move("contractor", "wait_drying", fill.damp, NEXT_DAYS),
                Move("contractor", "record_reading", fill.still_damp, WEEK),
            ),
            WATER,
        ),
    ),
    "unreachable": (Way("contact_for_works", UNREACHABLE), Way("contact_for_estimate", UNREACHABLE)),
    "wait_other_repair": (
        Way("contact_for_works", (Move("handler", "wait_other_repair", fill.other_repair, NEXT_DAYS),)),
    ),
    "wait_contractor_return": (
        Way(
            "contact_for_works",
            (Move("contractor", "wait_contractor_return", fill.on_holiday, NEXT_DAYS),),
            {"summer": True},
        ),
        Way(
            "contact_for_works",
            (Move("manager", "override", fill.put_on_holiday, NEXT_DAYS),),
            {"summer": False},
        ),
    ),
    "wait_supplier_price": (
        Way("estimate_to_submit", (Move("contractor", "wait_supplier_price", fill.supplier_price, (4, 30)),)),
    ),
    "wait_supplies": (
        Way("contact_for_works", (Move("contractor", "wait_supplies", fill.supplies, NEXT_DAYS),)),
    ),
    "wait_insurer": (
        Way("estimate_review", (Move("estimator", "wait_insurer", fill.question_to_insurer, NEXT_DAYS),)),
    ),
    "wait_adjuster": (
        Way(
            "estimate_review",
            (Move("estimator", "wait_adjuster", fill.waiting_for_adjuster, NEXT_DAYS),),
            OVER,
        ),
    ),
    "wait_long": (Way("contact_for_works", (Move("handler", "wait_long", fill.long_wait, NEXT_DAYS),)),),
}

COMPLAIN = Move("insured", "open_complaint", fill.said("complaint_about", "complaint"), (6, 40))
RECORD = Move("service", "record_complaint", fill.complaint_recorded, (20, 90))

SPECIFIC: dict[str, tuple[Way, ...]] = {
    "complaint_in_progress": (
        Way("works_in_progress", (COMPLAIN,)),
        Way("works_in_progress", (RECORD, Move("service", "acknowledge_complaint", fill.nothing, SAME_DAY))),
        Way("estimate_sent_to_insurer", (COMPLAIN,)),
        Way("sign_off", (COMPLAIN,)),
    ),
    "site_check_pending": (
        Way(
            "complaint_in_progress",
            (
                Move("service", "order_site_check", fill.comment("site_check"), NEXT_DAYS),
                Move("area", "plan_site_check", fill.check_planned, SAME_DAY),
            ),
        ),
    ),
    "operator_action_pending": (
        Way(
            "contact_for_works",
            (Move("contractor", "message_operator", fill.said("message_text", "message"), NEXT_DAYS),),
        ),
        Way("first_visit", (Move("contractor", "report_visit", fill.visited_anomaly, (26, 90)),), often=2),
        Way(
            "sign_off",
            (Move("insured", "make_reservations", fill.said("reservations", "reservations"), NEXT_DAYS),),
        ),
        Way("invoice_to_send", (Move("contractor", "send_invoice", fill.invoiced_too_much, (10, 100)),)),
    ),
    "call_back_24h": (
        Way(
            "contact_for_works",
            (Move("insurer", "request_call_back", fill.comment("call_back"), SAME_DAY),),
            AZ_ONLY,
        ),
        Way(
            "estimate_review",
            (Move("insurer", "request_call_back", fill.comment("call_back"), SAME_DAY),),
            AZ_ONLY,
        ),
    ),
    "insurer_message_to_process": (
        Way(
            "contact_for_works",
            (
                Move(
                    "insurer",
                    "receive_insurer_message",
                    fill.said("message_text", "insurer_message"),
                    SAME_DAY,
                ),
            ),
        ),
        Way(
            "works_start",
            (
                Move(
                    "insurer",
                    "receive_insurer_message",
                    fill.said("message_text", "insurer_message"),
                    (3, 30),
                ),
            ),
        ),
    ),
}

WAYS = {**WORKS, **WAITS, **SPECIFIC, **ENDS}

NOTE = Move("handler", "add_note", fill.comment("note"), (0.3, 5))
CALL = Move("advisor", "log_call", fill.call, (0.3, 5))
TALKS = (
    (
        Move("handler", "write_message", fill.written("insured", "to_insured"), (0.3, 3)),
        Move("insured", "write_message", fill.written("case_handler", "from_insured"), (0.5, 6)),
    ),
    (
        Move("contractor", "write_message", fill.written("insured", "contractor_asks"), (0.3, 4)),
        Move("insured", "write_message", fill.written("contractor", "insured_answers"), (0.5, 6)),
    ),
    (Move("handler", "write_message", fill.written("insurer", "to_insurer"), (0.3, 3)),),
)
PHOTOS = Move("insured", "attach_documents", fill.more_photos, (1, 8))

DETOURS: dict[str, tuple[tuple[float, tuple[Move, ...]], ...]] = {
    # what may happen on a step without leading on: how likely, and the moves that come back to it
    "first_visit": (
        (0.45, (Move("insured", "confirm_visit", after=(1, 12)),)),
        (
            0.1,
            (
                Move("insured", "ask_other_time", fill.said("preferred_times", "other_time"), (1, 8)),
                Move("contractor", "reschedule_visit", fill.visit_moved, (1, 6)),
            ),
        ),
    ),
    "estimate_review": (
        (
            0.06,
            (
                Move("estimator", "wait_insurer", fill.question_to_insurer, (4, 20)),
                Move("insurer", "insurer_answers", fill.said("answer", "insurer_says"), WEEK),
            ),
        ),
    ),
    "contact_for_works": (
        (
            0.08,
            (
                Move("contractor", "message_operator", fill.said("message_text", "message"), SAME_DAY),
                Move("handler", "deal_with", fill.comment("dealt"), (1, 12)),
            ),
        ),
        (
            0.07,
            (
                Move("contractor", "wait_supplies", fill.supplies, SAME_DAY),
                Move("contractor", "supplies_received", fill.on_day("supplies_received_on"), WEEKS),
            ),
        ),
        (
            0.05,
            (
                ATTEMPT,
                ATTEMPT,
                ATTEMPT,
                Move("contractor", "wait_unreachable", fill.unreachable, (0.2, 2)),
                Move("contractor", "record_reached", fill.reached, (10, 40)),
            ),
        ),
    ),
    "estimate_to_submit": (
        (
            0.08,
            (
                Move("contractor", "wait_supplier_price", fill.supplier_price, (3, 12)),
                Move("contractor", "record_supplier_price", fill.price_known, (20, 60)),
            ),
        ),
    ),
    "works_start": ((0.1, (Move("contractor", "reschedule_works", fill.works_moved, (2, 20)),)),),
    "works_in_progress": (
        (
            0.05,
            (
                Move("insured", "open_complaint", fill.said("complaint_about", "complaint"), (3, 20)),
                Move(
                    "service",
                    "resolve_complaint",
                    fill.complaint_answered,
                    (6, 60),
                ),
            ),
        ),
    ),
}

WATER_DETOURS: dict[str, tuple[tuple[float, tuple[Move, ...]], ...]] = {
    "contact_for_works": (
        (
            0.16,
            (
                Move("contractor", "wait_drying", fill.damp, SAME_DAY),
                Move("contractor", "record_reading", fill.still_damp, WEEK),
                Move("contractor", "record_reading", fill.dry, WEEK),
            ),
        ),
    ),
    "contact_for_estimate": (
        (
            0.08,
            (
                Move("handler", "wait_remote_assessment", fill.comment("remote"), (1, 5)),
                Move("insured", "record_remote_assessment", fill.assessed, NEXT_DAYS),
            ),
        ),
    ),
}
