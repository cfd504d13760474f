"""Ids of others where no address shows them: in the query, in the body, in file fields, in assignments' numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.urls import reverse

from temoin.claims import scope
from temoin.claims.models import Assignment
from temoin.engine.model import FieldType
from temoin.journal.models import JournalEntry
from temoin.procedures.files import procedure
from tests.matrix import places, registry
from tests.matrix.browser import Answer, Browser
from tests.matrix.conftest import RUNTIME, counted
from tests.matrix.matrix import Judge, address
from tests.matrix.policy import Policy, Wanted
from tests.matrix.stage import ACTORS, MARKS, STAFF, Stage

pytestmark = pytest.mark.django_db
ROUTES = {route.name: route for route in registry.routes()}
LISTS = (
    "desk:",
    "contractor:",
    "partner:",
    "insured:tracking",
    "document",
    "mail",
    "home",
    "help:answers",
    "exchange:",
)
NEVER = 999_999_999


def hostile_query(stage: Stage, side: str) -> dict[str, str]:
    """Every name that a page might read from its address, with ids of the other side, and plain nonsense."""
    claim, held = stage.claims[side], stage.assignments["held" if side == "ours" else "theirs_held"]
    firm = stage.organisations["contractor" if side == "ours" else "contractor_foreign"]
    insurer = stage.organisations["insurer" if side == "ours" else "insurer_foreign"]
    name = MARKS[f"contact of {side}"][0][:8]  # the whole name would stand in the search field again
    return {
        "mission": "4",
        "contractor": str(firm.pk),
        "compagnie": str(insurer.pk),
        "organisation": str(firm.pk),
        "claim": str(claim.pk),
        "dossier": claim.reference,
        "assignment": str(held.pk),
        "pk": str(held.pk),
        "id": str(held.pk),
        "document": str(stage.documents[f"{side}_shared"]),
        "q": name,
        "insured_surname": name,
        "postcode": "75011",
        "country": "FR",
        "vue": "all",
        "onglet": "documents",
        "genre": "note",
        "etat": "clos",
        "page": "1",
        "filtre": "plumbing",
        "next": "//evil.example/",
        "langue": "xx",
        "etape": "nowhere",
    }


NONSENSE = ("-1", "9" * 30, "²", "١", "' OR 1=1 --" + "a" * 5000, "1e308")


def _pages(policy: Policy, stage: Stage, actor: str) -> Iterator[str]:
    """The addresses that an actor may open and whose pages are about claims."""
    for name, row in policy.rows.items():
        if not name.startswith(LISTS) or not row.takes("GET"):
            continue
        for thing, kwargs in places.of(row.kind, stage).items():
            action = {"action": row.actions[0]} if row.actions else {}
            if row.wanted("GET", thing, actor) is Wanted.ALLOWED:
                yield address(ROUTES[name], {**kwargs, **action})


@pytest.mark.parametrize("actor", [one for one in ACTORS if one not in STAFF[1:]])
def test_ids_of_others_in_the_query_show_nothing_of_them(
    actor: str, way: str, stage: Stage, asker: Browser, judge: Judge, policy: Policy, plain_refusals: None
) -> None:
    if way == RUNTIME:
        return  # row-level security would hide what the application forgets
    wrong = []
    for path in _pages(policy, stage, actor):
        for side in ("ours", "theirs"):
            counted["foreign ids in queries"] += 1
            answer = asker.ask("GET", path, cookie=stage.cookie(actor), query=hostile_query(stage, side))
            wrong += [f"{path}?{side}: {one}" for one in (*judge.leaks(actor, answer), *_broken(answer))]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("actor", ["case_handler", "contractor", "contractor_invited", "insurer", "insured"])
def test_nonsense_in_the_query_breaks_no_page(
    actor: str, way: str, stage: Stage, asker: Browser, policy: Policy, plain_refusals: None
) -> None:
    if way != RUNTIME:
        return  # what breaks does so under either role
    wrong = []
    names = hostile_query(stage, "ours")
    for path in _pages(policy, stage, actor):
        for value in NONSENSE:
            counted["nonsense in queries"] += 1
            answer = asker.ask("GET", path, cookie=stage.cookie(actor), query=dict.fromkeys(names, value))
            wrong += [f"{path} {value[:20]!r}: {one}" for one in _broken(answer)]
    assert not wrong, "\n".join(wrong)


def _broken(answer: Answer) -> list[str]:
    away = answer.location.startswith(("//", "http"))
    said = [f"sent to {answer.location}"] if away else []
    return said + ([f"{answer.status} {answer.broke}"] if answer.status >= 500 or answer.broke else [])


def hostile_body(stage: Stage, nth: int) -> dict[str, object]:
    """Values for every field of the procedure, each naming what is not the sender's to name."""
    theirs = stage.assignments["theirs_held"]
    ids = (
        stage.organisations["insurer_foreign"].pk,  # of another kind
        stage.organisations["firm_closed"].pk,  # of the right kind, but closed
        stage.people["contractor_foreign"].pk,
        theirs.pk,
        NEVER,
        "-1",
        "9" * 30,
        "x\x00y",
    )
    document = (str(stage.documents["theirs_shared"]), str(stage.documents["ours_internal"]), "x")[nth % 3]
    wrong = ids[nth % len(ids)]
    body: dict[str, object] = {
        "key": ("\x00" * 8, "a" * 5000, "k" * 16)[nth % 3],
        "seen": ("-1", "9" * 9, "²")[nth % 3],
    }
    for code, one in {**procedure("vehicle_expertise").fields, **procedure("home_repair").fields}.items():
        match one.type:
            case FieldType.ORGANISATION | FieldType.PERSON:
                body[code] = wrong
            case FieldType.ORGANISATIONS:
                body[code] = [wrong, stage.organisations["insurer_foreign"].pk]
            case FieldType.FILES:
                body[code] = document
            case FieldType.STEP:
                body[code] = "no_such_step"
            case FieldType.INSTANT:
                body |= {f"{code}_0": "2027-01-04", f"{code}_1": "10:00"}
            case FieldType.YES_NO:
                body[code] = "yes"
            case FieldType.CHOICE:
                body[code] = next(iter(one.choices))
            case FieldType.DATE:
                body[code] = "2026-01-04"
            case FieldType.AMOUNT | FieldType.NUMBER | FieldType.WHOLE:
                body[code] = "3"
            case _:
                body[code] = "mots"
    return body | {"confirmed": "1", "slot": "2027-01-04T10:00", "action": "record_works_date"}


