"""What the tests of old journals share: the sample, a catalogue of labels, and short ways to read."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from temoin.exchange.old_journal.entries import Entry, RemarkCode
from temoin.exchange.old_journal.report import Report, understand
from temoin.exchange.old_journal.splitting import Rule

SAMPLE = Path(__file__).parent / "sample_journal.txt"

LABELS = {
    "contact_for_estimate": "Contact client pour devis",
    "contact_for_survey": "Contact client pour RDV de reconnaissance selon rapport expert / chiffrage existant",
    "first_visit": "Première visite (visite technique, VT)",
    "first_visit_client_delay": "Première visite > 7 jours demandée par le client",
    "estimate_review": "Etude de devis",
    "estimate_info_requested": "PT – Devis – demande info complémentaire",
    "estimate_info_answered": "DEVIS – réponse vers mètreur",
    "estimate_sent_to_adjuster": "Devis transmis en attente accord EXPERT",
    "estimate_sent_to_insurer": "Devis transmis en attente accord CIE",
    "contact_for_works": "Contact client pour travaux et signature de l'attestation du choix de la fourniture",
    "contact_for_works_independent": "Contact client pour travaux sous 15 jours suite Mètreur Indépendant",
    "works_start": "Date début de travaux",
    "wait_drying": "En attente de séchage",
    "wait_other_repair": "En attente d'une autre réparation",
    "wait_supplier_price": "En attente demande de prix de fournisseur",
    "wait_supplies": "En attente de fourniture",
    "wait_insurer": "En attente de cie",
    "wait_adjuster": "En attente expert",
    "adjuster_info_pending": "En attente information expert",
    "unreachable": "Client injoignable",
    "operator_action_pending": "En attente de gestion MA",
    "call_back_24h": "AZ : Appels 24h",
}

STAMP = "06.03.2024-09:12-(2001417) ODILE FAUCHERAND"


def read(text: str | bytes, *, rule: Rule | None = None, now: datetime | None = None) -> Report:
    """The report on a text, every line of which must be accounted for."""
    data = text.encode() if isinstance(text, str) else text
    report = understand(data, name="journal.txt", labels=LABELS, rule=rule, now=now)
    assert report.accounting.proven, report.accounting
    return report


def only(text: str) -> Entry:
    """The one entry of a text."""
    (entry,) = read(text).entries
    return entry


def codes(entry: Entry) -> set[RemarkCode]:
    """The codes of what is remarked on an entry."""
    return {remark.code for remark in entry.remarks}


def sample() -> str:
    """The sample journal as text."""
    return SAMPLE.read_text(encoding="utf-8")
