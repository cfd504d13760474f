"""From the wording of a step, as printed in an old journal, to the step's code in a procedure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from temoin.exchange.old_journal.vocabulary import EXPLANATIONS, WORDINGS

SMALL_WORDS = frozenset(["a", "au", "aux", "d", "de", "des", "du", "en", "l", "la", "le", "les", "pour"])
_KEPT = 20_000  # wordings remembered
_LONGEST = 300  # characters of a wording
_BRACKETS = re.compile(
    r"\s*\((?:\d+\s?(?:h|j|jours?)?|\d+)\)\s*$|\s*:\s*\d+\s?(?:h|j|jours?)\s*$", re.IGNORECASE
)


def fold(text: str) -> str:
    """Lower case, no accents, every run of other characters than letters and digits one space."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.findall(r"[a-z0-9>]+", "".join(c for c in plain if not unicodedata.combining(c))))


def compact(text: str) -> str:
    """As `fold`, without the spaces: what a line wrapped inside a word still has in common with the word."""
    return fold(text).replace(" ", "")


def loosen(text: str) -> str:
    """As `fold`, without small words and plurals: `choix de la fourniture` and `choix de fournitures` are one."""
    words = (word for word in fold(text).split() if word not in SMALL_WORDS)
    return " ".join(word if len(word) < 4 else word.rstrip("sx") for word in words)


class Recogniser:
    """Knows the steps by the French labels given ({step code: label}) and by the wordings met in old journals.

    A catalogue label always wins; a wording that would fit two steps fits none.
    """

    def __init__(self, labels: Mapping[str, str], wordings: Mapping[str, Sequence[str]] = WORDINGS) -> None:
        self._labels = {compact(label): step for step, label in labels.items()}
        self._exact: dict[str, str | None] = {}
        self._loose: dict[str, str | None] = {}
        self._cache: dict[str, str | None] = {}
        for step, label in labels.items():
            for wording in (label, label.partition(" / ")[0], *wordings.get(step, ())):
                for table, key in ((self._exact, compact(wording)), (self._loose, loosen(wording))):
                    table[key] = step if table.get(key, step) == step else None

    def step(self, wording: str) -> str | None:
        """The code of the step that `wording` names as a whole, or None."""
        if len(wording) > _LONGEST:
            return None
        if wording not in self._cache:
            if len(self._cache) >= _KEPT:
                self._cache.clear()
            key = compact(wording)
            self._cache[wording] = (
                self._labels.get(key) or self._exact.get(key) or self._loose.get(loosen(wording))
                if key
                else None
            )
        return self._cache[wording]

    def beginning(self, text: str) -> tuple[str, str] | None:
        """The longest step wording that `text` begins with and what follows it, or None."""
        words = text.split()
        for count in range(min(len(words), 20), 1, -1):
            step = self.step(" ".join(words[:count]))
            if step:
                return step, " ".join(words[count:])
        return None

    def explains(self, lines: Sequence[str]) -> bool:
        """Whether a paragraph is a title or an explanation of a step rather than what somebody noted."""
        if any("**" in line for line in lines):
            return True
        text = fold(" ".join(lines))
        if text.startswith(EXPLANATIONS):
            return True
        bare = _BRACKETS.sub("", " ".join(lines).strip(" .:"))
        return len(bare) < 120 and self.step(bare) is not None
