"""Packages Firstread for machines without Python: ``python3 installer/build.py [--variant cpu|cuda] [--out DIR] WHAT``.

WHAT is ``onedir`` (the program as a folder, by PyInstaller), ``tar`` (that folder, portable), ``deb`` (Debian and
Ubuntu), ``nsis`` (an installer for Windows), ``dmg`` (macOS), ``sbom`` (only the list of Python packages that are
shipped, in CycloneDX's form), or ``all`` that this system can make. The build makes an environment of its own with the
pinned packages, so that nothing of the developer's gets in. The list and everybody's licence go into each package.

The same commit, Python and system give the same bytes: times are those of the commit, and what is packed is sorted.
"""

from __future__ import annotations

import argparse
import gzip
import os
import shutil
import subprocess
import sys
import tarfile
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from installer import sign
from installer.linux.deb import deb
from installer.stamps import set_times
from installer.system_parts import add_to_licences, add_to_list, system_parts
from installer.windows.nsis import makensis, nsis

REPO = Path(__file__).resolve().parent.parent
#: The largest that the program without CUDA may be when it is installed.
MOST_MB = 700
#: What ONNX Runtime 1.31 loads before it computes on NVIDIA's processors (``onnxruntime.preload_dlls``).
CUDA_LINUX = ("libcublasLt.so.13", "libcublas.so.13", "libnvrtc.so.13", "libcurand.so.10", "libcufft.so.12",
              "libcudart.so.13", "libcudnn.so.9")  # fmt: skip
CUDA_WINDOWS = ("cublasLt64_13.dll", "cublas64_13.dll", "cufft64_12.dll", "cudart64_13.dll", "cudnn64_9.dll")
#: Needed to build, not shipped.
TOOLS = ("pyinstaller", "cyclonedx-bom")


#: The kinds of packages, and whether this machine can make each.
PACKAGES: dict[str, Callable[[], bool]] = {
    "tar": lambda: True,
    "deb": lambda: sys.platform == "linux" and shutil.which("dpkg-deb") is not None,
    "nsis": lambda: sys.platform == "win32" and makensis() is not None,
    "dmg": lambda: sys.platform == "darwin",
}


@dataclass(frozen=True, slots=True)
class Build:
    """One build.

    Attributes:
        variant: ``cpu``, or ``cuda`` with ONNX Runtime and the libraries for NVIDIA's processors.
        out: folder for what is made.
        work: folder for what is needed on the way; kept, so that the next build is faster.
        version: of the project, from ``pyproject.toml`` unless the build is a test of upgrades.
        epoch: seconds since 1970 that all files get.
    """

    variant: str
    out: Path
    work: Path
    version: str
    epoch: int

    @property
    def name(self) -> str:
        """Such as ``firstread-0.1.0-linux-x86_64-cpu``."""
        machine = os.uname().machine if hasattr(os, "uname") else "x86_64"
        return f"firstread-{self.version}-{sys.platform}-{machine}-{self.variant}"

    @property
    def folder(self) -> Path:
        """The program as a folder."""
        return self.out / self.name / "firstread"


