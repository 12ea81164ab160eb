"""The image cache."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import app.store.cache
from app.errors import CacheError
from app.store.cache import ImageCache


def test_kept_and_found_again(tmp_path: Path) -> None:
    cache = ImageCache(tmp_path / "c")
    path = cache.store("1.2", "1.2.3", b"one")
    assert cache.images("1.2") == (path,) == (cache.image_path("1.2", "1.2.3"),)
    cache.store("1.2", "1.2.3", b"two")
    cache.store("1.2", "1.2.4", b"three")
    assert sorted(p.read_bytes() for p in cache.images("1.2")) == [b"three", b"two"]
    assert cache.images("1.3") == ()
    cache.remove("1.2")
    cache.remove("1.2")
    assert cache.images("1.2") == ()


@given(st.text(max_size=80), st.text(max_size=80))
@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_uid_leads_out_of_the_cache(tmp_path: Path, study_uid: str, sop_uid: str) -> None:
    cache = ImageCache(tmp_path / "c")
    path = cache.store(study_uid, sop_uid, b"x")
    assert path.resolve().is_relative_to((tmp_path / "c").resolve())
    relative = path.relative_to(tmp_path / "c")
    assert [len(part) for part in relative.parts] == [64, 6, 68]
    assert [path.name for path in tmp_path.iterdir()] == ["c"]


def test_names_of_evil() -> None:
    for uid in ("../../etc/passwd", "/etc/passwd", "a\0b", "..", "CON", "\ud800"):
        assert len(app.store.cache._hash(uid)) == 64


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")
def test_nobody_else_may_read_it(tmp_path: Path) -> None:
    cache = ImageCache(tmp_path / "c")
    path = cache.store("1.2", "1.2.3", b"one")
    assert path.stat().st_mode & 0o777 == 0o600
    for folder in (path.parent, path.parent.parent, tmp_path / "c"):
        assert folder.stat().st_mode & 0o777 == 0o700


def test_half_written_files_are_swept_out(tmp_path: Path) -> None:
    cache = ImageCache(tmp_path)
    whole = cache.store("1.2", "1.2.3", b"one")
    (whole.parent / "abc-1.part").write_bytes(b"half")
    assert cache.images("1.2") == (whole,)
    ImageCache(tmp_path)
    assert list(whole.parent.iterdir()) == [whole]


def test_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = ImageCache(tmp_path)

    def full(path: Path) -> object:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(app.store.cache, "private_open", full)
    with pytest.raises(CacheError) as error:
        cache.store("1.2", "1.2.3", b"one")
    assert error.value.reason.code == "disk_full"
    assert cache.images("1.2") == ()


def test_a_root_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "c").write_text("")
    with pytest.raises(CacheError):
        ImageCache(tmp_path / "c")
