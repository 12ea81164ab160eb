"""Set up Firstread on this machine and run it: ``python3 installer/run.py demo`` or ``... test``.

Needs Python 3.11 or later and nothing else: this file imports only the standard library. It makes a virtual
environment in ``.venv``, installs the pinned packages of ``constraints.txt`` into it, and on Debian and Ubuntu adds
by apt what Qt needs of the system and, for the tests, the DICOM peers Orthanc and dcmtk, PostgreSQL and a small
desktop. A step that is done is not done again. Where apt is not allowed, the one line to type is printed.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

REPO = Path(__file__).resolve().parent.parent
VENV = REPO / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
CONSTRAINTS = REPO / "installer" / "constraints.txt"
STAMP = VENV / "firstread.json"

#: Shared libraries that Qt loads, and the Debian package of each: to draw at all, and to draw on an X screen.
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
SCREEN_LIBRARIES = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
#: Programs that the tests talk DICOM with, and the Debian package of each.
PEERS = {"Orthanc": "orthanc", "storescu": "dcmtk", "dciodvfy": "dicom3tools"}
#: Plug-ins of Orthanc, where Debian puts them, and the package of each.
PEER_FILES = {"/usr/share/orthanc/plugins/libOrthancDicomWeb.so": "orthanc-dicomweb"}
#: The database that workstations share, and the Debian package of it; its server's own programs are not on the path.
DATABASE = {"pg_ctlcluster": "postgresql"}
#: Programs that a test drives a real desktop with, and the Debian package of each.
DESKTOP = {"Xvfb": "xvfb", "openbox": "openbox", "xclip": "xclip", "xdotool": "xdotool", "xprop": "x11-utils"}
#: Tools that check the packages' parts, and the Debian package of each.
PACKAGING = {"desktop-file-validate": "desktop-file-utils", "makensis": "nsis"}


class SetupError(Exception):
    """Set-up cannot go on; the text says what to do, in plain words."""


def say(text: str) -> None:
    """Print one line at once, also into a pipe."""
    print(text, flush=True)


def on_screen() -> bool:
    """Whether a window would be seen; asked of the environment, as Qt does."""
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    if platform in ("offscreen", "minimal"):
        return False
    display = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return bool(platform or display) or not sys.platform.startswith("linux")


def runs(code: str) -> bool:
    """Whether the environment's Python is there and runs ``code``."""
    try:
        return subprocess.run([PYTHON, "-c", code], cwd=VENV, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


# ------------------------------------------------------------------------------------------------ system packages


def missing_libraries(wanted: Mapping[str, str]) -> list[str]:
    """The Debian packages of those shared libraries that the system's loader does not know."""
    ldconfig = shutil.which("ldconfig", path=os.environ.get("PATH", "") + os.pathsep + "/sbin:/usr/sbin")
    if ldconfig is None:
        return []
    known = subprocess.run([ldconfig, "-p"], capture_output=True, text=True, check=False).stdout.split()
    return [package for library, package in wanted.items() if library not in known]


def missing_venv() -> list[str]:
    """The Debian package that makes virtual environments, where there is none yet and this Python cannot."""
    if importlib.util.find_spec("ensurepip") is not None or runs("import pip"):
        return []
    return [f"python{sys.version_info.major}.{sys.version_info.minor}-venv"]


def missing_fonts() -> list[str]:
    """A Debian font package where there is no font at all: letters would be empty boxes."""
    folders = [Path(p) for p in ("/usr/share/fonts", "/usr/local/share/fonts")] + [Path.home() / ".fonts"]
    found = any(True for folder in folders for kind in ("*.ttf", "*.otf", "*.ttc") for _ in folder.rglob(kind))
    return [] if found else ["fonts-dejavu-core"]


def missing_peers() -> list[str]:
    """The Debian packages of what the tests talk to, and that is not on this machine."""
    path = os.environ.get("PATH", "") + os.pathsep + "/usr/sbin"
    wanted = PEERS | DATABASE | DESKTOP | PACKAGING
    missing = [package for program, package in wanted.items() if shutil.which(program, path=path) is None]
    missing += missing_libraries(SCREEN_LIBRARIES)
    return missing + [package for file, package in PEER_FILES.items() if not Path(file).exists()]


def is_root() -> bool:
    """Whether this process may do everything; never on Windows."""
    return sys.platform != "win32" and os.geteuid() == 0


def apt_prefix() -> list[str] | None:
    """What to write before ``apt-get``: nothing for root, ``sudo -n`` where it asks no password, else None."""
    if is_root():
        return []
    if (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    ):
        return ["sudo", "-n"]
    return None


@contextmanager
def no_services(prefix: Sequence[str]) -> Iterator[None]:
    """Keep packages from starting their servers: Debian asks ``/usr/sbin/policy-rc.d``, if there is one, beforehand."""
    policy = Path("/usr/sbin/policy-rc.d")
    if policy.exists():
        yield
        return
    with tempfile.TemporaryDirectory() as folder:
        forbid = Path(folder) / "policy-rc.d"
        forbid.write_text("#!/bin/sh\nexit 101\n", encoding="ascii")
        subprocess.run([*prefix, "install", "-m", "755", str(forbid), str(policy)], check=True)
    try:
        yield
    finally:
        subprocess.run([*prefix, "rm", "-f", str(policy)], check=False)


def apt_install(packages: Sequence[str]) -> bool:
    """Install Debian packages; False where that is not allowed here or fails. Starts no service."""
    prefix = apt_prefix()
    if prefix is None:
        return False
    say(f"Installing system packages: {' '.join(packages)}")
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]
    try:
        # A failing update is no reason to stop: the lists may be good enough, and the install says so if not.
        subprocess.run([*apt, "update"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False)
        with no_services(prefix):
            install = [*apt, "install", "-y", "--no-install-recommends", *packages]
            done = subprocess.run(install, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    except (OSError, subprocess.CalledProcessError) as error:
        say(f"apt-get could not be used: {error}")
        return False
    if done.returncode != 0:
        say((done.stdout + done.stderr).strip()[-2000:])
        return False
    if "orthanc" in packages and shutil.which("systemctl"):
        # The tests start an Orthanc of their own; the system's shall not hold its ports after the next boot.
        subprocess.run([*prefix, "systemctl", "disable", "--quiet", "orthanc"], capture_output=True, check=False)
    return True


def line_to_type(packages: Sequence[str]) -> str:
    """The one line that installs ``packages``, indented."""
    apt = "apt-get" if is_root() else "sudo apt-get"
    return f"    {apt} update && {apt} install -y {' '.join(packages)}"


def prepare_system(*, window: bool, peers: bool) -> None:
    """Have what Python and Qt need of the system and, for tests, the peers; raises SetupError where that is not had."""
    if not sys.platform.startswith("linux"):
        return
    libraries = QT_LIBRARIES | SCREEN_LIBRARIES if window else QT_LIBRARIES
    needed = missing_venv() + missing_libraries(libraries) + missing_fonts()
    useful = missing_peers() if peers else []
    if not needed and not useful:
        return
    if shutil.which("apt-get") is None:
        wanted = [library for library, package in libraries.items() if package in needed]
        say(f"This Linux has no apt-get. Please install, if the next step fails: {' '.join(wanted + useful)}")
        return
    if apt_install(needed + useful):
        return
    if needed:
        raise SetupError(
            "Some system packages are missing and could not be installed from here. Type this once, then run the "
            f"command again:\n{line_to_type(needed + useful)}"
        )
    say("The tests that need other DICOM programs or a desktop are skipped. To have them too, type this once:")
    say(line_to_type(useful))


# -------------------------------------------------------------------------------------------- virtual environment


def wants_torch() -> bool:
    """Whether the tests of the training code run too: where torch is small, in CI, or on request.

    On Linux torch brings several GB of CUDA libraries that nothing but training uses.
    """
    asked = os.environ.get("FIRSTREAD_TRAIN", "")
    if asked:
        return asked.lower() not in ("0", "false", "no")
    return os.environ.get("CI", "").lower() in ("1", "true", "yes") or not sys.platform.startswith("linux")


def clean_environment() -> dict[str, str]:
    """This process's environment without what would lead Python or pip out of the virtual environment."""
    dropped = {"PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV", "PIP_USER", "PIP_TARGET", "PIP_REQUIRE_VIRTUALENV"}
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    return kept | {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}


def fingerprint() -> str:
    """Changes with all that a finished environment depends on: the two files, the interpreter, the folder."""
    parts = [(REPO / "pyproject.toml").read_bytes(), CONSTRAINTS.read_bytes(), sys.version.encode(), str(REPO).encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def installed_extras() -> set[str] | None:
    """The extras that the environment holds, or None where it must be made or mended."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
        return set(stamp["extras"]) if stamp["fingerprint"] == fingerprint() and runs("import pip, app") else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def make_venv() -> None:
    """Make an empty virtual environment; raises SetupError."""
    if VENV.exists():
        shutil.rmtree(VENV)
    say(f"Making a virtual environment in {VENV}")
    # In a process of its own: ensurepip may have arrived a moment ago.
    if subprocess.run([sys.executable, "-m", "venv", str(VENV)], env=clean_environment(), check=False).returncode != 0:
        raise SetupError("Python could not make the virtual environment; its own message is above.")


def pip(*arguments: str) -> None:
    """Run pip in the environment; raises SetupError."""
    quiet = [] if sys.stdout.isatty() else ["--quiet"]
    command = [str(PYTHON), "-m", "pip", "install", *quiet, "--constraint", str(CONSTRAINTS), *arguments]
    if subprocess.run(command, cwd=REPO, env=clean_environment(), stdin=subprocess.DEVNULL, check=False).returncode:
        raise SetupError(
            "pip could not install the packages; its own message is above. Is this machine online, and is there "
            "room on the disk? Run the command again: what was downloaded is kept."
        )


def prepare_environment(extras: set[str]) -> None:
    """Have ``.venv`` with the pinned packages and at least these extras; raises SetupError."""
    present = installed_extras()
    if present is not None and extras <= present:
        return
    started = time.monotonic()
    if not runs("import pip"):
        make_venv()
    extras = extras | (present or set())
    say("Installing the pinned packages; the first time this takes some minutes.")
    STAMP.unlink(missing_ok=True)
    # The build back-end first, so that it too is pinned and pip needs no second environment to build in.
    pip("hatchling", "editables")
    wanted = f".[{','.join(sorted(extras))}]" if extras else "."
    pip("--no-build-isolation", "--editable", wanted)
    STAMP.write_text(json.dumps({"fingerprint": fingerprint(), "extras": sorted(extras)}), encoding="utf-8")
    say(f"Set-up took {time.monotonic() - started:.0f} s. The next start skips it.")


# ---------------------------------------------------------------------------------------------------- the commands


def demo(headless: Path | None) -> int:
    """Set up, then show the demo, or leave its screenshots and results in a folder; returns the exit status."""
    environment = clean_environment()
    if headless is None and not on_screen():
        headless = REPO / "demo-results"
        say(f"There is no screen here. The demo leaves screenshots and results in {headless}")
    if headless is not None:
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    prepare_system(window=headless is None, peers=False)
    prepare_environment(set())
    command = [str(PYTHON), "-m", "app", "demo"]
    if headless is not None:
        command += ["--headless", str(headless)]
    say("Starting the demo: an archive with the studies of one shift, the analysis, and the worklist.")
    status = subprocess.run(command, cwd=REPO, env=environment, check=False).returncode
    if headless is not None and status == 0:
        say(f"Screenshots and results are in {headless}")
    return status


def checks(torch: bool, site: str) -> dict[str, list[str]]:
    """Every check before the tests: its name and its command; ``site`` is a folder for the built documentation."""
    # Without torch mypy knows nothing of its types, and strictness about them would be noise.
    lenient = [] if torch else ["--allow-subclassing-any", "--no-warn-return-any", "--no-warn-unused-ignores"]
    python = str(PYTHON)
    lint_imports = str(BIN / "lint-imports")
    return {
        "ruff check": [python, "-m", "ruff", "check", "--output-format", "concise", "."],
        "ruff format": [python, "-m", "ruff", "format", "--check", "."],
        "mypy": [python, "-m", "mypy", *lenient],
        "import-linter": [lint_imports, "--no-cache"],
        "mkdocs": [python, "-m", "mkdocs", "build", "--quiet", "--strict", "-f", "docs/mkdocs.yml", "-d", site],
    }


def test(arguments: Sequence[str]) -> int:
    """Set up, then run the checks and the whole suite; with pytest arguments, only pytest. Returns the exit status."""
    prepare_system(window=False, peers=True)
    torch = wants_torch()
    prepare_environment({"dev", "train"} if torch else {"dev"})
    environment = clean_environment() | {"QT_QPA_PLATFORM": "offscreen"}
    pytest = [str(PYTHON), "-m", "pytest", *arguments]
    if arguments:
        return subprocess.run(pytest, cwd=REPO, env=environment, check=False).returncode
    torch = torch or "train" in (installed_extras() or set())
    if not torch:
        say("torch is not installed: its tests are skipped. FIRSTREAD_TRAIN=1 installs it (several GB on Linux).")
    failed = []
    with tempfile.TemporaryDirectory() as site:
        for name, command in checks(torch, site).items():
            started = time.monotonic()
            done = subprocess.run(command, cwd=REPO, env=environment, capture_output=True, text=True, check=False)
            if done.returncode != 0:
                failed.append(name)
                say((done.stdout + done.stderr).rstrip())
            say(f"{name}: {'ok' if done.returncode == 0 else 'FAILED'} ({time.monotonic() - started:.1f} s)")
    if failed:
        say(f"Failed so far: {', '.join(failed)}. The tests run all the same; the exit status will be 1.")
    # The suite comes last, so that its closing line closes the output.
    # Each file stays in one process: its fixtures render heads, which takes seconds.
    spread = ["-n", "auto", "--dist", "loadfile"]
    status = subprocess.run([*pytest, *spread], cwd=REPO, env=environment, check=False).returncode
    return status or int(bool(failed))


def parser() -> argparse.ArgumentParser:
    """The two commands and their options."""
    top = argparse.ArgumentParser(prog="installer/run.py", description="Set up Firstread, then run it.")
    commands = top.add_subparsers(dest="command", required=True, metavar="demo | test")
    shown = commands.add_parser("demo", help="an embedded archive with sample studies, and the worklist")
    shown.add_argument("--headless", type=Path, metavar="DIR", help="no window: screenshots and results go to DIR")
    commands.add_parser("test", help="all checks and the whole suite; arguments after it go to pytest alone")
    return top


def with_newer_python(arguments: Sequence[str]) -> int:
    """Called by a Python before 3.11: hand over to a newer one on this machine, or say what is missing."""
    for minor in range(20, 10, -1):
        newer = shutil.which(f"python3.{minor}")
        if newer is not None:
            return subprocess.call([newer, __file__, *arguments])
    say("Firstread needs Python 3.11 or later; on Debian 12 and Ubuntu 24.04 that is package python3.")
    return 1


def main(arguments: Sequence[str]) -> int:
    """Entry point; returns the exit status."""
    if sys.version_info < (3, 11):  # noqa: UP036 - a stranger's python3 may well be older
        return with_newer_python(arguments)
    options, rest = parser().parse_known_args(arguments)
    if rest and options.command != "test":
        parser().error(f"unknown argument: {rest[0]}")
    try:
        if options.command == "test":
            return test(rest)
        return demo(options.headless.resolve() if options.headless else None)
    except SetupError as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
