"""The program as a Debian package: ``/usr/lib/firstread``, two commands, and what a desktop wants to know of them."""

from __future__ import annotations

import gzip
import os
import platform
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from installer.run import QT_LIBRARIES, SCREEN_LIBRARIES
from installer.stamps import set_times

HERE = Path(__file__).resolve().parent
REPO = HERE.parent.parent
APP_ID = "org.firstread.Firstread"
MAINTAINER = "Firstread <firstread@localhost.invalid>"
#: Newer Debian and Ubuntu name these libraries otherwise since times have 64 bits.
_RENAMED = {"libglib2.0-0": "libglib2.0-0t64"}


def deb(program: Path, out: Path, version: str, variant: str, epoch: int) -> Path:
    """Packs the folder ``program`` of PyInstaller; returns the package.

    Args:
        variant: ``cpu`` or ``cuda``; the two replace each other.
        epoch: time of all files, seconds since 1970.
    """
    architecture = {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
    name = "firstread" if variant == "cpu" else f"firstread-{variant}"
    root = out / f".{name}-deb"
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(program, root / "usr/lib/firstread", symlinks=True)
    for command in ("firstread", "firstread-detector"):
        link = root / "usr/bin" / command
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(f"../lib/firstread/{command}")
        _packed(root / f"usr/share/man/man1/{command}.1.gz", (HERE / f"{command}.1").read_text(encoding="utf-8"), epoch)
    day = datetime.fromtimestamp(epoch, UTC)
    _copy(HERE / f"{APP_ID}.desktop", root / "usr/share/applications")
    _written(
        root / f"usr/share/metainfo/{APP_ID}.metainfo.xml",
        (HERE / f"{APP_ID}.metainfo.xml")
        .read_text()
        .replace("@VERSION@", version)
        .replace("@DATE@", f"{day:%Y-%m-%d}"),
    )
    _copy(HERE / "firstread.service", root / "usr/lib/systemd/user")
    for picture in (program / "icons").glob("*.png"):
        size = f"{picture.stem}x{picture.stem}"
        target = root / f"usr/share/icons/hicolor/{size}/apps/{APP_ID}.png"
        target.parent.mkdir(parents=True)
        shutil.copyfile(picture, target)
    scalable = root / f"usr/share/icons/hicolor/scalable/apps/{APP_ID}.svg"
    scalable.parent.mkdir(parents=True)
    shutil.copyfile(REPO / "resources/icons/firstread.svg", scalable)
    doc = root / "usr/share/doc" / name
    _written(doc / "copyright", _copyright())
    _packed(doc / "changelog.gz", (REPO / "CHANGELOG.md").read_text(encoding="utf-8"), epoch)
    stamp = f"{day:%a, %d %b %Y %H:%M:%S} +0000"
    entry = f"{name} ({version}) stable; urgency=medium\n\n  * See changelog.gz.\n\n -- {MAINTAINER}  {stamp}\n"
    _packed(doc / "changelog.Debian.gz", entry, epoch)
    _copy(HERE / "policy.toml", doc / "examples")
    _written(
        root / f"usr/share/lintian/overrides/{name}", (HERE / "lintian-overrides").read_text().replace("@NAME@", name)
    )
    _modes(root)
    size_kib = sum(p.lstat().st_size for p in root.rglob("*") if p.is_file() and not p.is_symlink()) // 1024
    _written(root / "DEBIAN/control", _control(name, version, architecture, size_kib))
    _written(root / "DEBIAN/md5sums", _md5sums(root))
    for script in ("preinst", "prerm"):
        text = (HERE / "not-running").read_text(encoding="utf-8").replace("@PROGRAM@", "/usr/lib/firstread")
        _written(root / "DEBIAN" / script, text)
        (root / "DEBIAN" / script).chmod(0o755)
    set_times(root, epoch)
    package = out / f"{name}_{version}_{architecture}.deb"
    # xz would save a tenth of the size, and take minutes here and on every machine that unpacks it. Level 9 is the
    # highest that every dpkg takes.
    subprocess.run(
        ["dpkg-deb", "--root-owner-group", "-Zzstd", "-z9", *_two_threads(), "--build", root, package],
        check=True, stdout=subprocess.DEVNULL, env=os.environ | {"SOURCE_DATE_EPOCH": str(epoch)},
    )  # fmt: skip
    shutil.rmtree(root)
    return package


def _two_threads() -> list[str]:
    """Always as many where that can be chosen (dpkg 1.21.9), because one thread writes other bytes than several."""
    told = subprocess.run(["dpkg-deb", "--help"], check=True, capture_output=True, text=True).stdout
    return ["--threads-max=2"] if "--threads-max" in told else []


def depends() -> str:
    """The system libraries that Qt loads, and the C library that this program was built with."""
    libraries = sorted({*QT_LIBRARIES.values(), *SCREEN_LIBRARIES.values()})
    libc = os.confstr("CS_GNU_LIBC_VERSION") or "glibc 2.36"
    either = [f"{_RENAMED[one]} | {one}" if one in _RENAMED else one for one in libraries]
    return ", ".join([f"libc6 (>= {libc.split()[1]})", *either])


def _control(name: str, version: str, architecture: str, size_kib: int) -> str:
    other = "firstread-cuda" if name == "firstread" else "firstread"
    return f"""Package: {name}
Version: {version}
Architecture: {architecture}
Maintainer: {MAINTAINER}
Installed-Size: {size_kib}
Depends: {depends()}
Recommends: fonts-dejavu-core, gnome-keyring | keepassxc | kwalletmanager
Conflicts: {other}
Replaces: {other}
Section: science
Priority: optional
Description: reading-room worklist that puts probable intracranial hemorrhage first
 Firstread asks an archive (PACS) for new head CTs, reads them with a neural
 network on this computer, sorts the worklist by the probability of
 hemorrhage, and shows slices with masks, boxes and volumes.
 .
 Research software, not a medical device: it is not cleared or certified
 anywhere, and must not be used in the care of patients.
"""


def _copyright() -> str:
    return """Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: Firstread

Files: *
Copyright: 2026 the Firstread authors
License: Apache-2.0
 On Debian systems the full text is in /usr/share/common-licenses/Apache-2.0.
 What else is shipped is listed, with its licences, in
 /usr/lib/firstread/licences and /usr/lib/firstread/sbom.json.
 Of it pylibjpeg-libjpeg is under the GNU GPL v3, and Qt and PySide6 are used
 under the GNU LGPL v3: /usr/share/common-licenses/GPL-3 and LGPL-3.
"""


def _md5sums(root: Path) -> str:
    files = sorted(p for p in root.rglob("*") if p.is_file() and not p.is_symlink() and p.parts[-2] != "DEBIAN")
    answer = subprocess.run(
        ["md5sum", *(p.relative_to(root) for p in files)], cwd=root, capture_output=True, text=True, check=True
    )
    return answer.stdout


def _modes(root: Path) -> None:
    """Programs and folders 0755, all else 0644: what the builder's own umask was must not matter."""
    for path in root.rglob("*"):
        if path.is_symlink():
            continue
        program = path.is_dir() or (path.parent.name == "firstread" and path.stem.startswith("firstread"))
        path.chmod(0o755 if program else 0o644)
    root.chmod(0o755)


def _copy(source: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, folder / source.name)


def _written(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _packed(path: Path, text: str, epoch: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with (
        path.open("wb") as file,
        gzip.GzipFile(filename="", fileobj=file, mode="wb", compresslevel=9, mtime=epoch) as out,
    ):
        out.write(text.encode())
