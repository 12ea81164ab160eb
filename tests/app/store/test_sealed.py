"""Encrypted images: nothing of them in plain text on disk, plain for whoever reads them, refused when changed."""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import keyring
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from keyring.backends import fail

from app.errors import CacheError
from app.store.cache import ImageCache
from app.store.sealed import HEAD_BYTES, MAGIC, NOT_DECRYPTED, CachedFile, Seal, is_sealed
from inference.dicom import load_volume, read_studies
from tests.app.key_store import Store, key_store
from tests.app.values import content
from tests.integration import peers

NAME = "MUELLER^ANNA"


@pytest.fixture
def store() -> Iterator[Store]:
    with key_store() as made:
        yield made


def _fill(cache: ImageCache, folder: Path) -> tuple[str, list[bytes]]:
    """A study of four images in the cache; its UID, and the files."""
    images = peers.ct_images(4, {"PatientName": NAME})
    paths = peers.write(images, folder)
    uid = str(images[0].StudyInstanceUID)
    for ds, path in zip(images, paths, strict=True):
        cache.store(uid, str(ds.SOPInstanceUID), path.read_bytes())
    return uid, [path.read_bytes() for path in paths]


def _plain(root: Path) -> list[Path]:
    return [path for path in root.rglob("*.dcm") if NAME.encode() in path.read_bytes()]


def _images(cache: ImageCache, uid: str) -> list[CachedFile]:
    found = [one for one in cache.images(uid) if isinstance(one, CachedFile)]
    assert len(found) == len(cache.images(uid))
    return found


def test_on_disk_nothing_is_plain_and_for_the_reader_everything(tmp_path: Path, store: Store) -> None:
    cache = ImageCache(tmp_path / "c", encrypt=True)
    uid, files = _fill(cache, tmp_path / "in")
    copied = cache.copy(uid, "1.2.3", tmp_path / "in" / "image-0.dcm")
    cache.store_other(uid, "1.2.4", files[0])
    assert _plain(tmp_path / "c") == [] and is_sealed(copied.read_bytes())
    assert sorted(map(content, cache.images(uid))) == sorted([*files, files[0]])
    assert [content(one) for one in cache.others(uid)] == [files[0]]
    copied.unlink()
    (study,) = read_studies(cache.images(uid))
    assert load_volume(study.series[0]).hu.shape[0] == 4
    (one,) = read_studies(cache.images(uid)[0])
    assert one.study_instance_uid == uid
    again = ImageCache(tmp_path / "c", encrypt=True)  # the next start
    assert sorted(map(content, again.images(uid))) == sorted(files) and len(store.kept) == 1


def test_what_goes_to_the_analysis_process_says_no_key(tmp_path: Path, store: Store) -> None:
    cache = ImageCache(tmp_path / "c", encrypt=True)
    uid, _ = _fill(cache, tmp_path / "in")
    image = _images(cache, uid)[0]
    assert content(pickle.loads(pickle.dumps(image))) == content(image)
    assert repr(image.seal.key) not in repr(image)


@pytest.mark.parametrize("how", ["changed", "cut", "empty", "of another place", "foreign"])
def test_what_was_changed_is_refused_and_can_be_fetched_anew(tmp_path: Path, store: Store, how: str) -> None:
    cache = ImageCache(tmp_path / "c", encrypt=True)
    uid, _ = _fill(cache, tmp_path / "in")
    one, other, *_ = _images(cache, uid)
    sealed = one.path.read_bytes()
    one.path.write_bytes({
        "changed": sealed[:200] + bytes([sealed[200] ^ 1]) + sealed[201:],
        "cut": sealed[:-1],
        "empty": MAGIC,
        "of another place": other.path.read_bytes(),
        "foreign": MAGIC + os.urandom(500),
    }[how])  # fmt: skip
    with pytest.raises(CacheError) as told:
        read_studies(cache.images(uid))
    assert told.value.reason.code == NOT_DECRYPTED and "damaged" in told.value.reason.text
    assert cache.remove_damaged(uid) == 1 and len(cache.images(uid)) == 3
    assert cache.remove_damaged(uid) == 0


