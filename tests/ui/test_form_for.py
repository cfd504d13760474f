"""A form from the engine's field definitions: every type read, checked, drawn and redrawn."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict

from temoin import clock
from temoin.engine.model import AllOf, Condition, Field, FieldType, Label, When
from temoin.engine.model import Test as Question
from temoin.ui.fields import ActionForm, Wanted, form_for

NOW = datetime(2025, 11, 21, 9, 0, 30, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")
CHOICES = {
    "organisation": [("12", "Nyco Déco"), ("13", "Vitrix")],
    "organisations": [("12", "Nyco Déco"), ("13", "Vitrix")],
    "person": [("5", "Nadia Peeters")],
    "step": [("drying", "Drying")],
    "files": [("doc-1", "Estimate D-1.pdf")],
}


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def said(text: str) -> Label:
    return {"fr": f"{text} (fr)", "nl": f"{text} (nl)", "en": text}


def field(kind: FieldType, code: str = "", **options: Any) -> Field:
    if kind is FieldType.CHOICE:
        options.setdefault("choices", {"plaster": said("Plaster"), "wood": said("Wood")})
    if kind is FieldType.CHECKLIST:
        options.setdefault("items", {"floor": said("Floor"), "tools": said("Tools")})
        options.setdefault("choices", {"good": said("Good"), "bad": said("Bad")})
    return Field(code or kind.value, kind, said(kind.value.capitalize()), **options)


def sent(
    *wanted: Wanted, files: dict[str, list[SimpleUploadedFile]] | None = None, **data: str | list[str]
) -> ActionForm:
    query = QueryDict(mutable=True)
    for name, value in data.items():
        query.setlist(name, value if isinstance(value, list) else [value])
    return form_for(
        wanted, language="en", data=query, files=MultiValueDict(files or {}), choices=CHOICES, zone=PARIS
    )


def one(kind: FieldType, required: bool = True, **options: Any) -> Wanted:
    return field(kind, **options), required, None


@pytest.mark.parametrize(
    ("kind", "data", "value"),
    [
        (FieldType.TEXT, {"text": " Leak "}, "Leak"),
        (FieldType.LONG_TEXT, {"long_text": "a\r\nb"}, "a\nb"),
        (FieldType.YES_NO, {"yes_no": "yes"}, True),
        (FieldType.YES_NO, {"yes_no": "no"}, False),
        (FieldType.NUMBER, {"number": "12,5"}, Decimal("12.5")),
        (FieldType.WHOLE, {"whole": "3"}, 3),
        (FieldType.AMOUNT, {"amount": "1 284,50"}, Decimal("1284.50")),
        (FieldType.DATE, {"date": "2025-11-25"}, date(2025, 11, 25)),
        (
            FieldType.INSTANT,
            {"instant_0": "2025-11-25", "instant_1": "10:00"},
            datetime(2025, 11, 25, 9, 0, tzinfo=UTC),
        ),
        (FieldType.CHOICE, {"choice": "wood"}, "wood"),
        (FieldType.ORGANISATION, {"organisation": "12"}, 12),
        (FieldType.ORGANISATIONS, {"organisations": ["13", "12"]}, (13, 12)),
        (FieldType.PERSON, {"person": "5"}, 5),
        (FieldType.STEP, {"step": "drying"}, "drying"),
        (FieldType.FILES, {"files_kept": ["doc-1"]}, ("doc-1",)),
        (
            FieldType.CHECKLIST,
            {"checklist.floor": "good", "checklist.tools": "bad"},
            MappingProxyType({"floor": "good", "tools": "bad"}),
        ),
    ],
    ids=lambda value: value.value if isinstance(value, FieldType) else "",
)
def test_each_type_gives_the_engines_value(kind: FieldType, data: dict[str, Any], value: Any) -> None:
    form = sent(one(kind), **data)
    assert form.is_valid(), form.errors
    assert form.values() == {kind.value: value}
    assert type(form.values()[kind.value]) is type(value)


@pytest.mark.parametrize("kind", list(FieldType), ids=lambda kind: kind.value)
def test_each_type_says_so_where_it_is_needed_and_may_be_left_where_not(kind: FieldType) -> None:
    needed = sent(one(kind))
    assert not needed.is_valid()
    assert str(needed.errors[kind.value][0]).endswith(".")
    left = sent(one(kind, required=False))
    assert left.is_valid(), left.errors
    assert left.values() == {}


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (FieldType.TEXT, {"text": "a\x00b"}),
        (FieldType.TEXT, {"text": "\u202eevil"}),
        (FieldType.LONG_TEXT, {"long_text": "x" * 20_001}),
        (FieldType.YES_NO, {"yes_no": "maybe"}),
        (FieldType.NUMBER, {"number": "1e400"}),
        (FieldType.WHOLE, {"whole": "1" * 4000}),
        (FieldType.AMOUNT, {"amount": "1" * 4000}),
        (FieldType.DATE, {"date": "99999-01-01"}),
        (FieldType.INSTANT, {"instant_0": "2025-11-25"}),
        (FieldType.INSTANT, {"instant_0": "2026-03-29", "instant_1": "02:30"}),
        (FieldType.CHOICE, {"choice": "marble"}),
        (FieldType.ORGANISATION, {"organisation": "99"}),
        (FieldType.ORGANISATIONS, {"organisations": ["12", "99"]}),
        (FieldType.PERSON, {"person": "5 OR 1=1"}),
        (FieldType.STEP, {"step": "closed"}),
        (FieldType.FILES, {"files_kept": ["somebody-elses"]}),
        (FieldType.CHECKLIST, {"checklist.floor": "good", "checklist.tools": "marble"}),
    ],
    ids=lambda value: value.value if isinstance(value, FieldType) else "",
)
def test_hostile_values_are_refused_with_a_sentence(kind: FieldType, data: dict[str, Any]) -> None:
    form = sent(one(kind), **data)
    assert not form.is_valid()
    (message,) = form.errors[kind.value]
    assert str(message).endswith(".")
    assert len(str(message)) < 200


def test_yes_or_no_is_not_answered_until_it_is() -> None:
    blank = drawn(form_for([one(FieldType.YES_NO)], language="en"))
    assert " checked" not in blank
    answered = drawn(form_for([one(FieldType.YES_NO)], language="en", initial={"yes_no": False}))
    assert 'value="no" id="id_yes_no_1" checked' in answered


def test_a_checklist_names_what_is_still_to_be_answered_and_keeps_the_rest() -> None:
    form = sent(one(FieldType.CHECKLIST, required=False), **{"checklist.floor": "good"})
    assert not form.is_valid()
    assert str(form.errors["checklist"][0]) == "Still to be answered: Tools."
    again = drawn(form_for([one(FieldType.CHECKLIST)], language="en", initial=form.bound_values))
    assert 'name="checklist.floor" value="good" id="id_checklist_0" checked' in again
    assert again.count(" checked") == 1


def test_a_field_can_be_needed_because_of_one_answer_in_a_checklist() -> None:
    wanted = (
        one(FieldType.CHECKLIST),
        (field(FieldType.LONG_TEXT), False, Condition("checklist.floor", Question.IS, "bad")),
    )
    bad = {"checklist.floor": "bad", "checklist.tools": "good"}
    assert not sent(*wanted, **bad).is_valid()
    assert sent(*wanted, **bad, long_text="Scratches").is_valid()
    assert sent(*wanted, **{**bad, "checklist.floor": "good"}).is_valid()


def test_uploads_and_documents_on_the_claim_come_together() -> None:
    photo = SimpleUploadedFile("ceiling.jpg", b"x", content_type="image/jpeg")
    form = sent(one(FieldType.FILES), files={"files": [photo]}, files_kept="doc-1")
    assert form.is_valid(), form.errors
    assert form.uploads() == {"files": (photo,)}
    assert form.values({"files": ["new-7"]}) == {"files": ("new-7", "doc-1")}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("tool.exe", b"x"),
        ("page.svg", b"<svg/>"),
        ("empty.pdf", b""),
        ("a\u202egpj.pdf", b"x"),
        ("no-ending", b"x"),
    ],
)
def test_files_that_are_neither_photo_nor_pdf_are_refused(name: str, content: bytes) -> None:
    form = sent(one(FieldType.FILES), files={"files": [SimpleUploadedFile(name, content)]})
    assert not form.is_valid()


def test_a_moment_must_lie_where_its_field_wants_it() -> None:
    ahead, behind = (
        {"instant_0": "2025-11-25", "instant_1": "10:00"},
        {"instant_0": "2025-11-20", "instant_1": "10:00"},
    )
    assert not sent(one(FieldType.INSTANT, future=True), **behind).is_valid()
    assert sent(one(FieldType.INSTANT, future=True), **ahead).is_valid()
    assert not sent(one(FieldType.INSTANT, occurred=True), **ahead).is_valid()
    assert sent(one(FieldType.INSTANT, occurred=True), **behind).is_valid()


def test_what_occurred_starts_at_now_and_may_be_of_the_minute_in_which_the_step_began() -> None:
    entered = NOW - timedelta(seconds=10)
    wanted = [one(FieldType.INSTANT, occurred=True)]
    blank = form_for(wanted, language="en", zone=PARIS)
    assert 'value="2025-11-21"' in drawn(blank)
    assert 'value="10:00"' in drawn(blank)
    query = QueryDict("instant_0=2025-11-21&instant_1=10:00")
    form = form_for(wanted, language="en", data=query, zone=PARIS, earliest=entered)
    assert form.is_valid(), form.errors
    assert form.values() == {"instant": entered}


def test_numbers_keep_within_their_bounds() -> None:
    assert not sent(one(FieldType.WHOLE, minimum=1), whole="0").is_valid()
    assert not sent(one(FieldType.WHOLE, maximum=30), whole="31").is_valid()
    assert sent(one(FieldType.WHOLE, minimum=1, maximum=30), whole="30").is_valid()


REFUSED: When = Condition("yes_no", Question.IS, False)


def with_finding(when: When) -> tuple[Wanted, ...]:
    return one(FieldType.YES_NO), (field(FieldType.LONG_TEXT), False, when)


def test_a_field_is_needed_where_its_condition_holds() -> None:
    assert not sent(*with_finding(REFUSED), yes_no="no").is_valid()
    assert sent(*with_finding(REFUSED), yes_no="yes").is_valid()
    assert sent(*with_finding(REFUSED), yes_no="no", long_text="corridor too").is_valid()


def test_a_condition_on_other_facts_is_left_to_the_engine() -> None:
    form = sent(*with_finding(AllOf((REFUSED, Condition("loss_type", Question.IS, "fire")))), yes_no="no")
    assert form.is_valid(), form.errors


def test_a_conditional_field_is_visible_without_scripts_and_carries_its_question() -> None:
    page = drawn(form_for(with_finding(REFUSED), language="en"))
    assert "data-required-when=" in page
    assert "only if it applies" in page
    assert "hidden" not in page.split('data-field="long_text"')[1].split("</div>")[0]


def test_errors_are_summed_up_on_top_with_links_to_the_fields() -> None:
    form = sent(
        one(FieldType.TEXT, hint=said("In a few words.")),
        one(FieldType.INSTANT),
        one(FieldType.AMOUNT),
        amount="x",
    )
    page = drawn(form)
    assert "3 things to correct" in page
    assert 'href="#id_text"' in page
    assert 'href="#id_instant_0"' in page
    assert 'aria-describedby="id_text-hint id_text-error"' in page
    assert page.count('aria-invalid="true"') == 4


def test_what_was_typed_is_drawn_again() -> None:
    wanted = [one(kind) for kind in FieldType if kind is not FieldType.FILES]
    first = sent(
        *wanted,
        text="<b>Leak</b>",
        yes_no="no",
        amount="1 2x4",
        instant_0="2025-11-25",
        instant_1="25:00",
        organisations=["13"],
        organisation="12",
    )
    assert not first.is_valid()
    again = drawn(form_for(wanted, language="en", initial=first.bound_values, choices=CHOICES, zone=PARIS))
    for kept in (
        "&lt;b&gt;Leak&lt;/b&gt;",
        "1 2x4",
        'value="2025-11-25"',
        'value="25:00"',
        'value="no" id="id_yes_no_1" checked',
    ):
        assert kept in again
    assert 'value="13" id="id_organisations_1" checked' in again
    assert '<option value="12" selected>' in again


def test_typed_values_can_be_drawn_as_initial() -> None:
    values = {
        "amount": Decimal("1284.50"),
        "date": date(2025, 11, 25),
        "instant": datetime(2025, 11, 25, 9, tzinfo=UTC),
        "choice": "wood",
    }
    page = drawn(
        form_for([one(FieldType(code)) for code in values], language="en", initial=values, zone=PARIS)
    )
    for shown in (
        'value="1284.50"',
        'value="2025-11-25"',
        'value="10:00"',
        'value="wood" id="id_choice_1" checked',
    ):
        assert shown in page


def test_problems_found_by_the_engine_stand_beside_their_fields() -> None:
    form = sent(one(FieldType.TEXT), text="x")
    assert form.is_valid()
    form.add_problems({"text": "missing", "norm_reason": "missing"})
    assert str(form.errors["text"][0]) == "This is needed."
    assert form.non_field_errors()


def test_labels_are_in_the_language_asked_for() -> None:
    assert "Text (nl)" in drawn(form_for([one(FieldType.TEXT)], language="nl"))


def test_a_prefix_keeps_two_forms_of_a_page_apart() -> None:
    query = QueryDict("a-text=one&a-instant_0=2025-11-25&a-instant_1=10:00&text=two")
    form = form_for(
        [one(FieldType.TEXT), one(FieldType.INSTANT)], language="en", data=query, prefix="a", zone=PARIS
    )
    assert form.is_valid(), form.errors
    assert form.values()["text"] == "one"


def drawn(form: ActionForm) -> str:
    return render_to_string("ui/forms/form.html", {"form": form, "focus": True})


def test_a_sentence_is_ticked_or_not_answered() -> None:
    agreed = one(FieldType.YES_NO, tick=True)
    ticked = sent(agreed, yes_no="on")
    assert ticked.is_valid()
    assert ticked.values() == {"yes_no": True}
    refused = sent(agreed)
    assert not refused.is_valid()
    assert refused.errors["yes_no"] == ["Tick this box to go on."]
    left = sent(one(FieldType.YES_NO, required=False, tick=True))
    assert left.is_valid()
    assert left.values() == {}


def test_a_signature_is_drawn_or_a_paper_is_attached() -> None:
    wanted = one(FieldType.FILES, drawn=True)
    page = render_to_string("ui/forms/form.html", {"form": form_for([wanted], language="en"), "focus": False})
    assert "<canvas" in page
    assert 'accept="image/png" disabled hidden' in page  # nothing is sent before something is drawn
    drawing = SimpleUploadedFile("signature.png", b"png", "image/png")
    assert sent(wanted, files={"files": [drawing]}).is_valid()
    assert sent(wanted).errors["files"] == ["Sign here, or attach the signed paper."]
