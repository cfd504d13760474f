"""Each rule of soundness: a procedure that breaks just that one is refused, at the line where it is broken."""

from __future__ import annotations

from temoin.engine import language
from tests.engine.relay import NAME, changed, errors, line_of, sound

STEP = "    label: {{fr: Étape, nl: Stap, en: Step}}\n    group: work\n    holder: {holder}\n    due: {due}\n"


def step(code: str, *, actions: str, holder: str = "contractor", due: str = "24h", more: str = "") -> str:
    """A further step, as it is put before the actions."""
    return f"  {code}:\n{STEP.format(holder=holder, due=due)}{more}    actions: [{actions}]\n"


def action(code: str, then: str, *, by: str = "contractor", more: str = "") -> str:
    """A further action, as it is put before the ends."""
    return (
        f"  {code}:\n    label: {{fr: Agir, nl: Doen, en: Act}}\n    by: [{by}]\n{more}    then: {{{then}}}\n"
    )


def extended(*changes: tuple[str, str], steps: str = "", actions: str = "") -> str:
    """The small procedure with further steps and actions, and these changes."""
    text = changed(("\nactions:\n", f"\n{steps}actions:\n"), ("\nends:\n", f"\n{actions}ends:\n"))
    return changed(*changes, text=text)


def test_the_small_procedure_is_sound() -> None:
    assert len(sound().steps) == 4


# ---- leaving


def test_what_meets_a_statutory_clock_is_offered_in_its_step() -> None:
    clock = "    clocks: {answer: {label: {fr: R, nl: A, en: A}, due: 2mo, stops: [settle]}}\n"
    text = changed(("expire: forget\n", "expire: forget\n" + clock))

    assert errors(text) == [
        line_of(text, "clocks: {answer") + "step `contact`: clock `answer` is met by `settle`, which the "
        "step does not offer: add it to `actions`, or name another"
    ]


def test_a_statutory_clock_can_be_met() -> None:
    clock = "    clocks: {answer: {label: {fr: R, nl: A, en: A}, due: 2mo, stops: []}}\n"
    text = changed(("expire: forget\n", "expire: forget\n" + clock))

    assert errors(text) == [
        line_of(text, "clocks: {answer") + "step `contact`: clock `answer` can never be met: name an action "
        "in `stops`"
    ]


def test_a_fact_from_which_a_clock_runs_is_given_by_somebody() -> None:
    clock = "    clocks: {answer: {label: {fr: R, nl: A, en: A}, due: 2mo, from: sent_on, stops: [book]}}\n"
    field = "fields:\n  sent_on: {type: date, label: {fr: E, nl: V, en: S}}\n"
    text = changed(("expire: forget\n", "expire: forget\n" + clock), ("\nfields:\n", "\n" + field))

    assert errors(text) == [
        line_of(text, "clocks: {answer")
        + "`sent_on` is read here, but no form asks it and no action sets it: ask it, or take this out"
    ]


def test_whose_time_it_was_is_asked_where_it_is_charged_anew() -> None:
    fields = (
        "fields:\n  stretch: {type: whole, frame: true, fact: false, label: {fr: P, nl: P, en: P}}\n"
        "  party: {type: party, fact: false, label: {fr: P, nl: P, en: P}}\n"
    )
    asked = "    form: [stretch, party?]\n"
    text = extended(
        ("\nfields:\n", "\n" + fields),
        ("actions: [book, forget,", "actions: [book, forget, charge,"),
        actions=action("charge", "stay: true, recharge: {frame: stretch, to: party}", more=asked),
    )

    assert errors(text) == [
        line_of(text, "recharge: {frame")
        + "action `charge`: `recharge` needs `party` in its form, without `?`"
    ]


def test_every_step_has_a_way_out() -> None:
    text = extended(("go: contact, set", "go: stuck, set"), steps=step("stuck", actions="note"), actions="")

    assert errors(text) == [
        line_of(text, "  stuck:")
        + "step `stuck` has no way out: give it an action that goes on, resumes or closes"
    ]


def test_the_holder_of_a_step_has_an_action_that_leaves_it() -> None:
    text = changed(("    by: [contractor]\n    primary: true", "    by: [handler]\n    primary: true"))

    assert errors(text) == [
        line_of(text, "  contact:")
        + "step `contact` is held by `contractor`, who has no action that leaves it: "
        "add the role to the `by` of `book`, `complain`, `forget`, or give the step another holder"
    ]