ACTING = {  # who acts where; the assignment's number on our claim is 1
    "case_handler": "desk:act",
    "dispatcher": "desk:act",
    "contractor": "contractor:act",
    "insured": "insured:act",
    "insurer": "partner:act",
}


@pytest.mark.parametrize("actor", ACTING)
def test_no_action_takes_an_id_that_is_not_the_senders_to_name(
    actor: str, way: str, stage: Stage, asker: Browser, plain_refusals: None
) -> None:
    """Every action of the procedure, each with foreign ids in all its fields; whatever is written names none of them."""
    if way == RUNTIME:
        return
    held = stage.assignments["held"]
    rules = procedure("home_repair")
    forbidden = {stage.organisations[name].pk for name in ("insurer_foreign", "firm_closed")} | {NEVER}
    papers = {
        str(pk)
        for name, pk in stage.documents.items()
        if name.startswith("theirs") or name == "ours_internal"
    }
    wrong, before = [], _head(held)
    # the n-th action gets the n-th kind of wrong id: over actors and actions each kind comes many times
    for nth, code in enumerate(rules.actions, start=list(ACTING).index(actor)):
        counted["foreign ids in bodies"] += 1
        written: list[JournalEntry] = []

        def look(written: list[JournalEntry] = written) -> None:
            with scope.within("network"):
                written += JournalEntry.objects.filter(claim_id=held.claim_id, seq__gt=before)

        path, body = _act_path(ACTING[actor], stage, code), hostile_body(stage, nth)
        answer = asker.ask("POST", path, cookie=stage.cookie(actor), data=body, then=look)
        wrong += [f"{code}: {one}" for one in _broken(answer)]
        for row in written:
            said = _ids(row.data) & (forbidden | papers)
            if said:
                wrong.append(f"{code}: wrote {said}")
            if not row.machine and not _may(rules.actions.get(row.action), actor):
                wrong.append(f"{code}: {row.action} is not {actor}'s to do")
    assert not wrong, "\n".join(wrong[:30])


def _head(assignment: Assignment) -> int:
    with scope.within("network"):
        return Assignment.objects.select_related("claim").get(pk=assignment.pk).claim.head_seq