def main(arguments: list[str] | None = None) -> int:
    """The command line; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("onedir", "sbom", *PACKAGES, "all"))
    parser.add_argument("--variant", choices=("cpu", "cuda"), default="cpu")
    parser.add_argument("--out", type=Path, default=REPO / "dist", help="folder for the packages (default: dist)")
    parser.add_argument("--version", help="another version than the project's, to test upgrades")
    parser.add_argument("--repack", action="store_true", help="pack the folder that the build before made")
    args = parser.parse_args(arguments)
    build = Build(args.variant, args.out.resolve(), REPO / "build" / args.variant, args.version or version(), epoch())
    if not PACKAGES.get(args.what, lambda: True)():  # before the work, which takes minutes
        print(f"{args.what} cannot be made here: see docs/pages/packages.md for what it needs.", file=sys.stderr)
        return 1
    build.out.mkdir(parents=True, exist_ok=True)
    if args.what == "sbom":
        _environment(build)
        add_to_list(build.work / "sbom.json", [])
        print(_list_of_parts(build))
        return 0
    if not (args.repack and build.folder.is_dir()):
        onedir(build)
    print(_list_of_parts(build))
    for name, made_here in PACKAGES.items():
        if args.what in (name, "all") and made_here():
            print(_packed(name, build))
    return 0


def _packed(name: str, build: Build) -> Path:
    if name == "tar":
        return tar(build)
    if name == "deb":
        return deb(build.folder, build.out, build.version, build.variant, build.epoch)
    if name == "nsis":
        return nsis(build.folder, build.out / f"{build.name}-setup.exe", build.version)
    return dmg(build)


def version() -> str:
    """The project's, from the one place that has it."""
    return str(tomllib.loads((REPO / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])


def epoch() -> int:
    """When the commit was made; ``SOURCE_DATE_EPOCH`` goes before, and stands in where there is no git."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given:
        return int(given)
    answer = subprocess.run(["git", "-C", str(REPO), "log", "-1", "--format=%ct"], capture_output=True, text=True)
    return int(answer.stdout) if answer.returncode == 0 else 0


def requirements(variant: str) -> list[str]:
    """What the program needs, with the ONNX Runtime of the variant in place of the one for either.

    With the department's shared worklist, for nobody can add an extra to a packaged program; without Parquet, whose
    library would add a third to its size.
    """
    project = tomllib.loads((REPO / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    others = [one for one in project["dependencies"] if not one.startswith("onnxruntime")]
    others += project["optional-dependencies"]["department"]
    return [*others, "onnxruntime" if variant == "cpu" else "onnxruntime-gpu[cuda,cudnn]"]


def onedir(build: Build) -> Path:
    """The program as a folder; prints its size. Raises SystemExit where it is larger than it may be."""
    python = _environment(build)
    shutil.rmtree(build.folder.parent, ignore_errors=True)
    icons = build.work / "icons"
    env = os.environ | {
        "SOURCE_DATE_EPOCH": str(build.epoch),
        "PYTHONHASHSEED": "0",
        "FIRSTREAD_ICONS": str(icons),
    }
    _run([python, REPO / "installer" / "icons.py", REPO / "resources/icons/firstread.svg", icons], env)
    _run(
        [python, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN", "--distpath",
         build.folder.parent, "--workpath", build.work / "pyinstaller", REPO / "installer" / "firstread.spec"],
        env,
    )  # fmt: skip
    _run([python, REPO / "installer" / "licences.py", build.folder / "licences"], env)
    contents = build.work / "pyinstaller" / "firstread" / "COLLECT-00.toc"
    parts = system_parts(contents)
    add_to_licences(build.folder / "licences", parts)
    add_to_list(build.work / "sbom.json", parts)
    shutil.copytree(icons, build.folder / "icons")
    shutil.copy2(build.work / "sbom.json", build.folder / "sbom.json")
    programs = [str(program) for program in sorted(build.folder.glob("*.exe"))]
    if programs and sign.main(programs) != 0:
        raise SystemExit("The programs could not be signed.")
    set_times(build.folder, build.epoch)
    size = sum(path.lstat().st_size for path in build.folder.rglob("*") if path.is_file() and not path.is_symlink())
    print(f"{build.name}: {size / 1e6:.0f} MB installed")
    if build.variant == "cuda" and (missing := missing_of_cuda(path.name for path in build.folder.rglob("*"))):
        raise SystemExit(f"The program lacks libraries of CUDA: {', '.join(missing)}.")
    if build.variant == "cpu" and size > MOST_MB * 1e6:
        raise SystemExit(f"The program is larger than {MOST_MB} MB.")
    return build.folder


def missing_of_cuda(names: Iterable[str]) -> list[str]:
    """Which libraries that ONNX Runtime needs on NVIDIA's processors are not among these file names."""
    there = set(names)
    return [one for one in (CUDA_WINDOWS if sys.platform == "win32" else CUDA_LINUX) if one not in there]


def _environment(build: Build) -> Path:
    """Python of an environment with what is shipped, and the tools; lists what is shipped on the way."""
    folder = build.work / "venv"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    pip: list[str | Path] = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    constraints: list[str | Path] = ["-c", REPO / "installer" / "constraints.txt"]
    shutil.rmtree(folder, ignore_errors=True)
    _run([sys.executable, "-m", "venv", folder])
    _run([*pip, *constraints, *requirements(build.variant)])
    source = build.work / "source"  # a copy, because a build writes beside what it builds, and may change the version
    shutil.rmtree(source, ignore_errors=True)
    ignored = shutil.ignore_patterns(".*", "build", "dist", "tests", "docs", "__pycache__")
    shutil.copytree(REPO, source, ignore=ignored)
    text = (source / "pyproject.toml").read_text(encoding="utf-8")
    changed = text.replace(f'version = "{version()}"', f'version = "{build.version}"', 1)
    (source / "pyproject.toml").write_text(changed, encoding="utf-8")
    _run([*pip, "--no-deps", *constraints, source])
    _run([*pip, *constraints, TOOLS[0]])
    # Qt's plug-in for GTK's looks: where the building machine has GTK, all of GTK would come along. Desktops tell their
    # colours by the portal as well.
    for plugin in folder.rglob("libqgtk3.so"):
        plugin.unlink()
    tools = build.work / "tools"  # an environment of its own, so that the list names only what is shipped
    scripts = tools / ("Scripts" if os.name == "nt" else "bin")
    if not tools.exists():
        _run([sys.executable, "-m", "venv", tools])
    _run([scripts / "python", *pip[1:], *constraints, TOOLS[1]])
    env = os.environ | {"SOURCE_DATE_EPOCH": str(build.epoch)}
    _run(
        [scripts / "cyclonedx-py", "environment", python, "--output-reproducible", "--of", "JSON", "-o",
         build.work / "sbom.json", "--pyproject", source / "pyproject.toml"],
        env,
    )  # fmt: skip
    return python


def _list_of_parts(build: Build) -> Path:
    """The list of what is shipped, beside the packages."""
    return Path(shutil.copy2(build.work / "sbom.json", build.out / f"{build.name}.cdx.json"))


def tar(build: Build) -> Path:
    """The folder as a compressed archive, to be unpacked anywhere."""
    path = build.out / f"{build.name}.tar.gz"

    def plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
        member.uid = member.gid = 0
        member.uname = member.gname = "root"
        member.mtime = build.epoch
        return member

    with (
        path.open("wb") as file,
        gzip.GzipFile(filename="", fileobj=file, mode="wb", mtime=build.epoch) as packed,
        tarfile.open(fileobj=packed, mode="w") as archive,
    ):
        for member in [build.folder, *sorted(build.folder.rglob("*"))]:
            archive.add(member, f"firstread/{member.relative_to(build.folder)}", recursive=False, filter=plain)
    return path


def dmg(build: Build) -> Path:
    """The program as an image for macOS, with what is shipped and its licences beside it."""
    path = build.out / f"{build.name}.dmg"
    beside: list[str | Path] = [build.folder / "licences", build.folder / "sbom.json"]
    _run([REPO / "installer" / "macos" / "dmg.sh", build.folder.parent / "Firstread.app", path, *beside])
    return path


def _run(command: list[str | Path], env: dict[str, str] | None = None) -> None:
    done = subprocess.run([str(part) for part in command], env=env)
    if done.returncode != 0:
        raise SystemExit(f"{Path(command[0]).name} failed with status {done.returncode}.")


if __name__ == "__main__":
    sys.exit(main())
