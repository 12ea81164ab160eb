"""The reader's language: Qt Linguist's files of resources/translations, and Qt's own for its buttons."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

import resources

#: What ships, by ISO 639-1 code, each named in its own language. English comes first: it is what others fall back to.
LANGUAGES: dict[str, str] = {"en": "English", "de": "Deutsch", "fr": "Français", "es": "Español"}
FALLBACK = "en"


def choose(setting: str, locale: QLocale | None = None) -> str:
    """The language for a setting: itself where it ships, the desktop's for ``system``, else English."""
    if setting in LANGUAGES:
        return setting
    for name in (locale or QLocale.system()).uiLanguages():
        code = name.replace("_", "-").partition("-")[0]
        if code in LANGUAGES:
            return code
    return FALLBACK


def install(app: QCoreApplication, setting: str = FALLBACK) -> str:
    """Let the application speak the language of ``setting`` and nothing else; returns its code.

    Texts of windows that exist already stay as they are: those are made anew (:meth:`app.front.Front.continue_from`).
    """
    language = choose(setting)
    for old in app.findChildren(QTranslator, "firstread"):
        app.removeTranslator(old)
        old.deleteLater()
    folder = str(resources.folder("translations"))
    for file, where in ((f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)),
                        (f"firstread_{language}", folder)):  # fmt: skip
        translator = QTranslator(app)
        translator.setObjectName("firstread")
        if translator.load(file, where):
            app.installTranslator(translator)
    return language
