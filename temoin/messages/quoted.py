"""What somebody wrote himself in a mail: without the letter that he answers, without his signature."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_ANSWERED = re.compile(
    r"""^[ \t]*(?:
      Le[ ].{6,200}?[ ]a[ ]écrit[ ]?:            # the line may be broken in two
    | On[ ].{6,200}?[ ]wrote:
    | Op[ ].{6,200}?[ ](?:schreef|heeft).{0,200}?:
    | -{2,}[ ]*(?:Original[ ]Message|Message[ ]d['’]origine|Message[ ]transféré|Oorspronkelijk[ ]bericht|Forwarded[ ]message)[ ]*-{2,}
    | _{10,}
    | \*?(?:De|From|Van)[ ]?:\*?[ ][^\n]+\n[ \t]*\*?(?:Envoyé|Date|Sent|Verzonden|Datum)[^\n:]{0,12}:
    )[ \t]*""",
    re.MULTILINE | re.VERBOSE | re.DOTALL,
)
_SIGNATURE = re.compile(
    r"^(?:--[ ]?|[ \t]*(?:Envoyé (?:de|depuis) mon|Envoyé à partir de|Sent from my|Get Outlook|Obtenir Outlook|Télécharger Outlook"
    r"|Verzonden vanaf mijn|Verstuurd vanaf mijn|Outlook voor)[^\n]*)$",
    re.MULTILINE,
)


def own_words(text: str) -> str:
    """The answer alone. An answer written beneath the letter is found too; where nothing is left, all is."""
    text = text.replace("\xa0", " ")
    found = _ANSWERED.search(text)
    head, tail = (text[: found.start()], text[found.end() :]) if found else (text, "")
    return _bare(head) or _bare(tail) or _unquoted(text)


def _bare(text: str) -> str:
    signed = _SIGNATURE.search(text)
    return _unquoted(text[: signed.start()] if signed else text)


def _unquoted(text: str) -> str:
    lines = [line.rstrip() for line in text.splitlines() if not line.lstrip().startswith(">")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def plain(html: str) -> str:
    """The text of a page, without what it quotes."""
    reader = _Words()
    reader.feed(html)
    reader.close()
    return re.sub(r"[ \t]+", " ", "".join(reader.found))


class _Words(HTMLParser):
    """Collects text; leaves out what is not shown and what is quoted."""

    SILENT = frozenset({"script", "style", "head", "title", "template", "blockquote"})
    BREAKS = frozenset({"br", "p", "div", "li", "tr", "h1", "h2", "h3", "table", "ul", "ol"})
    EMPTY = frozenset({"br", "img", "hr", "meta", "link", "input", "col", "area", "base", "wbr"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._silent: list[str] = []  # open elements since the first one left out

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        quote = any(name == "class" and value and "gmail_quote" in value for name, value in attrs)
        if tag not in self.EMPTY and (self._silent or tag in self.SILENT or quote):
            self._silent.append(tag)
        elif not self._silent and tag in self.BREAKS:
            self.found.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._silent:
            while self._silent.pop() != tag:
                pass
        elif not self._silent and tag in self.BREAKS - {"br"}:
            self.found.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.found.append(re.sub(r"\s+", " ", data))
