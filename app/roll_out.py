"""Settings for other machines: written without secrets and without what belongs to one machine, read with care."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import tomli_w

from app.errors import SettingsError
from app.paths import Paths
from app.secret_words import may_hold_secret
from app.settings import Problem, Settings, Value, accept_tables
from app.toml_file import TomlFile
from inference import __version__

#: Who reads here, and who signs in: of one person, not of a department.
_PERSONAL = ("team.reader_name", "archive.user")
_OTHERWISE = "nothing of the file was taken over"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A setting that was not written, and why."""

    key: str
    why: str


def for_others(settings: Settings, paths: Paths) -> tuple[str, tuple[LeftOut, ...]]:
    """``settings`` as TOML for other machines, and what was left out of it.

    Passwords, tokens and keys are in the system's key store and in files, never in the settings; what could be one
    nevertheless, such as a parameter of an address or a word of a command, is left out. So is what holds for one person
    or this machine alone.
    """
    left: list[LeftOut] = []
    values: dict[str, Value] = {one.key: settings.value(one.key) for one in Settings.declared()}
    defaults = {one.key: one.default for one in Settings.declared()}
    for key, value in values.items():
        why = _why_left(key, value, paths)
        if why and value != defaults[key]:
            left.append(LeftOut(key, why))
            values[key] = defaults[key]
    for key, value in settings.archive_values().items():
        why = _why_left(f"archive.{key.rpartition('.')[2]}", value, paths)
        if why:
            left.append(LeftOut(key, why))
        else:
            values[key] = value
    head = f"# Settings of Firstread {__version__}, for other machines; without secrets.\n"
    return head + tomli_w.dumps(Settings.of(values).tables()), tuple(left)


def _why_left(key: str, value: Value, paths: Paths) -> str:
    if key in _PERSONAL:
        return "it belongs to one person"
    if may_hold_secret(key, value):
        return "it may hold a password or token"
    words = value if isinstance(value, tuple) else (value,) if isinstance(value, str) else ()
    ours = (paths.config, paths.data, paths.cache)
    if any(Path(word).is_absolute() and any(Path(word).is_relative_to(one) for one in ours) for word in words):
        return "it is a folder of this user"
    return ""


def write(settings: Settings, paths: Paths, file: Path) -> tuple[LeftOut, ...]:
    """Write :func:`for_others` into ``file``; returns what was left out. Raises SettingsError."""
    text, left = for_others(settings, paths)
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        why = error.strerror or "unknown error"
        raise SettingsError("settings_not_exported", f"{file.name} cannot be written: {why}.") from error
    return left


def read(
    file: Path, present: Settings, policy: Mapping[str, Value], merge: bool = False
) -> tuple[Settings | None, tuple[Problem, ...]]:
    """The settings that result from taking over ``file``, or None and every line of it that is wrong.

    With ``merge``, what the file does not set stays as it is in ``present``; else it takes its default, but for what
    belongs to one person. A value that the policy sets otherwise is a problem, too.
    """
    try:
        found = TomlFile(file)
    except ValueError as error:
        return None, (Problem(file.name, f"{file.name} cannot be read ({error}); {_OTHERWISE}."),)
    except OSError as error:
        why = error.strerror or "unknown error"
        return None, (Problem(file.name, f"{file.name} cannot be opened ({why})."),)
    values, problems = accept_tables(found.tables, found, _OTHERWISE)
    locked = [
        Problem(key, f"{file.name}, line {found.line(key)}: {key} is set by your administrator.", found.line(key))
        for key, value in values.items()
        if key in policy and policy[key] != value
    ]
    if problems or locked:
        return None, (*problems, *locked)
    if merge:
        kept = {one.key: present.value(one.key) for one in Settings.declared()}
        if not any(key.startswith("archives.") for key in values):  # the list is one value
            kept |= present.archive_values()
    else:
        kept = {key: present.value(key) for key in _PERSONAL}
    return Settings.of({**kept, **values}), ()


def changes(before: Settings, after: Settings) -> tuple[str, ...]:
    """Each changed setting as ``key = value``, for the audit file; ``archives`` where the list of archives changed.

    A value that may hold a password or token is left out: the audit file may go to a collector.
    """
    told = [
        f"{one.key} = {'...' if may_hold_secret(one.key, after.value(one.key)) else repr(after.value(one.key))}"
        for one in Settings.declared()
        if before.value(one.key) != after.value(one.key)
    ]
    return (*told, *(["archives"] if before.more_archives != after.more_archives else []))
