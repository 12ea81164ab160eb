"""What the settings dialog shows of the declared settings, and the choices made in it until they are saved."""

from __future__ import annotations

from collections.abc import Container, Mapping
from itertools import groupby

from app.models.translation import QT_TR_NOOP, tr
from app.settings import Declared, Settings, Value

_TITLES = {
    "archive": QT_TR_NOOP("Archive"), "poll": QT_TR_NOOP("New studies"), "fetch": QT_TR_NOOP("Fetching images"),
    "analysis": QT_TR_NOOP("Analysis"), "queue": QT_TR_NOOP("Order of work"), "storage": QT_TR_NOOP("Storage"),
    "team": QT_TR_NOOP("Readers"), "viewer": QT_TR_NOOP("Viewer of the PACS"), "alerts": QT_TR_NOOP("Alerts"),
    "department": QT_TR_NOOP("Department"), "window": QT_TR_NOOP("Window"),
    "updates": QT_TR_NOOP("Updates"),
}  # fmt: skip
_UNITS = {
    "s": "s", "minutes": "min", "hours": "h", "days": QT_TR_NOOP("days"), "gb": QT_TR_NOOP("GB"), "mb": "MB",
    "percent": "%",
}  # fmt: skip
_CHARACTERS = QT_TR_NOOP("characters")
_WORDS = {
    "ae": "AE",
    "acse": "ACSE",
    "dimse": "DIMSE",
    "dir": "folder",
    "tls": "TLS",
    "ca": "CA",
    "dicomweb": "DICOMweb",
    "url": "URL",
    "id": "ID",
}


def section_title(section: str) -> str:
    """The title of a section's page, in the reader's language."""
    return tr(_english_title(section))


def _english_title(section: str) -> str:
    return _TITLES.get(section, section.replace("_", " ").capitalize())


def unit(declared: Declared) -> str:
    """The unit of a number in the reader's language, such as ``"s"``; empty where it has none."""
    text = _UNITS.get(declared.name.rpartition("_")[2]) if declared.type in (int, float) else None
    return tr(text) if text else ""


def label(declared: Declared) -> str:
    """The name of a setting for people, in the reader's language: its key without section and unit."""
    return tr(_english_label(declared))


def _english_label(declared: Declared) -> str:
    words = declared.key.partition(".")[2].split("_")
    if unit(declared):
        words.pop()
    text = " ".join(_WORDS.get(word, word) for word in words)
    return text[:1].upper() + text[1:]


def expected(declared: Declared) -> str:
    """What a value must be, as a sentence in the reader's language; empty where the control leaves no choice."""
    if declared.type is bool or declared.choices:
        return ""
    if declared.type is tuple:
        return tr("It is a list of words.")
    low, high = f"{declared.low:g}", f"{declared.high:g}"
    if declared.type is str:
        return tr("It is a text of {low} to {high} {characters}.").format(
            low=low, high=high, characters=tr(declared.form or _CHARACTERS)
        )
    if declared.type is int:
        return tr("It is a whole number from {low} to {high}.").format(low=low, high=high)
    return tr("It is a number from {low} to {high}.").format(low=low, high=high)


def texts() -> tuple[str, ...]:
    """Every English text that stands in no source as a literal of its own, for Qt Linguist."""
    found = dict.fromkeys(_english_title(declared.section) for declared in Settings.declared())
    for declared in Settings.declared():
        found |= dict.fromkeys(text for text in (_english_label(declared), declared.help, declared.form) if text)
    return tuple(found)


def pages() -> tuple[tuple[str, tuple[Declared, ...]], ...]:
    """Every declared setting, by section, in the order of the file."""
    return tuple((section, tuple(group)) for section, group in groupby(Settings.declared(), key=lambda d: d.section))


def locked_words() -> str:
    """Why a value cannot be changed."""
    return tr("This value is set by your administrator.")


class SettingsForm:
    """The values as they stand in the dialog. What the policy locks cannot be changed."""

    def __init__(self, settings: Settings, locked: Container[str] = ()) -> None:
        self._before = settings
        self._locked = locked
        self._values: dict[str, Value] = {d.key: settings.value(d.key) for d in Settings.declared()}
        self._wrong: dict[str, str] = {}

    def locked(self, key: str) -> bool:
        """Whether the administrator set this value."""
        return key in self._locked

    def value(self, key: str) -> Value:
        """The latest good value."""
        return self._values[key]

    def put(self, declared: Declared, value: object) -> str:
        """Take a value; returns what is wrong with it, in words, or an empty text where it was taken."""
        if self.locked(declared.key):
            return locked_words()
        try:
            self._values[declared.key] = declared.accept(value)
        except ValueError:
            self._wrong[declared.key] = " ".join((tr("This cannot be used."), expected(declared))).strip()
            return self._wrong[declared.key]
        self._wrong.pop(declared.key, None)
        return ""

    @property
    def wrong(self) -> Mapping[str, str]:
        """What cannot be saved, by key."""
        return self._wrong

    @property
    def changed(self) -> tuple[str, ...]:
        """Keys of the values that differ from those the dialog began with."""
        return tuple(key for key, value in self._values.items() if value != self._before.value(key))

    def settings(self) -> Settings:
        """The settings as they stand; a wrong value counts as not changed."""
        return Settings.of(self._values | self._before.archive_values())
