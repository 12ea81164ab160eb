"""Translations with Qt Linguist's tools, for developers: ``python -m installer.translations update|release|check``.

``update`` brings the files ``resources/translations/firstread_*.ts`` in line with the texts of the source, ``release``
makes the ``.qm`` files that the program reads, ``check`` says what is not translated or not released, and ends with
status 1 where there is something. In between, translate with ``pyside6-linguist`` or any editor.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "translations"
#: English is the source; its file holds only the plural forms.
LANGUAGES = ("en", "de", "fr", "es")
#: Modules whose texts are not all translated yet: until then they appear in English where a translation is missing.
NOT_YET: tuple[str, ...] = ()
#: Its texts are arguments of declarations, where Qt's tools do not find them: they are listed for them.
SETTINGS = Path("app", "settings.py")


def sources() -> list[Path]:
    """The modules with texts for the reader."""
    return sorted((ROOT / "app").rglob("*.py"))


def update(folder: Path = FOLDER, files: Iterable[Path] | None = None) -> None:
    """Write the texts of ``files`` (by default all) into the .ts files of ``folder``; texts that are gone go."""
    names = [str(path.relative_to(ROOT)) for path in (files if files is not None else sources())]
    with tempfile.TemporaryDirectory() as name:
        if str(SETTINGS) in names:
            names.append(str(_listed_settings(Path(name))))
        _update(folder, names)


def _listed_settings(folder: Path) -> Path:
    """A module that lists the texts of the settings as Qt's tools want them."""
    from app.models import settings_form

    path = folder / "settings_texts.py"
    path.write_text("".join(f"QT_TR_NOOP({json.dumps(text)})\n" for text in settings_form.texts()), encoding="utf-8")
    return path


def _update(folder: Path, names: list[str]) -> None:
    for language in LANGUAGES:
        plural = ["-pluralonly"] if language == "en" else []
        target = str(folder / f"firstread_{language}.ts")
        _tool("lupdate", *names, "-no-obsolete", "-locations", "none", *plural,
              "-source-language", "en", "-target-language", language, "-ts", target)  # fmt: skip


def release(folder: Path = FOLDER, into: Path = FOLDER) -> None:
    """Make the .qm files of the .ts files in ``folder``."""
    for language in LANGUAGES:
        name = f"firstread_{language}"
        _tool("lrelease", "-silent", str(folder / f"{name}.ts"), "-qm", str(into / f"{name}.qm"))


def untranslated(files: Iterable[Path] | None = None) -> dict[str, list[str]]:
    """By language, the texts of ``files`` without a translation."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path in FOLDER.glob("*.ts"):
            shutil.copy(path, folder)
        update(folder, files)
        return {language: _unfinished(folder / f"firstread_{language}.ts") for language in LANGUAGES}


def stale() -> list[str]:
    """The .qm files that are not what their .ts file gives."""
    with tempfile.TemporaryDirectory() as name:
        release(into=Path(name))
        return [path.name for path in sorted(Path(name).glob("*.qm")) if not _same(path, FOLDER / path.name)]


def main(arguments: list[str]) -> int:
    """Carry out one command; returns the exit status."""
    match arguments:
        case ["update"]:
            update()
        case ["release"]:
            release()
        case ["check"]:
            missing, old = untranslated(), stale()
            for language, texts in missing.items():
                for text in texts:
                    print(f"{language}: {text!r}")
            for file in old:
                print(f"{file} is older than its .ts file")
            return int(bool(old) or any(missing.values()))
        case _:
            print(__doc__)
            return 2
    return 0


def _unfinished(path: Path) -> list[str]:
    texts = []
    for message in ET.parse(path).getroot().iter("message"):
        translation = message.find("translation")
        done = translation is not None and translation.get("type") is None
        forms = translation.findall("numerusform") if translation is not None else []
        filled = all(form.text for form in forms) if forms else bool(translation is not None and translation.text)
        if not (done and filled):
            texts.append(message.findtext("source", ""))
    return texts


def _same(one: Path, other: Path) -> bool:
    return other.is_file() and one.read_bytes() == other.read_bytes()


def _tool(name: str, *arguments: str) -> None:
    import PySide6

    folder = Path(PySide6.__file__).parent
    program = shutil.which(name, path=str(folder)) or str(folder / name)
    result = subprocess.run([program, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        raise RuntimeError(f"{name}: {result.stderr.strip() or result.stdout.strip()}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
