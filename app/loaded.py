"""The settings a program runs with: the user's file, beneath the switches of its command line, beneath the policy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from app.paths import Paths
from app.policy import Policy, machine_policy
from app.settings import Problem, Settings, Value

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
        Problem(key, f"{key} is set by your administrator; the command line cannot change it.")
        for key, value in switches.items()
        if key in policy.values and policy.values[key] != value
    ]
    own = {key: value for key, value in switches.items() if key not in policy.values}
    return Loaded(with_values(settings, own), policy, own, (*policy.problems, *problems, *refused))


def with_values(settings: Settings, values: Mapping[str, Value]) -> Settings:
    """``settings`` with some values, by key, changed; raises ValueError for one that does not fit."""
    named: dict[str, Any] = {one.name: values[one.key] for one in Settings.declared() if one.key in values}
    return replace(settings, **named)


def save(settings: Settings, paths: Paths, policy: Policy, switches: Mapping[str, Value] = NO_SWITCHES) -> None:
    """Write ``settings`` into the user's file; raises SettingsError.

    What the policy sets is not the user's choice and is not written. Of what a switch set for this once, the file keeps
    the value that it had.
    """
    if switches:
        kept, _ = Settings.load(paths.settings_file)
        settings = with_values(settings, {key: kept.value(key) for key in switches})
    settings.save(paths.settings_file, policy.values)
