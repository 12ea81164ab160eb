"""The models of one profile beside the one that ships with Firstread: unpacked, chosen, and given back."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import resources
from app.errors import UpdateError
from app.paths import private_folder, write_private
from app.updates import package as packages
from app.updates.package import ModelPackage

_PARTIAL = ".part"


@dataclass(frozen=True, slots=True)
class InstalledModel:
    """A model that could be used. ``setting`` is what ``analysis.model_dir`` says for it; empty for the shipped one."""

    name: str
    version: str
    setting: str


class Models:
    """The folder of installed models, and the order in which they were chosen; while Firstread is closed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._history = folder / "history.json"

    def all(self) -> tuple[InstalledModel, ...]:
        """The shipped model first, then the installed ones by name."""
        shipped = [manifest for one in resources.folder("models").iterdir() if (manifest := manifest_of(one))]
        newest = sorted(shipped, key=lambda manifest: str(manifest.get("created", "")))[-1:]
        found = [InstalledModel(str(one["name"]), str(one["version"]), "") for one in newest]
        for folder in sorted(self._folder.glob("*/")) if self._folder.is_dir() else ():
            manifest = manifest_of(folder)
            if manifest and not folder.name.endswith(_PARTIAL):
                found.append(InstalledModel(str(manifest["name"]), str(manifest["version"]), str(folder)))
        return tuple(found)

    def install(self, path: Path, keys: Iterable[str], test: Callable[[Path], None]) -> tuple[ModelPackage, Path]:
        """Check and unpack a package; ``test`` raises UpdateError where the model does not compute rightly here.

        Returns the package and the model's folder. Raises UpdateError; nothing is left of a model that is refused.
        """
        keys = tuple(keys)
        package = packages.read(path, keys)
        final = private_folder(self._folder) / package.folder
        if final.exists():
            try:
                packages.read_folder(final, keys)
            except UpdateError:
                shutil.rmtree(final, ignore_errors=True)  # damaged since; it is unpacked anew
            else:
                test(final)
                return package, final
        partial = final.with_name(final.name + _PARTIAL)
        shutil.rmtree(partial, ignore_errors=True)
        try:
            packages.unpack(path, package, partial)
            manifest = manifest_of(partial)
            if (manifest.get("name"), manifest.get("version")) != (package.name, package.version):
                raise UpdateError("model_other", "The model in the package is not the one that its listing names.")
            test(partial)
            partial.replace(final)
        except OSError as error:
            raise UpdateError("model_not_kept", f"The model cannot be kept: {error.strerror or error}.") from error
        finally:
            shutil.rmtree(partial, ignore_errors=True)
        return package, final

    def chosen(self, setting: str) -> None:
        """Note that another model is used from now on instead of the one of ``setting``; raises UpdateError."""
        self._write([*self._read(), setting])

    def previous(self) -> str | None:
        """The setting before the latest choice whose model is still there; None where there is none."""
        for setting in reversed(self._read()):
            if not setting or manifest_of(Path(setting)):
                return setting
        return None

    def given_back(self, setting: str) -> None:
        """Note that the model of ``setting`` is used again; raises UpdateError."""
        history = self._read()
        while history and history.pop() != setting:
            pass
        self._write(history)

    def _read(self) -> list[str]:
        try:
            content = json.loads(self._history.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return []
        return [one for one in content if isinstance(one, str)] if isinstance(content, list) else []

    def _write(self, history: list[str]) -> None:
        try:
            private_folder(self._folder)
            write_private(self._history, json.dumps(history[-20:]).encode())
        except OSError as error:
            why = error.strerror or "unknown error"
            raise UpdateError("model_not_kept", f"The choice of the model cannot be kept: {why}.") from error


def manifest_of(folder: Path) -> dict[str, Any]:
    """The manifest of a model's folder; empty where there is none that names a model."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        return dict(manifest) if {"name", "version"} <= set(manifest) else {}
    except (OSError, ValueError, TypeError, RecursionError):
        return {}
