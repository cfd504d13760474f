"""Reads one calendar file: its zone, opening hours and holidays, every problem told with its line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

import yaml

from temoin.engine.calendar import BadOpening, CalendarData, check_openings
from temoin.engine.holidays import FixedDate, FromEaster, Holiday, NthWeekday, OnDates, Rule
from temoin.engine.measure import Opening
from temoin.engine.problems import Problem, suggestion
from temoin.engine.yaml_nodes import CODE, Entries, Reader

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NTH = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
KEYS = ("calendar", "version", "label", "country", "postcodes", "zone", "openings", "holidays")
RULES = ("date", "easter", "weekday", "days")
OPENING = re.compile(r"([0-9]{2}):([0-5][0-9])-([0-9]{2}):([0-5][0-9])")
NTH_WEEKDAY = re.compile(r"([a-z]+) ([a-z]+) of ([0-9]{2})")
NO_DATE = date.min
"""Stands for a date that is wrong, once its problem is told."""


class CalendarErrors(Exception):
    """A calendar file that cannot be used; `problems` holds everything found, in the file's order."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """A calendar as written, with the places it is for: a country and the beginnings of its postcodes.

    No postcode means the whole country, except where another calendar names the place.
    """

    data: CalendarData
    country: str
    postcodes: tuple[str, ...]


def parse(text: str, *, file: str) -> CalendarFile:
    """Read a calendar; `file` is its name in messages. Raises CalendarErrors with every problem found."""
    reader = Reader(file)
    if not text.strip():
        reader.wrong(1, "the file is empty; begin with `calendar:`")
    elif (root := reader.compose(text)) is not None:
        found = _calendar(reader, root)
        if not reader.problems:
            return found
    raise CalendarErrors(reader.problems)


def _calendar(reader: Reader, root: yaml.Node) -> CalendarFile:
    required = [key for key in KEYS if key not in ("postcodes", "holidays")]
    top = reader.entries(root, "a calendar", known=KEYS, required=required)
    code = reader.word(top["calendar"], "`calendar`") if "calendar" in top else ""
    if code and not CODE.fullmatch(code.replace("-", "_")):
        reader.wrong(top["calendar"], f"`{code}` is not a code; use small letters, digits and -")
    data = CalendarData(
        code=code,
        version=reader.whole(top.get("version"), "`version`", least=1) or 0,
        zone=_zone(reader, top.get("zone")),
        label=reader.label(top.get("label"), "`label`"),
        openings=_week(reader, top.get("openings")),
        holidays=tuple(
            _holiday(reader, node)
            for node in (reader.items(top["holidays"], "`holidays`") if "holidays" in top else ())
        ),
    )
    return CalendarFile(data, _country(reader, top.get("country")), _postcodes(reader, top.get("postcodes")))


def _zone(reader: Reader, node: yaml.Node | None) -> str:
    name = reader.word(node, "`zone`") if node is not None else ""
    if node is not None and name:
        try:
            ZoneInfo(name)
        except (ValueError, OSError, LookupError):
            reader.wrong(node, f"unknown time zone `{name}`; write one such as Europe/Paris")
    return name


def _country(reader: Reader, node: yaml.Node | None) -> str:
    code = reader.word(node, "`country`") if node is not None else ""
    if node is not None and code and not re.fullmatch("[A-Z]{2}", code):
        reader.wrong(node, f"`country`: `{code}` is not a country's two capital letters, such as FR")
    return code


def _postcodes(reader: Reader, node: yaml.Node | None) -> tuple[str, ...]:
    items = reader.items(node, "`postcodes`") if node is not None else []
    return tuple(reader.word(item, "the beginning of a postcode") for item in items)


def _week(reader: Reader, node: yaml.Node | None) -> tuple[tuple[Opening, ...], ...]:
    if node is None:
        return ((),) * 7
    days = reader.entries(node, "`openings`", known=WEEKDAYS)
    week = tuple(_openings(reader, days[day], day) if day in days else () for day in WEEKDAYS)
    if not any(week) and not reader.problems:
        reader.wrong(
            node, "the calendar is never open; give at least one day an opening, such as 08:00-12:00"
        )
    return week


def _openings(reader: Reader, node: yaml.Node, day: str) -> tuple[Opening, ...]:
    found: list[Opening] = []
    for item in reader.items(node, f"`{day}`"):
        text = reader.word(item, f"`{day}`: an opening")
        if match := OPENING.fullmatch(text):
            hours = [int(part) for part in match.groups()]
            found.append(((hours[0] * 60 + hours[1]) * 60, (hours[2] * 60 + hours[3]) * 60))
        elif text:
            reader.wrong(item, f"`{day}`: `{text}` is not an opening; write it as 08:00-12:00")
    try:
        check_openings(found)
    except BadOpening as error:
        reader.wrong(node, f"`{day}`: {error}")
    return tuple(found)


def _holiday(reader: Reader, node: yaml.Node) -> Holiday:
    known = (*RULES, "if_sunday", "every", "since", "until", "name", "source")
    entries = reader.entries(node, "a holiday", known=known, required=("name", "source"))
    given = [key for key in RULES if key in entries]
    if len(given) != 1:
        reader.wrong(node, f"a holiday needs exactly one of {', '.join(RULES)}")
    for key in ("if_sunday", "every"):
        if key in entries and given != ["date"]:
            reader.wrong(entries.lines[key], f"`{key}` goes with `date` only")
    return Holiday(
        rule=_rule(reader, entries, given[0]) if len(given) == 1 else OnDates(()),
        name=reader.label(entries.get("name"), "a holiday's `name`"),
        source=reader.word(entries["source"], "`source`") if "source" in entries else "",
        since=reader.whole(entries.get("since"), "`since`", least=1900),
        until=reader.whole(entries.get("until"), "`until`", least=1900),
    )


def _rule(reader: Reader, entries: Entries, key: str) -> Rule:
    node = entries[key]
    match key:
        case "date":
            # 2000 is a leap year, so that 29 February can be written
            day = _date(reader, node, prefix="2000-", example="07-14")
            every = reader.whole(entries.get("every"), "`every`", least=1) or 1
            moved = reader.whole(entries.get("if_sunday"), "`if_sunday`") or 0
            return FixedDate(day.month, day.day, if_sunday=moved, every=every)
        case "easter":
            return FromEaster(reader.whole(node, "`easter`") or 0)
        case "weekday":
            return _nth_weekday(reader, node)
        case _:
            items = reader.items(node, "`days`")
            return OnDates(tuple(_date(reader, item, prefix="", example="2027-12-24") for item in items))


def _nth_weekday(reader: Reader, node: yaml.Node) -> NthWeekday:
    text = reader.word(node, "`weekday`")
    match = NTH_WEEKDAY.fullmatch(text)
    if match and match[1] in NTH and match[2] in WEEKDAYS and 1 <= int(match[3]) <= 12:
        return NthWeekday(NTH[match[1]], WEEKDAYS.index(match[2]), int(match[3]))
    near = suggestion(match[2], WEEKDAYS) if match and match[2] not in WEEKDAYS else ""
    reader.wrong(node, f"`weekday`: `{text}` is not understood; write it as `first monday of 09`{near}")
    return NthWeekday(1, 0, 1)


def _date(reader: Reader, node: yaml.Node, *, prefix: str, example: str) -> date:
    text = reader.word(node, "a date")
    try:
        if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", prefix + text):
            return date.fromisoformat(prefix + text)
    except ValueError:
        pass  # told below, as any other text that is no date
    if text:
        reader.wrong(node, f"`{text}` is not a date; write it as {example}")
    return NO_DATE
