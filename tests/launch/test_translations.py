"""The translation check: what is missing, unsure, empty, left over, contradictory or broken is named."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from temoin.launch import catalogues, translations
from temoin.launch.translations import LANGUAGES

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n\n'
WHOLE = 'msgid "Save"\nmsgstr "Garder"\n'


class App:
    """A made-up application with one Python file, one template and the same catalogue for each language."""

    def __init__(self, package: Path, name: str) -> None:
        self.folder = package / name
        (self.folder / "templates").mkdir(parents=True)
        (self.folder / "apps.py").touch()

    def says(self, python: str = "", template: str = "", catalogue: str = "") -> None:
        (self.folder / "views.py").write_text(python)
        (self.folder / "templates" / "page.html").write_text(template)
        for language in LANGUAGES:
            source = self.folder / "locale" / language / "LC_MESSAGES" / "django.po"
            source.parent.mkdir(parents=True, exist_ok=True)
            source.write_text(HEADER + catalogue, encoding="utf-8")


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return tmp_path / "temoin"


@pytest.fixture
def app(package: Path) -> App:
    return App(package, "claims")


def of_french(faults: list[str]) -> list[str]:
    return [fault.split("django.po: ")[1] for fault in faults if "/fr/" in fault]


def test_a_whole_catalogue_passes(app: App, package: Path) -> None:
    app.says('_("Save")', '{% translate "Save" %}', WHOLE)
    assert translations.check(package) == []


@pytest.mark.parametrize(
    ("python", "named"),
    [
        ('_("Save")', "'Save'"),
        ('gettext_lazy("Save")', "'Save'"),
        ('pgettext("a button", "Save")', "'Save' (context 'a button')"),
        ('translation.ngettext("one", "many", n)', "'one'"),
        ('gettext_noop(\n    "Save "\n    "it"\n)', "'Save it'"),
    ],
)
def test_a_text_in_code_that_lacks_a_translation_is_named(
    app: App, package: Path, python: str, named: str
) -> None:
    app.says(python=python)
    assert of_french(translations.check(package)) == [f"lacks {named}, used in claims/views.py:1"]


@pytest.mark.parametrize(
    ("template", "named"),
    [
        ('{% translate "Save" %}', "'Save'"),
        ("{% trans 'Save' as word %}", "'Save'"),
        ('{% translate "Save" context "a button" %}', "'Save' (context 'a button')"),
        ("{% blocktranslate with n=3 %}Save {{ n }}{% endblocktranslate %}", "'Save %(n)s'"),
        (
            "{% blocktranslate trimmed count n=3 %}\n  {{ n }} file\n{% plural %}\n  {{ n }} files\n{% endblocktranslate %}",
            "'%(n)s file'",
        ),
        ('{{ value|default:_("Save") }}', "'Save'"),
    ],
)
def test_a_text_in_a_template_that_lacks_a_translation_is_named(
    app: App, package: Path, template: str, named: str
) -> None:
    app.says(template=template)
    assert of_french(translations.check(package)) == [f"lacks {named}, used in claims/templates/page.html:1"]


def test_a_variable_is_not_taken_for_a_text(app: App, package: Path) -> None:
    app.says("gettext(word)", "{% translate word %}")
    assert translations.check(package) == []


@pytest.mark.parametrize(
    ("catalogue", "fault"),
    [
        ('#, fuzzy\nmsgid "Save"\nmsgstr "Garder"\n', "'Save' is marked fuzzy"),
        ('msgid "Save"\nmsgstr ""\n', "'Save' is not translated"),
        (WHOLE + 'msgid "Gone"\nmsgstr "Parti"\n', "'Gone' is no longer used"),
    ],
)
def test_an_unsure_empty_or_left_over_translation_is_named(
    app: App, package: Path, catalogue: str, fault: str
) -> None:
    app.says('_("Save")', catalogue=catalogue)
    assert of_french(translations.check(package)) == [fault]


def test_a_placeholder_lost_in_translation_is_named(app: App, package: Path) -> None:
    app.says('_("%(n)s days")', catalogue='msgid "%(n)s days"\nmsgstr "%(m)s jours"\n')
    assert of_french(translations.check(package)) == [
        "'%(n)s days' is translated with other placeholders than it has"
    ]


def test_a_plural_with_one_form_missing_is_named(app: App, package: Path) -> None:
    catalogue = 'msgid "%(n)s day"\nmsgid_plural "%(n)s days"\nmsgstr[0] "%(n)s jour"\nmsgstr[1] ""\n'
    app.says('ngettext("%(n)s day", "%(n)s days", n)', catalogue=catalogue)
    assert of_french(translations.check(package)) == ["'%(n)s day' is not translated"]


def test_an_application_within_another_has_a_catalogue_of_its_own(app: App, package: Path) -> None:
    inner = App(package, "claims/inner")
    app.says()
    inner.says('_("Save")', catalogue=WHOLE)
    assert translations.check(package) == []


def test_two_translations_of_one_text_contradict_each_other(app: App, package: Path) -> None:
    app.says('_("Save")', catalogue=WHOLE)
    App(package, "money").says('_("Save")', catalogue='msgid "Save"\nmsgstr "Épargner"\n')
    assert any(
        fault.startswith("fr: 'Save' is translated differently: 'Garder' in temoin/claims")
        for fault in translations.check(package)
    )


def test_only_changed_catalogues_are_compiled(app: App, package: Path) -> None:
    app.says('_("Save")', catalogue=WHOLE)
    assert catalogues.compile_newer(package) == len(LANGUAGES)
    assert catalogues.compile_newer(package) == 0
    source = catalogues.sources(package)[0]
    later = source.stat().st_mtime + 10
    os.utime(source, (later, later))
    assert catalogues.compile_newer(package) == 1
    assert b"Garder" in source.with_suffix(".mo").read_bytes()
