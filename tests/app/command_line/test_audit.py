from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.__main__ import main
from app.paths import Paths
from app.store.audit import Action, AuditLog, Entry, Head


def _write(path: Path) -> Head:
    log = AuditLog(path)
    log.append(Entry(datetime(2026, 3, 1, tzinfo=UTC), "reader", Action.OPENED, detail=str(n)) for n in range(3))
    return log.head


def test_a_sound_file_and_a_forged_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = Paths.of_profile(tmp_path).audit_file
    head = _write(path)
    command = ["--profile", str(tmp_path), "audit", "verify"]
    assert main(command) == 0
    said = capsys.readouterr().out
    assert "3 sound entries" in said and head.hash in said
    assert main([*command, "--head", head.hash.upper()]) == 0
    assert main([*command, "--head", "0" * 63 + "1"]) == 1
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:2]))
    capsys.readouterr()
    assert main(command) == 1
    assert "The end is missing: 3 entries were written, 2 are sound." in capsys.readouterr().out


def test_another_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _write(tmp_path / "copy.jsonl")
    assert main(["audit", "verify", str(tmp_path / "copy.jsonl")]) == 0
    assert main(["audit", "verify", str(tmp_path / "missing.jsonl")]) == 2
    assert capsys.readouterr().err.endswith("missing.jsonl cannot be read: No such file or directory.\n")


def test_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["audit", "rewrite"])
    assert ended.value.code == 2
    assert "rewrite" in capsys.readouterr().err
