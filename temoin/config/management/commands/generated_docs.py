"""`manage generated_docs`: writes the pages of docs that are derived from data; `--check` names those that are stale."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from temoin.config import permissions
from temoin.engine import diagram
from temoin.engine.model import Clock, Due, DueKind, Procedure, Step
from temoin.procedures import files

FOLDER = settings.CHECKOUT / "docs" / "reference" / "generated"
MADE = "<!-- Written by `./run manage generated_docs` from the procedure files. Do not edit. -->"
LOOKS = """<style>
svg { color: #33475b; background: #fff; }
.pd-step rect, .pd-step > path { fill: #fff; }
.pd-over rect { fill: #fdf6e7; }
.pd-end rect { fill: #e8f5ec; }
</style>
"""
"""Colours of the picture where it stands alone; on the product's own pages its style sheet gives them."""


def deadlines() -> str:
    """Every step with what its clock does, per procedure."""
    return _page(
        "Deadlines",
        "Per step: who holds it, how its action date is set, and what happens around it. Units as in "
        "[the procedure language](../procedure-language.md): `h` hours on working days, `h!` wall clock, "
        "`wd` working days, `d` calendar days. *Reminders* before the date, *escalations* after it.",
        _deadlines,
    )


def rights() -> str:
    """Every step with what each role may do there, per procedure."""
    return _page(
        "Steps, roles, actions",
        "What each role may do at each step. Conditions of an action can still refuse it, with their reason.",
        _rights,
    )


def picture(code: str) -> Callable[[], str]:
    """The diagram of a procedure as a file of its own."""

    def draw() -> str:
        drawn = diagram.svg(files.procedure(code), "en")
        head, rest = drawn.split("<defs>", 1)
        return f"{head}{LOOKS}<defs>{rest}"

    return draw


def pages() -> dict[str, Callable[[], str]]:
    """Each generated file by name, with what writes it."""
    written = {
        "deadlines.md": deadlines,
        "steps-roles-actions.md": rights,
        "permissions.md": permissions.page,
    }
    return written | {f"procedure-{code}.svg": picture(code) for code in files.procedures()}


def stale(folder: Path) -> list[str]:
    """The names of the files that are missing or differ from what would be written."""
    return [
        name
        for name, write in pages().items()
        if not (folder / name).is_file() or (folder / name).read_text(encoding="utf-8") != write()
    ]


def _page(title: str, about: str, lines: Callable[[Procedure], Iterator[str]]) -> str:
    found = [files.procedure(code) for code in files.procedures()]
    body = "\n\n".join("\n".join(lines(one)) for one in found)
    return f"{MADE}\n\n# {title}\n\n{about}\n\n{body}\n"


def _deadlines(procedure: Procedure) -> Iterator[str]:
    yield f"## {procedure.label['en']} (`{procedure.code}`, version {procedure.version})"
    for group, label in procedure.groups.items():
        yield f"\n### {label['en']}\n"
        yield "| step | French label | holder | due | norm | time charged to | flags | reminders | escalations | chased | by itself | statutory clocks |"
        yield "|---|---|---|---|---|---|---|---|---|---|---|---|"
        for step in procedure.steps.values():
            if step.group == group:
                yield _row(
                    f"`{step.code}`",
                    step.label["fr"],
                    step.holder,
                    _due(step.due),
                    str(step.norm or "–"),
                    step.charged_to,
                    _flags(step),
                    ", ".join(map(str, step.remind)) or "–",
                    ", ".join(f"{one.role} {one.after}" for one in step.escalate) or "–",
                    f"every {step.chase}" if step.chase else "–",
                    _by_itself(step),
                    _clocks(step),
                )


def _rights(procedure: Procedure) -> Iterator[str]:
    yield f"## {procedure.label['en']} (`{procedure.code}`, version {procedure.version})"
    for step in procedure.steps.values():
        only = f", reserved to {', '.join(step.only)}" if step.only else ""
        yield f"\n### `{step.code}`: {step.label['en']}\n\nHeld by {step.holder}{only}.\n"
        yield from _who_does_what(procedure, step.actions)
    for end in procedure.ends.values():
        yield f"\n### `{end.code}` (end): {end.label['en']}\n"
        yield from _who_does_what(procedure, end.actions)


def _who_does_what(procedure: Procedure, codes: tuple[str, ...]) -> Iterator[str]:
    yield "| role | actions |"
    yield "|---|---|"
    for role in procedure.roles:
        may = [f"`{code}`" for code in codes if role in procedure.actions[code].by]
        if may:
            yield _row(role, ", ".join(may))


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _due(due: Due) -> str:
    match due.kind:
        case DueKind.AFTER:
            return str(due.duration)
        case DueKind.INHERITED:
            return "inherited"
        case DueKind.FIELD:
            return f"at `{due.field}`" + (f" plus `{due.plus}` working days" if due.plus else "")


def _flags(step: Step) -> str:
    named = {"measured": step.measured, "comment": step.comment, "over": step.over, "pauses": step.pauses}
    return ", ".join(name for name, holds in named.items() if holds) or "–"


def _by_itself(step: Step) -> str:
    """What the machine does: at the date, some time after entering, or with a linked assignment."""
    found = []
    if step.expire is not None:
        after = f"{step.expire.after} after entering" if step.expire.after else "at the date"
        found.append(f"`{step.expire.action}` {after}")
    if step.linked is not None:
        until = ", ".join(step.linked.until)
        found.append(f"`{step.linked.action}` once `{step.linked.assignment}` is in {until} or closed")
    return "; ".join(found) or "–"


def _clocks(step: Step) -> str:
    return "; ".join(_clock(one) for one in step.clocks.values()) or "–"


def _clock(clock: Clock) -> str:
    begins = f"from `{clock.begins}`" if clock.begins else "from entering"
    late = ", ".join(f"{one.role} {one.after}" for one in clock.escalate)
    return f"`{clock.code}` {clock.due} {begins}" + (f" ({late})" if late else "")


class Command(BaseCommand):
    """Writes the files, or with --check only compares them and exits with 1 where any is stale."""

    help = "Write the generated pages of docs, or check them."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail where a file is stale")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        old = stale(FOLDER)
        if check:
            if old:
                raise CommandError(f"Stale: {', '.join(old)}. Run ./run manage generated_docs.")
            return
        FOLDER.mkdir(parents=True, exist_ok=True)
        for name in old:
            (FOLDER / name).write_text(pages()[name](), encoding="utf-8")
            self.stdout.write(f"docs/reference/generated/{name}")