def test_from_every_step_an_end_can_be_reached() -> None:
    text = extended(
        ("go: contact, set", "go: round, set"),
        steps=step("round", actions="again"),
        actions=action("again", "go: round"),
    )

    assert errors(text) == [
        line_of(text, "  round:") + "step `round` cannot come to an end by any action: "
        "let one of them, or of the steps that follow, `close`"
    ]


def test_an_over_step_has_an_action_that_resumes() -> None:
    text = changed(
        (
            "{when: {reading: {at_most: {table: dry}}}, resume: yes}",
            "{when: {reading: {at_most: {table: dry}}}, go: contact}",
        )
    )

    assert errors(text) == [
        line_of(text, "  drying:") + "step `drying` lies `over` another and no action resumes that one: "
        "give it an action with `resume: yes`"
    ]


def test_nothing_resumes_where_nothing_lies_beneath() -> None:
    text = changed(("actions: [report, dry, move_visit,", "actions: [report, dry, dried, move_visit,"))

    assert errors(text) == [
        line_of(text, "{table: dry}") + "action `dried` resumes, but nothing lies beneath `visit`: "
        "take it out of that step, or bind the branch by `step` or `interrupted`"
    ]


def test_a_resuming_branch_may_be_bound_to_the_steps_that_lie_over_another() -> None:
    bound = "{when: {step: [drying], reading: {at_most: {table: dry}}}, resume: yes}"
    text = changed(
        ("actions: [report, dry, move_visit,", "actions: [report, dry, dried, move_visit,"),
        ("{when: {reading: {at_most: {table: dry}}}, resume: yes}", bound),
    )

    assert language.load(text, name=NAME)


def test_a_reserved_step_is_held_by_one_of_its_own() -> None:
    text = changed(
        ("    holder: service\n", "    holder: handler\n"),
        ("    by: [service]\n    then: {resume", "    by: [service, handler]\n    then: {resume"),
    )

    assert errors(text) == [
        line_of(text, "  complaint:")
        + "step `complaint` is held by `handler`, but only `service` may touch it: "
        "add the holder to `only`"
    ]


def test_a_reserved_step_offers_moves_that_its_own_may_do() -> None:
    text = changed(('actions: [settle, "@notes"]', 'actions: [settle, report, "@notes"]'))

    assert errors(text) == [
        line_of(text, "  complaint:") + "step `complaint` offers `report`, done by `contractor`, "
        "but only `service` may touch it: take it out, or add one of those to its `by`"
    ]


def test_an_expiry_is_offered_in_its_step() -> None:
    text = changed(
        ("actions: [book, forget,", "actions: [book,"),
        ("actions: [report, dry,", "actions: [report, forget, dry,"),
    )

    assert errors(text) == [
        line_of(text, "  contact:")
        + "step `contact` ends by `forget`, which it does not offer: add it to `actions`"
    ]


def test_an_expiry_is_done_by_a_machine() -> None:
    text = changed(
        ("expire: forget", "expire: book"),
        ("form: [contacted_at, visit_at]", "form: [contacted_at?, visit_at?]"),
    )

    assert [one for one in errors(text) if "ends by" in one] == [
        line_of(text, "  contact:") + "step `contact` ends by `book`, which no machine may do: "
        "add a `machine: yes` role to its `by`"
    ]


def test_an_expiry_asks_for_nothing() -> None:
    text = changed(("    by: [machine]\n", "    by: [machine]\n    form: [comment]\n"))

    assert errors(text) == [
        line_of(text, "  forget:") + "action `forget` is done by itself in `contact`, but asks `comment`: "
        "mark with `?`"
    ]


# ---- entering


def test_the_opening_enters_a_step() -> None:
    text = changed(("then: {go: contact}", "then: [{when: {damage: fire}, stay: yes}, {go: contact}]"))

    assert errors(text) == [
        line_of(text, "damage: fire") + "action `open` opens the assignment; `stay` means nothing "
        "before it is in a step: write `go: STEP`"
    ]


