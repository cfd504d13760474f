"""An entry while it is being understood."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime

from temoin.exchange.old_journal.entries import Fact, Kind, Party, Remark, RemarkCode
from temoin.exchange.old_journal.recognise import Recogniser
from temoin.exchange.old_journal.stamps import exists, instant


@dataclass(slots=True)
class Draft:
    """What has been found out about one entry so far; remarks gather on the way."""

    text: str  # one line, blanks evened out
    line: int
    kind: Kind
    recogniser: Recogniser
    step: str | None = None
    label: str = ""
    norm: int | None = None
    due: datetime | None = None
    comment: str = ""
    assignment: int | None = None
    noted_on: date | None = None
    parties: list[Party] = field(default_factory=list)
    facts: dict[str, Fact] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)

    def remark(self, code: RemarkCode, detail: str = "") -> None:
        self.remarks.append(Remark(code, self.line, detail[:200]))

    def when(self, match: re.Match[str]) -> datetime | None:
        """The instant that INSTANT found; None, with a remark, where there is no such time."""
        found = instant((match[1], match[2], match[3], match[4], match[5]))
        if found is None:
            self.remark(RemarkCode.IMPOSSIBLE_DATE, match[0])
        elif not exists(found):
            self.remark(RemarkCode.MISSING_HOUR, match[0])
        return found
