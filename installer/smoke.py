"""Tries a Debian package where nothing else is: ``sudo python3 installer/smoke.py DEB --study DIR [--before DEB]``.

Makes a small Debian by debootstrap (once; ``--root`` keeps it), installs the package there with what it depends on,
upgrading from ``--before`` if given. Runs the worklist, opens files in it by a second start, runs doctor, one analysis
and the demo, all without a screen, and the user unit in a session of systemd. Removes the package, and looks for what
stayed: the user's settings and journal, and nothing else. Changes nothing outside ``--root``. Needs root.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

_STATES = ("positive", "negative", "not_analysable")
_SETTINGS = '[archive]\nname = "Kept"\n'
_SESSION = Path(__file__).resolve().parent / "linux" / "session.sh"
#: How long the worklist runs, in seconds.
_WORK_S = 20


class SmokeError(Exception):
    """A step did not do what it should; the text says which."""


class Root:
    """A small Debian in a folder.

    Attributes:
        folder: its root.
        seconds: how long each step took.
    """

    def __init__(self, folder: Path) -> None:
        """``folder`` may be there already, or not."""
        self.folder = folder
        self.seconds: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Times what is done within, and says when it is."""
        began = time.monotonic()
        yield
        self.seconds[name] = round(time.monotonic() - began, 1)
        print(f"{name}: {self.seconds[name]} s", flush=True)

    def inside(self, *command: str, statuses: Sequence[int] = (0,)) -> str:
        """Runs a command; returns its output. Raises SmokeError where its status is another."""
        done = subprocess.run(self._command(command), env=_ENV, capture_output=True, text=True, check=False)
        if done.returncode not in statuses:
            said = (done.stdout + done.stderr)[-3000:]
            raise SmokeError(f"{' '.join(command)} ended with {done.returncode}:\n{said}")
        return done.stdout

    def _command(self, command: Sequence[str]) -> list[str]:
        """With processes and mounts of its own, so that none outlasts the command."""
        return [*self._own(), "chroot", str(self.folder), *command]

    def _own(self) -> list[str]:
        return ["unshare", "--mount", "--pid", "--fork", "--kill-child", f"--mount-proc={self.folder}/proc"]

    def prepare(self, suite: str) -> None:
        """Have a Debian there, with this machine's way to the packages and without a package of ours."""
        if not (self.folder / "usr/bin/dpkg").exists():
            try:
                subprocess.run(["debootstrap", "--variant=minbase", suite, str(self.folder)], check=True)
            except (OSError, subprocess.CalledProcessError) as error:
                raise SmokeError(f"debootstrap could not make a small Debian: {error}") from error
        shutil.copyfile("/etc/resolv.conf", self.folder / "etc/resolv.conf")
        for file in Path("/etc/apt/apt.conf.d").glob("*proxy*"):
            shutil.copyfile(file, self.folder / "etc/apt/apt.conf.d" / file.name)
        for name in (".config", ".local", ".cache", "study"):
            shutil.rmtree(self.folder / "root" / name, ignore_errors=True)
        (self.folder / "dev/shm").mkdir(mode=0o1777, exist_ok=True)
        self.inside("apt-get", "-qq", "update")
        self.inside("dpkg", "--purge", "firstread", "firstread-cuda")  # of a trial that was broken off
        self.inside("apt-get", "-qq", "-y", "autoremove", "--purge")

    def install(self, package: Path) -> None:
        """Install a package as people do, with what it depends on."""
        shutil.copyfile(package, self.folder / "root" / package.name)
        self.inside("apt-get", "-qq", "-y", "--no-install-recommends", "install", f"/root/{package.name}")
        (self.folder / "root" / package.name).unlink()

    def begin_work(self) -> None:
        """Run the worklist for a while, without a screen, and end it as a sign-out does; its journal stays."""
        began = time.monotonic()
        self.inside("timeout", "--preserve-status", "--kill-after=60", str(_WORK_S), "firstread")
        if time.monotonic() - began < _WORK_S:
            raise SmokeError("The worklist ended by itself")
        if not (self.folder / "root/.local/share/firstread/journal.sqlite3").exists():
            raise SmokeError("The worklist made no journal")

    def open_files(self, study: Path) -> None:
        """Have a second start hand the files of ``study`` to the worklist that runs, which takes them up."""
        shutil.copytree(study, self.folder / "root/study")
        work = f"timeout --preserve-status --kill-after=60 {2 * _WORK_S} firstread & first=$!"
        self.inside("sh", "-c", f"{work}; sleep {_WORK_S // 2}; firstread /root/study && wait $first")
        self.inside("firstread", "export-results", "--format", "csv", "--out", "/root/opened.csv")
        studies = len((self.folder / "root/opened.csv").read_text(encoding="utf-8").splitlines()) - 1
        if studies != 1:
            raise SmokeError(f"The worklist holds {studies} studies after one was opened")

    def session(self) -> None:
        """Have systemd start the user unit with a session, restart it after a crash, and end it."""
        self.inside(
            "apt-get", "-qq", "-y", "--no-install-recommends", "install", "systemd", "dbus-user-session", "xvfb"
        )
        shutil.copyfile(_SESSION, self.folder / "root/session.sh")
        # systemd wants to see control groups, and a /run where nothing has run yet.
        mounts = f"mount --rbind /sys {self.folder}/sys && mount -t tmpfs tmpfs {self.folder}/run"
        enter = f"{mounts} && exec chroot {self.folder} bash /root/session.sh"
        done = subprocess.run(
            [*self._own(), "sh", "-c", enter], env=_ENV_SCREEN, capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            raise SmokeError(done.stderr[-3000:])

    def analyse(self) -> str:
        """The state that the installed detector gives the study that was opened."""
        result = json.loads(self.inside("firstread-detector", "analyze", "/root/study", "--provider", "cpu"))
        if result["state"] not in _STATES:
            raise SmokeError(f"The analysis gave {result['state']}: {result['reasons']}")
        return str(result["state"])

    def doctor(self) -> str:
        """Have the doctor find nothing wrong but the archive, which is not there; returns what it says of us."""
        self.inside("firstread", "doctor", "--json", "/root/doctor.json", statuses=(0, 1))
        findings = json.loads((self.folder / "root/doctor.json").read_text(encoding="utf-8"))["findings"]
        wrong = [one["name"] for one in findings if one["ok"] is False and not one["name"].startswith("archive")]
        if wrong:
            raise SmokeError(f"The doctor finds fault with {', '.join(wrong)}")
        return next(str(one["text"]) for one in findings if one["name"] == "program")

    def files(self) -> list[str]:
        """Files of our packages, as Debian knows them."""
        listed = self.inside("dpkg-query", "--listfiles", "firstread").splitlines()
        return [one for one in listed if one != "/." and not (self.folder / one[1:]).is_dir()]

    def named_after_us(self) -> list[str]:
        """All that has our name, but what belongs to the user."""
        found = self.inside("find", "/", "-xdev", "-iname", "*firstread*", "-not", "-path", "/proc/*")
        return [one for one in found.splitlines() if not one.startswith("/root/")]


_ENV = {"HOME": "/root", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND": "noninteractive",
        "LC_ALL": "C.UTF-8", "QT_QPA_PLATFORM": "offscreen"}  # fmt: skip
_ENV_SCREEN = {name: value for name, value in _ENV.items() if name != "QT_QPA_PLATFORM"}


def smoke(root: Root, package: Path, study: Path, before: Path | None, demo: bool) -> None:
    """All steps in their order. Raises SmokeError at the first that does not do what it should."""
    settings = root.folder / "root/.config/firstread/settings.toml"
    journal = root.folder / "root/.local/share/firstread/journal.sqlite3"
    settings.parent.mkdir(parents=True)
    settings.write_text(_SETTINGS, encoding="utf-8")
    settings.parent.chmod(0o700)  # as Firstread makes it; the doctor finds fault with less
    settings.chmod(0o600)
    if before:
        with root.step("install the version before, with what it depends on"):
            root.install(before)
        with root.step("start the worklist of the version before"):
            root.begin_work()
        print(root.doctor())
        old = set(root.files())
    with root.step("upgrade" if before else "install, with what it depends on"):
        root.install(package)
    files = root.files()
    if before and (stayed := [one for one in old - set(files) if (root.folder / one[1:]).exists()]):
        raise SmokeError(f"The upgrade left old files behind: {stayed[:5]}")
    size = sum((root.folder / one[1:]).lstat().st_size for one in files)
    print(f"installed: {len(files)} files, {size / 1e6:.0f} MB")
    with root.step("start the worklist"):
        root.begin_work()
    with root.step("doctor"):
        print(root.doctor())
    with root.step("open files"):
        root.open_files(study)
    with root.step("analyse"):
        print("analysis:", root.analyse())
    with root.step("export"):
        root.inside("firstread", "export-results", "--format", "fhir", "--out", "/root/results.json")
    if demo:
        with root.step("demo"):
            root.inside("firstread", "demo", "--headless", "/root/demo")
    with root.step("session of systemd"):
        root.session()
    with root.step("remove"):
        root.inside("apt-get", "-qq", "-y", "purge", "firstread")
    stayed = [one for one in files if (root.folder / one[1:]).exists()] + root.named_after_us()
    if stayed:
        raise SmokeError(f"Left behind: {', '.join(stayed[:5])}")
    if settings.read_text(encoding="utf-8") != _SETTINGS or not journal.exists():
        raise SmokeError("The user's settings or journal have gone")
    print("removed, nothing left behind but the user's settings, journal, images and logs")


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
    root = Root(given.root.resolve())
    try:
        root.prepare(given.suite)
        smoke(root, given.package, given.study, given.before, demo=not given.no_demo)
    except SmokeError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
