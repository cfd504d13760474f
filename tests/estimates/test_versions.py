"""Handing an estimate in: all or nothing, never changed, seen by those it is for."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.db import DatabaseError, connection, transaction

from temoin import clock
from temoin.claims.models import Assignment
from temoin.claims.refusals import KeyReused, MovedOn, NoSuchClaim
from temoin.documents import storage
from temoin.documents.models import Document
from temoin.documents.storage import Part
from temoin.engine.refusals import NotHere, NotMet, NotYours
from temoin.estimates import content as contents
from temoin.estimates import reach, versions
from temoin.estimates.content import Content, Incomplete, NewLine, Totals
from temoin.estimates.difference import difference
from temoin.estimates.models import Draft, Kind, Line, PriceItem, PriceList, Version
from temoin.journal.models import JournalEntry
from tests import world as cast
from tests.documents import corpus
from tests.estimates.making import painting, to_estimate

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> cast.World:
    return cast.build()


def draft_of(world: cast.World, job: Assignment, content: Content) -> Draft:
    return Draft.objects.create(
        claim=job.claim,
        assignment=job,
        organisation=world.organisations["bob"],
        price_list_id=content.price_list,
        lines=[contents.line_to_json(line) for line in content.lines],
        dwelling=contents.dwelling_to_json(content.dwelling),
        updated_at=clock.now(),
    )


def submitted(world: cast.World, job: Assignment, content: Content, **more: Any) -> Version:
    done = versions.with_action(
        assignment_id=job.pk,
        action="submit_estimate",
        values={},
        content=content,
        actor=world.actor("bob"),
        **more,
    )
    job.refresh_from_db()
    return Version.objects.get(assignment=job, number=done.entry.values["estimate_version"])


def test_a_draft_becomes_a_version_with_its_paper_and_the_step_moves(
    world: cast.World, french_list: PriceList
) -> None:
    job = to_estimate(world)
    draft = draft_of(world, job, painting(french_list))
    done = versions.submit(draft, assignment_id=job.pk, actor=world.actor("bob"), comment="Selon visite")
    version = reach.latest(job, Kind.CONTRACTOR)
    assert version is not None
    # 85.00 + 14 × 13.90 + 31 × 12.40 = 664.00, all at 10 %
    assert (version.net_amount, version.vat_amount, version.gross_amount) == (
        Decimal("664.00"),
        Decimal("66.40"),
        Decimal("730.40"),
    )
    assert version.wear_amount == Decimal("84.57")  # 20 % of 384.40 with VAT
    first = version.lines.get(position=2)
    assert (first.measured, first.list_price, first.vat_rate) == ("4 × 3,5", Decimal("13.90"), Decimal(10))
    assert (first.vat_rule, first.vat_reason) == (
        "fr-10-works",
        "logement de plus de 2 ans, travaux d'entretien",
    )
    values = done.entry.values
    assert (values["estimate_total"], values["estimate_version"]) == (Decimal("730.40"), 1)
    assert values["estimate_digest"] == version.digest
    job.refresh_from_db()
    assert job.step == "estimate_review"
    assert not Draft.objects.exists()
    assert version.document is not None
    with pikepdf.open(storage.path(version.document.pk, Part.PDF)) as pdf:
        assert "Devis, version 1" in str(pdf.docinfo["/Title"])
    assert (version.document.organisation_id, version.document.visibility) == (world.id("bob"), "parties")


def test_the_next_version_supersedes_and_its_difference_is_told(
    world: cast.World, french_list: PriceList
) -> None:
    job = to_estimate(world)
    first = submitted(world, job, painting(french_list))
    cast.act(job, "request_info", world.actor("emma"), {"comment": "Pourquoi 31 m² ?"})
    old = list(first.lines.all())
    lines = painting(french_list).lines
    changed = (
        replace(lines[1], comes_from=old[1].pk),
        replace(lines[2], comes_from=old[2].pk, quantity=Decimal(26), answer="Le couloir était compté."),
        NewLine(
            description="Nettoyage", quantity=Decimal(2), unit="h", unit_price=Decimal(30),
            off_list_reason="Hors bordereau", room="Séjour", work_category="cleaning",
        ),
    )  # fmt: skip
    second = submitted(world, job, painting(french_list, lines=changed))
    assert (second.number, second.supersedes) == (2, first)
    told = difference(first, second)
    assert [one.description for one in told.added] == ["Nettoyage"]
    assert [one.item_code for one in told.removed] == ["PEI-001"]
    assert [(one.fields, one.amount) for one in told.changed] == [(("quantity",), Decimal("-62.00"))]
    assert [one.item_code for one in told.same] == ["PEI-011"]
    assert told.gross == second.gross_amount - first.gross_amount
    assert second.vat_groups[0] == {"category": "S", "rate": "20", "net": "60.00", "vat": "12.00"}


def test_a_refused_action_keeps_nothing(world: cast.World, french_list: PriceList) -> None:
    job = to_estimate(world)
    content, seen = painting(french_list), job.moved_seq
    first = submitted(world, job, content)
    cast.act(job, "request_info", world.actor("emma"), {"comment": "?"})
    before = (Version.objects.count(), Line.objects.count(), Document.objects.count(), files())
    with pytest.raises(MovedOn):
        submitted(world, job, content, seen=seen)
    with pytest.raises(NotYours):
        versions.with_action(
            assignment_id=job.pk, action="submit_estimate", values={}, content=content, actor=world.actor("charlie")
        )  # fmt: skip
    with pytest.raises(NotHere):
        versions.with_action(
            assignment_id=job.pk, action="revise", values={"reason": "x"}, content=replace(content, kind=Kind.NETWORK),
            actor=world.actor("emma"),
        )  # fmt: skip
    with pytest.raises(NoSuchClaim):
        versions.with_action(
            assignment_id=10**9,
            action="submit_estimate",
            values={},
            content=content,
            actor=world.actor("bob"),
        )
    assert (Version.objects.count(), Line.objects.count(), Document.objects.count(), files()) == before
    assert before[0] == first.number == 1


def files() -> int:
    return len(list(storage.root().glob("??/??/*")))


def test_the_same_key_makes_one_version(world: cast.World, french_list: PriceList) -> None:
    job, content = to_estimate(world), painting(french_list)
    options = {
        "assignment_id": job.pk,
        "action": "submit_estimate",
        "values": {},
        "actor": world.actor("bob"),
    }
    first = versions.with_action(content=content, key="k-12345678", **options)  # type: ignore[arg-type]
    again = versions.with_action(content=content, key="k-12345678", **options)  # type: ignore[arg-type]
    assert (again.replayed, again.row.pk, Version.objects.count()) == (True, first.row.pk, 1)
    with pytest.raises(KeyReused):
        versions.with_action(content=replace(content, lines=content.lines[:1]), key="k-12345678", **options)  # type: ignore[arg-type]
    assert Version.objects.count() == 1


def test_a_file_with_totals_is_a_version_too(world: cast.World) -> None:
    job = to_estimate(world)
    upload = ContentFile(corpus.pdf(), name="devis.pdf")
    totals = Totals(Decimal("1000.00"), Decimal("100.00"), Decimal("1100.00"))
    done = versions.submit_totals(upload, totals, assignment_id=job.pk, actor=world.actor("bob"))
    version = Version.objects.get()
    assert (version.totals_only, version.gross_amount, version.lines.count()) == (True, Decimal("1100.00"), 0)
    assert done.entry.values["estimate_file"] == (str(version.document_id),)
    assert version.document is not None
    assert version.document.organisation_id == world.id("bob")


@pytest.mark.parametrize("totals", [("100", "10", "111"), ("-5", "10", "5")])
def test_totals_that_do_not_add_up_are_not_taken(world: cast.World, totals: tuple[str, ...]) -> None:
    job = to_estimate(world)
    with pytest.raises(Incomplete):
        versions.submit_totals(
            ContentFile(corpus.pdf(), name="d.pdf"), Totals(*map(Decimal, totals)), assignment_id=job.pk, actor=world.actor("bob")
        )  # fmt: skip
    assert files() == 0


def test_what_is_missing_is_named_line_by_line(world: cast.World, french_list: PriceList) -> None:
    job = to_estimate(world)
    other = PriceList.objects.create(code="X", name="X", country="FR", valid_from="2020-01-01", insurer=world.organisations["meridia"])  # fmt: skip
    foreign = PriceItem.objects.create(price_list=other, code="X", trade="painting", unit="u", unit_price=1)
    good = painting(french_list).lines[0]
    wrong = (
        good,
        replace(good, item=None),
        replace(good, quantity=Decimal(0)),
        replace(good, item=foreign.pk),
        replace(good, wear_pct=Decimal(101), description=" ", unit="acre"),
        replace(good, photos=("00000000-0000-0000-0000-000000000001",)),
        replace(good, state="asked", reason="?"),
        replace(good, unit_price=Decimal("1.005")),
    )
    with pytest.raises(Incomplete) as told:
        submitted(world, job, painting(french_list, lines=wrong))
    assert told.value.problems == {
        1: {"off_list_reason": "missing"},
        2: {"quantity": "impossible"},
        3: {"item": "not_in_list"},
        4: {"description": "missing", "wear_pct": "impossible", "unit": "not_a_choice"},
        5: {"photos": "unknown"},
        6: {"state": "not_a_choice"},
        7: {"unit_price": "impossible"},
    }
    with pytest.raises(Incomplete):
        submitted(world, job, painting(french_list, lines=()))


@pytest.mark.parametrize("table", ["estimates_version", "estimates_line"])
@pytest.mark.parametrize("deed", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_database_refuses_to_change_a_version(
    world: cast.World, french_list: PriceList, table: str, deed: str
) -> None:
    submitted(world, to_estimate(world), painting(french_list))
    with (
        pytest.raises(DatabaseError, match="never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(deed.format(table))


def test_what_was_seen_is_approved_and_nothing_else(world: cast.World, french_list: PriceList) -> None:
    job = to_estimate(world)
    first = submitted(world, job, painting(french_list))
    lines = tuple(
        replace(line, comes_from=row.pk, state="kept")
        for line, row in zip(painting(french_list).lines, first.lines.all(), strict=True)
    )
    less = (*lines[:2], replace(lines[2], quantity=Decimal(26), state="reduced", reason="26 m² mesurés"))
    revised = painting(french_list, kind=Kind.NETWORK, lines=less, addressed_to=world.id("bob"))
    done = versions.with_action(
        assignment_id=job.pk, action="revise", values={"reason": "Métré"}, content=revised, actor=world.actor("emma")
    )  # fmt: skip
    assert done.entry.values["estimate_version"] == 2
    total = done.entry.values["estimate_total"]
    for seen in ({}, {"approved_version": 1}, {"approved_version": 3}):
        with pytest.raises(NotMet) as refused:
            cast.act(job, "approve", world.actor("emma"), {"approved_total": total, **seen})
        assert refused.value.facts["requirement"] == "version_changed"
    cast.act(job, "approve", world.actor("emma"), {"approved_total": total, "approved_version": 2})
    assert job.step == "contact_for_works"


def test_a_claim_with_totals_alone_is_approved_as_before(world: cast.World) -> None:
    job = to_estimate(world)
    plain = {"estimate_total": Decimal("900.00"), "estimate_file": ("x",)}
    cast.act(job, "submit_estimate", world.actor("bob"), plain)
    cast.act(job, "approve", world.actor("emma"), {"approved_total": Decimal("900.00")})
    assert job.step == "contact_for_works"
    assert versions.in_force(job) is None


def test_the_version_in_force_is_the_one_whose_total_counts(
    world: cast.World, french_list: PriceList
) -> None:
    job = to_estimate(world)
    first = submitted(world, job, painting(french_list))
    assert versions.in_force(job) == first
    cast.act(job, "revise", world.actor("emma"), {"estimate_total": Decimal("500.00"), "reason": "Forfait"})
    assert versions.in_force(job) is None


def test_each_reader_finds_what_is_for_him(world: cast.World, french_list: PriceList) -> None:
    job = to_estimate(world)
    every_kind(world, job, french_list)
    kinds = {
        name: [version.kind for version in reach.all_of(job, world.actor(name))]
        for name in ("emma", "alice", "ines", "bob", "charlie", "felix", "insured")
    }
    everything = ["contractor", "adjuster", "comparative", "network", "network"]
    assert kinds == {
        "emma": everything,
        "alice": everything,
        "ines": everything,
        "bob": ["contractor", "network"],
        "charlie": [],
        "felix": ["contractor", "adjuster"],
        "insured": ["contractor"],
    }
    assert reach.numbered(job, 2, world.actor("bob")) is None
    assert reach.numbered(job, 5, world.actor("bob")) is not None


def every_kind(world: cast.World, job: Assignment, price_list: PriceList) -> None:
    """Versions 1 to 5: contractor, adjuster, comparative, network, network addressed to the contractor."""
    submitted(world, job, painting(price_list))
    cast.act(job, "send_to_adjuster", world.actor("emma"), {"loss_adjuster": world.id("expert")})
    figures = Content(kind=Kind.ADJUSTER, totals=Totals(Decimal(500), Decimal(50), Decimal(550)))
    versions.enter(assignment_id=job.pk, content=figures, actor=world.actor("felix"))
    emma = world.actor("emma")
    for kind, reader in ((Kind.COMPARATIVE, None), (Kind.NETWORK, None), (Kind.NETWORK, world.id("bob"))):
        content = painting(price_list, kind=kind, addressed_to=reader)
        versions.enter(assignment_id=job.pk, content=content, actor=emma)


def test_a_line_without_section_is_digested_as_ever() -> None:
    """The digests of versions from before there were sections can still be recomputed."""
    line = NewLine(
        description="Plafond", quantity=Decimal(2), unit="m2", unit_price=Decimal("12.40"), room="Séjour"
    )
    assert set(contents.line_to_json(line)) == {
        "description", "quantity", "unit", "unit_price", "room", "work_category", "wear_pct", "cover", "photos",
    }  # fmt: skip


def test_the_journal_holds_no_line(world: cast.World, french_list: PriceList) -> None:
    job = to_estimate(world)
    submitted(world, job, painting(french_list))
    row = JournalEntry.objects.filter(action="submit_estimate").get()
    assert set(row.data["values"]) == {
        "estimate_total",
        "estimate_file",
        "estimate_version",
        "estimate_digest",
    }
