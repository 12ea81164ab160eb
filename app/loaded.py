"""The settings a program runs with: the user's file, beneath the switches of its command line, beneath the policy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from app.errors import SettingsError
from app.paths import Paths, write_private
from app.policy import Policy, machine_policy
from app.settings import Problem, Settings, Value

#: Ways to an archive that nothing but the address of its DICOMweb makes possible.
_BY_WEB = (("method", "dicomweb"), ("send_method", "stow-rs"))
NO_SWITCHES: Mapping[str, Value] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Loaded:
    """``switches`` are those in force, by key; ``problems`` name what could not be used of file, policy, switches."""

    settings: Settings
    policy: Policy
    switches: Mapping[str, Value]
    problems: tuple[Problem, ...]

    @property
    def locked(self) -> Mapping[str, Value]:
        """What the user cannot change while this runs."""
        return {**self.switches, **self.policy.values}


def load(paths: Paths, switches: Mapping[str, Value] = NO_SWITCHES) -> Loaded:
    """Read policy and file. Never raises for what they hold; a switch cannot change what the policy sets."""
    policy = machine_policy()
    settings, problems = Settings.load(paths.settings_file, policy.values)
    refused = [
        Problem(key, f"{key} is set by your administrator; the command line cannot change it.", overruled=True)
        for key, value in switches.items()
        if key in policy.values and policy.values[key] != value
    ]
    own = {key: value for key, value in switches.items() if key not in policy.values}
    settings, unfit = _that_fit(with_values(settings, own))
    return Loaded(settings, policy, own, (*policy.problems, *problems, *refused, *unfit, *_names(settings)))


def _names(settings: Settings) -> list[Problem]:
    """What would go wrong in silence: names of nothing, and one of two archives. The values are used all the same."""
    archives = [one.archive_name for one in settings.archives()]
    problems = [
        Problem(
            "archive.name", f"More than one archive is called {name}; they would share their passwords. Rename one."
        )
        for name in dict.fromkeys(archives)
        if archives.count(name) > 1
    ]
    if settings.results_send:
        for key, words, known in (
            ("results.archives", settings.results_archives, archives),
            ("results.objects", settings.results_objects, Settings().results_objects),
        ):
            lost, there = ", ".join(one for one in words if one not in known), ", ".join(known)
            if lost:
                problems.append(
                    Problem(key, f"{key} has {lost}; there is nothing but {there}, and nothing is sent for it.")
                )
    return problems


def _that_fit(settings: Settings) -> tuple[Settings, list[Problem]]:
    """``settings`` without values that need another one that is missing: with them no worklist would start."""
    values = {one.key: settings.value(one.key) for one in Settings.declared()} | settings.archive_values()
    problems = []
    for key, value in tuple(values.items()):
        archive, _, name = key.rpartition(".")
        if (name, value) in _BY_WEB and not values.get(f"{archive}.dicomweb_url"):
            del values[key]
            text = f"{key} is {value}, which needs {archive}.dicomweb_url; auto is used instead."
            problems.append(Problem(key, text))
    return (Settings.of(values), problems) if problems else (settings, problems)


def doubtful(problems: Iterable[Problem], section: str) -> bool:
    """Whether ``section`` may have been meant otherwise than it is used, because of one of ``problems``.

    Nothing that cannot be undone is to follow from the defaults that are used then. A section of an unknown name, and a
    file that cannot be read, may be about any.
    """
    known = {one.section for one in Settings.declared()} | {"archives"}
    named = {one.key.partition(".")[0] for one in problems if not one.overruled}
    return section in named or not named <= known


def keeping_all(settings: Settings) -> Settings:
    """``settings`` with the widest limits of ``[storage]``: what goes then goes for want of space on the disk alone."""
    widest = {one.key: one.high for one in Settings.declared() if one.section == "storage"}
    return with_values(settings, {**widest, "storage.free_gb": settings.storage_free_gb})


def with_values(settings: Settings, values: Mapping[str, Value]) -> Settings:
    """``settings`` with some values, by key, changed; raises ValueError for one that does not fit."""
    named: dict[str, Any] = {one.name: values[one.key] for one in Settings.declared() if one.key in values}
    return replace(settings, **named)


def save(
    settings: Settings,
    paths: Paths,
    policy: Policy,
    switches: Mapping[str, Value] = NO_SWITCHES,
    before: Settings | None = None,
) -> None:
    """Write ``settings`` into the user's file; raises SettingsError.

    ``before`` is what this program read or wrote there last: of what is still the same, the file keeps what somebody
    else has written into it meanwhile.

    What the policy sets is not the user's choice and is not written. Of what a switch set for this once, the file keeps
    the value that it had. A file that could not be used in full is kept under another name: what was meant may be lost.
    """
    kept, problems = Settings.load(paths.settings_file)
    if problems:
        keep_previous(paths)
    by_others = set(switches)
    if before is not None and not problems and paths.settings_file.exists():
        by_others |= {d.key for d in Settings.declared() if before.value(d.key) == settings.value(d.key)}
        if before.more_archives == settings.more_archives:
            settings = replace(settings, more_archives=kept.more_archives)
    settings = with_values(settings, {key: kept.value(key) for key in by_others})
    settings.save(paths.settings_file, policy.values)


def previous_file(paths: Paths) -> Path:
    """The settings file as it was before its latest import or ``settings set``, or before errors in it were lost."""
    return paths.settings_file.with_suffix(".previous.toml")


def keep_previous(paths: Paths) -> None:
    """Keep the settings file as it is in :func:`previous_file`; raises SettingsError."""
    try:
        write_private(previous_file(paths), paths.settings_file.read_bytes())
    except OSError as error:
        why = error.strerror or "unknown error"
        raise SettingsError("settings_not_kept", f"The settings as they were cannot be kept: {why}.") from error
