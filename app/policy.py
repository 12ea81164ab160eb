"""The machine's policy: settings that its administrator made for all users, and that no user can change.

A TOML file such as ``settings.toml`` in a folder that only administrators write to; on Windows also the registry, as
group policies fill it: ``HKLM\\Software\\Policies\\Firstread\\<section>`` with one value per setting, and
``...\\archives\\1``, ``2`` and so on for the tables ``[[archives]]``. The registry goes before the file.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from app.settings import Declared, Problem, Settings, Value, accept_file, accept_tables

REGISTRY_KEY = r"Software\Policies\Firstread"
_OTHERWISE = "the policy does not set it"
_INSTEAD = "no policy is in force"


@dataclass(frozen=True, slots=True)
class Policy:
    """``values`` by key, such as ``archive.port``; ``problems`` name what could not be used and is not in force."""

    values: Mapping[str, Value] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def policy_file() -> Path:
    """Where this platform's administrators put the policy."""
    if sys.platform == "win32":
        return Path(os.environ.get("PROGRAMDATA", r"C:\ProgramData")) / "Firstread" / "policy.toml"
    if sys.platform == "darwin":
        return Path("/Library/Application Support/Firstread/policy.toml")
    return Path("/etc/firstread/policy.toml")


def machine_policy(path: Path | None = None) -> Policy:
    """The policy of this machine, from ``path`` or the platform's own place; empty without one. Never raises."""
    values, problems = accept_file(path or policy_file(), _OTHERWISE, _INSTEAD)
    if sys.platform == "win32":
        import winreg

        return before(registry_policy(winreg), Policy(values, problems))
    return Policy(values, problems)


def before(first: Policy, second: Policy) -> Policy:
    """Both in force, ``first`` where they differ. The list of further archives is one value: two do not mix."""
    values = dict(second.values)
    if any(key.startswith("archives.") for key in first.values):
        values = {key: value for key, value in values.items() if not key.startswith("archives.")}
    return Policy(values | dict(first.values), (*second.problems, *first.problems))


class Registry(Protocol):
    """What is used of the module ``winreg``."""

    HKEY_LOCAL_MACHINE: Any

    def OpenKey(self, key: Any, sub_key: str, /) -> Any:
        """A key, as a context manager; raises OSError."""

    def EnumValue(self, key: Any, index: int, /) -> tuple[str, Any, int]:
        """Name, value and type of a value; raises OSError after the last."""


def registry_policy(registry: Registry) -> Policy:
    """The policy in the registry; keys that are not there set nothing."""
    tables: dict[str, object] = {}
    for section in dict.fromkeys(declared.section for declared in Settings.declared()):
        table = _table(registry, section, section)
        if table:
            tables[section] = table
    archives = list[Mapping[str, object]]()
    while (table := _table(registry, f"archives\\{len(archives) + 1}", "archive")) is not None:
        archives.append(table)
    if archives:
        tables["archives"] = archives
    values, problems = accept_tables(tables, otherwise=_OTHERWISE)
    return Policy(values, problems)


def _table(registry: Registry, name: str, section: str) -> dict[str, object] | None:
    """What a key below ours holds, as settings of ``section``; None where it is not there."""
    known = {
        declared.key.partition(".")[2]: declared for declared in Settings.declared() if declared.section == section
    }
    try:
        with registry.OpenKey(registry.HKEY_LOCAL_MACHINE, f"{REGISTRY_KEY}\\{name}") as key:
            return {name: _converted(known.get(name), value) for name, value in _values(registry, key)}
    except OSError:
        return None


def _values(registry: Registry, key: Any) -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = []
    while True:
        try:
            name, value, _ = registry.EnumValue(key, len(found))
        except OSError:
            return found
        found.append((name, value))


def _converted(declared: Declared | None, value: object) -> object:
    """The registry has no truth values and no fractions: they come as 0 or 1, and as text."""
    if declared is None:
        return value
    if declared.type is bool and value in (0, 1):
        return bool(value)
    if declared.type in (int, float) and isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            return value
    return value
