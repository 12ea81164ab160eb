"""The packages' parts that need no build: what is asked for, one version, and the same bytes twice."""

import os
import shutil
import tarfile
from pathlib import Path

import pytest

from installer import build as building
from installer.linux import deb as debian
from installer.stamps import set_times

EPOCH = 1_700_000_000


@pytest.fixture
def build(tmp_path: Path) -> building.Build:
    made = building.Build("cpu", tmp_path / "out", tmp_path / "work", "0.0.9", EPOCH)
    made.folder.mkdir(parents=True)
    for name in ("b", "a"):
        (made.folder / name).write_text(name)
    return made


def test_each_variant_has_one_onnx_runtime() -> None:
    cpu = [one for one in building.requirements("cpu") if one.startswith("onnxruntime")]
    cuda = [one for one in building.requirements("cuda") if one.startswith("onnxruntime")]
    assert cpu == ["onnxruntime"]
    assert cuda == ["onnxruntime-gpu[cuda,cudnn]"]
    assert any(one.startswith("PySide6-Essentials") for one in building.requirements("cpu"))
    assert any(one.startswith("psycopg[binary]") for one in building.requirements("cpu"))


def test_what_cannot_be_made_here_is_said_before_the_work(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(building.PACKAGES, "nsis", lambda: False)
    monkeypatch.setattr(building, "onedir", lambda build: pytest.fail("it began"))
    assert building.main(["nsis", "--out", str(tmp_path / "out")]) == 1
    said = capsys.readouterr().err
    page = said[said.index("docs/") :].split()[0]
    assert said.startswith("nsis cannot be made here") and "makensis" in (building.REPO / page).read_text("utf-8")


def test_time_of_the_build_can_be_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(EPOCH))
    assert building.epoch() == EPOCH


def test_archive_is_the_same_whenever_it_is_made(build: building.Build) -> None:
    first = building.tar(build).read_bytes()
    set_times(build.folder, 1)
    assert building.tar(build).read_bytes() == first
    with tarfile.open(building.tar(build)) as archive:
        assert [one.name for one in archive] == ["firstread/.", "firstread/a", "firstread/b"]
        assert {(one.uid, one.uname, one.mtime) for one in archive} == {(0, "root", EPOCH)}


def test_package_depends_on_what_qt_loads() -> None:
    depends = debian.depends().split(", ")
    assert depends[0].startswith("libc6 (>= 2.")
    assert "libegl1" in depends
    assert "libxcb-cursor0" in depends
    assert "libglib2.0-0t64 | libglib2.0-0" in depends


@pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="only Debian and Ubuntu make Debian packages")
def test_package_is_made_by_an_old_dpkg(build: building.Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ubuntu 22.04, which makes what is released, has dpkg 1.21.1: without --threads-max, and with levels up to 9."""
    (build.folder / "icons").mkdir()
    (tmp_path / "bin").mkdir()
    old, real = tmp_path / "bin" / "dpkg-deb", shutil.which("dpkg-deb")
    old.write_text(f"""#!/bin/sh
case "$*" in
--help) {real} --help | grep -v threads-max ;;
*--threads-max*|*-z1[0-9]*) exit 2 ;;
*) exec {real} "$@" ;;
esac
""")
    old.chmod(0o755)
    monkeypatch.setenv("PATH", str(old.parent), prepend=os.pathsep)
    assert debian.deb(build.folder, build.out, "0.0.9", "cpu", EPOCH).read_bytes().startswith(b"!<arch>")


def test_what_linux_is_told_names_the_commands_that_exist() -> None:
    linux = building.REPO / "installer" / "linux"
    unit = (linux / "firstread.service").read_text()
    assert "ExecStart=/usr/bin/firstread --background" in unit and "StartLimitBurst=5" in unit.split("[Service]")[0]
    entry = (linux / f"{debian.APP_ID}.desktop").read_text()
    assert "Exec=firstread %F\n" in entry and "MimeType=application/dicom;\n" in entry
