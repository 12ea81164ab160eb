"""Secrets go into the key store that keyring finds, and nowhere else; and the command that puts them there."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backends import fail

from app.command_line.secret import run
from app.errors import ArchiveError
from app.pacs.secret_store import TEAM, Kind, remove_secret, secret, store_secret, wanted
from tests.app.key_store import Store, key_store


@pytest.fixture
def store() -> Iterator[Store]:
    with key_store() as made:
        yield made


def test_kept_and_removed(store: Store) -> None:
    assert secret("PACS", Kind.DICOMWEB) is None
    store_secret("PACS", Kind.DICOMWEB, "open sesame")
    assert secret("PACS", Kind.DICOMWEB) == wanted("PACS", Kind.DICOMWEB) == "open sesame"
    assert secret("PACS", Kind.IDENTITY) is None and secret("Other", Kind.DICOMWEB) is None
    assert remove_secret("PACS", Kind.DICOMWEB) and not remove_secret("PACS", Kind.DICOMWEB)
    with pytest.raises(ArchiveError, match='app secret set dicomweb --archive "PACS"'):
        wanted("PACS", Kind.DICOMWEB)


def test_in_a_package_nobody_is_told_to_call_python(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    name = "firstread-console" if sys.platform == "win32" else "firstread"
    with pytest.raises(ArchiveError, match=f"with: {name} secret set identity") as error:
        wanted("PACS", Kind.IDENTITY)
    assert "python" not in str(error.value)


def test_a_key_store_that_is_locked_or_missing(store: Store) -> None:
    store.locked = True
    with pytest.raises(ArchiveError, match="cannot be used") as error:
        secret("PACS", Kind.IDENTITY)
    assert "secret-looking" not in str(error.value)
    keyring.set_keyring(fail.Keyring())  # as on a server without a desktop
    assert secret("PACS", Kind.IDENTITY) is None
    with pytest.raises(ArchiveError, match="no key store"):
        store_secret("PACS", Kind.IDENTITY, "x")


def test_the_command(store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "config").mkdir()
    settings = tmp_path / "config" / "settings.toml"
    settings.write_text('[archive]\nname = "Main"\nhost = "pacs"\n[[archives]]\nname = "Emergency"\nhost = "er"\n')
    assert run(tmp_path, "set", "dicomweb", "Emergency", lambda _: "open sesame") == 0
    assert store.kept == {("Firstread", "Emergency/dicomweb"): "open sesame"}
    assert run(tmp_path, "show", "dicomweb", "Emergency") == 0
    assert run(tmp_path, "show", "dicomweb", None) == 0
    told = capsys.readouterr().out
    assert "Emergency, dicomweb: stored" in told and "Main, dicomweb: nothing" in told and "sesame" not in told
    assert run(tmp_path, "set", "identity", "Nobody", lambda _: "x") == 2
    assert "Main, Emergency" in capsys.readouterr().err
    assert run(tmp_path, "set", "tls-key", "receive", lambda _: "of our own store") == 0
    assert run(tmp_path, "remove", "tls-key", "receive") == 0
    assert run(tmp_path, "set", "dicomweb", "receive", lambda _: "x") == 2
    assert run(tmp_path, "set", "database", None, lambda _: "of the team") == 0
    assert secret(TEAM, Kind.DATABASE) == "of the team"
    assert run(tmp_path, "remove", "database", "team") == 0
    assert run(tmp_path, "set", "database", "Emergency", lambda _: "x") == 2
    assert run(tmp_path, "set", "dicomweb", "team", lambda _: "x") == 2
    assert run(tmp_path, "set", "identity", None, lambda _: "") == 1
    assert run(tmp_path, "remove", "dicomweb", "Emergency") == 0 and not store.kept
    assert "sesame" not in settings.read_text()
