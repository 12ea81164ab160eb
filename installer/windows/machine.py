"""The Windows that an installer is tried on: this one, or Wine in a prefix of its own."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

#: One installation of a whole program; the stand-in takes a second or two.
PATIENCE_S = 600


class TrialError(Exception):
    """Something is not as it should be; the text says what."""


def expect(truth: bool, otherwise: str) -> None:
    """Raises TrialError with ``otherwise`` where ``truth`` is not given."""
    if not truth:
        raise TrialError(otherwise)


class Machine:
    """Runs installers, and reads files and registry as Windows names them.

    Attributes:
        scratch: a folder for what is needed on the way.
        stub: which installers run here, as makensis names them.
        program_files, program_data, local_app_data: folders, in Windows' words.
    """

    def __init__(self, scratch: Path) -> None:
        """``scratch`` is an empty folder; a prefix of Wine is made in it where this is not Windows."""
        self.scratch = scratch
        self._wine = [] if os.name == "nt" else ["wine"]
        self._env = dict(os.environ)
        self.stub = "x86-unicode" if os.name == "nt" else "amd64-unicode"
        if self._wine:
            prefix = scratch / "wine"
            # No browser and no .NET, which Wine would offer to download; and no window.
            self._env |= {"WINEPREFIX": str(prefix), "WINEDEBUG": "-all", "WINEARCH": "win64"}
            self._env |= {"WINEDLLOVERRIDES": "mscoree,mshtml="}
            self._drive = prefix / "drive_c"
            self._done("wineboot", "--init")
            self._done("reg", "add", r"HKCU\Software\Wine", "/v", "Version", "/d", "win10")  # the installer wants that
        folders = self._done("cmd", "/c", "echo %ProgramW6432%;%ProgramData%;%LOCALAPPDATA%;%USERPROFILE%;%APPDATA%")
        self.program_files, self.program_data, self.local_app_data, self._home, self._roaming = folders.split(";")

    def local(self, windows: str) -> Path:
        """Where a file on drive C lies for this program."""
        return Path(windows) if not self._wine else self._drive.joinpath(*windows.split("\\")[1:])

    def windows(self, local: Path) -> str:
        """The name that Windows has for a file of this program."""
        return str(local) if not self._wine else "Z:" + str(local.resolve()).replace("/", "\\")

    def shortcut(self, for_all: bool) -> Path:
        """The entry in the start menu."""
        root = self.program_data if for_all else self._roaming
        return self.local(root + r"\Microsoft\Windows\Start Menu\Programs\Firstread.lnk")

    def install(self, installer: Path, *options: str) -> int:
        """Runs an installer silently; returns its exit status."""
        # As one string: quotes around /D= are what NSIS does not understand.
        name = self.windows(installer)
        words = [word if word.startswith("/D=") or " " not in word else self._quoted(word) for word in options]
        if not self._wine:
            return subprocess.run(f'"{name}" /S {" ".join(words)}', timeout=PATIENCE_S, check=False).returncode
        script = self.scratch / "install.bat"
        script.write_text(f'@"{name}" /S {" ".join(words)}\r\n@exit /b %errorlevel%\r\n', encoding="ascii")
        return self._run("cmd", "/c", self.windows(script)).returncode

    def uninstall(self, command: str, folder: str) -> None:
        """Runs the command of the registry, as Windows does, and waits for what it leaves behind to end."""
        words = re.findall(r'"([^"]+)"|(\S+)', command)
        done = self._run(*(quoted or plain for quoted, plain in words))
        expect(done.returncode == 0, f"removal: status {done.returncode}")
        until = time.monotonic() + PATIENCE_S
        while self.local(folder + r"\uninstall.exe").exists() and time.monotonic() < until:
            time.sleep(0.2)  # it goes on as a copy in another folder, since it removes itself
        time.sleep(2)

    def value(self, root: str, key: str, name: str) -> str | None:
        """A value of the registry as 64-bit programs see it, the key's own without a name; None where there is none."""
        which = ("/v", name) if name else ("/ve",)
        done = self._run("reg", "query", f"{root}\\{key}", *which, "/reg:64")
        shown = name or r"\(.+\)"
        found = re.search(rf"^\s*{shown}\s+REG_\w+\s+(.*?)\s*$", done.stdout, re.MULTILINE)
        return found[1] if found else None

    @contextlib.contextmanager
    def running(self, program: str) -> Iterator[None]:
        """Has ``program``, replaced by Windows' command line, wait for a key."""
        self.local(program).write_bytes(self.local(r"C:\windows\system32\cmd.exe").read_bytes())
        command = [*self._wine, program, "/c", "pause"]
        with subprocess.Popen(command, env=self._env, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.read(1)  # it has begun when it asks for the key
            try:
                yield
            finally:
                process.communicate(b"\r\n", timeout=60)

    def give_away(self, file: Path) -> bool:
        """Makes a file or folder that of a user who is no administrator; whether that can be done here."""
        if not self._wine:
            self._done("icacls", str(file), "/setowner", "*S-1-5-32-546")  # guests
        elif os.geteuid() == 0:  # Wine has every other owner of the system be a stranger
            os.chown(file, 65534, -1)
        else:
            return False
        return True

    def junction(self, link: Path, target: Path) -> bool:
        """Has the folder ``link`` lead to ``target``; whether that can be done here."""
        if not self._wine:
            self._done("cmd", "/c", "mklink", "/J", str(link), str(target))
        return not self._wine

    def close(self) -> None:
        """Ends Wine's own processes."""
        if self._wine:
            subprocess.run(["wineserver", "-k"], env=self._env, check=False)

    @staticmethod
    def _quoted(option: str) -> str:
        name, equals, value = option.partition("=")
        return f'{name}{equals}"{value}"'

    def _run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*self._wine, *command], env=self._env, stdin=subprocess.DEVNULL, capture_output=True, text=True,
            timeout=PATIENCE_S, check=False,
        )  # fmt: skip

    def _done(self, *command: str) -> str:
        try:
            done = self._run(*command)
        except OSError as error:
            raise SystemExit(f"{command[0]} cannot be run (Debian: packages wine and wine64): {error}") from error
        if done.returncode != 0:
            raise SystemExit(f"{' '.join(command)} failed with status {done.returncode}: {done.stderr}")
        return done.stdout.strip()
