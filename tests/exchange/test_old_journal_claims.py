"""How a file is split into claims, and what is planned for each."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from temoin.exchange.old_journal import plan as planning
from temoin.exchange.old_journal.entries import Machine, RemarkCode
from temoin.exchange.old_journal.splitting import Rule, Why
from tests.exchange.old_journals import STAMP, read, sample

TITLE = "Date d'action d'attente\n\n"


def note(on: str, text: str = "rappel") -> str:
    return f"{text} {on}\n{on}-10:00-(2001417) ODILE FAUCHERAND\n\n"


def state(on: str, number: int) -> str:
    slashed = on.replace(".", "/")
    return f"ETAT: Première visite (7) {slashed} 17:00 ({slashed}-N°{number})\n{on}-10:00-(995) INTERNET\n\n"


OPENING = f"OUVERTURE: -{STAMP}\n\n"


def whys(text: str, rule: Rule | None = None) -> list[Why]:
    return [piece.why for piece in read(text, rule=rule).claims]


def test_an_opening_starts_a_claim() -> None:
    later = OPENING.replace("06.03", "08.03")
    assert whys(OPENING + note("07.03.2024") + later) == [Why.OPENING, Why.OPENING]


def test_an_opening_printed_twice_starts_one_claim() -> None:
    (piece,) = read(OPENING + OPENING + note("07.03.2024")).claims
    assert (piece.why, len(piece.entries)) == (Why.OPENING, 3)


def test_dates_that_jump_back_further_than_the_rule_start_another() -> None:
    text = note("20.03.2024") + note("13.03.2024") + note("05.03.2024")
    assert whys(text) == [Why.FIRST_ENTRY, Why.JUMPED_BACK]
    assert whys(text, Rule(back_days=30)) == [Why.FIRST_ENTRY]


def test_a_left_out_assignment_number_counts_only_after_a_title_and_an_opening() -> None:
    first, third = state("07.03.2024", 1), state("08.03.2024", 3)
    assert whys(OPENING + first + TITLE + third) == [Why.OPENING, Why.NUMBER_LEFT_OUT]
    assert whys(OPENING + first + third) == [Why.OPENING]
    assert whys(first + TITLE + third) == [Why.FIRST_ENTRY]
    assert whys(OPENING + first + TITLE + state("08.03.2024", 2)) == [Why.OPENING]


def test_a_long_gap_counts_only_after_a_title_and_without_an_opening() -> None:
    early, late = note("07.03.2024"), note("07.06.2024")
    assert whys(early + TITLE + late) == [Why.FIRST_ENTRY, Why.LONG_GAP]
    assert whys(early + late) == [Why.FIRST_ENTRY]
    assert whys(OPENING + early + TITLE + late) == [Why.OPENING]


def test_a_journal_printed_newest_first_is_read_from_its_end() -> None:
    days = [f"{day:02}.03.2024" for day in range(28, 6, -3)]
    report = read("".join(note(day) for day in days) + OPENING)
    (piece,) = report.claims
    assert (piece.why, piece.complete) == (Why.OPENING, True)
    assert RemarkCode.NEWEST_FIRST in {remark.code for remark in report.remarks}


def test_importing_the_same_content_twice_gives_the_same_keys() -> None:
    first, second = planning.plan(read(sample())), planning.plan(read(sample()))
    assert first == second


def test_other_content_gives_other_keys() -> None:
    first = planning.plan(read(OPENING + note("07.03.2024")))
    second = planning.plan(read(OPENING + note("07.03.2024", "rappelé")))
    assert first.claims[0].key != second.claims[0].key
    assert first.claims[0].opening_key == second.claims[0].opening_key is not None


def test_a_claim_that_stands_twice_in_the_file_is_planned_once() -> None:
    report = read(sample() + "\n" + sample())
    plan = planning.plan(report)
    assert [claim.key for claim in plan.claims] == [
        claim.key for claim in planning.plan(read(sample())).claims
    ]
    assert {remark.code for remark in plan.remarks} == {RemarkCode.SAME_CLAIM_TWICE}


def test_repeats_are_planned_with_keys_of_their_own() -> None:
    first, second = planning.plan(read(note("07.03.2024") * 2)).claims[0].entries
    assert (second.key, second.repeats) == (f"{first.key}-2", 1)


def test_entries_are_planned_in_order_of_time_and_those_of_one_minute_as_they_stand() -> None:
    text = note("07.03.2024", "second") + note("06.03.2024", "first") + note("07.03.2024", "third")
    (claim,) = planning.plan(read(text)).claims
    assert [entry.text.split()[0] for entry in claim.entries] == ["first", "second", "third"]


def test_an_entry_without_time_borrows_that_of_the_entry_before_it() -> None:
    (claim,) = planning.plan(read(note("07.03.2024") + "Dossier contrôlé - client contacté")).claims
    first, second = claim.entries
    assert (second.occurred_at - first.occurred_at, second.time_borrowed) == (timedelta(0), True)


def test_an_entry_without_time_at_the_beginning_borrows_that_of_the_next() -> None:
    (claim,) = planning.plan(read("Dossier contrôlé - client contacté\n\n" + note("07.03.2024"))).claims
    assert {entry.occurred_at for entry in claim.entries} == {datetime(2024, 3, 7, 9, tzinfo=UTC)}


def test_the_actor_is_planned_with_number_name_and_program() -> None:
    claim = planning.plan(read(state("07.03.2024", 2))).claims[0]
    actor = claim.entries[0].actor
    assert (actor.number, actor.name, actor.machine) == ("995", "INTERNET", Machine.INTERNET)
    assert (claim.complete, claim.opening_key, claim.assignments) == (False, None, (2,))
