from __future__ import annotations

import errno
import json
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from unittest.mock import Mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import AuditError
from app.store import audit
from app.store.audit import (
    ORIGIN,
    Action,
    AuditLog,
    Entry,
    Head,
    Verification,
    examine,
    head_file,
    login_name,
    study_name,
    verify,
)

AT = datetime(2026, 3, 1, 22, 0, tzinfo=UTC)
texts = st.text(max_size=20)
entries = st.builds(Entry, st.just(AT), texts, st.sampled_from(Action), st.sampled_from(["", study_name("1.2")]), texts)


def _entry(number: int) -> Entry:
    return Entry(AT, "reader", Action.OPENED, study_name(f"1.2.{number}"), f"number {number}")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "audit.jsonl"


def _write(path: Path, count: int) -> Head:
    log = AuditLog(path)
    log.append([_entry(number) for number in range(count)])
    return log.head


def test_written_and_verified(path: Path) -> None:
    log = AuditLog(path)
    log.append([_entry(0), _entry(1)])
    log.append([])
    log.append([_entry(2)])
    found = verify(path)
    assert (found.entries, found.problems, found.head) == (3, (), log.head)
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert [line["n"] for line in lines] == [1, 2, 3]
    assert [line["prev"] for line in lines] == [ORIGIN, lines[0]["hash"], lines[1]["hash"]]
    assert lines[2] | {"prev": "", "hash": ""} == {
        "n": 3, "at": "2026-03-01T22:00:00+00:00", "user": "reader", "action": "opened",
        "study": study_name("1.2.2"), "detail": "number 2", "prev": "", "hash": "",
    }  # fmt: skip
    if os.name == "posix":
        assert {file.stat().st_mode & 0o777 for file in (path, head_file(path))} == {0o600}


def test_a_later_start_goes_on(path: Path) -> None:
    _write(path, 2)
    head = _write(path, 300)  # more than what is read of the end at a start
    assert path.stat().st_size > audit._TAIL_BYTES
    _write(path, 1)
    assert verify(path, head.hash).problems == ()
    assert verify(path).entries == 303


def _chain(written: list[Entry]) -> tuple[bytes, bytes]:
    """What the two files hold after these entries."""
    head, lines = Head(0, ORIGIN), b""
    for entry in written:
        line, head = audit.encode(entry, head)
        lines += line
    return lines, audit._head_bytes(head)


def _problems(lines: bytes, head: bytes) -> tuple[str, ...]:
    return examine(BytesIO(lines), head).problems


@given(st.lists(entries, min_size=1, max_size=4), st.booleans(), st.data())
@settings(max_examples=300)
def test_any_single_byte_that_changes_is_found(written: list[Entry], in_head: bool, data: st.DataObject) -> None:
    files = list(_chain(written))
    assert _problems(*files) == ()
    content = bytearray(files[in_head])
    content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    files[in_head] = bytes(content)
    assert _problems(*files) != ()


def test_each_byte_of_a_small_file(path: Path) -> None:
    """Every place, not a sample: one bit, one byte taken away, one put in."""
    _write(path, 2)
    lines, head = path.read_bytes(), head_file(path).read_bytes()
    assert (lines, head) == _chain([_entry(0), _entry(1)])
    for in_head, whole in enumerate((lines, head)):
        for place in range(len(whole)):
            for changed in (
                whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :],
                whole[:place] + whole[place + 1 :],
                whole[:place] + b"0" + whole[place:],
            ):
                if changed != whole:
                    assert _problems(*((lines, changed) if in_head else (changed, head))), (in_head, place)


@pytest.mark.parametrize(
    ("forge", "said"),
    [
        (lambda lines: lines[:2] + lines[3:], "Line 3 does not follow"),
        (lambda lines: [lines[0], lines[2], lines[1], *lines[3:]], "Line 2 does not follow"),
        (lambda lines: [*lines[:2], lines[1], *lines[2:]], "Line 3 does not follow"),
        (lambda lines: lines[:-1], "end is missing: 5 entries were written, 4 are sound"),
        (lambda lines: [], "end is missing"),
        (lambda lines: lines[1:], "Line 1 does not follow"),
    ],
)
def test_entries_removed_moved_and_cut_off(path: Path, forge: Callable[[list[bytes]], list[bytes]], said: str) -> None:
    _write(path, 5)
    path.write_bytes(b"".join(forge(path.read_bytes().splitlines(keepends=True))))
    assert said in " ".join(verify(path).problems)


