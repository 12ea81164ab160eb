"""Every setting, declared once: section, type, default, range and help.

The file is TOML with one table per section. A value that is missing takes its default; a value of the wrong type
or out of range is named as a :class:`Problem` and takes its default too, so a bad file never stops the worklist.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, get_type_hints

import tomli_w

from app.errors import SettingsError
from app.paths import PRIVATE_FILE, private_folder

Value = bool | int | float | str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """One value of the settings file that was not used; ``text`` names it and says what is used instead."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Declared:
    """How one setting is declared. ``low`` and ``high`` are inclusive; for text they bound its length."""

    name: str
    section: str
    type: type
    default: Value
    help: str
    low: float
    high: float
    choices: tuple[str, ...]

    @property
    def key(self) -> str:
        """Table and key in the file, such as ``archive.port``."""
        return f"{self.section}.{self.name.removeprefix(self.section + '_')}"

    @property
    def expected(self) -> str:
        """In words, what the value must be."""
        if self.type is bool:
            return "true or false"
        if self.choices:
            return "one of " + ", ".join(self.choices)
        if self.type is tuple:
            return "a list of words"
        if self.type is str:
            return f"a text of {self.low:g} to {self.high:g} characters"
        return f"a {'whole ' if self.type is int else ''}number from {self.low:g} to {self.high:g}"

    def accept(self, value: object) -> Value:
        """``value`` as this setting's own type; raises ValueError where it does not fit."""
        if self.type is bool and isinstance(value, bool):
            return value
        if self.type in (int, float) and isinstance(value, int | float) and not isinstance(value, bool):
            whole = self.type is float or float(value).is_integer()
            if math.isfinite(value) and whole and self.low <= value <= self.high:
                return float(value) if self.type is float else int(value)
        if self.type is str and isinstance(value, str):
            fits = value in self.choices if self.choices else self.low <= len(value) <= self.high
            if fits and value.isprintable():
                return value
        if self.type is tuple and isinstance(value, list | tuple) and all(isinstance(v, str) and v for v in value):
            return tuple(value)
        raise ValueError(f"{self.key} must be {self.expected}")


