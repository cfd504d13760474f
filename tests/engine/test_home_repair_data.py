"""The home repair procedure holds the catalogue of the trade: every step, date, flag and French label."""

from __future__ import annotations

import pytest

from temoin.engine.model import DueKind, Go, Step
from temoin.procedures.files import UnknownProcedure, procedure, procedures

HOME = procedure("home_repair")

# step: label | holder | charged to, where another | due | norm | flags (m measured, c comment, o over, p pause) | only
CATALOGUE = """
to_assign: À affecter | dispatcher | | 2h | 1d | |
available: Nouveau chantier disponible | invited | | 24h | 1d | m |
contact_for_estimate: Contact client pour devis | contractor | | 24h | 2d | m |
contact_for_survey: Contact client pour RDV de reconnaissance selon rapport expert / chiffrage existant | contractor | | 24h | 1d | m |
first_visit_proposed: Première visite – Grille de disponibilités | contractor | | 24h | 2d | m |
first_visit: Première visite (visite technique, VT) | contractor | | visit_at | 7d | m |
first_visit_client_delay: Première visite > 7 jours demandée par le client | contractor | | visit_at | | m |
estimate_to_submit: Devis à transmettre | contractor | | 48h | 5d | m |
estimate_review: Etude de devis | estimator | | 48h | 5d | |
estimate_info_requested: PT – Devis – demande info complémentaire | contractor | | 48h | 2d | c |
estimate_info_answered: DEVIS – réponse vers mètreur | estimator | | 48h | 2d | c |
estimate_control_pending: En attente de contrôle devis | estimator | | 48h | | c |
estimate_sent_to_adjuster: Devis transmis en attente accord EXPERT | loss_adjuster | | 21d | 21d | |
estimate_sent_to_insurer: Devis transmis en attente accord CIE | insurer | | 21d | 21d | |
estimate_chased: Demande traitement Devis par Cie/Ass | estimator | | inherited | | o |
estimate_over_limit: Devis révisé – action interne à mener | case_handler | | 24h | 2d | |
estimate_sent_via_platform: Devis envoyé à la cie en attente de retour | insurer | | 21d | 21d | |
estimate_platform_alert: Alerte sur devis envoyé à la cie en attente de retour | insurer | | 21d | 21d | |
adjuster_report_to_process: Rapport d'expertise en attente de traitement | adjuster_relations | | 5wd | 5d | |
adjuster_figures_to_enter: RE – Nouveau devis ren-expert à saisir | adjuster_relations | | 24h | 1d | |
adjuster_info_pending: En attente information expert | loss_adjuster | | 7d | | | adjuster_relations loss_adjuster
adjuster_return_to_process: RE – Retour d'expert à traiter | adjuster_relations | | 24h | 1d | |
contractor_adjuster_disagreement: Désaccord Prest/Expert avec devis prest réalisé | adjuster_relations | | 5wd | | c |
report_chased: Demande traitement rapport par cie/ass | adjuster_relations | | inherited | | o |
contact_for_works: Contact client pour travaux et signature de l'attestation du choix de la fourniture | contractor | | 24h | 2d | m |
contact_for_works_independent: Contact client pour travaux sous 15 jours suite Mètreur Indépendant | contractor | | 24h | 15d | m |
works_start: Date début de travaux | contractor | | works_start_at | 60d | m |
works_in_progress: Travaux en cours | contractor | | started_at + planned_days | | m |
sign_off: Réception des travaux (quitus) | insured | | 48h | | |
invoice_to_send: Facture à transmettre | contractor | | 5wd | | m |
invoice_to_pay: Facture à régler | case_handler | | 30d | | |
wait_remote_assessment: En attente de téléévaluation | insured | insured | 7d | | cop |
wait_cause_repair: En attente de réparation de cause | insured | insured | 15d | | cop |
wait_drying: En attente de séchage | contractor | nature | awaited_until | 45d | cop |
unreachable: Client injoignable | contractor | insured | awaited_until | 7d | cop |
wait_other_repair: En attente d'une autre réparation | case_handler | third_party | 15d | 15d | cop |
wait_contractor_return: En attente retour prestataire | contractor | contractor | awaited_until | | cop |
wait_supplier_price: En attente demande de prix de fournisseur | contractor | supplier | awaited_until | 5d | cop |
wait_supplies: En attente de fourniture | contractor | supplier | awaited_until | | cop |
wait_insurer: En attente de cie | insurer | insurer | 15d | | cop |
wait_adjuster: En attente expert | loss_adjuster | loss_adjuster | 15d | | cop |
wait_long: En attente longue durée | case_handler | insured | awaited_until | | cop |
complaint_in_progress: Gestion de réclamation en cours | customer_service | customer_service | 5wd | | op | customer_service
site_check_pending: En attente de contrôle chantier | area_manager | area_manager | 7d | 7d | op | customer_service area_manager
operator_action_pending: En attente de gestion MA | case_handler | | 24h | | o |
call_back_24h: AZ : Appels 24h | case_handler | | 24h | 1d | o |
insurer_message_to_process: Suivi Cie à traiter | case_handler | | 24h | | o |
"""
ROWS = {line.split(":")[0]: line.split(":", 1)[1] for line in CATALOGUE.strip().splitlines()}
BESIDES = {"estimate_reduced"}  # adjuster or insurer agreed to less: somebody must ask the contractor

