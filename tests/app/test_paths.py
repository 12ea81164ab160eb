"""Folders of a profile."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.paths import Paths, private_folder, private_open, write_private

posix = pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")


def test_a_profile_lies_in_its_folder(tmp_path: Path) -> None:
    paths = Paths.of_profile(tmp_path / "p").make()
    for folder in (paths.config, paths.data, paths.cache, paths.log):
        assert folder.is_dir() and folder.is_relative_to(tmp_path / "p")
    assert paths.settings_file.parent == paths.config and paths.journal_file.parent == paths.data


def test_the_users_folders_are_firstreads_own() -> None:
    paths = Paths.of_user()
    assert all("firstread" in str(p).lower() for p in (paths.config, paths.data, paths.cache, paths.log))


@posix
def test_only_the_owner_may_read(tmp_path: Path) -> None:
    loose = tmp_path / "loose"
    loose.mkdir(mode=0o755)
    assert private_folder(loose).stat().st_mode & 0o777 == 0o700
    with private_open(tmp_path / "file") as file:
        file.write(b"x")
    assert (tmp_path / "file").stat().st_mode & 0o777 == 0o600
    write_private(tmp_path / "file", b"y")
    assert (tmp_path / "file").stat().st_mode & 0o777 == 0o600 and (tmp_path / "file").read_bytes() == b"y"


def test_a_file_that_cannot_be_replaced_stays_as_it_was(tmp_path: Path) -> None:
    write_private(tmp_path / "file", b"old")
    (tmp_path / "file.part").mkdir()  # in the way of the new one
    with pytest.raises(OSError):
        write_private(tmp_path / "file", b"new")
    assert (tmp_path / "file").read_bytes() == b"old"
