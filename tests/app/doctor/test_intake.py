"""Our own port and the watched folder, looked at by the doctor."""

from __future__ import annotations

import socket
from dataclasses import replace
from pathlib import Path

import pytest
import trustme

from app.doctor.finding import Finding
from app.doctor.intake import examine_intake
from app.pacs.association import Cancel
from app.settings import Settings


def _only(settings: Settings) -> Finding:
    (found,) = examine_intake(settings, "This computer", Cancel())
    assert bool(found.remedy) is (found.ok is False)
    return found


def test_nothing_is_told_where_nothing_is_open() -> None:
    assert list(examine_intake(Settings(), "This computer", Cancel())) == []


@pytest.fixture
def receiving() -> Settings:
    with socket.socket() as free:
        free.bind(("", 0))
        return Settings(receive_enabled=True, receive_port=free.getsockname()[1])


def test_our_port(receiving: Settings, tmp_path: Path) -> None:
    assert _only(receiving).text == f"Port {receiving.receive_port} can be opened."
    assert "no address" in _only(replace(receiving, receive_addresses=("somewhere",))).text
    assert "receive.tls_certificate_file" in _only(replace(receiving, receive_tls=True)).remedy
    certificate = trustme.CA().issue_cert("here")
    certificate.private_key_and_cert_chain_pem.write_to_path(tmp_path / "ours.pem")
    secure = replace(receiving, receive_tls=True, receive_tls_certificate_file=str(tmp_path / "ours.pem"))
    assert _only(secure).text.endswith("can be opened, encrypted.")
    with socket.create_server(("", receiving.receive_port)):
        taken = _only(receiving)
    assert taken.ok is None and "is in use" in taken.text


def test_the_watched_folder(tmp_path: Path) -> None:
    assert _only(Settings(folder_path=str(tmp_path))).ok
    missing = _only(Settings(folder_path=str(tmp_path / "missing")))
    assert missing.ok is False and "missing" not in missing.text
