"""Every message can be written in the three languages, even when hardly anything is known."""

from __future__ import annotations

import re

import pytest

from temoin.messages.codes import FOLDER, MESSAGES
from temoin.messages.letters import letter

LANGUAGES = ("fr", "nl", "en")
READERS = ("to_insured", "to_contractor", "to_partner")
TOLD = {
    "job_offered", "job_assigned", "job_taken_by_other", "visit_booked", "visit_moved", "visit_confirmed",
    "other_time_asked", "works_booked", "works_moved", "estimate_received", "estimate_info_requested",
    "estimate_approved", "estimate_refused", "works_completed_sign", "invoice_received", "claim_closed",
    "cancelled", "availabilities_asked", "anomaly_signalled", "complaint_opened", "info_answered",
    "supply_choice_to_sign", "supply_choice_signed", "works_duration_changed", "signed_on_behalf",
    "conference_planned", "reminder", "escalation", "message", "digest",
    "complaint_acknowledged", "complaint_answered", "site_check_booked", "follow_up",
}  # fmt: skip
FULL = {
    name: f"<{name}>"
    for name in set(
        re.findall(
            r"{[{%] ?(?:if |elif )?([a-z_]+)", "".join(one.read_text() for one in FOLDER.glob("*.txt"))
        )
    )
    if name not in {"if", "elif", "else", "endif", "include", "not"} | set(READERS)
}


def test_there_are_messages_for_all_that_is_told() -> None:
    assert MESSAGES == TOLD


@pytest.mark.parametrize("code", sorted(TOLD))
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reader", READERS)
def test_a_letter_can_be_written_with_nothing_known(code: str, language: str, reader: str) -> None:
    written = letter(code, language, {reader: True, "reference": "26-100001"})
    assert written.subject
    assert len(written.body.split()) > 5
    for text in (written.subject, written.body):
        assert "{" not in text
        assert "()" not in text
        assert not re.search(r" [,.)]|,,|\.\.|  ", text), text
    assert "\n\n\n" not in written.body


@pytest.mark.parametrize("code", sorted(TOLD))
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reader", READERS)
def test_a_letter_can_be_written_with_everything_known(code: str, language: str, reader: str) -> None:
    written = letter(code, language, {**FULL, reader: True})
    assert not re.search(r" [,.)]|,,|\.\.|  ", written.subject + written.body), written.body
    assert "<link>" in written.body or code == "job_taken_by_other" or "<reference>" in written.body
    assert "&" not in written.body  # nothing is escaped: it is no HTML


def test_the_offer_has_its_known_subject_and_says_nothing_of_the_insured() -> None:
    written = letter("job_offered", "fr", {**FULL, "to_contractor": True})
    assert written.subject == "Nouvelle demande d'intervention disponible"
    assert "<insured_name>" not in written.body
    assert "Suivez ce lien" in written.body
    assert "<link>" in written.body


def test_a_missing_translation_is_noticed() -> None:
    for language in LANGUAGES:
        found = {path.name.split(".")[0] for path in FOLDER.glob(f"*.{language}.txt")}
        assert {one for one in found if not one.startswith("_")} == TOLD
