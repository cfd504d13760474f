"""Ways to the steps of opening, estimate and adjuster's report."""

from __future__ import annotations

from temoin.demo import fillings as fill
from temoin.demo.ways import Move, Way

SOON, SAME_DAY, NEXT_DAYS, WEEK, WEEKS = (0.3, 1.8), (0.5, 6), (2, 22), (16, 60), (50, 180)
NOBODY_TOOK = (25, 33)  # longer than an offer stands

WITHIN, OVER = {"over_limit": False}, {"over_limit": True}
NOT_SINAPPS = {"sinapps": False}
OVER_BY_MAIL = {**OVER, **NOT_SINAPPS}
SINAPPS = {"sinapps": True, "insurers": frozenset({"AZ", "BPCE"})}
FRENCH = frozenset({"AZ", "BPCE"})
REN_EXPERT = {"ren_expert": True, "insurers": FRENCH}
NO_FIGURES = {"figures": False}

ASSIGN = Move("dispatcher", "assign", fill.assigned, SOON)
ASSIGN_BY_MACHINE = Move("machine", "assign", fill.assigned, (0.05, 0.2))
ACCEPT = Move("contractor", "accept", after=SAME_DAY)
CONTACT = Move("contractor", "record_contact", fill.contacted, NEXT_DAYS)
OFFER = Move("dispatcher", "offer", fill.invited, SOON)

OPENING: dict[str, tuple[Way, ...]] = {
    "to_assign": (
        Way(None, needs={"ren_expert": False}, often=12),
        Way("adjuster_figures_to_enter", (Move("relations", "enter_figures", fill.figures, NEXT_DAYS),)),
    ),
    "available": (
        Way("to_assign", (OFFER,), often=4),
        Way(
            "to_assign",
            (
                Move("dispatcher", "offer", fill.invited_in_vain, SOON),
                Move("dispatcher", "offer", fill.invited, NOBODY_TOOK),
            ),
        ),
    ),
    "contact_for_estimate": (
        Way("to_assign", (ASSIGN, ACCEPT), {**NO_FIGURES, "ren_expert": False}, often=6),
        Way("to_assign", (ASSIGN_BY_MACHINE, ACCEPT), {**NO_FIGURES, "ren_expert": False}, often=5),
        Way(
            "to_assign",
            (
                Move("dispatcher", "assign", fill.assigned_to_other, SOON),
                Move("other", "decline", fill.said("reason", "declined"), SAME_DAY),
                ASSIGN,
                ACCEPT,
            ),
            {**NO_FIGURES, "ren_expert": False},
        ),
        Way(
            "to_assign",
            (
                Move("machine", "offer", fill.invited_in_vain, (0.05, 0.3)),
                Move("dispatcher", "assign", fill.assigned, NOBODY_TOOK),
                ACCEPT,
            ),
            {**NO_FIGURES, "ren_expert": False},
        ),
    ),
    "contact_for_survey": (
        Way("to_assign", (ASSIGN, ACCEPT), {"figures": True, "ren_expert": False}, often=2),
        Way(
            "adjuster_figures_to_enter",
            (Move("relations", "enter_figures", fill.figures, NEXT_DAYS), ASSIGN, ACCEPT),
        ),
    ),
    "first_visit_proposed": (Way("to_assign", (Move("dispatcher", "propose_slot", fill.slot, SOON),)),),
    "first_visit": (
        Way("contact_for_estimate", (CONTACT,), often=5),
        Way("available", (Move("contractor", "take_charge", fill.taken_with_visit, SAME_DAY),), often=5),
        Way("contact_for_survey", (CONTACT,)),
        Way("first_visit_proposed", (Move("contractor", "confirm_slot", after=SAME_DAY),), often=2),
    ),
    "first_visit_client_delay": (
        Way(
            "contact_for_estimate",
            (Move("contractor", "record_contact", fill.contacted_for_later, NEXT_DAYS),),
        ),
    ),
    "estimate_to_submit": (
        Way(
            "first_visit",
            (Move("contractor", "report_visit", fill.visited_estimate_follows, (26, 90)),),
            often=8,
        ),
        Way(
            "first_visit",
            (
                Move("contractor", "report_visit", fill.visited_anomaly, (26, 90)),
                Move("handler", "clear_anomaly", fill.comment("anomaly_cleared"), (3, 18)),
            ),
        ),
    ),
}

