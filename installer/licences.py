"""Collects the licence of every package of the environment it runs in: ``python licences.py FOLDER``.

Runs in the build's own environment, with the standard library alone.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path, PurePath

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from installer.system_parts import NOT_SHIPPED

_GNU = Path(__file__).resolve().parent / "gnu"
_WORDS = ("licen", "copying", "notice", "copyright")


def main(folder: Path) -> int:
    """Writes ``README.md`` and the texts, one folder a package; returns the exit status."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [
        "# What Firstread is made of",
        "",
        "Firstread itself is under the Apache License 2.0. It ships these packages, each under its own licence; their",
        "texts are in the folders beside this file, and of those that bring none what their makers say (METADATA). The",
        "GNU GPL v3 and LGPL v3 are in the folder `GNU`. Qt and PySide6 are used under the GNU LGPL v3: their",
        "libraries lie unchanged in `_internal/PySide6`, and may be replaced by your own builds. pylibjpeg-libjpeg is",
        "under the GNU GPL v3: whoever passes all of this on has to keep to that as well.",
        "",
        "| package | version | licence |",
        "| --- | --- | --- |",
    ]
    python = Path(sys.base_prefix) / "LICENSE.txt"
    lines.append(f"| Python | {sys.version.split()[0]} | PSF-2.0 |")
    if python.is_file():
        shutil.copyfile(python, folder / "Python.txt")
    for one in sorted(distributions(), key=lambda d: d.name.lower()):
        if one.name.lower() in NOT_SHIPPED:
            continue
        lines.append(f"| {one.name} | {one.version} | {_licence(one)} |")
        texts = {place: source for place, source in _texts(one) if source.is_file()}
        for place, source in texts.items():
            target = folder / one.name / place
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
        if not texts:
            (folder / one.name).mkdir(exist_ok=True)
            (folder / one.name / "METADATA").write_text(str(one.read_text("METADATA")), encoding="utf-8")
    shutil.copytree(_GNU, folder / "GNU", dirs_exist_ok=True)
    (folder / "README.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


def _texts(one: Distribution) -> Iterator[tuple[PurePath, Path]]:
    """The texts of a package: the place of each below its folder, and the file. Some packages have many of one name."""
    for file in one.files or ():
        if any(word in file.name.lower() for word in _WORDS) and not file.name.endswith((".py", ".pyc")):
            first = 1 if file.parts[0].endswith(".dist-info") else 0
            first += len(file.parts) > first + 1 and file.parts[first] in ("licenses", "license_files")
            parts = [part for part in file.parts[first:] if part != ".."]
            yield PurePath(*parts), Path(str(one.locate_file(file)))


def _field(one: Distribution, name: str) -> str:
    return str((one.metadata.get_all(name) or [""])[0])


def _licence(one: Distribution) -> str:
    kinds = [c.rpartition(" :: ")[2] for c in one.metadata.get_all("Classifier") or () if c.startswith("License")]
    lines = _field(one, "License").strip().splitlines()
    given = _field(one, "License-Expression") or ", ".join(kinds) or (lines[0] if lines else "see its folder")
    return given.replace("|", "/")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
