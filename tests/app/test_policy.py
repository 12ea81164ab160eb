from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path

from app.policy import REGISTRY_KEY, Policy, before, machine_policy, policy_file, registry_policy
from app.settings import Settings


class Hive:
    """Windows' registry as winreg shows it, because there is none elsewhere."""

    HKEY_LOCAL_MACHINE = "HKLM"

    def __init__(self, keys: dict[str, dict[str, object]]) -> None:
        self._keys = keys

    def OpenKey(self, key: str, sub_key: str, /) -> nullcontext[dict[str, object]]:
        assert key == self.HKEY_LOCAL_MACHINE
        if sub_key not in self._keys:
            raise FileNotFoundError(sub_key)
        return nullcontext(self._keys[sub_key])

    def EnumValue(self, key: dict[str, object], index: int, /) -> tuple[str, object, int]:
        if index >= len(key):
            raise OSError("no more data")
        name, value = list(key.items())[index]
        return name, value, 1


def test_a_machine_without_policy(tmp_path: Path) -> None:
    assert machine_policy(tmp_path / "policy.toml") == Policy({}, ())


def test_the_policy_goes_before_the_file_of_the_user(tmp_path: Path) -> None:
    machine, user = tmp_path / "policy.toml", tmp_path / "settings.toml"
    machine.write_text("[archive]\nhost = 'pacs.hospital'\nport = 104\n")
    user.write_text("[archive]\nhost = 'elsewhere'\nport = 104\nname = 'Mine'\n")
    policy = machine_policy(machine)
    assert policy == Policy({"archive.host": "pacs.hospital", "archive.port": 104}, ())
    settings, problems = Settings.load(user, policy.values)
    assert (settings.archive_host, settings.archive_port, settings.archive_name) == ("pacs.hospital", 104, "Mine")
    assert [problem.key for problem in problems] == ["archive.host"]
    assert "administrator" in problems[0].text


def test_what_the_policy_sets_is_not_written_into_the_file_of_the_user(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    Settings(archive_host="pacs.hospital", archive_name="Mine").save(path, {"archive.host": "pacs.hospital"})
    assert path.read_text() == '[archive]\nname = "Mine"\n'


def test_a_bad_value_is_not_in_force_and_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    path.write_text("[archive]\n\nport = 'x'\nhost = 'pacs'\n")
    policy = machine_policy(path)
    assert policy.values == {"archive.host": "pacs"}
    (problem,) = policy.problems
    assert problem.line == 3 and problem.text.startswith("policy.toml, line 3: archive.port must be ")
    assert problem.text.endswith("the policy does not set it.")


def test_a_policy_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    path.write_text("[archive")
    (problem,) = machine_policy(path).problems
    assert problem.text.endswith("no policy is in force.")
    path.unlink()
    path.mkdir()
    (problem,) = machine_policy(path).problems
    assert problem.text.endswith("no policy is in force.")


def test_the_registry_of_windows() -> None:
    hive = Hive(
        {
            REGISTRY_KEY + r"\archive": {"host": "pacs", "port": 104, "dimse_timeout_s": "30.5", "ae_title": 7},
            REGISTRY_KEY + r"\queue": {"emergency_words": ["stroke", "code red"]},
            REGISTRY_KEY + r"\kitchen": {"sink": 1},
        }
    )
    policy = registry_policy(hive)
    assert policy.values == {
        "archive.host": "pacs",
        "archive.port": 104,
        "archive.dimse_timeout_s": 30.5,
        "queue.emergency_words": ("stroke", "code red"),
    }
    assert [problem.key for problem in policy.problems] == ["archive.ae_title"]


def test_further_archives_in_the_registry() -> None:
    hive = Hive(
        {
            REGISTRY_KEY + r"\archives\1": {"name": "Emergency", "host": "er", "tls": 1, "acse_timeout_s": "4.5"},
            REGISTRY_KEY + r"\archives\2": {"host": "cloud", "port": "x"},
            REGISTRY_KEY + r"\archives\4": {"host": "after a gap"},
        }
    )
    policy = registry_policy(hive)
    assert [problem.key for problem in policy.problems] == ["archives.1.port"]
    settings, _ = Settings.load(Path("none"), policy.values)
    assert [(one.archive_name, one.archive_host, one.archive_tls) for one in settings.archives()] == [
        ("Emergency", "er", True), ("Archive 3", "cloud", False)
    ]  # fmt: skip
    assert settings.archives()[0].archive_acse_timeout_s == 4.5


def test_the_registry_goes_before_the_file_and_lists_do_not_mix() -> None:
    file = Policy({"archive.host": "a", "archive.port": 1, "archives.0.name": "x", "archives.1.name": "y"}, ())
    registry = Policy({"archive.host": "b", "archives.0.name": "z"}, ())
    assert before(registry, file).values == {"archive.host": "b", "archive.port": 1, "archives.0.name": "z"}
    assert before(Policy({"archive.host": "b"}), file).values == {**file.values, "archive.host": "b"}


def test_the_place_of_the_policy_is_the_machine_s_own() -> None:
    path = policy_file()
    assert path.name == "policy.toml" and path.is_absolute()
    assert not path.is_relative_to(Path.home())
    if sys.platform == "linux":
        assert path == Path("/etc/firstread/policy.toml")
