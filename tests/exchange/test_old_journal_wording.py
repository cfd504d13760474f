"""The report in words: every code has words, every word its French and Dutch, and the text names lines and sums."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po
from django.utils import translation

from temoin.exchange.old_journal import plan as planning
from temoin.exchange.old_journal import wording
from temoin.exchange.old_journal.entries import Kind, Machine, RemarkCode, Role
from temoin.exchange.old_journal.report import understand
from temoin.exchange.old_journal.splitting import Why
from tests.exchange.old_journals import LABELS, read, sample

EXCHANGE = Path(wording.__file__).parents[1]
PLACEHOLDERS = re.compile(r"%\(\w+\)s")


def sources() -> set[str | tuple[str, ...]]:
    """Every English text marked for translation in the old journal's modules."""
    found: set[str | tuple[str, ...]] = set()
    for path in sorted((EXCHANGE / "old_journal").glob("*.py")):
        keywords = {"_": None, "noop": None, "ngettext": (1, 2)}
        for _line, message, _comments, _context in extract_from_file("python", path, keywords=keywords):
            found.add(message if isinstance(message, str) else tuple(message))
    return found


def catalogue(language: str) -> dict[str | tuple[str, ...], Message]:
    """The messages of a language by their English text."""
    with (EXCHANGE / "locale" / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        messages = [message for message in read_po(file, locale=language) if message.id]
    return {message.id if isinstance(message.id, str) else tuple(message.id): message for message in messages}


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_every_text_is_translated_with_the_same_places_to_fill(language: str) -> None:
    messages = catalogue(language)
    for source in sources():
        message = messages[source]
        assert not message.fuzzy
        english = source if isinstance(source, str) else source[0]
        texts = [message.string] if isinstance(message.string, str) else list(message.string or ())
        assert texts
        for text in texts:
            assert text
            assert sorted(PLACEHOLDERS.findall(text)) == sorted(PLACEHOLDERS.findall(english))


def test_every_code_has_words() -> None:
    assert set(wording.REMARKS) == set(RemarkCode)
    assert set(wording.KINDS) == set(Kind)
    assert set(wording.MACHINES) == set(Machine)
    assert set(wording.ROLES) == set(Role)
    assert set(wording.WHYS) == set(Why)


def test_every_fact_that_the_sample_holds_has_words() -> None:
    assert {code for entry in read(sample()).entries for code in entry.facts} <= set(wording.FACTS)


@pytest.fixture
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.mark.usefixtures("in_english")
def test_the_report_gives_the_sum_of_lines_and_names_what_was_not_understood() -> None:
    report = read(sample())
    text = "\n".join(wording.render(report, plan=planning.plan(report), step_name=LABELS.__getitem__))
    assert (
        "246 lines: 126 in entries, 36 of other text, 0 unreadable, 84 blank. Every line is accounted for"
        in text
    )
    assert "line 73: repeats the entry at line 70; both are kept" in text
    assert "6 claims" in text
    assert (
        "lines 155–157: 12/04/2024 16:32 · internet (a program) · Step and action date · Date début de travaux"
        in text
    )


@pytest.mark.usefixtures("in_english")
def test_an_impossible_date_is_told_in_words_with_its_line() -> None:
    report = read("rappel\n31.02.2024-25:61-(995) INTERNET")
    told = [wording.remark(remark) for remark in report.remarks]
    assert told == ["line 2: there is no such date or time: “31.02.2024-25:61-(995) INTERNET”"]


@pytest.mark.usefixtures("in_english")
def test_a_refused_file_is_told_in_one_sentence_and_writes_nothing() -> None:
    report = understand(b"%PDF-1.7", name="a.pdf", labels=LABELS)
    assert list(wording.render(report)) == [
        "a.pdf",
        "The file is not text. Save the journal as plain text and try again.",
        "Nothing was read and nothing will be written.",
    ]


@pytest.mark.usefixtures("in_english")
def test_a_long_report_lists_the_first_and_counts_the_rest() -> None:
    lines = list(wording.render(read(sample()), listed=3))
    assert "  … and 46 more" in lines
