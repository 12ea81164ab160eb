"""``python -m app settings``: what is written for other machines, what is taken over, and what is refused."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import roll_out, setting_text
from app.__main__ import main
from app.loaded import load, previous_file, save
from app.paths import Paths
from app.policy import Policy
from app.profile_lock import profile_lock
from app.settings import Problem, Settings, Value
from app.store.audit import verify

SECRET = "s3cr3t-XYZ"


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths.of_profile(tmp_path / "profile").make()


@pytest.fixture
def policy(monkeypatch: pytest.MonkeyPatch) -> dict[str, Value]:
    """A policy of this machine; fill it in."""
    values: dict[str, Value] = {}
    for module in ("app.command_line.settings", "app.loaded"):
        monkeypatch.setattr(f"{module}.machine_policy", lambda: Policy(values))
    return values


def _app(paths: Paths, *words: str) -> int:
    return main(["--profile", str(paths.config.parent), *words])


def test_a_policy_that_cannot_be_read_is_told_beside_a_value(
    paths: Paths, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = Problem("policy.toml", "policy.toml cannot be read; no policy is in force.")
    monkeypatch.setattr("app.command_line.settings.machine_policy", lambda: Policy({}, (bad,)))
    assert _app(paths, "settings", "get", "archive.host") == 0
    assert capsys.readouterr() == ("127.0.0.1\n", f"{bad.text}\n")


def test_settings_go_from_one_machine_to_another(
    paths: Paths, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = Settings(
        archive_host="pacs.example.org", archive_port=104, poll_interval_s=3.5, team_reader_name="Dr Who",
        queue_emergency_words=("stat", "two words"), more_archives=((("name", "B"), ("host", "b")),),
    )  # fmt: skip
    first.save(paths.settings_file)
    file = tmp_path / "roll-out.toml"
    assert _app(paths, "settings", "export", str(file)) == 0
    said = capsys.readouterr().out
    assert "team.reader_name, because it belongs to one person" in said and "Dr Who" not in file.read_text()

    other = Paths.of_profile(tmp_path / "other").make()
    Settings(team_reader_name="Dr Other", fetch_threads=7).save(other.settings_file)
    assert _app(other, "settings", "import", str(file)) == 0
    taken, problems = Settings.load(other.settings_file)
    assert problems == () and taken.team_reader_name == "Dr Other"
    assert taken.archive_host == "pacs.example.org" and taken.fetch_threads == Settings().fetch_threads
    assert taken.queue_emergency_words == ("stat", "two words") and taken.more_archives == first.more_archives
    assert Settings.load(previous_file(other))[0].fetch_threads == 7
    noted = [json.loads(line)["detail"] for line in other.audit_file.read_text(encoding="utf-8").splitlines()]
    assert "setting archive.port = 104" in noted and "setting archives" in noted
    assert verify(other.audit_file).problems == ()


def test_merge_keeps_what_the_file_does_not_set(paths: Paths, tmp_path: Path) -> None:
    Settings(fetch_threads=7, more_archives=((("host", "b"),),)).save(paths.settings_file)
    file = tmp_path / "part.toml"
    file.write_text("[archive]\nport = 104\n")
    assert _app(paths, "settings", "import", "--merge", str(file)) == 0
    taken, _ = Settings.load(paths.settings_file)
    assert (taken.fetch_threads, taken.archive_port, len(taken.more_archives)) == (7, 104, 1)


def test_each_bad_line_is_named_and_the_old_settings_stay(
    paths: Paths, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Settings(archive_host="old").save(paths.settings_file)
    before = paths.settings_file.read_bytes()
    file = tmp_path / "bad.toml"
    file.write_text("[archive]\nhost = 'new'\nport = 70000\nflavour = 'mild'\n[nonsense]\nx = 1\n")
    assert _app(paths, "settings", "import", str(file)) == 1
    said = capsys.readouterr().err
    for line in ("bad.toml, line 3: archive.port", "bad.toml, line 4: archive.flavour", "bad.toml, line 5: nonsense"):
        assert line in said
    assert paths.settings_file.read_bytes() == before and not previous_file(paths).exists()
    for content in (b"[archive\nport", b"\xff\xfe", b"a = " + b"[" * 5000):
        file.write_bytes(content)
        assert _app(paths, "settings", "import", str(file)) == 1
    assert _app(paths, "settings", "import", str(tmp_path / "missing.toml")) == 1
    assert paths.settings_file.read_bytes() == before


def test_one_setting_by_a_script(paths: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    assert _app(paths, "settings", "set", "archive.host", "pacs.example.org") == 0
    assert _app(paths, "settings", "set", "alerts.sound", "true") == 0
    assert _app(paths, "settings", "set", "queue.emergency_words", "stat, code blue") == 0
    capsys.readouterr()
    assert _app(paths, "settings", "get", "queue.emergency_words") == 0
    assert capsys.readouterr().out == "stat, code blue\n"
    settings, _ = Settings.load(paths.settings_file)
    assert settings.alerts_sound and settings.archive_host == "pacs.example.org"
    assert _app(paths, "settings", "set", "archive.port", "0") == 2
    assert "archive.port must be a whole number from 1 to 65535" in capsys.readouterr().err
    assert _app(paths, "settings", "set", "archives.port", "1") == 2
    assert "perhaps archive.port" in capsys.readouterr().err
    assert _app(paths, "settings", "get", "nothing") == 2
    assert _app(paths, "settings", "set", "archive.port") == 2
    assert Settings.load(paths.settings_file)[0] == settings


def test_settings_with_errors_are_not_overwritten(paths: Paths, tmp_path: Path) -> None:
    """What could not be read would be lost."""
    paths.settings_file.write_text("[archive]\nport = 'x'\nhost = 'a'\n")
    assert _app(paths, "settings", "set", "archive.host", "b") == 1
    assert _app(paths, "settings", "export", str(tmp_path / "out.toml")) == 1
    assert "'a'" in paths.settings_file.read_text() and not (tmp_path / "out.toml").exists()


def test_a_value_that_is_used_in_place_of_a_bad_one_is_told_as_that(
    paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    paths.settings_file.write_text("[archive]\nport = 'x'\n")
    assert _app(paths, "settings", "get", "archive.port") == 0
    told = capsys.readouterr()
    assert told.out == "4242\n" and "line 2: archive.port must be" in told.err


def test_what_cannot_be_noted_is_not_done(paths: Paths) -> None:
    paths.audit_file.mkdir()
    assert _app(paths, "settings", "set", "archive.host", "b") == 1
    assert not paths.settings_file.exists()


def test_no_secret_is_in_the_audit_file(paths: Paths) -> None:
    assert _app(paths, "settings", "set", "viewer.url", f"https://pacs/?accessToken={SECRET}&study={{study_uid}}") == 0
    noted = paths.audit_file.read_text()
    assert "setting viewer.url = ..." in noted and SECRET not in noted


def test_the_policy_cannot_be_gone_round(paths: Paths, tmp_path: Path, policy: dict[str, Value]) -> None:
    policy["archive.host"] = "pacs"
    file = tmp_path / "other.toml"
    file.write_text("[archive]\nhost = 'elsewhere'\n")
    assert _app(paths, "settings", "set", "archive.host", "elsewhere") == 1
    assert _app(paths, "settings", "import", str(file)) == 1
    assert not paths.settings_file.exists()
    found = load(paths, {"archive.host": "elsewhere", "archive.port": 104})
    assert (found.settings.archive_host, found.settings.archive_port) == ("pacs", 104)
    assert [problem.key for problem in found.problems] == ["archive.host"]
    assert found.locked == {"archive.host": "pacs", "archive.port": 104}


def test_nothing_is_changed_while_firstread_runs(paths: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    with profile_lock(paths):
        assert _app(paths, "settings", "set", "archive.port", "104") == 1
    assert "already runs" in capsys.readouterr().err and not paths.settings_file.exists()


def test_a_switch_holds_once_and_is_not_written(paths: Paths, policy: dict[str, Value]) -> None:
    Settings(archive_host="own").save(paths.settings_file)
    found = load(paths, {"archive.host": "once"})
    assert found.settings.archive_host == "once"
    save(found.settings, paths, found.policy, found.switches)
    assert Settings.load(paths.settings_file)[0].archive_host == "own"


@pytest.mark.parametrize("word", ["archive.port=0", "archive.port", "no.such=1", "alerts.sound=perhaps"])
def test_a_bad_switch_is_told_before_anything_starts(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--set", word])
    assert ended.value.code == 2 and word.partition("=")[0] in capsys.readouterr().err


def test_a_switch_without_meaning_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--set", "archive.port=1", "audit", "verify"])
    assert "no meaning for the command audit" in capsys.readouterr().err


@pytest.mark.parametrize(
    "settings",
    [
        Settings(archive_dicomweb_url=f"https://me:{SECRET}@pacs/dicom-web"),
        Settings(viewer_url=f"https://pacs/view?study={{study_uid}}&token={SECRET}"),
        Settings(viewer_command=("viewer", f"--api-key={SECRET}", "{study_uid}")),
        Settings(viewer_url=f"https://pacs/view?study={{study_uid}}&accessToken={SECRET}"),
        Settings(viewer_command=("viewer", f"--accessToken={SECRET}")),
        Settings(viewer_command=("viewer", "--password", SECRET)),
        Settings(archive_user=SECRET),
        Settings(archive_dicomweb_url=f"https://{SECRET}@pacs/dicom-web"),
        Settings(team_database=f"postgresql://reader:{SECRET}@db.example.org/firstread"),
        Settings(more_archives=((("host", "b"), ("dicomweb_url", f"https://u:{SECRET}@b/")),)),
    ],
)
def test_no_secret_is_exported(settings: Settings, paths: Paths) -> None:
    text, left = roll_out.for_others(settings, paths)
    assert SECRET not in text and len(left) == 1


def test_addresses_and_files_that_are_no_secret_are_exported(paths: Paths) -> None:
    settings = Settings(
        archive_dicomweb_url="https://pacs:8443/dicom-web", archive_tls_key_file="/etc/firstread/key.pem",
        viewer_url="https://pacs/view?study={study_uid}", cluster_token_file="/etc/firstread/token",
    )  # fmt: skip
    text, left = roll_out.for_others(settings, paths)
    assert left == () and "view?study={study_uid}" in text and "key.pem" in text


def test_a_folder_of_this_user_is_not_exported(paths: Paths) -> None:
    text, left = roll_out.for_others(Settings(analysis_model_dir=str(paths.data / "models" / "x")), paths)
    assert "model_dir" not in text and [one.key for one in left] == ["analysis.model_dir"]


@given(st.sampled_from(Settings.declared()), st.text(max_size=30))
def test_text_becomes_a_good_value_or_is_refused(declared, text) -> None:  # type: ignore[no-untyped-def]
    try:
        value = setting_text.from_text(declared, text)
    except ValueError as error:
        assert str(error).startswith(declared.key)
    else:
        assert declared.accept(value) == value
        assert setting_text.from_text(declared, setting_text.to_text(value)) == value


def test_every_default_survives_being_typed() -> None:
    for declared in Settings.declared():
        text = setting_text.to_text(declared.default)
        assert setting_text.from_text(declared, text) == declared.default
        values, wrong = setting_text.assignments([f"{declared.key}={text}"])
        assert wrong == () and values == {declared.key: declared.default}
        assert re.fullmatch(r"[a-z_]+\.[a-z0-9_]+", declared.key)


def test_letters_that_the_terminal_cannot_write_are_no_failure(tmp_path: Path) -> None:
    """As where a script on Windows keeps the output: status 1 would say that nothing was changed."""
    command = [sys.executable, "-m", "app", "--profile", str(tmp_path), "settings"]
    ascii_only = os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    for words, said in (
        (("set", "archive.name", "Größe"), b"archive.name = Gr\\xf6\\xdfe"),
        (("get", "archive.name"), b"Gr\\xf6\\xdfe"),
    ):
        done = subprocess.run([*command, *words], env=ascii_only, capture_output=True, check=False)
        assert done.returncode == 0 and done.stdout.startswith(said), done.stderr
