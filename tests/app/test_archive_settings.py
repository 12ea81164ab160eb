"""One archive in ``[archive]`` as ever, and more of them in ``[[archives]]``."""

from __future__ import annotations

from pathlib import Path

import pytest

from app import loaded
from app.models.settings_form import SettingsForm
from app.pacs.archive import Archive, Filters, Identity, Method, SendMethod, Tls, WebAuth
from app.paths import Paths
from app.policy import machine_policy
from app.settings import Settings

FILE = """
[archive]
host = "pacs"
port = 104
ae_title = "PACS"
calling_ae_title = "READING1"
dimse_timeout_s = 120

[[archives]]
name = "Emergency"
host = "er"
ae_title = "ER"
method = "c-move"
priority = 1
tls = true
tls_ca_file = "/etc/ca.pem"
identity = "password"
user = "reader"
stations = ["ER1", "ER2"]

[[archives]]
host = "cloud"
method = "dicomweb"
dicomweb_url = "https://cloud/dicom-web/"
dicomweb_auth = "bearer"
send_method = "c-store"
calling_ae_title = "OTHER"
"""


def load(tmp_path: Path, text: str) -> tuple[Settings, list[str]]:
    file = tmp_path / "settings.toml"
    file.write_text(text)
    settings, problems = Settings.load(file)
    return settings, [problem.text for problem in problems]


def test_the_old_file_is_one_archive(tmp_path: Path) -> None:
    settings, problems = load(tmp_path, '[archive]\nhost = "pacs"\nport = 104\n')
    assert not problems
    (archive,) = Archive.all_from_settings(settings)
    assert archive == Archive.from_settings(settings)
    assert (archive.host, archive.port, archive.method, archive.tls) == ("pacs", 104, Method.AUTO, None)
    assert len(Archive.all_from_settings(Settings())) == 1


def test_a_way_without_its_address_is_named_and_does_not_stop_the_start(tmp_path: Path) -> None:
    paths = Paths.of_profile(tmp_path).make()
    paths.settings_file.write_text(
        '[archive]\nmethod = "dicomweb"\n[[archives]]\nhost = "b"\nsend_method = "stow-rs"\n[[archives]]\nhost = "c"\n'
        'method = "dicomweb"\ndicomweb_url = "https://c"\n'
    )
    found = loaded.load(paths, {"archive.host": "a"})
    assert [problem.text for problem in found.problems] == [
        "archive.method is dicomweb, which needs archive.dicomweb_url; auto is used instead.",
        "archives.0.send_method is stow-rs, which needs archives.0.dicomweb_url; auto is used instead.",
    ]
    archives = Archive.all_from_settings(found.settings)
    assert [(one.host, one.method) for one in archives] == [
        ("a", Method.AUTO), ("b", Method.AUTO), ("c", Method.DICOMWEB),
    ]  # fmt: skip


def test_names_that_send_nothing_or_to_the_wrong_one_are_told(tmp_path: Path) -> None:
    paths = Paths.of_profile(tmp_path).make()
    paths.settings_file.write_text(
        '[archive]\nname = "A"\nhost = "a"\n[[archives]]\nname = "A"\n[[archives]]\nname = "B"\n'
        '[results]\nsend = true\narchives = ["B", "C"]\nobjects = ["report", "secondary-capture"]\n'
    )
    name, archives, objects = (problem.text for problem in loaded.load(paths).problems)
    assert name.startswith("More than one archive is called A;")
    assert archives == "results.archives has C; there is nothing but A, A, B, and nothing is sent for it."
    assert objects.startswith("results.objects has secondary-capture; there is nothing but segmentation, report, ")
    paths.settings_file.write_text('[results]\narchives = ["C"]\n')
    assert loaded.load(paths).problems == ()


def test_the_home_of_nobody_is_no_file() -> None:
    archive = Archive.from_settings(Settings(archive_tls=True, archive_tls_ca_file="~nobody-here/ca.pem"))
    assert archive.tls is not None and archive.tls.ca_file == Path("~nobody-here/ca.pem")


