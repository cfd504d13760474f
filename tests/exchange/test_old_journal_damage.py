"""Damaged files: encodings, halves, impossible dates, other files altogether. A clear report, never a crash."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from temoin.exchange.old_journal import plan as planning
from temoin.exchange.old_journal import reading
from temoin.exchange.old_journal.entries import Kind, RemarkCode
from temoin.exchange.old_journal.report import understand
from tests.exchange.old_journals import LABELS, STAMP, codes, only, read, sample

FRENCH = f"ETAT: En attente de séchage (45) 05/06/2024 17:00 (06/03/2024-N°4)\n{STAMP}\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_the_same_text_in_any_encoding_says_the_same(encoding: str) -> None:
    text = sample().replace("\u202f", " ")
    claims = planning.plan(read(text.encode(encoding))).claims
    assert [claim.key for claim in claims] == [claim.key for claim in planning.plan(read(text)).claims]


def test_lines_in_two_encodings_are_read_each_in_its_own_and_told() -> None:
    report = read(f"séchage\n{STAMP}\n\n".encode() + f"réglé\n{STAMP}\n".encode("cp1252"))
    assert [entry.comment for entry in report.entries] == ["séchage", "réglé"]
    assert [(remark.code, remark.line) for remark in report.file_remarks] == [(RemarkCode.MIXED_ENCODING, 4)]


def test_text_encoded_twice_is_set_right_and_told() -> None:
    report = read(FRENCH.encode("utf-8").decode("cp1252").encode("utf-8"))
    assert next(report.entries).step == "wait_drying"
    assert [remark.code for remark in report.file_remarks] == [RemarkCode.ENCODED_TWICE]


def test_a_file_cut_inside_a_letter_is_read_up_to_there() -> None:
    report = read((FRENCH + "é").encode()[:-1])
    assert next(report.entries).step == "wait_drying"
    assert RemarkCode.DAMAGED_CHARACTER in {remark.code for remark in report.file_remarks}


def test_control_characters_are_told_with_their_line_and_cannot_reach_a_database() -> None:
    report = read(f"rappeler\0 le client\n{STAMP}")
    entry = next(report.entries)
    assert "\0" not in entry.text
    assert (RemarkCode.DAMAGED_CHARACTER, 1) in {(remark.code, remark.line) for remark in report.file_remarks}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", RemarkCode.EMPTY),
        (b"\n \r\n", RemarkCode.EMPTY),
        (b"\xff\xfe", RemarkCode.EMPTY),
        (b"%PDF-1.7 ...", RemarkCode.NOT_TEXT),
        (b"PK\x03\x04 word/document.xml", RemarkCode.NOT_TEXT),
        (bytes(range(1, 32)) * 50, RemarkCode.NOT_TEXT),
        (b"hello world\n", RemarkCode.NO_ENTRIES),
    ],
)
def test_what_is_no_journal_is_refused_in_words(data: bytes, code: RemarkCode) -> None:
    report = understand(data, name="x", labels=LABELS)
    assert code in {remark.code for remark in report.remarks}
    assert planning.plan(report).claims == ()


def test_a_file_over_the_limits_is_refused_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_LINES", 3)
    report = understand(b"a\nb\nc\nd\n", name="x", labels=LABELS)
    assert (report.refused, report.items) == (True, ())
    monkeypatch.setattr(reading, "MAX_BYTES", 3)
    report = understand(b"a\nb\n", name="x", labels=LABELS)
    assert [remark.code for remark in report.remarks] == [RemarkCode.TOO_LARGE]


@pytest.mark.parametrize(
    "stamp", ["31.02.2024-10:00", "12.03.2024-25:61", "00.00.0000-00:00", "06.13.2024-10:00"]
)
def test_an_impossible_stamp_is_told_with_its_line_and_gives_no_time(stamp: str) -> None:
    text = f"rappel\n{STAMP}\n\nautre rappel\n{stamp}-(995) INTERNET\n"
    report = read(text)
    _first, second = report.entries
    assert second.stamp is not None
    assert second.stamp.at is None
    assert [(remark.code, remark.line) for remark in report.remarks] == [(RemarkCode.IMPOSSIBLE_DATE, 5)]
    planned = planning.plan(report).claims[0].entries[1]
    assert (planned.time_borrowed, planned.occurred_at) == (True, datetime(2024, 3, 6, 8, 12, tzinfo=UTC))


def test_an_impossible_due_date_is_told_and_not_kept() -> None:
    entry = only(f"ETAT: Première visite (7) 31/02/2024 25:61 (06/03/2024-N°1)\n{STAMP}")
    assert (entry.step, entry.due, codes(entry)) == ("first_visit", None, {RemarkCode.IMPOSSIBLE_DATE})


def test_the_hour_that_the_clocks_skip_is_told_and_moved() -> None:
    report = read("rappel\n31.03.2024-02:30-(995) INTERNET")
    assert codes(next(report.entries)) == {RemarkCode.MISSING_HOUR}
    (claim,) = planning.plan(report).claims
    assert claim.opened_at == datetime(2024, 3, 31, 1, 30, tzinfo=UTC)


def test_the_hour_that_the_clocks_repeat_is_the_earlier_one() -> None:
    (claim,) = planning.plan(read("rappel\n27.10.2024-02:30-(995) INTERNET")).claims
    assert claim.opened_at == datetime(2024, 10, 27, 0, 30, tzinfo=UTC)


def test_a_stamp_in_the_future_gives_no_time() -> None:
    report = read(f"rappel\n{STAMP}", now=datetime(2024, 1, 1, tzinfo=UTC))
    assert codes(next(report.entries)) == {RemarkCode.IN_FUTURE}
    plan = planning.plan(report)
    assert (plan.claims, [remark.code for remark in plan.remarks]) == ((), [RemarkCode.NO_TIME_IN_CLAIM])


def test_a_stamp_that_disagrees_with_the_brackets_is_told() -> None:
    entry = only(f"ETAT: Première visite (7) 13/03/2024 09:00 (05/03/2024-N°1)\n{STAMP}")
    assert codes(entry) == {RemarkCode.DATES_DIFFER}


def test_a_stamp_that_was_cut_belongs_to_its_entry_and_is_told() -> None:
    entry = only("rappeler le client\n06.03.2024-09:")
    assert (entry.kind, entry.stamp, codes(entry)) == (Kind.NOTE, None, {RemarkCode.DAMAGED_STAMP})


def test_a_cut_stamp_without_any_text_is_unreadable() -> None:
    (item,) = read("06.03.2024-0").unreadable
    assert item.remark.code is RemarkCode.DAMAGED_STAMP


def test_a_file_that_begins_in_the_middle_of_a_state_says_so() -> None:
    entry = only(f"existant (1) 11/03/2024 09:00 (06/03/2024-N°1)\n{STAMP}")
    assert entry.kind is Kind.STATE
    assert entry.assignment == 1
    assert codes(entry) == {RemarkCode.HEAD_MISSING, RemarkCode.UNKNOWN_STEP}


def test_a_file_that_ends_in_the_middle_of_a_state_says_so() -> None:
    entry = only("ETAT: En attente de fournitures. Semaine: 19. 10/05/20")
    assert (entry.step, entry.due) == ("wait_supplies", None)
    assert codes(entry) == {RemarkCode.END_MISSING, RemarkCode.NO_DUE, RemarkCode.NO_STAMP}


def test_each_half_of_the_sample_is_read_without_loss() -> None:
    lines = sample().split("\n")
    middle = 143  # inside the state of line 142
    first, second = read("\n".join(lines[:middle])), read("\n".join(lines[middle:]))
    whole = sum(read(sample()).kinds.values())
    assert sum(first.kinds.values()) + sum(second.kinds.values()) in (whole, whole + 1)