SUBMIT = Move("contractor", "submit_estimate", fill.estimate, (5, 34))
TO_INSURER = Move("estimator", "send_to_insurer", fill.comment("over_limit"), NEXT_DAYS)

ESTIMATE: dict[str, tuple[Way, ...]] = {
    "estimate_review": (Way("estimate_to_submit", (SUBMIT,)),),
    "estimate_info_requested": (
        Way("estimate_review", (Move("estimator", "request_info", fill.question_on_estimate, NEXT_DAYS),)),
    ),
    "estimate_info_answered": (
        Way(
            "estimate_info_requested",
            (Move("contractor", "answer_info", fill.comment("answer_info"), NEXT_DAYS),),
        ),
    ),
    "estimate_control_pending": (
        Way(
            "estimate_review",
            (
                Move("estimator", "hold_for_control", fill.comment("control"), NEXT_DAYS),
                Move("estimator", "record_comparative", fill.comparative, (4, 30)),
            ),
        ),
    ),
    "estimate_reduced": (
        Way(
            "estimate_sent_to_adjuster",
            (Move("adjuster", "adjuster_reduces", fill.reduced, WEEKS),),
        ),
        Way("estimate_sent_to_insurer", (Move("insurer", "insurer_reduces", fill.reduced, WEEK),)),
    ),
    "estimate_sent_to_adjuster": (
        Way("estimate_review", (Move("estimator", "send_to_adjuster", fill.to_adjuster, NEXT_DAYS),), OVER),
    ),
    "estimate_sent_to_insurer": (
        Way("estimate_review", (TO_INSURER,), OVER_BY_MAIL, often=3),
        Way(
            "estimate_over_limit",
            (Move("handler", "send_to_insurer", fill.comment("over_limit"), NEXT_DAYS),),
            OVER_BY_MAIL,
        ),
    ),
    "estimate_chased": (
        Way(
            "estimate_review",
            (Move("insured", "chase_estimate", fill.said("complaint_about", "chased"), (8, 22)),),
        ),
    ),
    "estimate_over_limit": (
        Way(
            "estimate_review",
            (Move("estimator", "flag_over_limit", fill.comment("over_limit"), NEXT_DAYS),),
            {**OVER, "insurers": FRENCH},
        ),
    ),
    "estimate_sent_via_platform": (
        Way(
            "estimate_review",
            (Move("estimator", "send_via_platform", fill.comment("over_limit"), NEXT_DAYS),),
            {**SINAPPS, **OVER},
        ),
    ),
    "estimate_platform_alert": (
        Way(
            "estimate_sent_via_platform",
            (Move("insurer", "raise_platform_alert", fill.comment("ask_insurer"), WEEK),),
        ),
    ),
}

REPORT: dict[str, tuple[Way, ...]] = {
    "adjuster_report_to_process": (
        Way("estimate_sent_to_adjuster", (Move("adjuster", "adjuster_reports", fill.report, WEEK),), often=2),
        Way("estimate_review", (Move("relations", "adjuster_reports", fill.first_report, NEXT_DAYS),)),
    ),
    "adjuster_figures_to_enter": (Way(None, needs=REN_EXPERT),),
    "adjuster_info_pending": (
        Way(
            "adjuster_report_to_process",
            (Move("relations", "ask_adjuster", fill.question_to_adjuster, NEXT_DAYS),),
        ),
    ),
    "adjuster_return_to_process": (
        Way(
            "adjuster_info_pending",
            (Move("adjuster", "adjuster_returns", fill.said("answer", "adjuster_says"), WEEK),),
        ),
    ),
    "contractor_adjuster_disagreement": (
        Way(
            "estimate_reduced",
            (Move("contractor", "contest_reduction", fill.comment("contested"), NEXT_DAYS),),
        ),
    ),
    "report_chased": (
        Way(
            "adjuster_report_to_process",
            (Move("insurer", "chase_report", fill.said("complaint_about", "chased"), (20, 60)),),
        ),
    ),
}

WAYS = {**OPENING, **ESTIMATE, **REPORT}