def test_several_archives(tmp_path: Path) -> None:
    settings, problems = load(tmp_path, FILE)
    assert not problems
    emergency, main, cloud = Archive.all_from_settings(settings)
    assert [one.name for one in (emergency, main, cloud)] == ["Emergency", "Archive", "Archive 3"]
    assert (emergency.method, emergency.priority, emergency.port) == (Method.MOVE, 1, 4242)
    assert emergency.tls == Tls(Path("/etc/ca.pem"))
    assert (emergency.identity, emergency.user) == (Identity.PASSWORD, "reader")
    assert emergency.filters == Filters(stations=("ER1", "ER2"))
    assert [one.calling_ae_title for one in (emergency, main, cloud)] == ["READING1", "READING1", "OTHER"]
    assert [one.dimse_timeout_s for one in (emergency, main, cloud)] == [120, 120, 120]
    assert (cloud.dicomweb_url, cloud.dicomweb_auth) == ("https://cloud/dicom-web", WebAuth.BEARER)
    assert [one.send_method for one in (emergency, main, cloud)] == [SendMethod.AUTO, SendMethod.AUTO, SendMethod.STORE]
    assert len({one.key for one in (emergency, main, cloud)}) == 3


def test_only_the_list(tmp_path: Path) -> None:
    """Nobody described the archive of [archive], so its default address is not asked."""
    settings, _ = load(
        tmp_path, '[archive]\ncalling_ae_title = "ME"\n[[archives]]\nhost = "a"\n[[archives]]\nhost = "b"\n'
    )
    assert [(one.host, one.calling_ae_title) for one in Archive.all_from_settings(settings)] == [
        ("a", "ME"),
        ("b", "ME"),
    ]


def test_what_is_wrong_is_named_with_its_line(tmp_path: Path) -> None:
    settings, problems = load(
        tmp_path, '[[archives]]\nhost = "a"\n\n[[archives]]\nhost = "b"\nport = 0\nsize = 3\nmethod = "pigeon"\n'
    )
    assert problems == [
        "settings.toml, line 6: archives.1.port must be a whole number from 1 to 65535; 4242 is used instead.",
        "settings.toml, line 7: archives.1.size is not a setting; it is ignored.",
        "settings.toml, line 8: archives.1.method must be one of auto, c-get, c-move, dicomweb; "
        "'auto' is used instead.",
    ]
    assert [one.host for one in Archive.all_from_settings(settings)] == ["a", "b"]


@pytest.mark.parametrize("text", ["archives = 3", 'archives = ["a"]', "[archives]\nhost = 'a'"])
def test_no_list_of_tables(tmp_path: Path, text: str) -> None:
    settings, problems = load(tmp_path, text)
    assert len(problems) == 1 and "archives is not a section" in problems[0]
    assert len(settings.archives()) == 1


def test_saving_keeps_them(tmp_path: Path) -> None:
    settings, _ = load(tmp_path, FILE)
    settings.save(tmp_path / "again.toml")
    assert Settings.load(tmp_path / "again.toml") == (settings, ())
    form = SettingsForm(settings)
    assert form.settings() == settings  # also what the dialog makes of them


def test_the_policy_goes_before_the_whole_list(tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text('[[archives]]\nhost = "theirs"\n')
    file = tmp_path / "settings.toml"
    file.write_text('[[archives]]\nhost = "mine"\nport = 1\n[[archives]]\nhost = "more"\n')
    values = machine_policy(policy).values
    settings, problems = Settings.load(file, values)
    assert [(one.host, one.port) for one in Archive.all_from_settings(settings)] == [("theirs", 4242)]
    assert any("set by your administrator" in problem.text for problem in problems)
    assert "archives" not in settings.tables(leave_out=values)


@pytest.mark.parametrize("url", ["ftp://pacs", "pacs/dicom-web", "https://a b"])
def test_addresses_that_are_none(tmp_path: Path, url: str) -> None:
    _, problems = load(tmp_path, f'[archive]\ndicomweb_url = "{url}"\n')
    assert len(problems) == 1


def test_dicomweb_needs_an_address() -> None:
    with pytest.raises(ValueError, match="dicomweb_url"):
        Archive.from_settings(Settings(archive_method="dicomweb"))
