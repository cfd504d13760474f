"""Wordings met in old journals that differ from the catalogue, and how explanations between entries begin.

Data only. Keys of WORDINGS are step codes of the procedure `home_repair`; a wording that equals the catalogue's
label but for accents, case, punctuation, small words or plurals needs no line here.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

WORDINGS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "to_assign": ("À affecter", "En attente d'affectation"),
        "contact_for_survey": (
            "Contact client pour RDV de reconnaissance selon rapport expert",
            "Contact client pour RdV de reconnaissance selon chiffrage existant",
            "Contact client pour RDV de reconnaissance selon rapport d'expert",
        ),
        "first_visit_proposed": (
            "Première visite – Grille de disponibilités",
            "Première visite grille de disponibilité",
        ),
        "first_visit": ("Première visite", "Visite technique"),
        "first_visit_client_delay": (
            "Première visite > 7 jours demandée par le client",
            "Première visite sup 7 jours demandée par le client",
        ),
        "estimate_review": ("Etude de devis", "Etude du devis"),
        "estimate_info_requested": (
            "PT - Devis - demande info complémentaire",
            "Devis – demande info complémentaire",
            "Devis - demande d'information complémentaire",
        ),
        "estimate_info_answered": ("DEVIS - Réponse vers mètreur", "Devis – réponse vers métreur"),
        "estimate_sent_to_adjuster": ("Devis transmis en attente accord EXPERT",),
        "estimate_sent_to_insurer": (
            "Devis transmis en attente accord CIE",
            "Devis transmis en attente accord compagnie",
        ),
        "estimate_chased": (
            "Demande traitement Devis par Cie/Ass",
            "Demande de traitement du devis par Cie/Ass",
        ),
        "adjuster_report_to_process": ("Rapport d'expertise en attente de traitement",),
        "adjuster_figures_to_enter": (
            "RE – Nouveau devis ren-expert à saisir",
            "Nouveau devis ren-expert à saisir",
        ),
        "adjuster_info_pending": ("En attente information expert", "En attente d'information de l'expert"),
        "adjuster_return_to_process": ("RE – Retour d'expert à traiter", "Retour d'expert à traiter"),
        "contractor_adjuster_disagreement": ("Désaccord Prest/Expert avec devis prest réalisé",),
        "report_chased": ("Demande traitement rapport par cie/ass",),
        "contact_for_works": (
            "Contact client pour travaux et signature de l'attestation du choix de fourniture",
            "Contact client pour travaux",
        ),
        "contact_for_works_independent": (
            "Contact client pour travaux sous 15 jours suite Mètreur Indépendant",
        ),
        "works_start": ("Date Début Travaux", "Début des travaux"),
        "works_in_progress": ("Travaux en cours",),
        "wait_cause_repair": ("En attente de réparation de la cause",),
        "unreachable": ("client injoignable", "Assuré injoignable"),
        "wait_other_repair": ("En attente d'une autre réparation", "En attente autre réparation"),
        "wait_contractor_return": ("En attente retour prestataire", "En attente du retour du prestataire"),
        "wait_supplier_price": ("En attente demande de prix fournisseur",),
        "wait_supplies": ("En attente de fournitures",),
        "wait_insurer": ("En attente de cie", "En attente compagnie"),
        "wait_adjuster": ("En attente expert",),
        "complaint_in_progress": ("Gestion de réclamation en cours",),
        "site_check_pending": ("En attente de contrôle chantier",),
        "operator_action_pending": ("En attente gestion MA", "En attente de gestion MA"),
        "call_back_24h": ("AZ: Appels 24h", "AZ : Appel 24h", "Appels 24h"),
        "insurer_message_to_process": ("Suivi Cie à traiter", "Suivi compagnie à traiter"),
        "estimate_over_limit": ("Devis révisé – action interne à mener",),
        "estimate_sent_via_platform": ("Devis envoyé à la cie en attente de retour",),
        "estimate_platform_alert": ("Alerte sur devis envoyé à la cie en attente de retour",),
    }
)

EXPLANATIONS: tuple[str, ...] = (
    "date d action",
    "deroulement dossier",
    "cette date d action",
    "signifie qu",
    "utilise",
    "il ne faut pas",
    "il faut toujours",
    "toute relance",
    "sinapps",
    "ne pas toucher",
)
"""How explanations begin, folded (no accents, lower case, spaces for punctuation)."""
