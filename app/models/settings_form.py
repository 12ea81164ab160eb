"""What the settings dialog shows of the declared settings, and the choices made in it until they are saved."""

from __future__ import annotations

from collections.abc import Container, Mapping
from itertools import groupby

from app.settings import Declared, Settings, Value

_TITLES = {
    "archive": "Archive", "poll": "New studies", "fetch": "Fetching", "analysis": "Analysis", "queue": "Order of work",
    "storage": "Storage", "team": "Readers", "viewer": "Viewer of the PACS", "alerts": "Alerts",
    "department": "Department",
    "window": "Window",
}  # fmt: skip
_UNITS = {"s": "s", "minutes": "min", "hours": "h", "days": "days", "gb": "GB", "mb": "MB", "percent": "%"}
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
    """The title of a section's page."""
    return _TITLES.get(section, section.replace("_", " ").capitalize())


def unit(declared: Declared) -> str:
    """The unit of a number, such as ``"s"``; empty where it has none."""
    return _UNITS.get(declared.name.rpartition("_")[2], "") if declared.type in (int, float) else ""


def label(declared: Declared) -> str:
    """The name of a setting for people: its key without section and unit."""
    words = declared.key.partition(".")[2].split("_")
    if unit(declared):
        words.pop()
    text = " ".join(_WORDS.get(word, word) for word in words)
    return text[:1].upper() + text[1:]


def pages() -> tuple[tuple[str, tuple[Declared, ...]], ...]:
    """Every declared setting, by section, in the order of the file."""
    return tuple((section, tuple(group)) for section, group in groupby(Settings.declared(), key=lambda d: d.section))


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
            return "This value is set by your administrator."
        try:
            self._values[declared.key] = declared.accept(value)
        except ValueError:
            self._wrong[declared.key] = f"This must be {declared.expected}."
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