def test_after_the_end_nothing_interrupts() -> None:
    text = changed(("en: Closed}, actions: [note]", "en: Closed}, actions: [note, complain]"))

    assert errors(text) == [
        line_of(text, "interrupt: complaint") + "action `complain` is offered in the end `closed`, "
        "where no step is left to `interrupt`: take it out there, or write `go: STEP`"
    ]


def test_an_over_step_is_entered_by_interrupting() -> None:
    text = extended(
        ("actions: [report, dry,", "actions: [report, dry, soak,"),
        actions=action("soak", "go: drying", more="    form: [until, comment]\n"),
    )

    assert errors(text) == [
        line_of(text, "go: drying") + "action `soak` goes to `drying`, which lies `over` another step: "
        "write `interrupt: drying`"
    ]


def test_only_an_over_step_interrupts() -> None:
    text = extended(
        ("actions: [report, dry,", "actions: [report, dry, back,"),
        actions=action("back", "interrupt: contact"),
    )

    assert errors(text) == [
        line_of(text, "interrupt: contact")
        + "action `back` interrupts with `contact`, which is not an `over` step: "
        "write `go: contact`, or `over: yes` in the step"
    ]


def test_only_an_over_step_inherits_its_date() -> None:
    text = changed(("    due: 24h\n", "    due: inherited\n"))

    assert errors(text) == [
        line_of(text, "  contact:") + "step `contact`: `due: inherited` is the date of the step beneath, "
        "but this one is not `over`: give it a date of its own"
    ]


def test_whoever_enters_a_step_gives_its_date() -> None:
    text = changed(
        ("form: [until, comment]", "form: [comment]"), ("form: [reading]", "form: [reading, until?]")
    )

    assert errors(text) == [
        line_of(text, "interrupt: drying") + "action `dry` enters `drying`, whose due date is `until`, "
        "and nobody has given it by then: ask it in the form"
    ]


def test_a_date_that_may_be_left_out_is_not_given() -> None:
    text = changed(("form: [until, comment]", "form: [until?, comment]"))

    assert errors(text) == [
        line_of(text, "interrupt: drying") + "action `dry` enters `drying`, whose due date is `until`, "
        "and nobody has given it by then: ask it without `?`"
    ]


def test_a_date_given_in_an_earlier_step_is_known() -> None:
    text = changed(
        ("form: [until, comment]", "form: [comment]"),
        ("form: [as_declared,", "form: [until, as_declared,"),
        ("form: [contacted_at, visit_at]", "form: [contacted_at, visit_at, until]"),
    )

    assert language.load(text, name=NAME)


def test_a_date_is_given_where_the_branch_asks_something_of_it() -> None:
    known = "then: [{when: {until: {known: yes}}, interrupt: drying}, {stay: yes}]"
    text = changed(
        ("form: [until, comment]", "form: [until?, comment]"), ("then: {interrupt: drying}", known)
    )

    assert language.load(text, name=NAME)


def test_a_date_is_given_where_the_branch_is_taken_only_when_it_is_required() -> None:
    form = 'form: ["until (when: {as_declared: yes})", comment, as_declared]'
    then = "then: [{when: {as_declared: yes}, interrupt: drying}, {stay: yes}]"
    text = changed(("form: [until, comment]", form), ("then: {interrupt: drying}", then))

    assert language.load(text, name=NAME)


def test_the_days_added_to_a_date_are_given_too() -> None:
    text = changed(("due: {at: visit_at}", "due: {at: visit_at, plus: reading}"))

    expected = "action `book` enters `visit`, whose due date is `reading`, and nobody has given it by then: ask it in the form"
    assert errors(text) == [
        line_of(text, "go: visit, tell") + expected,
        line_of(text, "{go: visit}") + expected,
    ]


def test_a_date_that_moves_is_asked() -> None:
    text = changed(("    form: [visit_at]\n", "    form: [visit_at?]\n"))

    assert errors(text) == [
        line_of(text, "move: visit_at")
        + "action `move_visit`: `move: visit_at` needs `visit_at` in its form, without `?`"
    ]


def test_a_chosen_step_is_asked() -> None:
    text = changed(("form: [chosen_step, comment]", "form: [chosen_step?, comment]"))

    assert errors(text) == [
        line_of(text, "chosen: chosen_step") + "action `override`: `chosen: chosen_step` needs `chosen_step` "
        "in its form, without `?`"
    ]


