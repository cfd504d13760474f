"""The pages of help: their addresses, titles and readers; their texts stand in templates/help/pages."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from temoin.claims.scope import NETWORK_ROLES


class Reader(StrEnum):
    """Whom a page is for."""

    CONTRACTOR = "contractor"
    BODY_SHOP = "body_shop"
    DESK = "desk"
    ESTIMATOR = "estimator"
    INSURED = "insured"
    PARTNER = "partner"


GROUPS: dict[Reader, tuple[Promise | str, str]] = {
    Reader.CONTRACTOR: (_("Contractors"), "hammer"),
    Reader.BODY_SHOP: (_("Body shops"), "car"),
    Reader.DESK: (_("The network’s desk"), "inbox"),
    Reader.ESTIMATOR: (_("Estimators"), "calculator"),
    Reader.INSURED: (_("Insured persons"), "house"),
    Reader.PARTNER: (_("Insurers and loss adjusters"), "shield"),
}
"""Heading and icon of each group, in the order of the list."""


@dataclass(frozen=True, slots=True)
class Article:
    """One page of help; `slug` is its address and the name of its texts."""

    slug: str
    title: Promise | str
    reader: Reader


@dataclass(frozen=True, slots=True)
class Group:
    """The pages for one kind of reader."""

    reader: Reader
    title: str
    icon: str
    articles: list[Article]
    own: bool


ARTICLES: dict[str, Article] = {
    one.slug: one
    for one in (
        Article("prendre-en-charge", _("Taking charge of a new job"), Reader.CONTRACTOR),
        Article("completer-un-dossier", _("Completing the file of a job"), Reader.CONTRACTOR),
        Article("bilan-de-visite", _("Reporting a technical visit (VT)"), Reader.CONTRACTOR),
        Article("deplacer-un-rendez-vous", _("Moving an appointment"), Reader.CONTRACTOR),
        Article(
            "mettre-en-attente",
            _("Putting a job on hold (drying, supplies, client who cannot be reached)"),
            Reader.CONTRACTOR,
        ),
        Article("devis-et-facture", _("Sending an estimate and an invoice"), Reader.CONTRACTOR),
        Article("mes-missions", _("Finding a mission: boards and menu"), Reader.BODY_SHOP),
        Article("devis-depuis-la-mission", _("Making and closing the estimate"), Reader.BODY_SHOP),
        Article("phrases-du-suivi", _("What each sentence of the follow-up means"), Reader.BODY_SHOP),
        Article("reparer-le-vehicule", _("Repairs, and a supplement for hidden damage"), Reader.BODY_SHOP),
        Article("perte-totale-ou-abandon", _("Total loss, or abandoning a mission"), Reader.BODY_SHOP),
        Article(
            "paiement-direct", _("Direct payment: what the insurer pays, and the owner"), Reader.BODY_SHOP
        ),
        Article("ouvrir-un-dossier", _("Opening a claim during the call"), Reader.DESK),
        Article("affecter-un-prestataire", _("Assigning a contractor"), Reader.DESK),
        Article("travailler-dans-la-file", _("Working in the queue (keyboard)"), Reader.DESK),
        Article("pourquoi-cette-date", _("Understanding an action date: why this date?"), Reader.DESK),
        Article("a-qui-le-temps", _("To whom time is charged"), Reader.DESK),
        Article("relance-ou-reclamation", _("Chaser or complaint"), Reader.DESK),
        Article("ancien-journal", _("Taking over an old journal"), Reader.DESK),
        Article("etudier-un-devis", _("Studying an estimate"), Reader.ESTIMATOR),
        Article("suivre-mon-dossier", _("Following my claim, confirming a visit"), Reader.INSURED),
        Article("suivre-mon-vehicule", _("Following the repair of my vehicle"), Reader.INSURED),
        Article("repondre-a-une-demande", _("Answering a request"), Reader.PARTNER),
        Article("expertiser-un-vehicule", _("Vehicles: deciding as the adjuster"), Reader.PARTNER),
        Article("missions-et-paiements", _("Vehicles: missions and payments of an insurer"), Reader.PARTNER),
    )
}


def found(slug: str) -> Article:
    """The page of that address, or 404."""
    if slug not in ARTICLES:
        raise Http404
    return ARTICLES[slug]


def reader_of(role: str) -> Reader | None:
    """The group that a role reads first; None for strangers."""
    match role:
        case "contractor":
            return Reader.CONTRACTOR
        case "body_shop":
            return Reader.BODY_SHOP
        case "estimator":
            return Reader.ESTIMATOR
        case "insured":
            return Reader.INSURED
        case "insurer" | "loss_adjuster" | "intermediary" | "counterparty_insurer":
            return Reader.PARTNER
        case _:
            return Reader.DESK if role in NETWORK_ROLES else None


def groups(role: str) -> list[Group]:
    """All pages by reader, those of the role first."""
    own = reader_of(role)
    found = [
        Group(
            reader,
            str(title),
            icon,
            [one for one in ARTICLES.values() if one.reader is reader],
            reader is own,
        )
        for reader, (title, icon) in GROUPS.items()
    ]
    return sorted(found, key=lambda group: not group.own)


def template(article: Article) -> str:
    """The article's text in the language in force."""
    return f"help/pages/{article.slug}.{language()}.html"


def language() -> str:
    """The language in force, one of fr, nl, en."""
    code = (get_language() or "fr")[:2]
    return code if code in ("fr", "nl", "en") else "fr"