# Where a step may go, as far as the catalogue names it.
WAYS = {
    "to_assign": "contact_for_estimate contact_for_survey available first_visit_proposed",
    "available": "first_visit contact_for_works to_assign",
    "contact_for_estimate": "to_assign first_visit first_visit_client_delay",
    "contact_for_survey": "to_assign first_visit first_visit_client_delay",
    "first_visit_proposed": "first_visit",
    "first_visit": "works_start estimate_to_submit operator_action_pending",
    "first_visit_client_delay": "works_start estimate_to_submit operator_action_pending",
    "estimate_to_submit": "estimate_review wait_supplier_price",
    "estimate_review": "contact_for_works contact_for_works_independent estimate_info_requested estimate_chased"
    " estimate_control_pending estimate_sent_to_adjuster estimate_sent_to_insurer estimate_over_limit"
    " estimate_sent_via_platform estimate_platform_alert estimate_to_submit complaint_in_progress",
    "estimate_info_requested": "estimate_info_answered estimate_review",
    "estimate_info_answered": "contact_for_works estimate_info_requested estimate_sent_to_adjuster estimate_to_submit",
    "estimate_control_pending": "contact_for_works estimate_info_requested estimate_sent_to_insurer estimate_to_submit",
    "estimate_chased": "contact_for_works estimate_info_requested estimate_sent_to_adjuster complaint_in_progress",
    "estimate_sent_to_adjuster": "contact_for_works estimate_reduced estimate_to_submit adjuster_report_to_process",
    "estimate_sent_to_insurer": "contact_for_works estimate_reduced estimate_to_submit",
    "estimate_reduced": "contact_for_works contractor_adjuster_disagreement",
    "estimate_over_limit": "estimate_sent_to_insurer estimate_review",
    "estimate_sent_via_platform": "contact_for_works estimate_reduced estimate_platform_alert",
    "estimate_platform_alert": "contact_for_works estimate_reduced estimate_to_submit",
    "adjuster_report_to_process": "contact_for_works contact_for_survey estimate_to_submit adjuster_info_pending"
    " report_chased complaint_in_progress",
    "adjuster_figures_to_enter": "contact_for_survey",
    "adjuster_info_pending": "adjuster_return_to_process",
    "adjuster_return_to_process": "adjuster_report_to_process contact_for_works contact_for_survey",
    "contractor_adjuster_disagreement": "contact_for_works to_assign",
    "report_chased": "contact_for_works contact_for_survey complaint_in_progress",
    "contact_for_works": "works_start",
    "contact_for_works_independent": "works_start",
    "works_start": "works_in_progress",
    "works_in_progress": "sign_off",
    "sign_off": "invoice_to_send operator_action_pending",
    "invoice_to_send": "invoice_to_pay operator_action_pending",
    "invoice_to_pay": "closed",
    "complaint_in_progress": "site_check_pending",
}
ONLY_WHERE = {  # facts that a step needs to exist
    "contact_for_survey": {"has_adjuster_figures": True},
    "estimate_over_limit": {"insurer_code": "AZ"},
    "estimate_sent_via_platform": {"platform": "sinapps"},
    "estimate_platform_alert": {"platform": "sinapps"},
    "adjuster_figures_to_enter": {"ren_expert": True, "insurer_code": "BPCE"},
    "wait_remote_assessment": {"loss_type": "water_damage"},
    "wait_cause_repair": {"loss_type": "water_damage"},
    "wait_drying": {"loss_type": "water_damage"},
    "wait_contractor_return": {},  # the season
    "call_back_24h": {"insurer_code": "AZ"},
}
MESSAGES = {
    "job_offered",
    "job_assigned",
    "job_taken_by_other",
    "visit_booked",
    "visit_moved",
    "visit_confirmed",
    "other_time_asked",
    "works_booked",
    "works_moved",
    "estimate_received",
    "estimate_info_requested",
    "estimate_approved",
    "estimate_refused",
    "works_completed_sign",
    "invoice_received",
    "claim_closed",
    "cancelled",
    "availabilities_asked",
    "anomaly_signalled",
    "complaint_opened",
    "complaint_acknowledged",
    "complaint_answered",
    "site_check_booked",
    "info_answered",
    "conference_planned",
    "supply_choice_to_sign",
    "supply_choice_signed",
    "works_duration_changed",
    "signed_on_behalf",
}


