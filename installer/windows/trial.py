"""Tries the installer for Windows, on Windows or with Wine: ``python3 installer/windows/trial.py [--program DIR]``.

Installs silently for all users and for one, upgrades in place, refuses what has to be refused, removes, and looks each
time at files and registry. Without ``--program`` a small stand-in takes the place of the program, since that can only
be built on Windows. Elsewhere Wine runs the installer in a prefix of its own; on Windows it needs an administrator,
and changes the machine as any installation does.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from installer.windows.machine import Machine, TrialError, expect
from installer.windows.nsis import nsis

UNINSTALL = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\Firstread"
RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
KIND = r"Software\Classes\Firstread.DICOM\shell\open\command"
OPEN_WITH = r"Software\Classes\.dcm\OpenWithProgids"
BEFORE, NOW = "0.0.9", "0.1.0"
POLICY = '[archive]\nname = "Of the hospital"\n'
PLANTED = '[archive]\nname = "Of a user"\n'


class Trial:
    """The steps, in the order in which they are run: each begins where the one before ended."""

    def __init__(self, machine: Machine, before: Path, now: Path) -> None:
        """``before`` and ``now`` are two installers."""
        self.machine = machine
        self.before, self.now = before, now
        self.folder = machine.program_files + r"\Reading Room\Firstread"
        self.own = machine.program_files + r"\Firstread"
        self.for_one = machine.local_app_data + r"\Programs\Firstread"
        own = machine.local(machine.local_app_data) / "firstread"
        self.kept = [own / "settings.toml", own / "journal.sqlite3"]
        self.policy = machine.local(machine.program_data) / "Firstread" / "policy.toml"
        self.given_policy = machine.scratch / "hospital policy.toml"

    def prepare(self) -> None:
        """What users had before, and what an administrator brings."""
        self.kept[0].parent.mkdir(parents=True, exist_ok=True)
        for file in self.kept:
            file.write_text("the user's", encoding="utf-8")
        self.given_policy.write_text(POLICY, encoding="utf-8")

    def refuse(self) -> None:
        """What cannot be is refused with its own status, and changes nothing."""
        windows = self.machine.windows
        one, missing = windows(self.given_policy), windows(self.machine.scratch / "none.toml")
        status = self.machine.install(self.now, "/CurrentUser", f"/POLICY={one}")
        expect(status == 5, f"a policy for one user: status {status}")
        status = self.machine.install(self.now, "/AllUsers", f"/POLICY={missing}")
        expect(status == 5, f"a policy that is not there: status {status}")
        others = self.machine.local(self.machine.program_data) / "Others"
        others.mkdir()
        (others / "file.txt").write_text("another's", encoding="utf-8")
        status = self.machine.install(self.now, "/AllUsers", f"/D={self.machine.program_data}\\Others")
        expect(status == 4, f"a folder with other files: status {status}")
        expect([file.name for file in others.iterdir()] == ["file.txt"], "the other files were touched")
        shutil.rmtree(others)
        self._nothing("HKLM", self.own)
        self._nothing("HKCU", self.for_one)

    def refuse_what_a_user_made(self) -> None:
        """A policy, or its folder, that a user made before the program came would hold for all others."""
        policy, folder = f"/POLICY={self.machine.windows(self.given_policy)}", self.policy.parent
        folder.mkdir()
        self.policy.write_text(PLANTED, encoding="utf-8")
        if self.machine.give_away(self.policy):
            status = self.machine.install(self.now, "/AllUsers")
            expect(status == 5, f"a policy that a user made: status {status}")
            self.machine.give_away(folder)
            for options in ((), (policy,)):
                status = self.machine.install(self.now, "/AllUsers", *options)
                expect(status == 5, f"a folder that a user made: status {status}")
            expect(self.policy.read_text(encoding="utf-8") == PLANTED, "the user's policy was touched")
        shutil.rmtree(folder)
        elsewhere = self.machine.scratch / "elsewhere"
        elsewhere.mkdir()
        if self.machine.junction(folder, elsewhere):
            status = self.machine.install(self.now, "/AllUsers", policy)
            expect(status == 5 and not any(elsewhere.iterdir()), f"a folder that leads elsewhere: status {status}")
            folder.rmdir()
        self._nothing("HKLM", self.own)

    def replace_what_a_user_made(self) -> None:
        """The administrator's policy takes the place of one that a user made, and is the administrator's."""
        self.policy.parent.mkdir()
        self.policy.write_text(PLANTED, encoding="utf-8")
        self.machine.give_away(self.policy)

    def install(self) -> None:
        """For all users, into a folder that was named, with autostart and a policy."""
        policy = self.machine.windows(self.given_policy)
        status = self.machine.install(self.before, "/AllUsers", "/AUTOSTART", f"/POLICY={policy}", f"/D={self.folder}")
        expect(status == 0, f"installation: status {status}")
        self._installed("HKLM", self.folder, BEFORE)
        self._autostart("HKLM", self.folder)
        expect(self.policy.read_text(encoding="utf-8") == POLICY, "the policy is not in its place")
        again = self.machine.install(self.before)  # refuses a policy that is another's
        expect(again == 0, f"the policy is not the administrator's: status {again}")
        expect(self.machine.local(self.folder + r"\_internal\before.txt").exists(), "a file of the program is missing")

    def refuse_while_running(self) -> None:
        """A program that runs is not replaced."""
        with self.machine.running(self.folder + r"\firstread-detector.exe"):
            status = self.machine.install(self.now, "/AllUsers")
            expect(status == 3, f"upgrade while it runs: status {status}")
            expect(self._value("HKLM", UNINSTALL, "DisplayVersion") == BEFORE, "the version has changed")
            expect(self.machine.local(self.folder + r"\_internal\before.txt").exists(), "a file has gone")

    def upgrade(self) -> None:
        """Without options all stays as it was chosen, and nothing of the old program stays."""
        status = self.machine.install(self.now)
        expect(status == 0, f"upgrade: status {status}")
        self._installed("HKLM", self.folder, NOW)
        self._autostart("HKLM", self.folder)
        expect(not self.machine.local(self.folder + r"\_internal\before.txt").exists(), "an old file has stayed")
        expect(self.policy.exists(), "the policy has gone")
        self._kept()
        status = self.machine.install(self.now, "/NOAUTOSTART")
        expect(status == 0 and self._value("HKLM", RUN, "Firstread") is None, f"no autostart: status {status}")

    def remove(self) -> None:
        """As Windows does it; what users and others put there stays."""
        other = self.machine.local(self.folder) / "notes.txt"
        other.write_text("somebody's", encoding="utf-8")
        self.machine.uninstall(str(self._value("HKLM", UNINSTALL, "QuietUninstallString")), self.folder)
        expect([file.name for file in other.parent.iterdir()] == ["notes.txt"], "removal took or left too much")
        shutil.rmtree(other.parent.parent)
        self._nothing("HKLM", self.folder)
        expect(not self.policy.parent.exists(), "the policy has stayed")
        self._kept()

    def for_one_user(self) -> None:
        """Beside the user's data, without a trace for other users; a policy made by hand stays after all."""
        self.policy.parent.mkdir()
        self.policy.write_text(POLICY, encoding="utf-8")
        for installer, version in ((self.before, BEFORE), (self.now, NOW)):
            status = self.machine.install(installer, "/CurrentUser", "/AUTOSTART")
            expect(status == 0, f"for one user: status {status}")
            self._installed("HKCU", self.for_one, version)
            self._autostart("HKCU", self.for_one)
            self._nothing("HKLM", self.own)
        self.machine.uninstall(str(self._value("HKCU", UNINSTALL, "QuietUninstallString")), self.for_one)
        self._nothing("HKCU", self.for_one)
        self._kept()
        expect(self.policy.read_text(encoding="utf-8") == POLICY, "the policy made by hand has gone")
        shutil.rmtree(self.policy.parent)

    def _installed(self, root: str, folder: str, version: str) -> None:
        for name in ("firstread.exe", "firstread-detector.exe", "uninstall.exe", "sbom.json", r"licences\README.md"):
            expect(self.machine.local(f"{folder}\\{name}").is_file(), f"{name} is not installed")
        expect(self._value(root, UNINSTALL, "DisplayVersion") == version, f"{root} has another version")
        expect(self._value(root, UNINSTALL, "InstallLocation") == folder, f"{root} has another folder")
        expect(self.machine.shortcut(root == "HKLM").is_file(), "there is no entry in the start menu")
        expect(self._value(root, KIND, "") == f'"{folder}\\firstread.exe" "%1"', f"{root} opens no DICOM files")
        expect(self._value(root, OPEN_WITH, "Firstread.DICOM") is not None, f"{root} does not offer it for DICOM files")

    def _autostart(self, root: str, folder: str) -> None:
        command = f'"{folder}\\firstread.exe" --background'
        expect(self._value(root, RUN, "Firstread") == command, f"{root} has no autostart")

    def _nothing(self, root: str, folder: str) -> None:
        expect(not self.machine.local(folder).exists(), f"{folder} is there")
        expect(not self.machine.shortcut(root == "HKLM").exists(), "there is an entry in the start menu")
        for key, name in (
            (UNINSTALL, "DisplayName"), (RUN, "Firstread"), (r"Software\Firstread", "InstallDir"), (KIND, ""),
            (OPEN_WITH, "Firstread.DICOM"),
        ):  # fmt: skip
            expect(self._value(root, key, name) is None, f"{root} {key} is there")

    def _kept(self) -> None:
        for file in self.kept:
            expect(file.read_text(encoding="utf-8") == "the user's", f"{file.name} of the user was changed")

    def _value(self, root: str, key: str, name: str) -> str | None:
        return self.machine.value(root, key, name)


