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
from app.store.cache import ImageCache, folder_name
from tests.app.values import content


def test_kept_and_found_again(tmp_path: Path) -> None:
    cache = ImageCache(tmp_path / "c")
    path = cache.store("1.2", "1.2.3", b"one")
    assert cache.images("1.2") == (path,) == (cache.image_path("1.2", "1.2.3"),)
    cache.store("1.2", "1.2.3", b"two")
    cache.store("1.2", "1.2.4", b"three")
    assert sorted(content(p) for p in cache.images("1.2")) == [b"three", b"two"]
    assert cache.images("1.3") == ()
    cache.remove("1.2")
    cache.remove("1.2")
    assert cache.images("1.2") == ()


def test_each_image_and_folder_is_synced_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, synced = os.fsync, list[int]()

    def fsync(descriptor: int) -> None:
        real(descriptor)
        synced.append(os.fstat(descriptor).st_ino)

    monkeypatch.setattr(os, "fsync", fsync)
    cache = ImageCache(tmp_path / "c")
    images = [cache.store("1.2", f"1.2.{number}", b"one") for number in range(3)]
    cache.store("1.2", "1.2.0", b"the same again")
    other = cache.store("1.3", "1.3.1", b"of another study")
    assert synced == []  # not while images come
    assert cache.sync("1.2") == 3
    folders = [images[0].parent, images[0].parent.parent, cache.root] if os.name == "posix" else []
    assert sorted(synced) == sorted(one.stat().st_ino for one in (*images, *folders))
    assert cache.sync("1.2") == 0
    other.unlink()
    assert cache.sync("1.3") == 1  # removed in between: nothing to keep, and no error


def test_what_cannot_be_synced_is_told_and_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = ImageCache(tmp_path / "c")
    cache.store("1.2", "1.2.3", b"one")

    def broken(descriptor: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", broken)
        with pytest.raises(CacheError, match="Input/output error"):
            cache.sync("1.2")
    assert cache.sync("1.2") == 1


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


def test_what_is_kept_and_how_much(tmp_path: Path) -> None:
    cache = ImageCache(tmp_path / "c")
    cache.store("1.2", "1", b"x" * 100)
    cache.store("1.2", "2", b"x" * 50)
    cache.folder("1.3")
    (tmp_path / "c" / "something else").mkdir()
    kept = {one.name: one.image_bytes for one in cache.kept()}
    assert kept == {folder_name("1.2"): 150, folder_name("1.3"): 0}
    assert cache.free_bytes() > 0


def test_images_go_and_results_stay(tmp_path: Path) -> None:
    cache = ImageCache(tmp_path / "c")
    cache.store("1.2", "1", b"x")
    (cache.folder("1.2") / "result.json").write_text("{}")
    cache.remove_images(folder_name("1.2"))
    cache.remove_images(folder_name("1.2"))
    assert cache.images("1.2") == () and (cache.folder("1.2") / "result.json").exists()
    with pytest.raises(ValueError, match="not the name"):
        cache.remove_images("..")


def test_a_wipe_overwrites_what_was_there(tmp_path: Path) -> None:
    cache = ImageCache(tmp_path / "c")
    images = {cache.store("1.2", str(n), bytes([n + 65]) * size): size for n, size in enumerate((1, 5000, 3_000_000))}
    (cache.folder("1.2") / "result.json").write_text("secret")
    other = cache.store("1.3", "1", b"mine")
    # The same bytes on the disk under a second name: what a recovery tool would find.
    links = []
    for n, path in enumerate([*images, cache.folder("1.2") / "result.json"]):
        os.link(path, tmp_path / f"link{n}")
        links.append(tmp_path / f"link{n}")
    cache.wipe("1.2")
    cache.wipe("1.2")
    assert not (tmp_path / "c" / folder_name("1.2")).exists()
    for n, (link, size) in enumerate(zip(links, [*images.values(), 6], strict=True)):
        left = link.read_bytes()
        assert len(left) == size
        assert left != bytes([n + 65]) * size or size == 1
        assert bytes([n + 65]) * 8 not in left and b"secret" not in left
    assert other.read_bytes() == b"mine"
    assert [path.name for path in (tmp_path / "c").iterdir()] == [folder_name("1.3")]


def test_a_removal_that_a_crash_cut_short_is_finished_at_the_next_start(tmp_path: Path) -> None:
    cache = ImageCache(tmp_path / "c")
    cache.store("1.2", "1", b"x")
    (tmp_path / "c" / folder_name("1.2")).rename(tmp_path / "c" / ".trash-1")
    assert cache.kept() == []
    ImageCache(tmp_path / "c")
    assert list((tmp_path / "c").iterdir()) == []
