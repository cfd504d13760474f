"""Any mail at all is read or found unreadable; of a readable one, what its sender wrote himself is kept."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from temoin.messages import incoming, quoted

HEAD = b"From: a@example.org\r\nTo: b@example.org\r\nSubject: S\r\nMessage-ID: <1@x>\r\nMIME-Version: 1.0\r\n"


def body(raw: bytes) -> str:
    return incoming.read(HEAD + raw).text


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (
            "D'accord pour jeudi.\n\nLe mar. 3 nov. 2026 à 10:12, Témoin <x@y.z> a écrit :\n> Bonjour",
            "D'accord pour jeudi.",
        ),
        (
            "Oui\n\nLe mardi 3 novembre 2026 à 10:12, Témoin via Réseau Relais\n<reponse+1@y.z> a écrit :\n\n> Bonjour",
            "Oui",
        ),
        ("Prima.\n\nOp di 3 nov. 2026 om 10:12 schreef Témoin <x@y.z>:\n> Goedendag", "Prima."),
        ("Fine.\n\nOn Tue, 3 Nov 2026 at 10:12, Témoin <x@y.z> wrote:\n\n> Hello", "Fine."),
        (
            "Bien reçu\n\n________________________________\nDe : Témoin\nEnvoyé : mardi\nObjet : x\n\nBonjour",
            "Bien reçu",
        ),
        (
            "Bien reçu\n\nDe : Témoin <x@y.z>\nEnvoyé : mardi 3 novembre\nÀ : moi\nObjet : x\n\nBonjour",
            "Bien reçu",
        ),
        ("Ok\n-----Original Message-----\nFrom: x", "Ok"),
        ("Merci.\n\n-- \nClaire Peeters\n0470 11 22 33", "Merci."),
        ("Merci.\n\nEnvoyé de mon iPhone", "Merci."),
        (
            "Le devis est de 1 200 €.\nLe plombier passe lundi.",
            "Le devis est de 1 200 €.\nLe plombier passe lundi.",
        ),
        ("Le 3 nov. 2026 à 10:12, Témoin a écrit :\n> Quand venez-vous ?\n\nJeudi matin.", "Jeudi matin."),
        ("> Quand venez-vous ?\nJeudi.\n> Combien de jours ?\nDeux.", "Jeudi.\nDeux."),
    ],
)
def test_the_answer_is_kept_without_the_letter_and_the_signature(said: str, kept: str) -> None:
    assert quoted.own_words(said) == kept


def test_html_alone_is_read_as_text_without_what_it_quotes() -> None:
    html = (
        b"Content-Type: text/html; charset=utf-8\r\n\r\n<html><head><style>p{}</style></head><body><p>Oui, <b>jeudi</b>."
        b"</p><script>x()</script><div>\xc3\x80 midi</div><div class='gmail_quote'>Le mar. a \xc3\xa9crit<blockquote>Quand ?"
        b"</blockquote></div></body></html>"
    )
    assert body(html) == "Oui, jeudi.\n\nÀ midi"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"Content-Type: text/plain; charset=x-unheard-of\r\n\r\n\xc3\xa0 jeudi", "à jeudi"),
        (b"Content-Type: text/plain; charset=utf-8\r\n\r\n\xe0 jeudi", "à jeudi"),
        (b"\r\nsans type", "sans type"),
        (b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\nSmV1ZGkgIQ=", "Jeudi !"),
        (b"Content-Type: text/plain; charset=utf-8\r\n\r\na\x00b\xe2\x80\xaec\x07", "abc"),
        (b"Content-Type: multipart/mixed\r\n\r\nsans bornes", "sans bornes"),
        (b"Content-Type: application/pdf\r\nContent-Disposition: attachment; filename=x.pdf\r\n\r\n%PDF", ""),
    ],
)
def test_wrong_charsets_and_missing_parts_break_nothing(raw: bytes, text: str) -> None:
    assert body(raw) == text


def test_parts_within_parts_are_read_and_too_many_are_not() -> None:
    def nested(depth: int) -> bytes:
        opened = b"".join(
            b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n) for n in range(depth)
        )
        return opened + b"Content-Type: text/plain\r\n\r\nau fond\r\n"

    assert body(nested(8)).startswith("au fond")
    for depth in (300, 3000):
        with pytest.raises(incoming.Unreadable):
            body(nested(depth))


@pytest.mark.parametrize("raw", [b"", b"\x00\x01\x02", b"\r\n\r\nno headers at all"])
def test_what_is_no_mail_is_said_to_be_none(raw: bytes) -> None:
    with pytest.raises(incoming.Unreadable):
        incoming.read(raw)


def test_ten_megabytes_of_text_are_cut_and_files_are_kept_but_not_the_logo_of_a_signature() -> None:
    mail = EmailMessage()
    mail["From"], mail["To"] = "a@example.org", "b@example.org"
    mail.set_content("mot " * 2_500_000)
    mail.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="devis é.pdf")
    mail.add_attachment(b"x" * 900, maintype="image", subtype="png", disposition="inline", cid="<logo>")
    mail.add_attachment(b"x" * 90_000, maintype="image", subtype="jpeg", disposition="inline", cid="<photo>")
    read = incoming.read(mail.as_bytes())
    assert len(read.text) < 20_000
    assert read.text.endswith("[…]")
    assert [(one.name, len(one.content)) for one in read.attachments] == [
        ("devis é.pdf", 8),
        ("fichier.jpeg", 90_000),
    ]


@pytest.mark.parametrize(
    "header",
    [
        b"Auto-Submitted: auto-replied",
        b"Precedence: bulk",
        b"X-Auto-Response-Suppress: All",
        b"Return-Path: <>",
        b"List-Id: <x.example.org>",
    ],
)
def test_a_machines_mail_is_known_as_one(header: bytes) -> None:
    assert incoming.read(HEAD + header + b"\r\n\r\nAbsent").automatic
    assert not incoming.read(
        HEAD + b"Auto-Submitted: no\r\nReturn-Path: <a@example.org>\r\n\r\nBonjour"
    ).automatic


def test_headers_that_lie_about_their_charset_are_read_as_far_as_they_can_be() -> None:
    read = incoming.read(
        b"From: =?x-no?Q?=E9?= <A@Example.org>\r\nTo: b@example.org\r\nSubject: =?utf-8?B?w6k?=\r\n\r\nx"
    )
    assert read.sender == "a@example.org"
