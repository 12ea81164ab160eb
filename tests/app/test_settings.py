"""Settings: declared once, read tolerantly, written privately."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import SettingsError
from app.loaded import doubtful
from app.pacs.archive import Archive
from app.settings import Declared, Settings

by_name = pytest.mark.parametrize("declared", Settings.declared(), ids=lambda d: d.key)


@pytest.mark.parametrize(
    ("text", "doubted"),
    [
        ("[archive]\nport =", {"archive", "privacy", "storage"}),
        ("[storage]\nresults_days = '9'", {"storage"}),
        ("[privacy]\nencrypt_jornal = true", {"privacy"}),
        ("[privcy]\nencrypt_journal = true", {"archive", "privacy", "storage"}),
        ("archives = 1", set()),
        ("[archive]\nport = 105", set()),
    ],
)
def test_what_a_bad_file_leaves_in_doubt(text: str, doubted: set[str], tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(text)
    _, problems = Settings.load(file, {"archive.port": 104})
    assert {one for one in ("archive", "privacy", "storage") if doubtful(problems, one)} == doubted


def test_no_file_gives_the_defaults(tmp_path: Path) -> None:
    assert Settings.load(tmp_path / "settings.toml") == (Settings(), ())


@by_name
def test_every_setting_is_documented_and_its_default_fits(declared: Declared) -> None:
    assert declared.help.endswith(".") and len(declared.help) > 20
    assert declared.accept(declared.default) == declared.default
    assert type(declared.default) is declared.type
    assert declared.key.startswith(declared.section + ".")


@by_name
def test_a_bad_value_is_named_and_the_default_used(declared: Declared) -> None:
    section, _, name = declared.key.partition(".")
    bad = {"nested": 1}
    settings, (problem,) = Settings.from_tables({section: {name: bad}})
    assert settings == Settings()
    assert problem.key == declared.key
    assert declared.key in problem.text and problem.text.endswith("is used instead.")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[archive]\nport = 0", "archive.port"),
        ("[archive]\nport = 65536", "archive.port"),
        ("[archive]\nport = true", "archive.port"),
        ("[archive]\nport = 104.5", "archive.port"),
        ("[archive]\nport = '104'", "archive.port"),
        ("[archive]\nae_title = ''", "archive.ae_title"),
        ("[archive]\nae_title = 'SEVENTEEN_LETTERS'", "archive.ae_title"),
        ("[archive]\nae_title = 'A\\B'", "archive.ae_title"),
        ("[archive]\nae_title = '   '", "archive.ae_title"),
        ("[archive]\ncalling_ae_title = 'É'", "archive.calling_ae_title"),
        ("[archive]\nport = 1" + "0" * 400, "archive.port"),
        ("[poll]\ninterval_s = 1" + "0" * 400, "poll.interval_s"),
        ("[poll]\ninterval_s = 1e999", "poll.interval_s"),
        ("a = " + "[" * 100_000, "settings.toml"),
        ("[poll]\ninterval_s = nan", "poll.interval_s"),
        ("[poll]\ninterval_s = -1", "poll.interval_s"),
        ("[analysis]\nprovider = 'abacus'", "analysis.provider"),
        ("[queue]\nemergency_words = [1]", "queue.emergency_words"),
        ("[archive]\ncolour = 'red'", "archive.colour"),
        ("[kitchen]\nsink = 1", "kitchen"),
        ("archive = 3", "archive"),
        ("[archive", "settings.toml"),
        ("\xff", "settings.toml"),
    ],
)
def test_bad_files(tmp_path: Path, text: str, key: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(text.encode("latin-1") if text == "\xff" else text.encode())
    settings, (problem,) = Settings.load(path)
    assert settings == Settings()
    assert problem.key == key


def test_one_bad_value_does_not_cost_the_others(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text("[archive]\nport = 'x'\nhost = 'pacs'\n[poll]\ninterval_s = 30\n")
    settings, problems = Settings.load(path)
    assert [problem.key for problem in problems] == ["archive.port"]
    assert (settings.archive_host, settings.archive_port, settings.poll_interval_s) == ("pacs", 4242, 30.0)


def test_a_bad_value_is_named_with_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text("# mine\n[archive]\nhost = 'pacs'\n\nport = 'x'\n[kitchen]\nsink = 1\n")
    _, (port, kitchen) = Settings.load(path)
    assert (port.line, kitchen.line) == (5, 6)
    assert port.text == (
        "settings.toml, line 5: archive.port must be a whole number from 1 to 65535; 4242 is used instead."
    )
    path.write_text("[archive]\nport = = 3\n")
    _, (problem,) = Settings.load(path)
    assert "line 2" in problem.text


@by_name
def test_no_setting_that_is_accepted_makes_an_impossible_archive(declared: Declared) -> None:
    """What stops the start must be found here already, where a default can be used instead."""
    for value in ("A\\B", "É", " ", "", "x" * 17, -1, 0, 0.0):
        try:
            settings = Settings(**{declared.name: value})  # type: ignore[arg-type]
        except ValueError:
            continue
        Archive.from_settings(settings)


def test_a_value_by_its_key() -> None:
    assert Settings(archive_port=104).value("archive.port") == 104
    with pytest.raises(KeyError):
        Settings().value("archive.colour")


def test_saved_and_loaded(tmp_path: Path) -> None:
    path = tmp_path / "deeper" / "settings.toml"
    settings = Settings(
        archive_host="pacs.example", archive_port=104, poll_interval_s=30.0, queue_emergency_words=("a",)
    )
    settings.save(path)
    assert Settings.load(path) == (settings, ())
    assert set(tomllib.loads(path.read_text())) == {"archive", "poll", "queue"}  # only what differs
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o600
        assert path.parent.stat().st_mode & 0o777 == 0o700
    assert list(path.parent.iterdir()) == [path]


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError):
        Settings().save(tmp_path / "file" / "settings.toml")


def test_wrong_values_in_code_are_refused() -> None:
    with pytest.raises(ValueError, match=r"archive\.port must be a whole number from 1 to 65535"):
        Settings(archive_port=0)


json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
keys = st.sampled_from([declared.key.split(".")[1] for declared in Settings.declared()]) | st.text()
sections = st.sampled_from(sorted({declared.section for declared in Settings.declared()})) | st.text()


@given(st.dictionaries(sections, st.dictionaries(keys, json_like, max_size=4) | json_like, max_size=4))
def test_no_content_whatever_raises(tables: dict[str, object]) -> None:
    settings, problems = Settings.from_tables(tables)
    again, none = Settings.from_tables(settings.tables())
    assert (again, none) == (settings, ())
    assert all(problem.text.endswith(".") for problem in problems)


def test_the_archive_of_the_settings() -> None:
    settings = Settings(archive_host="pacs", archive_port=104, archive_ae_title="PACS", archive_dimse_timeout_s=9.0)
    archive = Archive.from_settings(settings)
    assert (archive.host, archive.port, archive.ae_title, archive.dimse_timeout_s) == ("pacs", 104, "PACS", 9.0)


@pytest.mark.parametrize(
    "wrong",
    [
        {"ae_title": ""},
        {"ae_title": "A\\B"},
        {"calling_ae_title": "Ü"},
        {"port": 0},
        {"host": ""},
        {"acse_timeout_s": 0.0},
    ],
)
def test_an_impossible_archive_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"must|AE title"):
        Archive(**({"name": "A", "host": "h", "port": 104, "ae_title": "A"} | wrong))  # type: ignore[arg-type]


def test_a_blank_that_was_pasted_along_is_no_part_of_a_host_or_title() -> None:
    """Nobody sees it, and the archive is then not known on the network."""
    settings = Settings.of({"archive.host": " pacs.example.org ", "archive.ae_title": "PACS\n"})
    assert (settings.archive_host, settings.archive_ae_title) == ("pacs.example.org", "PACS")
