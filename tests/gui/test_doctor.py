from __future__ import annotations

import json
import socket
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import doctor
from app.doctor import Finding
from app.pacs.archive import Archive
from app.pacs.demo_archive import DemoArchive, Options
from app.paths import Paths
from app.settings import Settings


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with DemoArchive(Options(tmp_path_factory.mktemp("archive"), studies=())) as archive:
        yield archive


@pytest.fixture
def dead_port() -> int:
    """A port of this machine at which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _archive(**values: str | int | float) -> dict[str, Finding]:
    settings = Settings(**{f"archive_{key}": value for key, value in values.items()})  # type: ignore[arg-type]
    return {f.name.removeprefix("archive: "): f for f in doctor._archive(settings)}


def test_an_archive_that_works(archive: Archive) -> None:
    found = _archive(host=archive.host, port=archive.port, ae_title=archive.ae_title)
    assert list(found) == ["name", "port", "C-ECHO", "C-FIND"]
    assert all(finding.ok and not finding.remedy for finding in found.values())
    assert found["C-FIND"].text.startswith("0 CT studies")


def test_a_closed_port_is_named_and_the_rest_is_not_tried(dead_port: int) -> None:
    found = _archive(port=dead_port)
    assert found["name"].ok is True
    assert found["port"].ok is False and "archive.port" in found["port"].remedy
    assert found["C-ECHO"].ok is None and found["C-FIND"].ok is None


def test_a_port_that_speaks_no_dicom_fails_at_the_echo() -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        found = _archive(port=mute.getsockname()[1], acse_timeout_s=0.3)
    assert found["port"].ok is True
    assert found["C-ECHO"].ok is False and "DICOM node" in found["C-ECHO"].remedy


def test_an_unknown_host() -> None:
    found = _archive(host="no-such-host.invalid")
    assert found["name"].ok is False and "archive.host" in found["name"].remedy


def test_a_full_examination_is_written_as_json(
    tmp_path: Path, dead_port: int, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = Paths.of_profile(tmp_path / "profile").make()
    Settings(archive_port=dead_port, analysis_model_dir=str(tmp_path / "no model")).save(paths.settings_file)
    assert doctor.run(tmp_path / "profile", tmp_path / "out.json") == 1
    written = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    found = {finding["name"]: finding for finding in written["findings"]}
    assert written["ok"] is False
    assert found["settings"]["ok"] and found["disk: cache"]["ok"] and found["journal"]["ok"]
    assert found["processor"]["ok"] is False and found["processor"]["remedy"]
    shown = capsys.readouterr().out
    assert "BAD archive: port" in shown and "To mend it: " in shown


def test_settings_that_cannot_be_used_are_named(tmp_path: Path) -> None:
    paths = Paths.of_profile(tmp_path).make()
    paths.settings_file.write_text("[archive]\nport = 'many'\n")
    found = next(f for f in doctor.examine(tmp_path) if f.name == "settings")
    assert found.ok is False and "archive.port" in found.text


def test_a_damaged_journal_is_found(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite3"
    path.write_bytes(b"not a data base" * 100)
    finding = doctor._look("journal", lambda: doctor._journal(path))
    assert finding.ok is False and "Rename" in finding.remedy
    path.unlink()
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE study (x)")
    db.close()
    assert doctor._look("journal", lambda: doctor._journal(path)).text == "Sound, 0 studies."


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    finding = doctor._look("disk", lambda: doctor._disk(tmp_path / "file" / "below"))
    assert finding.ok is False and finding.remedy
