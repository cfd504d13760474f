"""Static files get hashed names, imports between our modules included, so that no cache serves old code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import override_settings

JS = Path(__file__).resolve().parents[2] / "temoin" / "ui" / "static" / "ui" / "js"
ENTRY = re.compile(r"""<script type="module" src="\{% static 'ui/js/([a-z_]+\.js)'""")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("static")
    storages = {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "staticfiles": {"BACKEND": "temoin.ui.storage.OwnModules"},
    }
    with override_settings(STATIC_ROOT=root, STORAGES=storages):
        call_command(
            "collectstatic", interactive=False, verbosity=0, ignore_patterns=["admin*", "ninja*", "account*"]
        )
    return root


def test_imports_between_modules_are_hashed(built: Path) -> None:
    (entry,) = [path for path in (built / "ui" / "js").glob("app.*.js") if path.name != "app.js"]
    imports = re.findall(r'from "([^"]+)"', entry.read_text())
    assert len(imports) >= 10
    assert [name for name in imports if not re.fullmatch(r"\./\w+\.[0-9a-f]{12}\.js", name)] == []


def test_compressed_copies_lie_beside(built: Path) -> None:
    assert list((built / "ui" / "css").glob("parts.*.css.br"))
    assert list((built / "ui" / "css").glob("parts.*.css.gz"))


def test_every_module_is_a_pages_entry_or_imported_by_another() -> None:
    sources = {path.name: path.read_text() for path in JS.glob("*.js")}
    imported = {name for text in sources.values() for name in re.findall(r'from "\./([^"]+)"', text)}
    pages = (path.read_text() for path in JS.parents[3].rglob("templates/**/*.html"))
    entries = {name for page in pages for name in ENTRY.findall(page)}
    assert set(sources) - imported == entries


def test_scripts_need_no_eval_and_build_no_markup_from_strings() -> None:
    for path in JS.glob("*.js"):
        assert not re.search(
            r"\beval\(|new Function|innerHTML|outerHTML|insertAdjacentHTML|document\.write|\.style\b",
            path.read_text(),
        ), path.name
