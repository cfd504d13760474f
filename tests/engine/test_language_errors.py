"""Whatever is wrong with a procedure file is told with its line, all of it at once, and with what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from temoin.engine import language
from temoin.engine.language import ProcedureErrors
from temoin.procedures.__main__ import main as check_file
from tests.engine.relay import NAME, TEXT, changed, errors, line_of

CLOCK = "    clocks: {{answer: {{label: {{fr: R, nl: A, en: A}}, due: {due}, stops: [{stops}]{more}}}}}\n"


def clock(*, due: str = "2mo", stops: str = "book", more: str = "") -> str:
    """A statutory clock, behind the expiry of the step `contact`."""
    return "expire: forget\n" + CLOCK.format(due=due, stops=stops, more=more)


CASES: dict[str, tuple[str, str, str]] = {
    "an unknown action that meets a clock": (
        "expire: forget\n",
        clock(stops="bok"),
        "step `contact`: clock `answer`: stops: unknown action `bok`; did you mean `book`?",
    ),
    "an unknown field from which a clock runs": (
        "expire: forget\n",
        clock(more=", from: untill"),
        "step `contact`: clock `answer`: from: unknown field `untill`; did you mean `until`?",
    ),
    "a clock that runs from a field that is no date": (
        "expire: forget\n",
        clock(more=", from: found"),
        "step `contact`: clock `answer`: `found` is of type text; it must be date or instant",
    ),
    "a clock without a unit": (
        "expire: forget\n",
        clock(due="2"),
        "step `contact`: clock `answer`: due: “2” has no unit",
    ),
    "an unknown role to escalate a clock to": (
        "expire: forget\n",
        clock(more=", escalate: [{hadler: 0h}]"),
        "step `contact`: clock `answer`: escalate: unknown role `hadler`; did you mean `handler`?",
    ),
    "a number of a frame that is none": (
        "      - {go: visit}",
        "      - {recharge: {frame: found, to: until}, go: visit}",
        "action `book`: then: recharge: frame: `found` is of type text; it must be whole",
    ),
    "a field offered that the form does not ask for": (
        "    icon: phone\n",
        "    offers: {until: visit_at}\n",
        "action `book`: offers: its form does not ask for `until`",
    ),
    "a fact of another type offered": (
        "    icon: phone\n",
        "    offers: {visit_at: cost}\n",
        "action `book`: offers: `cost` is not of type instant, as `visit_at` is",
    ),
    "an assignment for each of what is no choice": (
        "opening: open\n",
        "assignment_per: cost\nopening: open\n",
        "assignment_per: `cost` is no choice",
    ),
    # what is wrong: (what stood there, what stands there now, what is said)
    "an unknown key, near a known one": (
        "    measured: true\n",
        "    mesured: true\n",
        "step `contact`: unknown key `mesured`; did you mean `measured`?",
    ),
    "an unknown role": (
        "    holder: contractor\n    due: 24h",
        "    holder: contracter\n    due: 24h",
        "step `contact`: holder: unknown role `contracter`; did you mean `contractor`?",
    ),
    "an unknown role that is like none": (
        "expire: forget\n",
        "expire: forget\n    only: [zzz]\n",
        "step `contact`: only: unknown role `zzz`; write one of: contractor, handler, machine, service",
    ),
    "an unknown party to charge": (
        "charged_to: nature",
        "charged_to: nurture",
        "step `drying`: charged_to: unknown party `nurture`; did you mean `nature`?",
    ),
    "an unknown group": (
        "    group: work\n    holder: contractor\n    due: {at",
        "    group: wrok\n    holder: contractor\n    due: {at",
        "step `visit`: group: unknown group `wrok`; did you mean `work`?",
    ),
    "an unknown field in a due date": (
        "due: {at: until}",
        "due: {at: untill}",
        "step `drying`: due: at: unknown field `untill`; did you mean `until`?",
    ),
    "a due date on a field that is no instant": (
        "due: {at: until}",
        "due: {at: found}",
        "step `drying`: due: `found` is of type text; it must be instant",
    ),
    "a bare number for a duration": (
        "    due: 24h\n",
        "    due: 24\n",
        "step `contact`: due: “24” has no unit",
    ),
    "no time at all": (
        "chase: 3wd",
        "chase: 0wd",
        "step `drying`: chase: `0wd` is no time at all; give at least 1",
    ),
    "a condition without its sentence": (
        "    exists_say: {fr: Dégât des eaux seulement, nl: Enkel waterschade, en: Water damage only}\n",
        "",
        "step `drying`: `exists` needs `exists_say` beside it: the condition and the sentence",
    ),
    "an unknown action in a step": (
        "actions: [book, forget,",
        "actions: [bok, forget,",
        "step `contact`: unknown action `bok`; did you mean `book`?",
    ),
    "a set without its sign": (
        '"@notes"]\nactions',
        "notes]\nactions",
        "step `complaint`: unknown action `notes`; a set is written `@notes`",
    ),
    "an unknown set": (
        '[settle, "@notes"]',
        '[settle, "@note"]',
        "step `complaint`: unknown set `@note`; did you mean `notes`?",
    ),
    "an unknown step to go to": (
        "go: contact, set",
        "go: contract, set",
        "action `report`: then: go: unknown step `contract`; did you mean `contact`?",
    ),
    "an unknown end": (
        "      - {close: closed}",
        "      - {close: close}",
        "action `report`: then: close: unknown end `close`; did you mean `closed`?",
    ),
    "an unknown table": (
        "{table: dry}",
        "{table: try}",
        "action `dried`: then: `reading` at_most: unknown table `try`; did you mean `dry`?",
    ),
    "an unknown field in a form": (
        "form: [reading]",
        "form: [raeding]",
        "action `dried`: form: unknown field `raeding`; did you mean `reading`?",
    ),
    "an unknown field in a condition": (
        "{as_declared: no}, {cost",
        "{as_declred: no}, {cost",
        "action `report`: then: unknown field `as_declred` in a condition; did you mean `as_declared`?",
    ),
    "an unknown action counted": (
        "done.note:",
        "done.notes:",
        "action `book`: requires: unknown action `notes`; did you mean `note`?",
    ),
    "an unknown role told": (
        "tell: {handler: visit_booked}",
        "tell: {handlers: visit_booked}",
        "action `book`: tell: unknown role `handlers`; did you mean `handler`?",
    ),
    "an unknown choice": (
        "damage: {in: [water]}",
        "damage: {in: [watre]}",
        "action `book`: then: `damage`: unknown choice `watre`; did you mean `water`?",
    ),
    "a fact compared with a list": (
        "damage: {in: [water]}",
        "damage: [water]",
        "action `book`: then: `damage` is compared with a list; write `{in: [...]}`",
    ),
    "a yes or no that is a word": (
        "exists: {damage: water}",
        "exists: {as_declared: maybe}",
        "step `drying`: exists: `as_declared` must be `yes` or `no`",
    ),
    "a limit on something that is no number": (
        "{reading: {at_most: {table: dry}}}",
        "{found: {at_most: {table: dry}}}",
        "action `dried`: then: `found` is of type text, not a number; do not ask `at_most` of it",
    ),
    "later than, of something that is no instant": (
        "visit_at: {later_than: 7d}",
        "reading: {later_than: 7d}",
        "action `book`: then: `reading` is of type whole, not an instant; do not ask `later_than` of it",
    ),
    "a constant for an organisation": (
        "damage: {in: [water]}",
        "contractor: 7",
        "action `book`: then: `contractor` is of type organisation, which has no constants; ask `{known: yes}`",
    ),
    "a season that is none": (
        "done.note: {at_least: 3}",
        "season: [06-15, 09-31]",
        "action `book`: requires: `season` must be the first and the last day, [mm-dd, mm-dd]",
    ),
    "an empty condition": (
        "when: {done.note: {at_least: 3}}",
        "when: {}",
        "action `book`: requires: the condition is empty; leave `when` out where it always holds",
    ),
    "a branch that leads nowhere": (
        "      - {stay: yes}",
        "      - {set: {found: null}}",
        "action `dried`: then: a branch leads exactly one way (go, interrupt, resume, stay, move, chosen, close); "
        "this one has none",
    ),
    "a branch that leads two ways": (
        "      - {go: visit}",
        "      - {go: visit, stay: yes}",
        "action `book`: then: a branch leads exactly one way (go, interrupt, resume, stay, move, chosen, close); "
        "this one has `go` and `stay`",
    ),
    "a form's field that cannot be read": (
        "form: [reading]",
        "form: [reading!]",
        'action `dried`: form: `reading!` is not a field; write `code`, `code?` or "code (when: {…})"',
    ),
    "a field asked twice": (
        "form: [reading]",
        "form: [reading, reading?]",
        "action `dried`: form: `reading` is asked twice; keep one",
    ),
    "a set constant of the wrong type": (
        "set: {found: null}",
        "set: {reading: dry}",
        "action `report`: then: set: `reading` must be a whole number, not `dry`",
    ),
    "a value set that is not kept": (
        "set: {found: null}",
        "set: {comment: null}",
        "action `report`: then: set: `comment` is not kept as a fact (`fact: no`); it cannot be set",
    ),
    "an unknown field type": (
        "found: {type: text",
        "found: {type: txt",
        "field `found`: type: unknown type `txt`; did you mean `text`?",
    ),
    "choices on something that is no choice": (
        "found: {type: text,",
        "found: {type: text, choices: {a: {fr: A, nl: A, en: A}},",
        "field `found`: `choices` means nothing for type text, only for choice",
    ),
    "a table's row of the wrong length": (
        "[water, 20]",
        "[water, wet, 20]",
        "table `dry`: a row is damage and a number; this one has 3 cells",
    ),
    "a table's row twice": (
        "[fire, 5]",
        "[water, 5]",
        "table `dry`: the row water stands there twice; keep one",
    ),
    "a text in one language only": (
        "label: {fr: Sec, nl: Droog, en: Dry}",
        "label: Sec",
        "action `dried`: label must be given in every language: {fr: …, nl: …, en: …}",
    ),
    "a text missing in a language": (
        "{fr: Sec, nl: Droog, en: Dry}",
        "{fr: Sec, en: Dry}",
        "action `dried`: label is missing in: nl; add the text",
    ),
    "a text cut in two by a comma": (
        "{fr: Sec, nl: Droog, en: Dry}",
        "{fr: Sec, enfin, nl: Droog, en: Dry}",
        "action `dried`: label: unknown language `enfin`; if it is part of the text, quote the text",
    ),
    "a definition missing": (
        "    by: [service]\n    then: {resume: yes}\n",
        "    by: [service]\n",
        "action `settle` has no `then`; add it",
    ),
    "a key given twice": (
        "    over: true\n    pauses: true\n",
        "    over: true\n    over: true\n    pauses: true\n",
        "step `drying`: `over` is given twice (first on line 64); keep one",
    ),
    "a code that is none": (
        "  waiting: {fr",
        "  Wait-Ing: {fr",
        "groups: `Wait-Ing` is not a code; use small letters, digits and _, beginning with a letter",
    ),
    "a role and a charged party of one name": (
        "  nature: {fr",
        "  service: {fr",
        "`service` stands under roles and under charged; rename one of them",
    ),
    "a group in two phases": (
        "groups: [work]}\n",
        "groups: [work]}\n  - {label: {fr: x, nl: x, en: x}, groups: [work]}\n",
        "a phase: group `work` stands in an earlier phase too; keep it in one",
    ),
    "a set that includes itself": (
        "notes: [note]",
        'notes: [note, "@notes"]',
        "set `notes` includes itself, or a set that does; break the circle",
    ),
    "a visibility that is none": (
        "visibility: internal",
        "visibility: secret",
        "action `note`: visibility: unknown visibility `secret`; write one of: holder, internal, parties",
    ),
    "a list where words are wanted": (
        "    holder: service\n",
        "    holder: [service]\n",
        "step `complaint`: holder must be a text, not a list",
    ),
    "an action that nobody may do": (
        "    by: [machine]\n",
        "    by: []\n",
        "action `forget`: nobody may do it; name at least one role in `by`",
    ),
}


FURTHER: dict[str, int] = {
    # where the problem is told, in lines from the first that changed; the others on that line itself
    "an unknown action that meets a clock": 1,
    "an unknown field from which a clock runs": 1,
    "a clock that runs from a field that is no date": 1,
    "a clock without a unit": 1,
    "an unknown role to escalate a clock to": 1,
    "an unknown role that is like none": 1,
    "a condition without its sentence": -1,
    "a definition missing": -2,
    "a key given twice": 1,
    "a group in two phases": 1,
}


@pytest.mark.parametrize("wrong", CASES)
def test_what_is_wrong_is_told_at_its_line(wrong: str) -> None:
    old, new, said = CASES[wrong]
    line = TEXT[: TEXT.index(old)].count("\n") + 1 + FURTHER.get(wrong, 0)

    found = errors(changed((old, new)))

    assert any(one.startswith(f"{NAME}:{line}: {said}") for one in found), found


def test_all_problems_are_told_at_once_in_the_order_of_their_lines() -> None:
    text = changed(
        ("label: {fr: Sec, nl: Droog, en: Dry}", "label: Sec"),
        ("    due: 24h\n", "    due: 24\n"),
        ("charged_to: nature", "charged_to: nurture"),
    )

    found = errors(text)

    assert [one.split(": ", 1)[0] for one in found] == [
        line_of(text, part).removesuffix(": ") for part in ("due: 24", "nurture", "label: Sec")
    ]


def test_text_that_is_not_yaml_is_told_with_its_line() -> None:
    text = changed(("label: {fr: Sec, nl: Droog, en: Dry}", "label: {fr: Sec, nl: Droog, en: Dry"))

    found = errors(text)

    assert len(found) == 1
    assert "not readable as YAML" in found[0]
    where = int(found[0].split(":")[1])
    assert abs(where - int(line_of(text, "nl: Droog").split(":")[1])) <= 1


def test_an_empty_file_is_told() -> None:
    assert errors("# nothing\n") == ["relay.yaml:1: the file is empty; begin with `procedure:`"]


def test_a_file_that_is_a_list_is_told() -> None:
    assert errors("- a\n")[0] == "relay.yaml:1: the file must be `key: value` pairs, not a list"


def test_two_documents_in_one_file_are_refused() -> None:
    assert "not readable as YAML" in errors(TEXT + "---\na: 1\n")[0]


def test_an_alias_is_refused_so_that_a_small_file_cannot_become_endless() -> None:
    assert errors("procedure: &again [*again]\n") == [
        "relay.yaml:1: a part is used a second time by `*alias`; write it out here"
    ]


def test_a_condition_nested_beyond_reading_is_refused() -> None:
    deep = "{not: " * 40 + "{as_declared: no}" + "}" * 40
    text = changed(("{as_declared: no}, {cost", f"{deep}, {{cost"))

    assert any("nested too deeply to be read" in one for one in errors(text))


def test_a_file_nested_without_end_is_told_and_does_not_crash() -> None:
    for endless in ("[" * 100_000, "- " * 100_000, "{a: " * 100_000):
        assert errors(endless) == [
            "relay.yaml:1: more than 100 brackets or indents lie within one another; close them"
        ]


def test_python_objects_in_yaml_are_only_words() -> None:
    text = changed(("procedure: relay\n", "procedure: !!python/object/apply:os.system [id]\n"))

    assert errors(text) == ["relay.yaml:1: procedure must be a text, not a list"]


def test_a_problem_in_the_shared_fields_is_told_with_that_files_name() -> None:
    shared = "fields:\n  spare: {type: text}\n"

    assert errors(TEXT, shared_fields=shared) == ["fields.yaml:2: field `spare` has no `label`; add it"]


def test_a_field_that_is_shared_is_not_defined_a_second_time() -> None:
    shared = "fields:\n  found: {type: text, label: {fr: x, nl: x, en: x}}\n"

    assert errors(TEXT, shared_fields=shared) == [
        line_of(TEXT, "  found: {type") + "field `found` stands in fields.yaml already; take one of them out"
    ]


def test_a_condition_written_in_a_form_is_told_at_the_forms_line() -> None:
    text = changed(('"found (when: {as_declared: no})"', '"found (when: {as_declred: no})"'))

    assert errors(text)[0] == (
        line_of(text, "as_declred")
        + "action `report`: form: `found`: unknown field `as_declred` in a condition; "
        "did you mean `as_declared`?"
    )


def test_two_fields_that_both_say_when_it_happened_are_refused() -> None:
    other = (
        "  seen_at: {type: instant, label: {fr: Vu, nl: Gezien, en: Seen}, occurred: true}\n  found: {type"
    )
    text = changed(
        ("  found: {type", other),
        ("form: [contacted_at, visit_at]", "form: [contacted_at, seen_at, visit_at]"),
    )

    assert errors(text) == [
        line_of(text, "contacted_at, seen_at")
        + "action `book`: form: contacted_at and seen_at both say when it "
        "happened (`occurred`); keep one"
    ]


def test_the_command_prints_every_problem_or_the_size(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = str(tmp_path / "good.yaml"), str(tmp_path / "bad.yaml")
    Path(good).write_text(TEXT, encoding="utf-8")
    Path(bad).write_text(changed(("    due: 24h\n", "    due: soon\n")), encoding="utf-8")

    assert check_file([good]) == 0
    assert capsys.readouterr().out == "sound: 4 steps, 11 actions\n"
    assert check_file([bad]) == 1
    assert capsys.readouterr().out.startswith(f"{bad}:44: step `contact`: due: “soon”")


def test_the_exception_says_everything_as_text() -> None:
    with pytest.raises(ProcedureErrors, match=r"relay\.yaml:1: the file is empty"):
        language.load("", name=NAME)
