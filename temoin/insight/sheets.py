"""Lists as CSV that a spreadsheet opens as it is: UTF-8 with its mark, no formulas, streamed."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import tzinfo
from decimal import Decimal

from django.http import StreamingHttpResponse
from django.utils import timezone, translation

from temoin.claims import scope
from temoin.engine.state import Actor

BOM = "\ufeff"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
Cell = str | int | float | Decimal | None
Rows = Callable[[], Iterable[Sequence[Cell]]]


def response(name: str, head: Sequence[str], rows: Rows, actor: Actor) -> StreamingHttpResponse:
    """A file for download. The rows are read while they are sent, in a transaction and scope of their own."""
    lines = _lines(
        head, rows, scope.of(actor), translation.get_language() or "fr", timezone.get_current_timezone()
    )
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def _lines(head: Sequence[str], rows: Rows, within: str, language: str, zone: tzinfo) -> Iterator[str]:
    writer = csv.writer(_Through(), delimiter="," if language.startswith("en") else ";")
    with translation.override(language), timezone.override(zone), scope.within(within):
        yield BOM + str(writer.writerow([harmless(cell) for cell in head]))
        for row in rows():
            yield str(writer.writerow([harmless(cell) for cell in row]))


def harmless(cell: Cell) -> Cell:
    """A text that a spreadsheet would calculate gets an apostrophe before it, and stays a text."""
    if isinstance(cell, str) and cell.lstrip(" ").startswith(FORMULA):
        return "'" + cell
    return cell


class _Through:
    """What `csv` writes into: it hands each line back."""

    def write(self, line: str) -> str:
        return line