def _due(step: Step) -> str:
    if step.due.kind is DueKind.FIELD:
        return str(step.due.field) + (f" + {step.due.plus}" if step.due.plus else "")
    return str(step.due.duration) if step.due.kind is DueKind.AFTER else step.due.kind.value


def _flags(step: Step) -> str:
    kept = {"m": step.measured, "c": step.comment, "o": step.over, "p": step.pauses}
    return "".join(letter for letter, holds in kept.items() if holds)


def _targets(code: str) -> set[str]:
    return {branch.target for action in HOME.steps[code].actions for branch in HOME.actions[action].branches}


@pytest.mark.parametrize("code", ROWS)
def test_a_step_stands_as_the_catalogue_has_it(code: str) -> None:
    step = HOME.steps[code]
    charged = "" if step.charged_to == step.holder and not step.pauses else step.charged_to
    norm = "" if step.norm is None else str(step.norm)
    found = [step.label["fr"], step.holder, charged, _due(step), norm, _flags(step), " ".join(step.only)]
    assert found == [cell.strip() for cell in ROWS[code].split("|")]


def test_no_step_is_missing_and_none_is_there_unexplained() -> None:
    assert set(HOME.steps) == set(ROWS) | BESIDES


@pytest.mark.parametrize("code", WAYS)
def test_a_step_offers_every_way_out_of_the_catalogue(code: str) -> None:
    assert set(WAYS[code].split()) - _targets(code) == set()


@pytest.mark.parametrize("code", [code for code, step in HOME.steps.items() if step.over])
def test_what_interrupts_a_step_gives_it_back(code: str) -> None:
    branches = [branch for action in HOME.steps[code].actions for branch in HOME.actions[action].branches]
    assert any(branch.go is Go.RESUME for branch in branches)


@pytest.mark.parametrize("code", HOME.steps)
def test_a_late_step_is_told_to_its_holder_first_and_its_state_to_the_insured(code: str) -> None:
    step = HOME.steps[code]
    assert step.plain is not None
    first = "dispatcher" if step.holder == "invited" else step.holder  # invited firms owe nothing yet
    assert step.escalate[0].role == first
    assert step.due.kind is DueKind.INHERITED or step.remind
    assert (step.exists_say is not None) == (code in ONLY_WHERE)
    assert not step.pauses or step.chase or step.only  # nobody chases what is reserved


def test_dates_of_the_contractor_are_not_for_anybody_to_move() -> None:
    movable = {code for code, step in HOME.steps.items() if step.measured and "move_date" in step.actions}
    assert movable == set()


def test_the_wrong_date_cannot_be_entered_in_the_wrong_place() -> None:
    def asked(step: str, field: str) -> set[str]:
        offered = set(HOME.steps[step].actions) - {"override"}
        return {code for code in offered if any(one.code == field for one in HOME.actions[code].form)}

    assert asked("first_visit", "works_start_at") == {"report_visit"}
    assert asked("contact_for_works", "visit_at") == set()
    assert asked("contact_for_works", "works_start_at") == {"record_works_date"}


def test_only_messages_of_the_list_are_told() -> None:
    told = {
        message
        for one in HOME.actions.values()
        for branch in one.branches
        for message in branch.tell.values()
    }
    assert told <= MESSAGES


def test_every_wait_signals_the_anomaly_to_the_insurer_of_a_platform_claim() -> None:
    waits = {code for code, step in HOME.steps.items() if step.pauses and step.group == "waiting"}
    told = {
        branch.target
        for action in HOME.actions.values()
        for branch in action.branches
        if branch.tell.get("insurer") == "anomaly_signalled" and branch.go is Go.INTERRUPT
    }
    assert waits - told == set()


def test_works_signed_by_nobody_are_accepted_by_silence_after_fifteen_days() -> None:
    expiry = HOME.steps["sign_off"].expire
    assert expiry is not None
    assert (expiry.action, str(expiry.after)) == ("accept_by_silence", "15d")


def test_procedures_are_found_by_code_and_version() -> None:
    assert "home_repair" in procedures()
    assert "fields" not in procedures()
    assert procedure("home_repair", HOME.version) is HOME
    for code, version in (("home_repair", 999), ("fields", None), ("../home_repair", None)):
        with pytest.raises(UnknownProcedure):
            procedure(code, version)
