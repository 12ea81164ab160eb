"""What the doctor looks at, in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from app.doctor import machine
from app.doctor.archive import examine_archive
from app.doctor.department import examine_department
from app.doctor.finding import Finding, Wrong, look, look_at
from app.doctor.intake import examine_intake
from app.loaded import NO_SWITCHES, Loaded, load
from app.pacs.archive import Archive
from app.pacs.association import Cancel
from app.paths import Paths
from app.settings import Settings, Value

COMPUTER = "This computer"


def examine(
    profile: Path | None, cancel: Cancel | None = None, switches: Mapping[str, Value] = NO_SWITCHES
) -> Iterator[Finding]:
    """All findings of a profile, one after the other, as they come. Raises ArchiveCancelled once ``cancel`` is set.

    ``switches`` are settings of the command line.
    """
    paths = Paths.of_profile(profile) if profile is not None else Paths.of_user()
    return examine_paths(paths, cancel or Cancel(), switches)


def examine_paths(paths: Paths, cancel: Cancel, switches: Mapping[str, Value] = NO_SWITCHES) -> Iterator[Finding]:
    """As :func:`examine`, for the files of one profile."""
    found = load(paths, switches)
    settings = found.settings

    def settings_read() -> str:
        if found.problems:
            raise Wrong(" ".join(problem.text for problem in found.problems), _remedy(found, switches))
        return "The settings were read." if paths.settings_file.exists() else "No settings yet: the defaults are used."

    steps: tuple[tuple[str, Callable[[], str]], ...] = (
        ("program", machine.program),
        ("screen", machine.screen),
        ("settings", settings_read),
        ("disk: config", lambda: machine.disk(paths.config)),
        ("disk: data", lambda: machine.disk(paths.data)),
        ("disk: cache", lambda: machine.disk(paths.cache)),
        ("disk: log", lambda: machine.disk(paths.log)),
        ("disk: speed", lambda: machine.disk_speed(paths.cache)),
        ("permissions", lambda: machine.permissions(paths)),
        ("room", lambda: machine.room(paths.cache, settings)),
        ("journal", lambda: machine.journal(paths.journal_file)),
        ("key store", lambda: machine.key_store(settings)),
    )
    yield from look_at(((True, name, see) for name, see in steps), COMPUTER, cancel)
    yield from examine_intake(settings, COMPUTER, cancel)
    yield from _archives(settings, cancel)
    yield from examine_department(settings, cancel)
    yield look("processor", lambda: machine.processor(settings, cancel), "Analysis")
    if settings.analysis_second_reader:
        yield look("second reader", lambda: machine.second_reader(settings, cancel), "Analysis")


def _remedy(found: Loaded, switches: Mapping[str, Value]) -> str:
    """Who can mend what is wrong with the settings: a problem is of the policy, of the command line, or of the file."""
    policy = [one for one in found.problems if one in found.policy.problems]
    refused = [one for one in found.problems if one.overruled and one.key in switches and one not in policy]
    words = ["Have your administrator correct the policy."] if policy else []
    words += [f"Leave out --set {one.key}." for one in refused]
    if len(found.problems) > len(policy) + len(refused):
        words.append("Correct settings.toml.")
    return " ".join(words)


def _archives(settings: Settings, cancel: Cancel) -> Iterator[Finding]:
    try:
        archives = Archive.all_from_settings(settings)
    except ValueError as error:
        yield Finding(
            "archive", False, f"The archive's settings are wrong: {error}.", "Correct settings.toml.", group=COMPUTER
        )
        return
    for archive in archives:
        yield from examine_archive(archive, settings, cancel)
