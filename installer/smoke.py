"""Tries a Debian package where nothing else is: ``sudo python3 installer/smoke.py DEB --study DIR [--before DEB]``.

Makes a small Debian by debootstrap (once; ``--root`` keeps it), installs the package there with what it depends on,
runs the doctor, one analysis and the demo without a screen, upgrades from ``--before`` if given, removes the package,
and looks for files that stayed. Changes nothing outside ``--root``. Needs root.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

#: Where a package of ours puts files.
OURS = (
    "usr/lib/firstread",
    "usr/bin/firstread",
    "usr/bin/firstread-detector",
    "usr/lib/systemd/user/firstread.service",
)
_STATES = ("positive", "negative", "not_analysable")


class SmokeError(Exception):
    """A step did not do what it should; the text says which."""


def inside(root: Path, *command: str, statuses: Sequence[int] = (0,)) -> str:
    """Runs a command in ``root``; returns its output. Raises SmokeError where its status is another."""
    env = {"HOME": "/root", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND": "noninteractive",
           "LC_ALL": "C.UTF-8", "QT_QPA_PLATFORM": "offscreen"}  # fmt: skip
    done = subprocess.run(["chroot", str(root), *command], env=env, capture_output=True, text=True, check=False)
    if done.returncode not in statuses:
        raise SmokeError(f"{' '.join(command)} ended with {done.returncode}:\n{(done.stdout + done.stderr)[-3000:]}")
    return done.stdout


def prepare(root: Path, suite: str) -> None:
    """Have a Debian in ``root``, with this machine's way to the packages."""
    if not (root / "usr/bin/dpkg").exists():
        subprocess.run(["debootstrap", "--variant=minbase", suite, str(root)], check=True)
    shutil.copyfile("/etc/resolv.conf", root / "etc/resolv.conf")
    for file in Path("/etc/apt/apt.conf.d").glob("*proxy*"):
        shutil.copyfile(file, root / "etc/apt/apt.conf.d" / file.name)
    inside(root, "apt-get", "-qq", "update")


def install(root: Path, package: Path) -> None:
    """Install a package as people do, with what it depends on."""
    shutil.copyfile(package, root / "root" / package.name)
    inside(root, "apt-get", "-qq", "-y", "--no-install-recommends", "install", f"/root/{package.name}")
    (root / "root" / package.name).unlink()


def analyse(root: Path, study: Path) -> str:
    """The state that the installed detector gives ``study``."""
    shutil.rmtree(root / "root/study", ignore_errors=True)
    shutil.copytree(study, root / "root/study")
    result = json.loads(inside(root, "firstread-detector", "analyze", "/root/study", "--provider", "cpu"))
    if result["state"] not in _STATES:
        raise SmokeError(f"The analysis gave {result['state']}: {result['reasons']}")
    return str(result["state"])


def doctor(root: Path) -> None:
    """Have the doctor find nothing wrong but the archive, which is not there."""
    inside(root, "firstread", "doctor", "--json", "/root/doctor.json", statuses=(0, 1))
    findings = json.loads((root / "root/doctor.json").read_text(encoding="utf-8"))["findings"]
    wrong = [one["name"] for one in findings if one["ok"] is False and not one["name"].startswith("archive")]
    if wrong:
        raise SmokeError(f"The doctor finds fault with {', '.join(wrong)}")


def left_behind(root: Path) -> list[str]:
    """What of ours is still there."""
    return [one for one in OURS if (root / one).exists() or (root / one).is_symlink()]


def main(arguments: list[str] | None = None) -> int:
    """The command line; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package", type=Path)
    parser.add_argument("--study", type=Path, required=True, help="a folder with one study")
    parser.add_argument("--before", type=Path, help="a package of the version before, to upgrade from")
    parser.add_argument("--root", type=Path, default=Path("build/smoke-root"), help="folder of the small Debian")
    parser.add_argument("--suite", default="bookworm", help="which Debian")
    parser.add_argument("--no-demo", action="store_true", help="leave the demo out, which takes minutes")
    given = parser.parse_args(arguments)
    try:
        prepare(given.root, given.suite)
        if given.before:
            install(given.root, given.before)
            keep = given.root / "root/.config/firstread/settings.toml"
            keep.parent.mkdir(parents=True, exist_ok=True)
            keep.write_text('[archive]\nname = "Kept"\n', encoding="utf-8")
            keep.parent.chmod(0o700)  # as Firstread makes it; the doctor finds fault with less
            keep.chmod(0o600)
        install(given.root, given.package)
        if given.before and "Kept" not in keep.read_text(encoding="utf-8"):
            raise SmokeError("The upgrade changed the user's settings")
        print("installed", flush=True)
        print("analysis:", analyse(given.root, given.study), flush=True)
        doctor(given.root)
        print("doctor: nothing wrong but the archive", flush=True)
        if not given.no_demo:
            inside(given.root, "firstread", "demo", "--headless", "/root/demo")
            print("demo: done", flush=True)
        inside(given.root, "apt-get", "-qq", "-y", "purge", "firstread")
        if left_behind(given.root):
            raise SmokeError(f"Left behind: {', '.join(left_behind(given.root))}")
        print("removed, nothing left behind")
    except SmokeError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
