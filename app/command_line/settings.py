"""``python -m app settings``: shows, sets, exports and imports settings; for roll-out by script."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from app import roll_out, setting_text
from app.loaded import keep_previous, with_values
from app.paths import Paths
from app.policy import machine_policy
from app.profile_lock import profile_lock
from app.settings import Problem, Settings
from app.store.audit import Action, AuditLog, Entry, login_name
from inference.errors import FirstreadError


def run(profile: Path | None, task: str, words: Sequence[str], merge: bool = False) -> int:
    """Carry out ``task``.

    Returns the exit status: 0 where it was done, 1 where not (nothing is changed then), 2 for wrong usage.
    """
    paths = Paths.of_profile(profile) if profile is not None else Paths.of_user()
    wanted = {"export": 1, "import": 1, "set": 2, "get": 1}[task]
    if len(words) != wanted or not words[0]:
        what = {"export": "FILE", "import": "FILE", "set": "KEY and VALUE", "get": "KEY"}[task]
        print(f"settings {task} needs {what}.", file=sys.stderr)
        return 2
    try:
        if task == "get":
            return _get(paths, words[0])
        if task == "export":
            return _export(paths, Path(words[0]))
        paths.make()
        with profile_lock(paths):
            return _set(paths, *words) if task == "set" else _import(paths, Path(words[0]), merge)
    except BrokenPipeError:
        raise  # nobody reads what is printed; the profile is sound
    except OSError as error:
        print(f"The profile cannot be used: {error.strerror or error}.", file=sys.stderr)
    except FirstreadError as error:
        print(error.reason.text, file=sys.stderr)
    return 1


def _get(paths: Paths, key: str) -> int:
    try:
        setting_text.declared(key)
    except ValueError as error:
        print(f"{error}.", file=sys.stderr)
        return 2
    policy = machine_policy()
    settings, problems = Settings.load(paths.settings_file, policy.values)
    for problem in (*policy.problems, *problems):  # the value is what is used all the same
        print(problem.text, file=sys.stderr)
    print(setting_text.to_text(settings.value(key)))
    return 0


def _export(paths: Paths, file: Path) -> int:
    settings, problems = Settings.load(paths.settings_file)
    if problems:
        _tell(problems, "Nothing was exported, because the settings themselves have errors:")
        return 1
    for left in roll_out.write(settings, paths, file):
        print(f"Left out: {left.key}, because {left.why}.")
    print(f"Settings written to {file.name}; passwords and tokens stay in this system's key store.")
    return 0


def _set(paths: Paths, key: str, text: str) -> int:
    try:
        values = {key: setting_text.from_text(setting_text.declared(key), text)}
    except ValueError as error:
        print(f"{error}; nothing was changed.", file=sys.stderr)
        return 2
    if key in machine_policy().values:
        print(f"{key} is set by your administrator; nothing was changed.", file=sys.stderr)
        return 1
    before, problems = Settings.load(paths.settings_file)
    if problems:
        _tell(problems, "Nothing was changed, because the settings have errors that would be lost:")
        return 1
    keep(paths, before, with_values(before, values))
    print(f"{key} = {setting_text.to_text(values[key])}")
    return 0


def _import(paths: Paths, file: Path, merge: bool) -> int:
    before, old_problems = Settings.load(paths.settings_file)
    if merge and old_problems:
        _tell(old_problems, "Nothing was changed, because the present settings have errors that would be lost:")
        return 1
    after, problems = roll_out.read(file, before, machine_policy().values, merge)
    if after is None:
        _tell(problems, f"Nothing was changed; {file.name} has errors:")
        return 1
    count = keep(paths, before, after)
    print(f"{count} {'setting' if count == 1 else 'settings'} changed; Firstread uses them from its next start on.")
    return 0


def keep(paths: Paths, before: Settings, after: Settings) -> int:
    """Save, with a copy of the file as it was, and note it; returns how many settings changed."""
    audit = AuditLog(paths.audit_file)  # first: what cannot be noted is not done
    changed = roll_out.changes(before, after)
    if paths.settings_file.exists() and changed:
        keep_previous(paths)
    after.save(paths.settings_file)
    audit.append(Entry(datetime.now(UTC), login_name(), Action.CHANGED, detail=f"setting {one}") for one in changed)
    return len(changed)


def _tell(problems: Sequence[Problem], title: str) -> None:
    print(title, file=sys.stderr)
    for problem in problems:
        print(f"  {problem.text}", file=sys.stderr)