def _declare(
    section: str, default: Value, help: str, low: float = 0, high: float = math.inf, choices: tuple[str, ...] = ()
) -> Any:
    return field(
        default=default,
        metadata={"default": default, "section": section, "help": help, "low": low, "high": high, "choices": choices},
    )


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings with their values; construct with keywords, load with :meth:`load`."""

    archive_name: str = _declare("archive", "Archive", "Name of the archive, as shown in the status bar.", 1, 40)
    archive_host: str = _declare("archive", "127.0.0.1", "Host name or address of the archive (PACS).", 1, 253)
    archive_port: int = _declare("archive", 4242, "TCP port of the archive's DICOM service.", 1, 65535)
    archive_ae_title: str = _declare("archive", "ORTHANC", "AE title of the archive.", 1, 16)
    archive_calling_ae_title: str = _declare(
        "archive", "FIRSTREAD", "Our own AE title, as the archive's administrator entered it.", 1, 16
    )
    archive_connection_timeout_s: float = _declare(
        "archive", 2.0, "Seconds to wait for the TCP connection before the archive counts as unreachable.", 0.1, 60
    )
    archive_acse_timeout_s: float = _declare(
        "archive", 2.5, "Seconds to wait for the archive to accept or release an association.", 0.1, 120
    )
    archive_dimse_timeout_s: float = _declare(
        "archive", 60.0, "Seconds to wait for the next answer or image; some archives think for minutes.", 1, 900
    )
    archive_network_timeout_s: float = _declare(
        "archive", 60.0, "Seconds without any data after which a connection counts as dead.", 1, 900
    )

    poll_interval_s: float = _declare("poll", 15.0, "Seconds between two questions for new studies.", 0.2, 3600)
    poll_lookback_hours: float = _declare(
        "poll", 24.0, "How far back studies are asked for, in hours; rounded to whole days.", 1, 24 * 60
    )
    poll_modality: str = _declare("poll", "CT", "Modality of the studies to look at.", choices=("CT",))

    fetch_threads: int = _declare("fetch", 2, "How many studies are fetched at the same time.", 1, 8)
    fetch_settle_s: float = _declare(
        "fetch", 5.0, "Seconds without a change in its number of images before a new study is fetched.",
        0, 600,
    )  # fmt: skip
    fetch_retries: int = _declare(
        "fetch", 6, "How often a study is fetched again when images are missing or the archive fails.", 0, 100
    )
    fetch_backoff_s: float = _declare(
        "fetch", 10.0, "Seconds before the first of these attempts; doubled each time, at most ten minutes.", 0.05, 600
    )

    analysis_provider: str = _declare(
        "analysis", "auto", "Where the network runs; auto takes the fastest that really works.",
        choices=("auto", "tensorrt", "cuda", "openvino", "cpu"),
    )  # fmt: skip
    analysis_model_dir: str = _declare(
        "analysis", "", "Folder of the trained model; empty for the model that ships with Firstread.", 0, 1024
    )
    analysis_timeout_s: float = _declare(
        "analysis", 300.0, "Seconds after which the analysis of one study is given up.", 1, 7200
    )

    queue_recent_hours: float = _declare(
        "queue", 4.0, "Studies not older than this are fetched and analysed before the backlog.", 0.1, 24 * 60
    )
    queue_emergency_words: tuple[str, ...] = _declare(
        "queue", ("emergency", "trauma", "stroke", "stat"),
        "A study whose description or station has one of these words is fetched and analysed before routine ones.",
    )  # fmt: skip

    def __post_init__(self) -> None:
        for declared in self.declared():
            object.__setattr__(self, declared.name, declared.accept(getattr(self, declared.name)))

    @classmethod
    def declared(cls) -> tuple[Declared, ...]:
        """Every setting, in the order of the file."""
        return _DECLARED

    @classmethod
    def from_tables(cls, tables: Mapping[str, object]) -> tuple[Settings, tuple[Problem, ...]]:
        """Settings from parsed TOML, and the values that could not be used."""
        values: dict[str, Any] = {}
        problems: list[Problem] = []
        known = {declared.key: declared for declared in _DECLARED}
        sections = {declared.section for declared in _DECLARED}
        for section, table in tables.items():
            if section not in sections or not isinstance(table, Mapping):
                problems.append(Problem(str(section), f"{section} is not a section of the settings; it is ignored."))
                continue
            for name, value in table.items():
                key = f"{section}.{name}"
                declared = known.get(key)
                if declared is None:
                    problems.append(Problem(key, f"{key} is not a setting; it is ignored."))
                    continue
                try:
                    values[declared.name] = declared.accept(value)
                except ValueError:
                    shown = "its default" if declared.type is tuple else repr(declared.default)
                    problems.append(Problem(key, f"{key} must be {declared.expected}; {shown} is used instead."))
        return cls(**values), tuple(problems)

    @classmethod
    def load(cls, path: Path) -> tuple[Settings, tuple[Problem, ...]]:
        """Settings of the file at ``path`` and its problems; defaults without a file. Never raises for its content."""
        try:
            tables = tomllib.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return cls(), ()
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            where = str(error) if isinstance(error, tomllib.TOMLDecodeError) else "it is not UTF-8 text"
            return cls(), (Problem(path.name, f"{path.name} cannot be read ({where}); the defaults are used instead."),)
        except OSError as error:
            why = error.strerror or "unknown error"
            return cls(), (Problem(path.name, f"{path.name} cannot be opened ({why}); the defaults are used instead."),)
        return cls.from_tables(tables)

    def tables(self) -> dict[str, dict[str, Any]]:
        """What differs from the defaults, as TOML tables; so a better default of a later version takes effect."""
        tables: dict[str, dict[str, Any]] = {}
        for declared in _DECLARED:
            value = getattr(self, declared.name)
            if value != declared.default:
                plain = list(value) if isinstance(value, tuple) else value
                tables.setdefault(declared.section, {})[declared.key.partition(".")[2]] = plain
        return tables

    def save(self, path: Path) -> None:
        """Write the file with mode 0600, in one step so that a crash leaves the old one; raises SettingsError."""
        partial = path.with_name(path.name + ".part")
        try:
            private_folder(path.parent)
            partial.write_text(tomli_w.dumps(self.tables()), encoding="utf-8")
            partial.chmod(PRIVATE_FILE)
            partial.replace(path)
        except OSError as error:
            why = error.strerror or "unknown error"
            raise SettingsError("settings_not_saved", f"The settings could not be saved: {why}.") from error


def _declarations() -> tuple[Declared, ...]:
    types = get_type_hints(Settings)
    return tuple(
        Declared(f.name, type=getattr(types[f.name], "__origin__", types[f.name]), **f.metadata)
        for f in fields(Settings)
    )


_DECLARED = _declarations()
