"""One test for each quirk of the old journal's grammar."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from temoin.exchange.old_journal.bodies import amount
from temoin.exchange.old_journal.entries import Kind, Machine, Party, RemarkCode, Role, Span
from temoin.exchange.old_journal.recognise import Recogniser
from temoin.exchange.old_journal.report import understand
from temoin.exchange.old_journal.vocabulary import WORDINGS
from temoin.procedures import files
from tests.exchange.old_journals import LABELS, STAMP, codes, only, read, sample


def test_a_stamp_gives_time_number_and_name() -> None:
    stamp = only(f"rappeler le client\n{STAMP}").stamp
    assert stamp is not None
    assert (stamp.at, stamp.number, stamp.name) == (
        datetime(2024, 3, 6, 9, 12),
        "2001417",
        "ODILE FAUCHERAND",
    )


def test_a_stamp_may_name_nobody() -> None:
    entry = only("rappeler le client\n06.03.2024-09:12")
    assert entry.stamp is not None
    assert (entry.stamp.number, entry.stamp.name, entry.kind) == (None, "", Kind.NOTE)


def test_a_stamp_and_its_text_may_be_indented() -> None:
    entry = only(f"   ETAT: Première visite (7) 13/03/2024\n   09:00 (06/03/2024-N°1)\n   {STAMP}")
    assert (entry.step, entry.due, codes(entry)) == ("first_visit", datetime(2024, 3, 13, 9), set())


@pytest.mark.parametrize(
    ("number", "machine"),
    [("995", Machine.INTERNET), ("996", Machine.ZONAL_ASSIGNMENT), ("007", Machine.BATCH), ("1995", None)],
)
def test_known_numbers_are_programs(number: str, machine: Machine | None) -> None:
    stamp = only(f"rappel\n06.03.2024-09:12-({number}) QUELQU'UN").stamp
    assert stamp is not None
    assert stamp.machine is machine


def test_a_stamp_may_stand_at_the_end_of_the_last_line() -> None:
    entry = only(f"ETAT: Première visite (7) 13/03/2024 09:00 (06/03/2024-N°1) {STAMP}")
    assert (entry.step, entry.assignment, codes(entry)) == ("first_visit", 1, set())


def test_a_wrapped_stamp_is_put_together() -> None:
    entry = only("rappeler le client\n06.03.2024-09:12-\n(2001417) ODILE FAUCHERAND")
    assert entry.stamp is not None
    assert (entry.stamp.number, entry.stamp.name) == ("2001417", "ODILE FAUCHERAND")


def test_a_wrapped_user_name_is_put_together() -> None:
    entry = only("rappeler le client\n06.03.2024-09:12-(2001417) ODILE\nFAUCHERAND\n")
    assert entry.stamp is not None
    assert entry.stamp.name == "ODILE FAUCHERAND"


def test_capitals_after_a_known_user_are_the_next_note() -> None:
    text = f"rappel\n{STAMP}\n\n{STAMP}\nRAPPEL ASSURE\n"
    first, second = read(text).entries
    assert (first.comment, second.comment) == ("rappel", "RAPPEL ASSURE")
    assert second.stamp is not None
    assert second.stamp.name == "ODILE FAUCHERAND"


def test_a_stamp_alone_is_an_entry_of_its_own() -> None:
    text = f"{STAMP}\n\nETAT: Première visite (7) 13/03/2024 09:00 (07/03/2024-N°1)\n07.03.2024-10:00-(995) INTERNET"
    first, second = read(text).entries
    assert (first.kind, first.text) == (Kind.STAMP_ONLY, "")
    assert second.stamp is not None
    assert second.stamp.number == "995"


def test_a_state_without_its_own_stamp_takes_the_unused_one_before_it_when_the_day_agrees() -> None:
    text = f"{STAMP}\n\nETAT: Première visite (7) 13/03/2024 09:00 (06/03/2024-N°1)\n\nETAT: Etude de devis"
    first = next(read(text).entries)
    assert first.stamp is not None
    assert (first.kind, first.stamp.number, codes(first)) == (
        Kind.STATE,
        "2001417",
        {RemarkCode.STAMP_BEFORE},
    )


def test_a_state_without_its_own_stamp_leaves_the_one_of_another_day_alone() -> None:
    text = f"{STAMP}\n\nETAT: Première visite (7) 13/03/2024 09:00 (08/03/2024-N°1)\n\nETAT: Etude de devis"
    first, second, _cut = read(text).entries
    assert (first.kind, second.kind, second.stamp) == (Kind.STAMP_ONLY, Kind.STATE, None)


def test_stamps_before_their_texts_throughout_are_understood() -> None:
    text = (
        "06.03.2024-09:00-(995) INTERNET\nETAT: Première visite (7) 13/03/2024 09:00 (06/03/2024-N°1)\n\n"
        "07.03.2024-09:00-(996) ZONE\nETAT: Etude de devis (5) 14/03/2024 09:00 (07/03/2024-N°1)\n"
    )
    read_ = [(entry.step, entry.stamp and entry.stamp.number) for entry in read(text).entries]
    assert read_ == [("first_visit", "995"), ("estimate_review", "996")]


def test_a_text_and_its_stamp_may_stand_apart() -> None:
    entry = only(f"allo ass//nrp lm\n\n{STAMP}")
    assert (entry.kind, entry.comment, entry.span) == (Kind.NOTE, "allo ass//nrp lm", Span(1, 3))


def test_a_title_before_a_lone_stamp_is_not_its_text() -> None:
    report = read(f"Date d'action d'attente\n\n{STAMP}")
    assert [entry.kind for entry in report.entries] == [Kind.STAMP_ONLY]
    assert len(list(report.prose)) == 1


def test_the_explanation_of_a_step_is_prose() -> None:
    report = read(
        "En attente d'une autre réparation (15j)\n\nNous attendons que d'autres travaux soient faits."
    )
    assert (list(report.entries), len(list(report.prose))) == ([], 1)


def test_a_state_may_be_wrapped_inside_its_dates_and_brackets() -> None:
    entry = only(
        f"ETAT: Première visite (7) 13/03/20\n24 09:\n00 apporter l'échelle (06/03/2024-\nN°2)\n{STAMP}"
    )
    assert (entry.due, entry.comment, entry.assignment) == (datetime(2024, 3, 13, 9), "apporter l'échelle", 2)


def test_a_state_may_be_wrapped_inside_a_word_of_its_label() -> None:
    assert only(f"ETAT: Contact client pour de\nvis (2) 07/03/2024 09:20 (06/03/2024-N°1)\n{STAMP}").step == (
        "contact_for_estimate"
    )


def test_a_state_may_go_on_after_a_blank_line() -> None:
    entry = only(f"ETAT: Première visite (7) 13/03/2024\n\n09:00 (06/03/2024-N°1)\n\n{STAMP}")
    assert (entry.due, entry.assignment) == (datetime(2024, 3, 13, 9), 1)


def test_a_state_keeps_norm_due_comment_assignment_and_date() -> None:
    entry = only(f"ETAT: Etude de devis. (5) 20/03/2024 17:04 Devis WEB\n(06/03/2024-N°3)\n{STAMP}")
    assert (entry.label, entry.norm, entry.due) == ("Etude de devis", 5, datetime(2024, 3, 20, 17, 4))
    assert (entry.comment, entry.assignment, entry.noted_on) == ("Devis WEB", 3, date(2024, 3, 6))


def test_a_comment_may_hold_dates_of_its_own() -> None:
    entry = only(f"ETAT: AZ: Appels 24h 14/03/2024 09:00 rdv du 16/03/2024. (06/03/2024-N°2)\n{STAMP}")
    assert (entry.step, entry.due) == ("call_back_24h", datetime(2024, 3, 14, 9))
    assert entry.comment == "rdv du 16/03/2024."


def test_the_week_of_supplies_is_a_fact() -> None:
    entry = only(f"ETAT: En attente de fournitures. Semaine: 14. 05/05/2024 09:00 (06/03/2024-N°1)\n{STAMP}")
    assert (entry.step, dict(entry.facts), entry.norm) == ("wait_supplies", {"week": 14}, None)


def test_the_humidity_of_a_wall_is_a_fact() -> None:
    entry = only(
        f"ETAT: En attente de séchage (45). % d'humidité 60. 05/06/2024 17:00 TH (06/03/2024-N°4)\n{STAMP}"
    )
    assert (entry.step, entry.norm, dict(entry.facts)) == (
        "wait_drying",
        45,
        {"humidity_percent": Decimal(60)},
    )


@pytest.mark.parametrize("part", ["Semaine: 60.", "% d'humidité 250."])
def test_an_impossible_number_is_told_and_not_kept(part: str) -> None:
    entry = only(f"ETAT: En attente de séchage {part} 05/06/2024 17:00 (06/03/2024-N°4)\n{STAMP}")
    assert (dict(entry.facts), codes(entry)) == ({}, {RemarkCode.IMPOSSIBLE_NUMBER})


@pytest.mark.parametrize("head", ["NTACT 1", "CONTACT 1", "TACT 1", "Contact 1"])
def test_a_contact_may_have_lost_its_first_letters(head: str) -> None:
    entry = only(f"{head}: -Date du contact avec le client: 08/03/2024 14:50\n{STAMP}")
    assert entry.kind is Kind.CONTACT
    assert dict(entry.facts) == {"contact_number": 1, "contacted_at": datetime(2024, 3, 8, 14, 50)}
    assert (RemarkCode.HEAD_CUT in codes(entry)) is not head.upper().startswith("CONTACT")


@pytest.mark.parametrize("head", ["TAT", "AT", "etat", "ÉTAT"])
def test_a_state_may_have_lost_its_first_letters_or_wear_others(head: str) -> None:
    assert (
        only(f"{head}: Première visite (7) 13/03/2024 09:00 (06/03/2024-N°1)\n{STAMP}").step == "first_visit"
    )


def test_a_repeated_entry_is_kept_and_told() -> None:
    body = "NTACT 1: -Date du contact avec le client: 08/03/2024 14:50\n08.03.2024-14:54-(995) INTERNET\n\n"
    first, second = read(body * 2).entries
    assert (first.repeats, second.repeats) == (None, 1)
    assert RemarkCode.REPEATED in codes(second)


def test_a_message_has_its_stamp_before_it_and_names_both_people() -> None:
    entry = only(
        f"{STAMP}\nMESSAGE DE .(2001417) ODILE\nFAUCHERAND .(M.A.)\nPOUR:(82c3190) YYYY YYYY\nYYYY (PRESTATAIRE)"
    )
    assert entry.kind is Kind.MESSAGE
    assert entry.parties == (
        Party(Role.SENDER, "2001417", "ODILE FAUCHERAND", "M.A."),
        Party(Role.RECIPIENT, "82c3190", "YYYY YYYY YYYY", "PRESTATAIRE"),
    )


def test_a_read_receipt_has_its_own_stamp_and_the_step_it_answers() -> None:
    text = (
        f"{STAMP}\nMESSAGE DE .(2001417) ODILE FAUCHERAND(M.A.)\nPOUR:(82c3190) YYYY (PRESTATAIRE)\n"
        "REMIS DE:07.03.2024-11:07-(995) INTERNET\nPT - Devis - demande info complémentaire (2)-Bonjour,\n"
        "lequel? 08/03/2024 11:30\n"
    )
    message, receipt = read(text).entries
    assert (message.kind, receipt.kind, receipt.step) == (
        Kind.MESSAGE,
        Kind.RECEIPT,
        "estimate_info_requested",
    )
    assert receipt.stamp is not None
    assert (receipt.stamp.number, receipt.norm, receipt.comment) == ("995", 2, "Bonjour, lequel?")
    assert receipt.due == datetime(2024, 3, 8, 11, 30)


def test_an_opening_has_its_stamp_on_its_own_line() -> None:
    opening, limit = read(
        f"OUVERTURE: -{STAMP}\n\nLa limite maximum d'autonomie est de :\n1 550,00 (ATTENTION)\n{STAMP}"
    ).entries
    assert opening.stamp is not None
    assert (opening.kind, opening.stamp.number) == (Kind.OPENING, "2001417")
    assert (limit.kind, dict(limit.facts)) == (Kind.AUTHORITY_LIMIT, {"authority_limit": Decimal("1550.00")})


@pytest.mark.parametrize("text", ["1550,00", "1 550,00", "1.550,00", "1,550.00", "1550", "1\u202f550,00"])
def test_an_amount_is_read_in_every_habit(text: str) -> None:
    assert amount(text) == Decimal(1550)


def test_the_first_date_is_a_fact_even_where_its_head_is_wrapped() -> None:
    entry = only(f"REALISATION: PREMIERE DATE DE\nREALISATION:06.03.2024\n{STAMP}")
    assert (entry.kind, dict(entry.facts)) == (Kind.FIRST_DATE, {"first_date_on": date(2024, 3, 6)})


def test_assignments_name_the_professional() -> None:
    assigned, passed_on = read(
        f"ASSIGNER: -(81b0423) xxxx xxxx\n{STAMP}\n\n"
        f"Intervention sous-assignée à: - [51207] ATELIER BRUMAIRE 06/03/2024 09:20\n{STAMP}"
    ).entries
    assert assigned.parties == (Party(Role.ASSIGNEE, "81b0423", "xxxx xxxx"),)
    assert passed_on.parties == (Party(Role.ASSIGNEE, "51207", "ATELIER BRUMAIRE"),)
    assert passed_on.facts["assigned_at"] == datetime(2024, 3, 6, 9, 20)


def test_an_acceptance_is_told_from_other_actions_done() -> None:
    accepted, other = read(
        "Action réalisée: Le professionnel ATELIER BRUMAIRE (51207), accepte cette\nintervention le 06/03/2024 a 11:45.\n"
        "06.03.2024-11:45\n\nAction réalisée: Sms et Email Information assignation envoyé au\nprestataire\n06.03.2024-11:46"
    ).entries
    assert (accepted.kind, other.kind) == (Kind.ACCEPTED, Kind.ACTION_DONE)
    assert accepted.parties == (Party(Role.PROFESSIONAL, "51207", "ATELIER BRUMAIRE"),)
    assert accepted.facts["accepted_at"] == datetime(2024, 3, 6, 11, 45)


def test_a_message_from_a_partner_keeps_its_number() -> None:
    entry = only(f"Mensaje de 82c3135#31 Bonjour, elle annule la prestation\n\n{STAMP}")
    assert (entry.kind, dict(entry.facts)) == (Kind.INCOMING, {"message_number": 31})
    assert entry.comment == "Bonjour, elle annule la prestation"


def test_a_known_text_without_stamp_is_an_entry_without_time() -> None:
    entry = only("Dossier contrôlé - client contacté par le prestataire")
    assert (entry.kind, entry.stamp, codes(entry)) == (Kind.FILE_CHECKED, None, {RemarkCode.NO_STAMP})


@pytest.mark.parametrize(
    ("wording", "step"),
    [
        ("PREMIERE VISITE", "first_visit"),
        ("client injoignable", "unreachable"),
        ("DEVIS - Réponse vers mètreur", "estimate_info_answered"),
        ("Devis – demande info complémentaire", "estimate_info_requested"),
        ("Contact client pour RdV de reconnaissance selon chiffrage existant", "contact_for_survey"),
        ("En attente de fournitures", "wait_supplies"),
        ("AZ: Appels 24h", "call_back_24h"),
        ("En attente gestion MA", "operator_action_pending"),
        ("Etude de devis.", "estimate_review"),
        ("Date Début Travaux", "works_start"),
        ("En attente demande de prix fournisseur", "wait_supplier_price"),
        ("Première visite > 7 jours demandée par le client", "first_visit_client_delay"),
        ("En attente expert", "wait_adjuster"),
        ("En attente information expert", "adjuster_info_pending"),
        ("En attente du facteur", None),
        ("", None),
    ],
)
def test_wordings_are_recognised_whatever_their_accents_case_and_small_words(
    wording: str, step: str | None
) -> None:
    assert Recogniser(LABELS).step(wording) == step


def test_a_wording_that_fits_two_steps_fits_none() -> None:
    recogniser = Recogniser({"a": "Alpha", "b": "Beta"}, {"a": ("Attente",), "b": ("attentes",)})
    assert recogniser.step("Attente d") is None
    assert recogniser.step("Alpha") == "a"


def test_an_unknown_step_is_kept_as_it_stands_and_told() -> None:
    entry = only(f"ETAT: En attente du facteur (3) 13/03/2024 09:00 (06/03/2024-N°1)\n{STAMP}")
    assert (entry.step, entry.label, codes(entry)) == (
        None,
        "En attente du facteur",
        {RemarkCode.UNKNOWN_STEP},
    )


def test_a_line_far_too_long_is_unreadable_and_costs_nothing_else() -> None:
    report = read(f"{'x' * 1_000_000}\n\nrappel\n{STAMP}")
    (unreadable,) = report.unreadable
    assert (unreadable.remark.code, len(unreadable.text)) == (RemarkCode.LINE_TOO_LONG, 200)
    assert [entry.kind for entry in report.entries] == [Kind.NOTE]


def test_every_known_wording_belongs_to_a_step_of_the_procedure_and_finds_it() -> None:
    steps = files.procedure("home_repair").steps
    recogniser = Recogniser({code: step.label["fr"] for code, step in steps.items()})
    for code, wordings in WORDINGS.items():
        assert code in steps
        for wording in (steps[code].label["fr"], *wordings):
            assert recogniser.step(wording) == code, wording


def test_the_sample_is_recognised_with_the_labels_of_the_procedure_as_well() -> None:
    labels = {code: step.label["fr"] for code, step in files.procedure("home_repair").steps.items()}
    real = understand(sample().encode(), name="journal.txt", labels=labels)
    assert [entry.step for entry in real.entries] == [entry.step for entry in read(sample()).entries]
