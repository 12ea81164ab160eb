"""``python -m app model``: installs, lists, verifies and gives back models, while Firstread is closed."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from app.command_line.settings import keep
from app.doctor import machine
from app.doctor.finding import Wrong
from app.errors import SettingsError, UpdateError
from app.loaded import load, with_values
from app.pacs.association import Cancel
from app.paths import Paths
from app.policy import machine_policy
from app.profile_lock import profile_lock
from app.settings import Settings
from app.store.audit import Action, AuditLog, Entry, login_name
from app.updates import package as packages
from app.updates.models import InstalledModel, Models, manifest_of
from inference.errors import FirstreadError

KEY = "analysis.model_dir"


def run(profile: Path | None, task: str, file: Path | None, older: bool = False) -> int:
    """Carry out ``task``; returns the exit status: 0 where it was done, 1 where not, 2 for wrong usage."""
    paths = Paths.of_profile(profile) if profile is not None else Paths.of_user()
    if (task == "install" and file is None) or (task in ("list", "rollback") and file is not None):
        print(f"model {task} {'needs' if task == 'install' else 'takes no'} FILE.", file=sys.stderr)
        return 2
    try:
        if task == "list":
            return _list(paths)
        if task == "verify":
            return _verify(paths, file)
        paths.make()
        with profile_lock(paths):
            return _rollback(paths) if file is None else _install(paths, file, older)
    except OSError as error:
        print(f"The profile cannot be used: {error.strerror or error}.", file=sys.stderr)
    except FirstreadError as error:
        print(error.reason.text, file=sys.stderr)
    return 1


def _install(paths: Paths, file: Path, older: bool) -> int:
    settings = load(paths).settings
    _refuse_policy()
    own = _own(paths)
    models = Models(paths.data / "models")
    package = packages.read(file, settings.updates_trusted_keys)
    present = _in_use(models, settings)
    if present is not None and _order(package.version) < _order(present.version) and not older:
        raise UpdateError(
            "model_older",
            f"Version {package.version} is older than {present.version}, which is in use; --older insists.",
        )
    print(f"{package.name} {package.version}, signed by {package.signed.key} ({package.signed.comment})")
    print("Computing its self-test in a process of its own ...", flush=True)

    def test(folder: Path) -> None:
        try:
            print(machine.processor(with_values(settings, {KEY: str(folder)}), Cancel()))
        except Wrong as wrong:
            raise UpdateError("model_self_test", f"The model was refused: {wrong.text}") from wrong

    package, folder = models.install(file, settings.updates_trusted_keys, test)
    if own.analysis_model_dir != str(folder):
        models.chosen(own.analysis_model_dir)
        _choose(paths, own, str(folder))
    _note(
        paths, f"model {package.name} {package.version} installed, listing {package.digest}, key {package.signed.key}"
    )
    print("Installed; Firstread uses it from its next start on. `model rollback` takes it back.")
    return 0


def _rollback(paths: Paths) -> int:
    _refuse_policy()
    own = _own(paths)
    models = Models(paths.data / "models")
    setting = models.previous()
    if setting is None:
        print("There is no earlier model to go back to.", file=sys.stderr)
        return 1
    _choose(paths, own, setting)
    models.given_back(setting)
    name = _title(next((one for one in models.all() if one.setting == setting), None), setting)
    _note(paths, f"model rolled back to {name}")
    print(f"Firstread uses {name} from its next start on.")
    return 0


def _list(paths: Paths) -> int:
    settings = load(paths).settings
    models = Models(paths.data / "models")
    known = list(models.all())
    if settings.analysis_model_dir not in [one.setting for one in known]:
        manifest = manifest_of(Path(settings.analysis_model_dir))
        name, version = str(manifest.get("name", "no model")), str(manifest.get("version", ""))
        known.append(InstalledModel(name, version, settings.analysis_model_dir))
    for one in known:
        mark = "*" if one.setting == settings.analysis_model_dir else " "
        print(f"{mark} {_title(one, one.setting)}")
    return 0


def _verify(paths: Paths, file: Path | None) -> int:
    settings = load(paths).settings
    if file is not None:
        package = packages.read(file, settings.updates_trusted_keys)
        print(f"ok   {package.name} {package.version}, signed by {package.signed.key} ({package.signed.comment})")
        return 0
    bad = 0
    for one in Models(paths.data / "models").all():
        if not one.setting:
            continue
        try:
            package = packages.read_folder(Path(one.setting), settings.updates_trusted_keys)
            print(f"ok   {_title(one, one.setting)}, signed by {package.signed.key}")
        except UpdateError as error:
            bad += 1
            print(f"BAD  {_title(one, one.setting)}: {error.reason.text}")
    try:
        print(f"ok   {machine.processor(settings, Cancel())}")
    except Wrong as wrong:
        bad += 1
        print(f"BAD  {wrong.text}")
    return 1 if bad else 0


def _refuse_policy() -> None:
    if KEY in machine_policy().values:
        raise UpdateError("model_by_policy", f"{KEY} is set by your administrator; the model is chosen there.")


def _own(paths: Paths) -> Settings:
    """The user's settings, among which the model is chosen; raises SettingsError where what they say would be lost."""
    own, problems = Settings.load(paths.settings_file)
    if problems:
        told = " ".join(problem.text for problem in problems)
        raise SettingsError(
            "settings_have_errors", f"Nothing was changed, because the settings have errors that would be lost: {told}"
        )
    return own


def _choose(paths: Paths, own: Settings, setting: str) -> None:
    keep(paths, own, with_values(own, {KEY: setting}))


def _note(paths: Paths, detail: str) -> None:
    AuditLog(paths.audit_file).append([Entry(datetime.now(UTC), login_name(), Action.CHANGED, detail=detail)])


def _in_use(models: Models, settings: Settings) -> InstalledModel | None:
    known = [one for one in models.all() if one.setting == settings.analysis_model_dir]
    manifest = manifest_of(Path(settings.analysis_model_dir)) if settings.analysis_model_dir else {}
    if not known and manifest:
        return InstalledModel(str(manifest["name"]), str(manifest["version"]), settings.analysis_model_dir)
    return known[0] if known else None


def _title(model: InstalledModel | None, setting: str) -> str:
    if model is None:
        return setting or "the model that ships with Firstread"
    return f"{model.name} {model.version} ({setting or 'ships with Firstread'})"


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())
