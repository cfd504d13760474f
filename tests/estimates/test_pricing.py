"""Price lists: which one holds, searching in it, importing one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from temoin.estimates import price_file, pricing
from temoin.estimates.models import PriceItem, PriceList, VatLeg
from temoin.estimates.price_file import Unreadable
from tests import world as cast
from tests.estimates.conftest import DATA

pytestmark = pytest.mark.django_db
FRENCH = (DATA / "bordereau_fr.csv").read_text(encoding="utf-8")
HEAD = FRENCH.split("\n", 1)[0]


def taken(code: str, on: str, **more: object) -> PriceList:
    return price_file.take(
        FRENCH, code=code, name=code, country="FR", valid_from=date.fromisoformat(on), **more
    )  # type: ignore[arg-type]


def test_the_insurers_own_list_goes_first_and_the_newest_version_holds() -> None:
    world = cast.build()
    first = taken("REN", "2025-01-01")
    second = taken("REN", "2026-01-01")
    own = taken("AZ", "2026-06-01", insurer=world.organisations["az"])
    az, meridia = world.id("az"), world.id("meridia")
    assert pricing.list_for(az, "FR", date(2025, 12, 31)) == first
    assert pricing.list_for(az, "FR", date(2026, 1, 1)) == second
    assert pricing.list_for(az, "FR", date(2026, 6, 1)) == own
    assert pricing.list_for(meridia, "FR", date(2026, 6, 1)) == second
    assert pricing.list_for(az, "BE", date(2026, 6, 1)) is None
    assert pricing.list_for(az, "FR", date(2024, 1, 1)) is None
    first.refresh_from_db()
    assert (second.version, first.valid_to) == (2, date(2025, 12, 31))


@pytest.mark.parametrize(
    ("words", "code"),
    [("peinture plafond", "PEI-011"), ("PLAFOND  PEINT acryl", "PEI-011"), ("muren satijn", "PEI-012"), ("pei-014", "PEI-014"),
     ("mitigeur", "PLO-022"), ("chêne plinthe", "MEN-006"), ("chene", "MEN-006")],
)  # fmt: skip
def test_search_finds_by_words_of_any_language_without_accents(
    french_list: PriceList, words: str, code: str
) -> None:
    assert code in [item.code for item in pricing.search(french_list, words, "fr")]


def test_search_finds_nothing_for_what_is_not_there(french_list: PriceList) -> None:
    assert pricing.search(french_list, "peinture ascenseur") == []
    assert len(pricing.search(french_list, "", limit=5)) == 5
    assert pricing.search(french_list, "%") == pricing.search(french_list, "")


def test_the_zone_counts_in_the_price(french_list: PriceList) -> None:
    french_list.zone_coefficient = Decimal("1.125")
    item = PriceItem.objects.get(code="PEI-012")  # 12.40
    assert pricing.price(item, french_list) == Decimal("13.95")


def test_works_are_invoiced_to_the_insured_unless_set_otherwise() -> None:
    world = cast.build()
    az, meridia = world.organisations["az"], world.organisations["meridia"]
    assert pricing.leg_for(az.pk, "FR") == "consumer"
    VatLeg.objects.create(country="FR", leg="operator")
    VatLeg.objects.create(country="FR", insurer=az, leg="subcontract", legal_basis="Contrat-cadre 2026")
    assert (pricing.leg_for(az.pk, "FR"), pricing.leg_for(meridia.pk, "FR")) == ("subcontract", "operator")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("code;price\nA;1\n", "line 1: missing columns: trade"),
        (HEAD + "\n", "line 2: no price"),
        (HEAD + "\nX,painting,c,f,n,e,m2,twelve,70,yes,0,repair\n", "line 2: unit_price: twelve is no number"),
        (HEAD + "\nX,sorcery,c,f,n,e,m2,1.00,70,yes,0,repair\n", "line 2: trade: sorcery is unknown"),
        (HEAD + "\nX,painting,c,f,n,e,acre,1.00,70,yes,0,repair\n", "line 2: unit:"),
        (HEAD + "\nX,painting,c,f,n,e,m2,1.005,70,yes,0,repair\n", "line 2: unit_price:"),
        (HEAD + "\nX,painting,c,f,n,e,m2,1,170,yes,0,repair\n", "line 2: labour_share:"),
        (HEAD + "\nX,painting,c,f,n,e,m2,1,70,perhaps,0,repair\n", "line 2: supply_included: perhaps"),
        (HEAD + "\nX,painting,c,f,n,e,m2,1,70,yes,0,magic\n", "line 2: work_category:"),
        (HEAD + "\nX,painting,c,f,n,e,m2,1,70,yes,0,\nX,painting,c,f,n,e,m2,1,70,yes,0,\n", "line 3: code X stands on line 2"),
    ],
)  # fmt: skip
def test_a_fault_in_a_file_is_told_with_its_line_and_nothing_is_kept(text: str, said: str) -> None:
    earlier = taken("REN", "2025-01-01")
    with pytest.raises(Unreadable) as told:
        price_file.take(text, code="REN", name="x", country="FR", valid_from=date(2026, 1, 1))
    assert any(line.startswith(said) for line in told.value.lines), told.value.lines
    earlier.refresh_from_db()
    assert (PriceList.objects.count(), earlier.valid_to) == (1, None)


def test_a_list_is_imported_from_the_command_line(tmp_path: Path) -> None:
    file = tmp_path / "prix.csv"
    file.write_text(
        "\ufeff" + FRENCH.replace(",", ";", 11), encoding="utf-8"
    )  # only the heading: not readable
    options = ["--code", "REN", "--name", "Bordereau", "--country", "FR", "--from", "2026-01-01"]
    with pytest.raises(CommandError, match="line 2"):
        call_command("import_price_list", file, *options)
    file.write_text("\ufeff" + FRENCH, encoding="utf-8")
    call_command("import_price_list", file, *options)
    assert PriceList.objects.get().items.count() == 84
    with pytest.raises(CommandError, match="no insurer with the code ZZ"):
        call_command("import_price_list", file, *options, "--insurer", "ZZ")
