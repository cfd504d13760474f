"""The documentation says what is so: links lead somewhere, names exist, generated pages are fresh."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command, get_commands

from temoin.config.management.commands import generated_docs
from temoin.engine.model import Unit
from temoin.launch.checks import _commands as checks
from temoin.procedures import files

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
LABEL = re.compile(r"\*\*([^*]+)\*\*")
HOW_TO = sorted((ROOT / "docs" / "how-to").glob("*.md"))


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("written", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_and_picture_leads_somewhere(written: Path) -> None:
    local = [target for target in LINK.findall(text(written)) if not target.startswith("http")]
    assert [target for target in local if not (written.parent / target).exists()] == []


def test_every_setting_is_described_and_every_described_one_is_read() -> None:
    read = set()
    for path in [ROOT / "run", *ROOT.glob("temoin/**/*.py")]:
        read |= set(re.findall(r"\"(TEMOIN_[A-Z_]+)\"", text(path)))
    described = set(
        re.findall(r"^\| `(TEMOIN_[A-Z_]+)`", text(ROOT / "docs/reference/settings.md"), re.MULTILINE)
    )
    known_as_keyword = {"TEMOIN_OWNER_DATABASE_URL", "TEMOIN_DEMO"}
    assert read - described == set()
    assert described - read - known_as_keyword == set()


def test_every_command_is_described_and_every_described_one_exists() -> None:
    page = text(ROOT / "docs/reference/commands.md")
    ours = {name for name, app in get_commands().items() if str(app).startswith("temoin.")}
    described = set(re.findall(r"^\| `([a-z_]+)", page, re.MULTILINE))
    assert ours - described == set()
    for path in PAGES:
        named = set(re.findall(r"(?:\./run )?\bmanage ([a-z][a-z_]+)\b(?=[ `\n])", text(path)))
        assert named - set(get_commands()) - {"works"} == set(), path.name


def test_every_check_is_described() -> None:
    page = text(ROOT / "docs/reference/commands.md")
    assert [name for name in checks() if name != "generated pages" and f"`{name}`" not in page] == []


def test_the_procedure_language_names_every_unit() -> None:
    page = text(ROOT / "docs/reference/procedure-language.md")
    assert [unit for unit in Unit if not re.search(rf"`\d+{re.escape(unit.value)}`", page)] == []


def test_how_tos_name_only_buttons_that_exist() -> None:
    """A name in bold with a capital is an English label of the procedure or a text of a page."""
    from temoin.launch.translations import python_texts, template_texts

    known = {"Create", "Yes"}
    for one in map(files.procedure, files.procedures()):
        known |= {named.label["en"] for named in (*one.actions.values(), *one.fields.values())}
    for path in (ROOT / "temoin").rglob("*"):
        if path.suffix == ".py" and "migrations" not in path.parts:
            known |= {found.key[1] for found in python_texts(text(path), path.name)}
        elif path.suffix == ".html" and "templates" in path.parts:
            known |= {found.key[1] for found in template_texts(text(path), path.name)}
    pages = [*HOW_TO, ROOT / "docs" / "tutorial.md"]
    unknown = {
        (page.name, name)
        for page in pages
        for name in LABEL.findall(text(page))
        if " ".join(name.split()) not in known and name != "bold"
    }
    assert unknown == set()


def test_decisions_are_short_and_listed() -> None:
    folder = ROOT / "docs" / "adr"
    index = text(folder / "README.md")
    decisions = sorted(folder.glob("0*.md"))
    assert len(decisions) >= 8
    assert [one.name for one in decisions if one.name not in index or len(text(one).splitlines()) > 40] == []


def test_generated_pages_are_fresh() -> None:
    call_command("generated_docs", check=True)


def test_a_stale_page_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generated_docs, "FOLDER", tmp_path)
    call_command("generated_docs")
    assert generated_docs.stale(tmp_path) == []
    (tmp_path / "deadlines.md").write_text("old")
    with pytest.raises(CommandError, match=r"deadlines\.md"):
        call_command("generated_docs", check=True)
