"""The reading of manifests and masks, and what is wrong with them in plain words."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from inference.evaluation.manifest import Example, ManifestError, read_labels, read_manifest
from tests.inference.evaluation.values import IPH, SAH

HEADER = "path,any,iph,edh,sdh,sah,ivh,mask\n"


def manifest(folder: Path, *lines: str, header: str = HEADER) -> Path:
    path = folder / "manifest.csv"
    path.write_text(header + "".join(line + "\n" for line in lines))
    return path


def test_manifest_is_read(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    np.save(tmp_path / "m.npy", np.zeros((1, 2, 2), np.uint8))
    path = manifest(tmp_path, "a,1,1,0,0,1,0,m.npy", "b,0,0,0,0,0,0,", "b, 1 ,0,0,0,0,0")
    assert read_manifest(path) == (
        Example(2, tmp_path / "a", True, frozenset({IPH, SAH}), tmp_path / "m.npy"),
        Example(3, tmp_path / "b", False, frozenset()),
        Example(4, tmp_path / "b", True, frozenset()),
    )


def test_manifest_of_a_spreadsheet_without_masks(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    path = tmp_path / "m.csv"
    path.write_text("\ufeff" + HEADER.replace(",mask", "") + "a,0,0,0,0,0,0\n", encoding="utf-8")
    assert read_manifest(path) == (Example(2, tmp_path / "a", False, frozenset()),)


@pytest.mark.parametrize(
    ("lines", "header", "text"),
    [
        (["a,0,1,0,0,0,0,"], HEADER, "line 2.*any is 0"),
        (["a,2,1,0,0,0,0,"], HEADER, "line 2.*0 or 1"),
        (["a,1"], HEADER, "line 2.*0 or 1"),
        (["a,1,1,0,0,0,0,", "x,1,1,0,0,0,0,"], HEADER, "line 3.*does not exist"),
        (["a,1,1,0,0,0,0,none.npz"], HEADER, "line 2.*does not exist"),
        ([",1,1,0,0,0,0,"], HEADER, "line 2.*does not exist"),
        ([], "path,any\n", "no column iph, edh"),
        ([], "", "no column path"),
    ],
)
def test_broken_manifests_name_their_line(tmp_path: Path, lines: list[str], header: str, text: str) -> None:
    (tmp_path / "a").mkdir()
    with pytest.raises(ManifestError, match=text):
        read_manifest(manifest(tmp_path, *lines, header=header))


def test_manifest_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ManifestError, match="cannot be read"):
        read_manifest(tmp_path / "none.csv")
    (tmp_path / "binary.csv").write_bytes(b"\xff\xfe\x00\xd8")
    with pytest.raises(ManifestError, match="not UTF-8"):
        read_manifest(tmp_path / "binary.csv")


def test_masks_are_checked(tmp_path: Path) -> None:
    good = np.full((1, 2, 2), 5, np.int64)
    np.save(tmp_path / "good.npy", good)
    assert read_labels(tmp_path / "good.npy").dtype == np.uint8
    for bad in (good + 1, good - 6, good.astype(float), good[0]):
        np.save(tmp_path / "bad.npy", bad)
        with pytest.raises(ValueError, match="mask must hold"):
            read_labels(tmp_path / "bad.npy")
