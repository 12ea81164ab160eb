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


def cannot_choose(blast_ct_imported: bool) -> dict[str, str]:
    """By key, why a value other than the default would not work on this computer."""
    if blast_ct_imported:
        return {}
    text = tr(
        "BLAST-CT cannot be chosen yet, because it was not imported on this computer. To import the checkpoints that "
        "you have of it: {command}"
    ).format(command="python -m inference import-blast-ct CHECKPOINT...")
    return dict.fromkeys(("analysis.reader", "analysis.second_reader"), text)


class SettingsForm:
    """The values as they stand in the dialog. What the policy locks cannot be changed.

    Further archives (``[[archives]]``) go by a number each, which stays its own as long as the form lives.
    """

    def __init__(self, settings: Settings, locked: Container[str] = ()) -> None:
        self._before = settings
        self._locked = locked
        self._values: dict[str, Value] = {d.key: settings.value(d.key) for d in Settings.declared()}
        self._wrong: dict[str, str] = {}
        self._archives = {number: dict(entry) for number, entry in enumerate(settings.more_archives)}
        self._next = len(self._archives)

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
        accepted = self._accepted(declared.key, declared, value, {self.archive_name(one) for one in self._archives})
        if accepted is None:
            return self._wrong[declared.key]
        self._values[declared.key] = accepted
        return ""

    def _accepted(self, key: str, declared: Declared, value: object, taken: Container[object]) -> Value | None:
        """The value as the setting's own type; None where it cannot be used. No two archives have one name."""
        try:
            accepted = declared.accept(value)
        except ValueError:
            self._wrong[key] = " ".join((tr("This cannot be used."), expected(declared))).strip()
            return None
        if declared.name == "archive_name" and accepted in taken:
            self._wrong[key] = tr("Another archive has this name.")
            return None
        self._wrong.pop(key, None)
        return accepted

    # ---- further archives ----

    @property
    def archives(self) -> tuple[int, ...]:
        """The further archives, in their order."""
        return tuple(self._archives)

    @property
    def archives_locked(self) -> bool:
        """Whether the administrator set the list of further archives, which is one value."""
        return self.locked("archives.0.name")

    def archive_name(self, number: int) -> str:
        """What a further archive is called."""
        return str(self._archives[number].get("name", ""))

    def add_archive(self) -> int:
        """One more archive, whose name no other has; returns its number."""
        names, count = self._names(), len(self._archives) + 2
        while f"Archive {count}" in names:
            count += 1
        number, self._next = self._next, self._next + 1
        self._archives[number] = {"name": f"Archive {count}"}
        return number

    def remove_archive(self, number: int) -> None:
        """Forget a further archive."""
        del self._archives[number]
        for key in [key for key in self._wrong if key.startswith(f"archives.{number}.")]:
            del self._wrong[key]

    def archive_value(self, number: int, declared: Declared) -> Value:
        """What a further archive has for a setting of section ``archive``."""
        return self._archives[number].get(_name(declared), self.otherwise(declared))

    def otherwise(self, declared: Declared) -> Value:
        """What a further archive has where nothing is set for it."""
        return self._values[declared.key] if declared.shared else declared.default

    def put_archive(self, number: int, declared: Declared, value: object) -> str:
        """As :meth:`put`, for a further archive."""
        if self.archives_locked:
            return locked_words()
        name = _name(declared)
        key = f"archives.{number}.{name}"
        accepted = self._accepted(key, declared, value, self._names(number))
        if accepted is None:
            return self._wrong[key]
        if name != "name" and accepted == self.otherwise(declared):
            self._archives[number].pop(name, None)
        else:
            self._archives[number][name] = accepted
        return ""

    def _names(self, without: int | None = None) -> set[str]:
        """Names of all archives but one."""
        others = {self.archive_name(number) for number in self._archives if number != without}
        return {str(self._values["archive.name"]), *others}

    # ---- all of it ----

    @property
    def wrong(self) -> Mapping[str, str]:
        """What cannot be saved, by key."""
        return self._wrong

    @property
    def changed(self) -> tuple[str, ...]:
        """Keys of the values that differ from those the dialog began with; ``archives`` for the further ones."""
        keys = tuple(key for key, value in self._values.items() if value != self._before.value(key))
        more = [dict(entry) for entry in self._before.more_archives] != list(self._archives.values())
        return (*keys, "archives") if more else keys

    def settings(self) -> Settings:
        """The settings as they stand; a wrong value counts as not changed."""
        archives = {
            f"archives.{place}.{name}": value
            for place, entry in enumerate(self._archives.values())
            for name, value in entry.items()
        }
        return Settings.of(self._values | archives)


def _name(declared: Declared) -> str:
    return declared.key.partition(".")[2]
