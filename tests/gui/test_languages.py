from __future__ import annotations

import ast
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QDialogButtonBox
from pytestqt.qtbot import QtBot

from app.domain import triage
from app.domain.alerts import Rules
from app.domain.states import StudyState
from app.models import settings_form, wording
from app.models.lesions import HEADERS, LesionColumn
from app.models.translation import tr
from app.models.worklist_columns import Column, cell_text, meaning
from app.settings import Settings
from app.views import about, languages
from app.views.alert_centre import AlertCentre
from app.views.second_strip import SecondStrip
from installer import translations
from tests.gui import values
from tests.gui.test_room_for_words import _NoCommands


@pytest.fixture
def app(bot: QtBot) -> Iterator[QApplication]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    yield app
    languages.install(app)


def test_no_text_lacks_a_translation() -> None:
    """In modules that are not named as waiting; ``python -m installer.translations check`` lists what is missing."""
    waiting = {translations.ROOT / name for name in translations.NOT_YET}
    assert all(path.is_file() for path in waiting)
    files = [path for path in translations.sources() if path not in waiting]
    assert translations.untranslated(files) == {language: [] for language in translations.LANGUAGES}


#: Calls whose text a reader sees or hears, and which of their arguments that is; then what is no word of a language.
_SHOWING = {
    **dict.fromkeys(
        ("QCheckBox", "QGroupBox", "QLabel", "QPushButton", "QRadioButton", "Line", "addItem", "addMenu", "addRow",
         "say", "setAccessibleDescription", "setAccessibleName", "setInformativeText", "setPlaceholderText",
         "setStatusTip", "setText", "setTitle", "setToolTip", "setWindowTitle", "showMessage", "text_label"), slice(1)),
    "QAction": slice(2), "addAction": slice(2), "addTab": slice(1, 2), "show_message": slice(1, 3),
}  # fmt: skip
_NAMES = frozenset({"Firstread", "Firstread: ", "Firstread ", "Firstread — ", "ABC/2", "MIP", "HU", "PNG"})


