"""Names as the pages show them: from the procedures' files and the other pages' own texts, so that none is retyped."""

from __future__ import annotations

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from temoin.claims import dates, sentences
from temoin.claims.scope import NETWORK_ROLES
from temoin.claims.sentences import said
from temoin.engine.model import Board, Procedure, Step
from temoin.parties import acting
from temoin.portals.help import articles, pictures
from temoin.procedures import files

register = template.Library()

PARTNERS = frozenset({"insurer", "loss_adjuster", "intermediary", "counterparty_insurer"})


def _procedures() -> list[Procedure]:
    return [files.procedure(code) for code in files.procedures()]


def _step(code: str) -> tuple[Procedure, Step]:
    return next((one, one.steps[code]) for one in _procedures() if code in one.steps)


@register.simple_tag
def action(code: str) -> SafeString:
    """The label of an action's button. Raises where no procedure has such an action."""
    found = next(one.actions[code] for one in _procedures() if code in one.actions)
    return format_html("<b>{}</b>", said(found.label))


@register.simple_tag
def step(code: str) -> SafeString:
    """The label of a step or an end. Raises where there is none."""
    rules = _procedures()
    labels = [one.label for known in rules for one in (known.steps.get(code), known.ends.get(code)) if one]
    return format_html("<em>{}</em>", said(labels[0]))


@register.simple_tag
def printed(code: str) -> SafeString:
    """What the follow-up prints in a step or an end; dots stand for what differs. Raises where there is none."""
    said_so = (sentences.printed(one, code, {}) for one in _procedures())
    return format_html("<b>{}</b>", next(words for words in said_so if words))


@register.simple_tag
def board(role: str, code: str) -> SafeString:
    """The name of a board of a role. Raises where there is none."""
    return format_html("<b>{}</b>", said(next(one for one in _boards(role) if one.code == code).label))


@register.simple_tag
def section(role: str, code: str) -> SafeString:
    """The name of a section of a role's boards. Raises where there is none."""
    found = (one for shown in _boards(role) for one in shown.sections if one.code == code)
    return format_html("<em>{}</em>", said(next(found).label))


def _boards(role: str) -> list[Board]:
    return [board for one in _procedures() for board in one.boards.get(role, ())]


@register.simple_tag
def rules(code: str) -> SafeString:
    """The rules of a set, as a list. Raises where no procedure has it."""
    found = next(one.rules[code] for one in _procedures() if code in one.rules)
    return format_html(
        "<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((said(one.label),) for one in found))
    )


@register.simple_tag
def field(code: str) -> SafeString:
    """The label of a field. Raises where there is none."""
    found = next(one.fields[code] for one in _procedures() if code in one.fields)
    return format_html("<b>{}</b>", said(found.label))


@register.simple_tag
def choice(code: str, value: str) -> SafeString:
    """The label of one of a field's choices. Raises where there is none."""
    fields = [one.fields[code] for one in _procedures() if code in one.fields]
    found = next(one.choices[value] for one in fields if value in one.choices)
    return format_html("<b>{}</b>", said(found))


@register.simple_tag
def due(code: str) -> str:
    """How long a step has, in words."""
    procedure, found = _step(code)
    return dates.rule(found.due, procedure)


@register.simple_tag
def norm(code: str) -> str:
    """The norm of a step, in words. Raises where it has none."""
    period = _step(code)[1].norm
    if period is None:
        raise LookupError(f"{code} has no norm")
    return dates.duration(period)


@register.simple_tag
def payday() -> str:
    """The day of the week on which body shops are paid here."""
    name = str(WEEKDAYS[settings.TEMOIN_PAYMENT_WEEKDAY - 1])
    return name if articles.language() == "en" else name.lower()


@register.simple_tag
def word(text: str) -> SafeString:
    """A text of another page (its English source), as that page shows it in this language."""
    return format_html("<b>{}</b>", gettext(text))


@register.simple_tag(takes_context=True)
def place(context: template.Context, name: str, text: str) -> SafeString:
    """The name of a page, as a link for those who may open it; a stranger signs in on his way there."""
    request = context["request"]
    words = gettext(text)
    if not _may_open(acting.of(request).role, name.partition(":")[0]):
        return format_html("<b>{}</b>", words)
    return format_html('<a href="{}"><b>{}</b></a>', reverse(name), words)


def _may_open(role: str, portal: str) -> bool:
    match portal:
        case "contractor" | "body_shop":
            return role in ("", portal)
        case "partner":
            return role == "" or role in PARTNERS
        case "exchange":
            return role in ("", "case_handler", "network_manager", "dispatcher")
        case "insight":
            return role != "insured"
        case _:
            return role == "" or role in NETWORK_ROLES


@register.simple_tag
def topic(slug: str) -> SafeString:
    """A link to another page of help, with its title."""
    article = articles.ARTICLES[slug]
    return format_html('<a href="{}">{}</a>', reverse("help:page", args=[slug]), article.title)


@register.simple_tag
def picture(name: str, alt: str) -> SafeString | str:
    """A picture; nothing while the browser tests have not taken it. Raises where its name is not listed."""
    if name not in pictures.NAMES:
        raise LookupError(f"{name} is not in pictures.NAMES")
    size = pictures.size(name)
    if size is None:
        return ""
    return format_html(
        '<figure class="helpfig"><img src="{}" alt="{}" width="{}" height="{}" loading="lazy"></figure>',
        static(f"help/pictures/{name}.webp"),
        alt,
        *size,
    )