def _act_path(route: str, stage: Stage, action: str) -> str:
    held = stage.assignments["held"]
    kwargs: dict[str, object] = {"action": action}
    if route == "contractor:act":
        kwargs |= {"pk": held.pk}
    elif route == "insured:act":
        kwargs |= {"number": held.number}
    else:
        kwargs |= {"reference": stage.claims["ours"].reference, "number": held.number}
    return reverse(route, kwargs=kwargs)


def _ids(data: object) -> set[object]:
    if isinstance(data, dict):
        return {one for value in data.values() for one in _ids(value)}
    if isinstance(data, list):
        return {one for value in data for one in _ids(value)}
    return {data} if isinstance(data, (int, str)) and not isinstance(data, bool) else set()


def _may(action: object, actor: str) -> bool:
    roles = getattr(action, "by", ())
    return bool({actor, "contractor_manager" if actor == "contractor" else actor} & set(roles))


def test_taking_a_job_by_the_number_of_another_one_changes_neither(
    stage: Stage, asker: Browser, plain_refusals: None
) -> None:
    """The invited firm posts to its own offer with ids of others in the body, and to others' offers."""
    offered, theirs = stage.assignments["offered"], stage.assignments["theirs_offered"]
    cookie = stage.cookie("contractor_invited")
    body = {"needs_visit": "no", "pk": theirs.pk, "assignment": theirs.pk, "contractor": "1", "key": "k" * 16}
    taken: list[tuple[int | None, int | None]] = []

    def look() -> None:
        with scope.within("network"):
            rows = Assignment.objects.in_bulk([offered.pk, theirs.pk])
        taken.append((rows[offered.pk].contractor, rows[theirs.pk].contractor))

    asker.ask(
        "POST", reverse("contractor:take_charge", args=[offered.pk]), cookie=cookie, data=body, then=look
    )
    asker.ask(
        "POST", reverse("contractor:take_charge", args=[theirs.pk]), cookie=cookie, data=body, then=look
    )
    assert taken == [(stage.organisations["contractor_invited"].pk, None), (None, None)]


def test_the_page_of_a_foreign_claim_is_word_for_word_that_of_none(stage: Stage, asker: Browser) -> None:
    """With the page as people see it, which elsewhere in these tests is left out for speed."""
    for actor, route, foreign, none in (
        ("contractor", "contractor:job", {"pk": stage.assignments["theirs_held"].pk}, {"pk": NEVER}),
        ("contractor", "contractor:job", {"pk": stage.assignments["sibling"].pk}, {"pk": NEVER}),
        ("contractor", "document", {"pk": stage.documents["theirs_shared"]}, {"pk": places.NOWHERE}),
        (
            "insurer",
            "partner:claim",
            {"reference": stage.claims["theirs"].reference},
            {"reference": "99-999999"},
        ),
        (
            "administrator",
            "desk:file",
            {"reference": stage.claims["ours"].reference},
            {"reference": "99-999999"},
        ),
        ("insurer", "mail", {"mail_id": stage.mails["theirs"]}, {"mail_id": NEVER}),
    ):
        pages = [
            _without_own_address(asker.ask("GET", path, cookie=stage.cookie(actor)), path)
            for path in (reverse(route, kwargs=kwargs) for kwargs in (foreign, none))
        ]
        assert pages[0] == pages[1], (actor, route)
        assert pages[0].startswith("404"), (actor, route)


def _without_own_address(answer: Answer, path: str) -> str:
    masked = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.text.replace(path, "PATH"))
    return f"{answer.status} {masked}"


def test_every_mark_is_read_by_somebody_so_that_a_leak_would_be_seen(stage: Stage, asker: Browser) -> None:
    cookie = stage.cookie("case_handler")
    files = [(claim, number) for claim in stage.claims.values() for number in ("1", "4")]
    files += [(job.claim, str(job.number)) for job in stage.missions.values()]
    text = "".join(
        asker.ask(
            "GET", reverse("desk:file", args=[claim.reference]), cookie=cookie, query={"mission": number}
        ).text
        for claim, number in files
    )
    squeezed = "".join(text.split()).replace(".", "").replace("\xa0", "").replace("\u202f", "")
    missing = [word for words in MARKS.values() for word in words if word not in squeezed]
    assert missing == []
