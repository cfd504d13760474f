"""What keeps the style sheets and templates whole: equal dark blocks, layers, no inline style or script."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "temoin"
CSS = PACKAGE / "ui" / "static" / "ui" / "css"
SHEETS = sorted(CSS.glob("*.css"))
OWN_COLOURS = {"tokens.css", "brands.css", "print.css"}
UNLAYERED = OWN_COLOURS
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
TEMPLATES = sorted(PACKAGE.rglob("templates/**/*.html"))
PARTS_OF_MAIL = re.compile(r"/mail/|\.txt$")


def text(name: str) -> str:
    return COMMENT.sub("", (CSS / name).read_text(encoding="utf-8"))


def declarations(sheet: str, selector: str) -> dict[str, str]:
    """The declarations of the one rule with this selector, whatever block it stands in."""
    (body,) = re.findall(re.escape(selector) + r"\s*{([^{}]*)}", sheet)
    pairs = [part.split(":", 1) for part in body.split(";") if part.strip()]
    return {name.strip(): " ".join(value.split()) for name, value in pairs}


def test_the_dark_of_the_system_equals_the_dark_of_choice() -> None:
    sheet = text("tokens.css")
    preferred = declarations(sheet, ":root:not([data-theme])")
    assert len(preferred) > 50
    assert preferred == declarations(sheet, '\n[data-theme="dark"]')


def test_light_and_dark_name_the_same_tokens() -> None:
    sheet = text("tokens.css")
    assert set(declarations(sheet, '[data-theme="light"]')) == set(
        declarations(sheet, '\n[data-theme="dark"]')
    )


def brands() -> list[str]:
    return sorted(set(re.findall(r"\.brand-(\w+)", text("brands.css"))))


@pytest.mark.parametrize("brand", brands())
def test_a_brand_is_equally_dark_by_preference_and_by_choice(brand: str) -> None:
    sheet = text("brands.css")
    preferred = declarations(sheet, f":root:not([data-theme]) .brand-{brand}")
    assert preferred == declarations(sheet, f'[data-theme="dark"] .brand-{brand}')
    assert set(preferred) == set(declarations(sheet, f"\n.brand-{brand}"))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_important_stands_only_in_the_first_layer(sheet: Path) -> None:
    rest = re.sub(r"@layer reset \{.*?\n\}", "", text(sheet.name), flags=re.DOTALL)
    assert "!important" not in rest, "in layers !important works backwards"


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_nothing_that_an_older_safari_drops(sheet: Path) -> None:
    css = text(sheet.name)
    assert "light-dark(" not in css
    assert "&" not in css, "no nesting"
    for line in (line for line in css.splitlines() if "color-mix(" in line):
        pytest.fail(f"color-mix needs a plain colour on the line before: {line.strip()}")


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_rules_are_not_nested_and_blocks_are_closed(sheet: Path) -> None:
    depth, deepest = 0, 0
    for sign in text(sheet.name):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        deepest = max(deepest, depth)
        assert depth >= 0
    assert depth == 0
    assert deepest <= 3, "layer, media, rule"


@pytest.mark.parametrize(
    "sheet", [one for one in SHEETS if one.name not in OWN_COLOURS], ids=lambda path: path.name
)
def test_colours_come_from_the_tokens(sheet: Path) -> None:
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|\brgba?\((?!15 23 32 / \.5)", text(sheet.name)) == []


@pytest.mark.parametrize(
    "sheet", [one for one in SHEETS if one.name not in UNLAYERED], ids=lambda path: path.name
)
def test_every_rule_stands_in_a_declared_layer(sheet: Path) -> None:
    layers = re.findall(r"^@layer ([^;{]+)", (CSS / "base.css").read_text(), re.MULTILINE)[0].split(", ")
    outside = re.sub(r"@layer [\w, ]+;|@layer \w+ \{.*?\n\}", "", text(sheet.name), flags=re.DOTALL)
    assert outside.strip() == ""
    assert {name.strip() for name in re.findall(r"@layer (\w+) \{", text(sheet.name))} <= set(layers)


def test_every_variable_that_is_used_is_defined() -> None:
    everything = "".join(text(sheet.name) for sheet in SHEETS)
    used = set(re.findall(r"var\((--[\w-]+)", everything))
    assert used - set(re.findall(r"(--[\w-]+)\s*:", everything)) == set()


def test_every_style_sheet_is_linked() -> None:
    linked = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES)
    assert [sheet.name for sheet in SHEETS if f"ui/css/{sheet.name}" not in linked] == []


INLINE = re.compile(
    r"""\sstyle=|\shx-on|\son(?:click|change|submit|load|input)=|<style|javascript:|hx-trigger="[^"]*\["""
)
INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>")


PAGES = [path for path in TEMPLATES if not PARTS_OF_MAIL.search(str(path))]


@pytest.mark.parametrize("template", PAGES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_inline_style_or_script_in_any_template(template: Path) -> None:
    page = template.read_text(encoding="utf-8")
    assert INLINE.findall(page) == []
    assert [tag for tag in INLINE_SCRIPT.findall(page) if "application/json" not in tag] == []


def test_the_scan_would_notice_inline_code() -> None:
    assert INLINE.findall('<p style="color:red" hx-on:click="x()">') != []
    assert INLINE_SCRIPT.findall("<script>alert(1)</script>") != []