def test_a_step_that_needs_a_comment_is_entered_with_one() -> None:
    text = changed(("form: [until, comment]", "form: [until, comment?]"))

    assert errors(text) == [
        line_of(text, "interrupt: drying") + "action `dry` enters `drying`, which needs a comment: "
        "add `comment` to its form, without `?`"
    ]


def test_an_override_says_why_where_a_step_needs_a_comment() -> None:
    text = changed(("form: [chosen_step, comment]", "form: [chosen_step]"))

    assert errors(text) == [
        line_of(text, "chosen: chosen_step")
        + "action `override` may enter any step, and some need a comment: "
        "add `comment` to its form, without `?`"
    ]


def test_a_reserved_step_is_entered_by_its_own() -> None:
    text = extended(
        ("go: contact, set", "go: audit, set"),
        steps=step("audit", actions="audited", holder="service", more="    only: [service]\n"),
        actions=action("audited", "close: closed", by="service"),
    )

    assert errors(text) == [
        line_of(text, "go: audit, set") + "action `report` goes to `audit`, which only `service` may enter, "
        "but it is done by `contractor`: add one of those to `by`"
    ]


# ---- loops


def test_no_loop_is_gone_round_by_machines_alone() -> None:
    text = extended(
        ("go: contact, set", "go: first, set"),
        steps=step("first", actions="on", holder="machine")
        + step("second", actions="back", holder="machine"),
        actions=action("on", "go: second", by="machine")
        + action("back", "go: first", by="machine").replace(
            "then: {go: first}", "then: [{when: {done.on: {at_least: 9}}, close: closed}, {go: first}]"
        ),
    )

    said = "is in a loop that only machines go round: give a person an action that leaves it"
    assert errors(text) == [
        line_of(text, "  first:") + f"step `first` {said}",
        line_of(text, "  second:") + f"step `second` {said}",
    ]


def test_no_expiry_turns_round_dates_that_are_past() -> None:
    text = extended(
        ("actions: [report, dry,", "actions: [report, expired, dry,"),
        ("    due: {at: visit_at}\n", "    due: {at: visit_at}\n    expire: expired\n"),
        actions=action("expired", "go: visit", by="machine"),
    )

    assert errors(text) == [
        line_of(text, "  visit:")
        + "step `visit` expires into a loop whose dates can all be past, so it would turn "
        "without end: give a step of the loop a due time of its own"
    ]


def test_an_expiry_with_a_due_time_of_its_own_may_come_round_again() -> None:
    text = extended(
        ("actions: [report, dry,", "actions: [report, expired, dry,"),
        ("    due: {at: visit_at}\n", "    due: {at: visit_at}\n    expire: expired\n"),
        actions=action("expired", "go: contact", by="machine"),
    )

    assert language.load(text, name=NAME)


# ---- branches and messages


def test_the_last_branch_always_holds() -> None:
    text = changed(("      - {close: closed}\n", "      - {when: {as_declared: yes}, close: closed}\n"))

    assert errors(text) == [
        line_of(text, "{as_declared: yes}")
        + "action `report`: the last branch has a `when`; where it does not hold, "
        "nothing is decided: end with a branch without `when`"
    ]


def test_no_branch_stands_behind_one_that_always_holds() -> None:
    text = changed(("      - {go: visit}\n", "      - {go: visit}\n      - {stay: yes}\n"))

    assert errors(text) == [
        line_of(text, "{go: visit}")
        + "action `book`: this branch always holds, so those after it are never taken; "
        "give it a `when` or move it to the end"
    ]


def test_a_message_that_is_told_exists() -> None:
    text = changed()

    assert errors(text, messages=frozenset({"visit_booked", "late_visits"})) == [
        line_of(text, "late_visit}")
        + "action `book`: unknown message `late_visit` in `tell`; did you mean `late_visits`?"
    ]


# ---- reach and use


def test_every_step_can_be_reached() -> None:
    text = extended(steps=step("island", actions="forget, report, complain"))

    assert errors(text) == [
        line_of(text, "  island:") + "step `island` cannot be reached from the opening: "
        "let an action lead to it (`go: island`), or take it out"
    ]


def test_an_override_is_not_a_way_to_reach_a_step() -> None:
    text = changed(
        ("then: {interrupt: complaint}", "then: {interrupt: drying}"),
        ("    by: [handler]\n    then", "    by: [handler]\n    form: [until, comment]\n    then"),
    )

    assert errors(text) == [
        line_of(text, "  complaint:") + "step `complaint` cannot be reached from the opening: "
        "let an action lead to it (`interrupt: complaint`), or take it out"
    ]