def test_a_chain_that_was_made_anew_is_found_by_a_hash_noted_elsewhere(path: Path) -> None:
    noted = _write(path, 5).hash
    path.unlink()
    head_file(path).unlink()
    _write(path, 4)
    assert verify(path).problems == ()
    assert verify(path, noted).problems == ("No entry has the hash that was noted.",)


def test_a_lost_head_is_said(path: Path) -> None:
    _write(path, 2)
    head_file(path).unlink()
    assert "a cut at the end cannot be excluded" in verify(path).problems[0]


@pytest.mark.parametrize("kept", [0, 1, 20])
def test_a_crash_between_line_and_head_is_no_forgery(path: Path, kept: int) -> None:
    _write(path, 2)
    head = head_file(path).read_bytes()
    _write(path, 1)
    head_file(path).write_bytes(head)
    assert verify(path).problems == ()
    with path.open("ab") as file:
        file.write(audit.encode(_entry(9), Head(3, ORIGIN))[0][:kept])
    _write(path, 1)
    assert verify(path).problems == () and verify(path).entries == 4


def test_a_head_of_before_many_entries_is_no_forgery(path: Path) -> None:
    _write(path, 1)
    head = head_file(path).read_bytes()
    _write(path, 1000)
    head_file(path).write_bytes(head)
    _write(path, 1)
    assert verify(path).problems == () and verify(path).entries == 1002


def test_entries_whose_head_the_full_disk_does_not_take_are_not_there_twice(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = AuditLog(path)
    log.append([_entry(0)])
    with monkeypatch.context() as patch:
        patch.setattr(audit, "_write_head", Mock(side_effect=OSError(errno.ENOSPC, "No space left on device")))
        for _ in range(2):
            with pytest.raises(AuditError):
                log.append([_entry(1)])
    log.append([_entry(1)])
    assert verify(path) == Verification(2, log.head, ())


def test_a_crash_after_the_very_first_line(path: Path) -> None:
    _write(path, 1)
    head_file(path).unlink()
    _write(path, 1)
    assert verify(path).problems == () and verify(path).entries == 2


@pytest.mark.parametrize("harm", ["edit", "cut", "empty", "gone", "head", "last line"])
def test_a_damaged_file_is_set_aside_and_not_written_on(path: Path, harm: str) -> None:
    _write(path, 3)
    content = path.read_bytes()
    lines = content.splitlines(keepends=True)
    match harm:
        case "edit":
            path.write_bytes(b"".join([*lines[:2], lines[2].replace(b"reader", b"nobody")]))
        case "cut":
            path.write_bytes(b"".join(lines[:2]))
        case "last line":
            path.write_bytes(content[:-1])
        case "empty":
            path.write_bytes(b"")
        case "gone":
            path.unlink()
        case "head":
            head_file(path).write_bytes(b"{}")
    left = path.read_bytes() if path.exists() else None
    _write(path, 1)
    found = verify(path)
    assert found.entries == 2 and found.problems == ()
    first = json.loads(path.read_text().splitlines()[0])
    assert first["action"] == "damaged"
    aside = list(path.parent.glob("audit-damaged-*.jsonl"))
    assert [file.read_bytes() for file in aside] == ([] if left is None else [left])
    assert all(verify(file).problems for file in aside)
    assert len(list(path.parent.glob("audit-damaged-*.head"))) == 1


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(AuditError):
        AuditLog(tmp_path / "file" / "audit.jsonl")


@pytest.mark.skipif(sys.platform == "win32", reason="asks the password database")
def test_the_user_is_not_what_the_environment_claims(monkeypatch: pytest.MonkeyPatch) -> None:
    import pwd

    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "somebody else")
    assert login_name() == pwd.getpwuid(os.getuid()).pw_name