def stand_in(folder: Path, program: Path, version: str) -> Path:
    """A small folder that looks like the packaged one, with copies of ``program`` as its programs; returns it."""
    for name in ("firstread.exe", "firstread-detector.exe"):
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(program, folder / name)
    files = {"licences/README.md": "x", "sbom.json": "{}", f"_internal/sub folder/{version}.txt": version}
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    _icon(folder / "icons/firstread.ico")
    return folder


def _icon(path: Path) -> None:
    """An icon of one white pixel: makensis wants one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pixel = (40).to_bytes(4, "little") + (1).to_bytes(4, "little") + (2).to_bytes(4, "little")
    pixel += (1).to_bytes(2, "little") + (32).to_bytes(2, "little") + bytes(24) + b"\xff" * 4 + bytes(4)
    header = bytes((0, 0, 1, 0, 1, 0, 1, 1, 0, 0, 1, 0, 32, 0))
    path.write_bytes(header + len(pixel).to_bytes(4, "little") + (22).to_bytes(4, "little") + pixel)


def main(arguments: list[str] | None = None) -> int:
    """The command line; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", type=Path, help="the program as PyInstaller makes it on Windows")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        machine = Machine(Path(scratch))
        try:
            installers = []
            for version, extra in ((BEFORE, "before.txt"), (NOW, "now.txt")):
                folder = machine.scratch / version
                if given.program:
                    shutil.copytree(given.program, folder)
                else:
                    stand_in(folder, machine.local(r"C:\windows\system32\cmd.exe"), version)
                (folder / "_internal" / extra).write_text(version, encoding="utf-8")
                name = machine.scratch / f"firstread-{version}-trial.exe"
                installers.append(nsis(folder, name, version, machine.stub))
            trial = Trial(machine, *installers)
            for step in (trial.prepare, trial.refuse, trial.refuse_what_a_user_made,
                         trial.replace_what_a_user_made, trial.install, trial.refuse_while_running, trial.upgrade,
                         trial.remove, trial.for_one_user):  # fmt: skip
                step()
                print(f"{step.__name__.replace('_', ' ')}: as it should be", flush=True)
        except (TrialError, subprocess.TimeoutExpired) as error:
            print(f"Not as it should be: {error}", file=sys.stderr)
            return 1
        finally:
            machine.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
