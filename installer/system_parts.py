"""The libraries of the building system that PyInstaller puts beside the Python packages, and whose they are."""

from __future__ import annotations

import ast
import json
import platform
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

#: In the build's environment, but not in the program; of PyInstaller its boot loader is.
NOT_SHIPPED = {"altgraph", "pip", "pyinstaller-hooks-contrib", "setuptools"}

#: Where Debian and Ubuntu keep the licences that many packages have.
COMMON = Path("/usr/share/common-licenses")


@dataclass(frozen=True, slots=True)
class Part:
    """A package of the system, of which at least one library is shipped.

    Attributes:
        name, version: as the system has them.
        texts: the file with its copyright and licences.
    """

    name: str
    version: str
    texts: Path


def system_parts(contents: Path) -> list[Part]:
    """The packages of Debian and Ubuntu in the program; empty on other systems, where none is known.

    Args:
        contents: the table of PyInstaller's last step, which names the source of every file.
    """
    if shutil.which("dpkg-query") is None:
        return []
    listed: tuple[Any, ...] = ast.literal_eval(contents.read_text(encoding="utf-8"))
    entries = next(part for part in listed if isinstance(part, list))
    sources = {str(Path(source).resolve()) for _, source, kind in entries if kind == "BINARY"}
    system = sorted(one for one in sources if one.startswith("/usr/lib/"))
    if not system:
        return []
    # Debian knows some libraries by the place that they had before /lib became a link to /usr/lib.
    asked = [*system, *(one.removeprefix("/usr") for one in system)]
    answer = subprocess.run(["dpkg-query", "--search", *asked], capture_output=True, text=True, check=False).stdout
    names = sorted({line.partition(":")[0] for line in answer.splitlines() if not line.startswith("diversion")})
    form = "--showformat=${Package} ${Version}\\n"
    shown = subprocess.run(["dpkg-query", "--show", form, *names], capture_output=True, text=True, check=True).stdout
    pairs = [line.split(" ") for line in shown.splitlines()]
    return [Part(name, version, Path("/usr/share/doc") / name / "copyright") for name, version in pairs]


def add_to_licences(folder: Path, parts: list[Part]) -> None:
    """Adds the packages and their texts to what ``licences.py`` wrote."""
    if not parts:
        return
    lines = [
        "",
        "It also ships libraries of these packages of the system that it was built on:",
        "",
    ]
    lines += [f"* {part.name} {part.version}" for part in parts]
    for part in parts:
        if part.texts.is_file():
            (folder / part.name).mkdir(exist_ok=True)
            shutil.copyfile(part.texts, folder / part.name / "copyright")
            _copy_common(part.texts.read_text(encoding="utf-8", errors="replace"), folder / "common-licenses")
    with (folder / "README.md").open("a", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")


def _copy_common(text: str, folder: Path) -> None:
    """Copies the licences that a copyright file leaves to the system, which others do not have."""
    for name in set(re.findall(r"/usr/share/common-licenses/([A-Z][\w.-]*\w)", text)):
        source = COMMON / name
        if source.is_file():
            folder.mkdir(exist_ok=True)
            shutil.copyfile(source, folder / name)


def _distribution() -> str:
    """Such as ``debian``, as package URLs have it."""
    try:
        return platform.freedesktop_os_release()["ID"]
    except OSError:
        return "debian"


def add_to_list(sbom: Path, parts: list[Part]) -> None:
    """Adds the packages to the list of what is shipped, and takes out what only the building needs."""
    document = json.loads(sbom.read_text(encoding="utf-8"))
    document["components"] = [one for one in document["components"] if one["name"] not in NOT_SHIPPED]
    for part in parts:
        reference = f"pkg:deb/{_distribution()}/{quote(part.name)}@{quote(part.version, safe=':')}"
        document["components"].append(
            {"type": "library", "bom-ref": reference, "name": part.name, "version": part.version, "purl": reference}
        )
    known = {document["metadata"]["component"]["bom-ref"], *(one["bom-ref"] for one in document["components"])}
    document["dependencies"] = [
        one | {"dependsOn": [other for other in one.get("dependsOn", []) if other in known]}
        for one in document["dependencies"]
        if one["ref"] in known
    ]
    sbom.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