def _shown_as_written(tree: ast.Module) -> list[str]:
    """The English words that such calls get as they stand, without :func:`tr`."""
    found = []
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        for given in call.args[_SHOWING[name]] if name in _SHOWING else ():
            parts = given.values if isinstance(given, ast.JoinedStr) else [given]
            texts = [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
            found += [f"{name}: {text}" for text in texts if re.search("[A-Z][a-z]+|[a-z]+ [a-z]+", text)
                      and text not in _NAMES]  # fmt: skip
    return found


def test_every_text_that_is_shown_is_translated() -> None:
    """The windows' own words; what the detector and the doctor say comes in English."""
    assert _shown_as_written(ast.parse('label.setText(f"{count} things are wrong")')) == ["setText:  things are wrong"]
    assert not _shown_as_written(ast.parse('label.setText(tr("All is well"))'))
    bare = {}
    for path in (*translations.ROOT.glob("app/views/**/*.py"), *translations.ROOT.glob("app/*.py")):
        if found := _shown_as_written(ast.parse(path.read_text(encoding="utf-8"))):
            bare[path.name] = found
    assert not bare


def test_every_text_of_the_settings_can_be_translated(tmp_path: Path) -> None:
    for path in translations.FOLDER.glob("*.ts"):
        shutil.copy(path, tmp_path)
    translations.update(tmp_path, [translations.ROOT / translations.SETTINGS])
    known = {m.findtext("source") for m in ElementTree.parse(tmp_path / "firstread_de.ts").getroot().iter("message")}
    for declared in Settings.declared():
        assert {settings_form.label(declared), declared.help} <= known
    assert set(settings_form.texts()) == known


def test_the_program_reads_what_was_translated_last() -> None:
    assert translations.stale() == []


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_translations_keep_placeholders_and_keys(language: str) -> None:
    path = translations.FOLDER / f"firstread_{language}.ts"
    for message in ElementTree.parse(path).getroot().iter("message"):
        source, element = message.findtext("source", ""), message.find("translation")
        assert element is not None
        for text in [form.text or "" for form in element.findall("numerusform")] or [element.text or ""]:
            if not text:
                continue
            for mark in ("{", "}", "%n", "\n", "..."):
                assert text.count(mark) == source.count(mark), (source, text)
            assert ("&" in text) == ("&" in source), (source, text)


def test_a_text_that_is_new_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(translations, "ROOT", tmp_path)
    (tmp_path / "new.py").write_text('print(tr("Nobody has translated this"))\n')
    found = translations.untranslated([tmp_path / "new.py"])
    assert found == {"en": [], **{code: ["Nobody has translated this"] for code in ("de", "fr", "es")}}


@pytest.mark.parametrize(
    ("language", "one", "many"),
    [("en", "1 study", "3 studies"), ("de", "1 Untersuchung", "3 Untersuchungen"), ("fr", "1 examen", "3 examens"),
     ("es", "1 estudio", "3 estudios")],
)  # fmt: skip
def test_each_language_counts_in_its_own_way(app: QApplication, language: str, one: str, many: str) -> None:
    assert languages.install(app, language) == language
    assert [tr("%n studies", "", n) for n in (1, 3)] == [one, many]


@pytest.mark.parametrize("language", list(languages.LANGUAGES))
def test_what_is_said_of_a_word_in_the_list_names_it_as_the_list_does(app: QApplication, language: str) -> None:
    languages.install(app, language)
    word = tr(wording.STATE_WORDS[StudyState.NEGATIVE])
    sizes = [tr(size) for size in wording.SIZE_WORDS.values()]
    assert word in tr(about._LIMITS) and word in meaning(Column.STATE)
    for explained in (meaning(Column.TOTAL_ML), tr(HEADERS[LesionColumn.SIZE][1])):
        assert all(size in explained for size in sizes) and "0.01" in explained  # as the cells write it


@pytest.mark.parametrize(
    ("language", "one", "many"),
    [("en", "urgent,", "urgent,"), ("fr", "urgent,", "urgents,"), ("es", "urgente,", "urgentes,")],
)
def test_the_strip_agrees_with_its_number(bot: QtBot, app: QApplication, language: str, one: str, many: str) -> None:
    languages.install(app, language)
    for count, word in ((1, one), (2, many)):
        centre = AlertCentre(_NoCommands(), Rules(), {})
        centre.start([values.positive(number) for number in range(count)])
        strip = SecondStrip(centre)
        bot.addWidget(strip)
        assert strip.count.text() == str(count) and strip.head.text().split()[0] == word


@pytest.mark.parametrize("language", list(languages.LANGUAGES))
def test_keys_have_the_names_that_the_menus_show(app: QApplication, language: str) -> None:
    languages.install(app, language)
    for keys, text in (
        ("Ctrl+Shift+A", tr("Ctrl+Shift+A shows all studies again.")),
        ("Ctrl+T", tr("Hide the strip; Ctrl+T shows it again")),
        ("Shift+C", tr("{reader} has claimed this study; Shift+C takes it over.")),
        ("Ctrl+Shift+Z", tr("Make it again; Ctrl+Shift+Z while the image has the focus")),
    ):
        assert QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) in text


@pytest.mark.parametrize("language", ["de", "fr", "es"])
def test_a_row_speaks_the_language_of_the_reader(app: QApplication, language: str) -> None:
    row = values.positive(1, 0.9, IPH=24.0)
    english = (cell_text(row, Column.STATE), wording.finding(row), wording.summary_sentence(row, None))
    why, journal = triage.explain(row, tr), triage.explain(row)
    languages.install(app, language)
    other = (cell_text(row, Column.STATE), wording.finding(row), wording.summary_sentence(row, None))
    assert all(a != b for a, b in zip(english, other, strict=True))
    assert "IPH 24.0 mL" in other[1] and "Research" not in other[2]
    assert triage.explain(row, tr) != why and triage.explain(row) == journal  # the journal stays English
    words = {cell_text(values.record(1, state), Column.STATE) for state in StudyState if not state.analysed}
    assert len(words) == sum(not state.analysed for state in StudyState)
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    assert box.button(QDialogButtonBox.StandardButton.Cancel).text() != "Cancel"


def test_the_setting_or_the_desktop_chooses() -> None:
    assert languages.choose("es", QLocale("de_AT")) == "es"
    assert languages.choose("system", QLocale("de_AT")) == "de"
    assert languages.choose("system", QLocale("ja_JP")) == "en"
    choices = next(d.choices for d in Settings.declared() if d.key == "window.language")
    assert choices == ("system", *languages.LANGUAGES)
    assert tuple(languages.LANGUAGES) == translations.LANGUAGES