def test_every_end_can_be_reached() -> None:
    text = changed(("\nends:\n", "\nends:\n  lost: {label: {fr: Perdu, nl: Verloren, en: Lost}}\n"))

    assert errors(text) == [
        line_of(text, "  lost:") + "end `lost` cannot be reached from the opening: "
        "let an action `close: lost`, or take it out"
    ]


def test_every_action_is_offered_somewhere() -> None:
    text = extended(actions=action("idle", "stay: yes"))

    assert errors(text) == [
        line_of(text, "  idle:") + "action `idle` is used nowhere: offer it in a step, or take it out"
    ]


def test_every_field_is_asked_somewhere() -> None:
    text = changed(("  found: {type", "  spare: {type: text, label: {fr: x, nl: x, en: x}}\n  found: {type"))

    assert errors(text) == [
        line_of(text, "  spare:") + "field `spare` is used nowhere: ask it in a form, or take it out"
    ]


def test_every_role_takes_part() -> None:
    text = changed(("\ncharged:\n", "\n  guest: {label: {fr: Invité, nl: Gast, en: Guest}}\ncharged:\n"))

    assert errors(text) == [
        line_of(text, "  guest:")
        + "role `guest` is used nowhere: name it in a step or an action, or take it out"
    ]


def test_every_charged_party_is_charged_somewhere() -> None:
    text = changed(("    charged_to: nature\n", ""))

    assert errors(text) == [
        line_of(text, "  nature:")
        + "party `nature` is used nowhere: name it in a step's `charged_to`, or take it out"
    ]


def test_every_table_is_compared_with() -> None:
    text = changed(("{at_most: {table: dry}}", "{at_most: 20}"))

    assert errors(text) == [
        line_of(text, "  dry: {by")
        + "table `dry` is used nowhere: compare with it in a condition, or take it out"
    ]


def test_every_group_heads_a_step() -> None:
    text = changed(("  waiting: {fr", "  later: {fr: Plus tard, nl: Later, en: Later}\n  waiting: {fr"))

    assert errors(text) == [
        line_of(text, "  later:") + "group `later` is used nowhere: put a step under it, or take it out"
    ]


def test_every_set_is_included() -> None:
    text = changed(("  notes: [note]\n", "  notes: [note]\n  spare: [note]\n"))

    assert errors(text) == [
        line_of(text, "  spare:") + "set `spare` is used nowhere; include it as `@spare` or take it out"
    ]


def test_a_fact_that_is_read_is_given_by_somebody() -> None:
    text = changed(("form: [contractor, damage]", "form: [contractor]"))

    said = "`damage` is read here, but no form asks it and no action sets it: ask it, or take this out"
    assert errors(text) == [
        line_of(text, "exists: {damage") + said,
        line_of(text, "damage: {in:") + said,
        line_of(text, "{table: dry}") + said,
    ]


def test_a_role_whose_organisation_nobody_gives_can_be_played_by_nobody() -> None:
    text = changed(("form: [contractor, damage]", "form: [damage]"))

    assert errors(text) == [
        line_of(text, "organisation: contractor}")
        + "`contractor` is read here, but no form asks it and no action "
        "sets it: ask it, or take this out"
    ]


def test_a_value_that_is_not_kept_is_read_only_in_its_own_form() -> None:
    text = changed(("when: {done.note: {at_least: 3}}", "when: {comment: {known: yes}}"))

    assert errors(text) == [
        line_of(text, "comment: {known") + "action `book` reads `comment`, which is not kept (`fact: no`): "
        "ask it in this form, or keep it"
    ]


def test_a_date_moves_by_days_only_where_it_is_reckoned_by_them() -> None:
    text = extended(
        steps="",
        actions=action("stretch", "move: days", more="    form: [days]\n"),
    )
    text = text.replace("actions: [book,", "actions: [stretch, book,", 1).replace(
        "\nfields:\n", "\nfields:\n  days: {type: whole, label: {fr: Jours, nl: Dagen, en: Days}}\n", 1
    )

    assert any("which is not the `plus` of its due date" in found for found in errors(text))
