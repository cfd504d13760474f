"""How a text is written for search: the same fold for what is stored and what is asked."""

from __future__ import annotations

import re
import unicodedata

_SPECIAL = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "œ": "oe", "æ": "ae", "’": " ", "'": " "})


def normal(text: str) -> str:
    """Lower case without accents, single spaces, dashes as spaces: `Van-Dún  Élise` is `van dun elise`."""
    folded = unicodedata.normalize("NFKD", text.casefold().translate(_SPECIAL))
    bare = "".join(char for char in folded if not unicodedata.combining(char))
    return " ".join(re.sub(r"[^\w]+", " ", bare).split())


def word(text: str) -> str:
    """`normal` without any space: references, plates, telephone numbers."""
    return normal(text).replace(" ", "").replace("_", "")