def test_a_cache_of_before_is_encrypted_and_decrypted_again(tmp_path: Path, store: Store) -> None:
    plain = ImageCache(tmp_path / "c")
    uid, files = _fill(plain, tmp_path / "in")
    assert plain.convert(10) and len(_plain(tmp_path / "c")) == 4 and not store.kept
    os.utime(plain.images_folder(uid), (1_000_000, 1_000_000))

    cache = ImageCache(tmp_path / "c", encrypt=True)
    assert not cache.convert(0.0)  # no time at all
    before = cache.images(uid)  # somebody reads while it goes on
    assert cache.convert(10) and cache.convert(10)
    assert _plain(tmp_path / "c") == []
    assert sorted(map(content, before)) == sorted(map(content, cache.images(uid))) == sorted(files)
    assert cache.changed_at(uid) == 1_000_000  # nothing came, and nobody needed it

    cache = ImageCache(tmp_path / "c")
    before = cache.images(uid)
    assert cache.convert(10) and len(_plain(tmp_path / "c")) == 4
    assert not store.kept and not (tmp_path / "c" / "encryption.json").exists()
    assert sorted(map(content, before)) == sorted(map(content, cache.images(uid))) == sorted(files)
    assert cache.images(uid) == tuple(sorted(cache.images_folder(uid).glob("*.dcm")))


def test_a_damaged_file_does_not_stop_the_change(tmp_path: Path, store: Store) -> None:
    cache = ImageCache(tmp_path / "c", encrypt=True)
    uid, _ = _fill(cache, tmp_path / "in")
    _images(cache, uid)[0].path.write_bytes(MAGIC + b"x" * 300)
    cache = ImageCache(tmp_path / "c")
    assert cache.convert(10) and len(cache.images(uid)) == 3


@pytest.mark.parametrize("how", ["no key", "another key", "no note"])
def test_where_the_key_is_lost_the_images_count_as_evicted(tmp_path: Path, store: Store, how: str) -> None:
    plain = ImageCache(tmp_path / "c")
    uid, _ = _fill(plain, tmp_path / "in")
    cache = ImageCache(tmp_path / "c", encrypt=True)
    cache.store(uid, "1.2.3", b"sealed")
    (cache.folder(uid) / "result.json").write_text("{}")
    (name,) = store.kept
    if how == "no key":
        del store.kept[name]
    elif how == "another key":
        store.kept[name] = "A" * 43 + "="
    else:
        (tmp_path / "c" / "encryption.json").write_text("not JSON")
    again = ImageCache(tmp_path / "c", encrypt=True)
    assert again.lost == 1 and len(again.images(uid)) == 4  # what is not encrypted yet stays
    assert (again.folder(uid) / "result.json").exists()
    assert again.convert(10) and _plain(tmp_path / "c") == []
    assert ImageCache(tmp_path / "c", encrypt=True).lost == 0


def test_a_locked_key_store_loses_nothing(tmp_path: Path, store: Store) -> None:
    cache = ImageCache(tmp_path / "c", encrypt=True)
    uid, files = _fill(cache, tmp_path / "in")
    store.locked = True
    for encrypt in (True, False):
        with pytest.raises(CacheError) as told:
            ImageCache(tmp_path / "c", encrypt=encrypt)
        assert told.value.reason.code == "key_store_locked"
    store.locked = False
    assert sorted(map(content, ImageCache(tmp_path / "c", encrypt=True).images(uid))) == sorted(files)


def test_without_a_key_store_it_says_so(tmp_path: Path) -> None:
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())
    try:
        with pytest.raises(CacheError, match="no key store"):
            ImageCache(tmp_path / "c", encrypt=True)
    finally:
        keyring.set_keyring(before)
    assert ImageCache(tmp_path / "c").images("1.2") == ()  # and nothing of it was begun


def test_a_plain_image_whose_preamble_looks_like_ours_is_read(tmp_path: Path, store: Store) -> None:
    cache = ImageCache(tmp_path / "c", encrypt=True)
    (path,) = peers.write(peers.ct_images(1), tmp_path / "in")
    tricky = MAGIC.ljust(128, b"\0") + path.read_bytes()[128:]
    assert not is_sealed(tricky[:HEAD_BYTES])
    cache.store("1.2", "1.3", tricky)
    assert content(cache.images("1.2")[0]) == tricky
    plain = ImageCache(tmp_path / "plain")
    plain.store("1.2", "1.3", tricky)
    cache = ImageCache(tmp_path / "plain", encrypt=True)
    assert content(cache.images("1.2")[0]) == tricky
    assert cache.convert(10) and content(cache.images("1.2")[0]) == tricky


@settings(max_examples=50, deadline=None)
@given(plain=st.binary(max_size=400), noise=st.binary(max_size=400))
def test_any_bytes_come_back_and_any_others_are_refused(plain: bytes, noise: bytes) -> None:
    seal = Seal("name", bytes(32))
    sealed = seal.seal("a/b", plain)
    assert is_sealed(sealed[:HEAD_BYTES]) and seal.open("a/b", sealed) == plain
    for changed, place in ((sealed, "a/c"), (MAGIC + noise, "a/b"), (sealed + b"x", "a/b")):
        with pytest.raises(CacheError):
            seal.open(place, changed)
    with pytest.raises(CacheError):
        Seal("name", bytes(31) + b"x").open("a/b", BytesIO(sealed).read())
