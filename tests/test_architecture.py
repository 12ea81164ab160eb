"""The architecture map holds: import contracts, a core without Qt, and nothing at the top level but what belongs."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import sysconfig
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

#: What may stand at the top level beside dot files.
TOP_LEVEL = {
    "CHANGELOG.md",
    "LICENSE",
    "README.md",
    "app",
    "docs",
    "inference",
    "installer",
    "pyproject.toml",
    "resources",
    "tests",
}

#: Runs in an interpreter of its own: imports every core module while Qt, and torch, cannot be imported at all.
IMPORT_CORE = """
import importlib, pkgutil, sys

class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"PySide6", "shiboken6", "pyqtgraph", "torch"}:
            raise ImportError(f"{name} is blocked")

sys.meta_path.insert(0, Blocked())
count = 0
for root in ("inference", "app.domain", "app.pacs", "app.store", "app.pipeline", "app.results"):
    package = importlib.import_module(root)
    for module in pkgutil.walk_packages(package.__path__, root + "."):
        if not module.name.startswith("inference.training") and not module.name.endswith("__main__"):
            importlib.import_module(module.name)
            count += 1
print(count)
"""


def _tracked(repo: Path) -> list[str]:
    try:
        listing = subprocess.run(["git", "ls-files"], cwd=repo, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    if not listing:
        pytest.skip("nothing is committed yet")
    return listing.splitlines()


def test_core_imports_without_qt_and_torch(repo: Path) -> None:
    done = subprocess.run([sys.executable, "-c", IMPORT_CORE], cwd=repo, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    modules = [
        path
        for root in ("inference", "app/domain", "app/pacs", "app/store", "app/pipeline", "app/results")
        for path in (repo / root).rglob("*.py")
        if "training" not in path.parts and path.name not in ("__init__.py", "__main__.py")
    ]
    assert int(done.stdout) >= len(modules)


def test_import_contracts_are_kept(repo: Path) -> None:
    lint_imports = Path(sysconfig.get_path("scripts")) / ("lint-imports.exe" if os.name == "nt" else "lint-imports")
    done = subprocess.run([lint_imports, "--no-cache"], cwd=repo, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("forbidden", "allowed"),
    [
        ("matplotlib", ("inference/evaluation/pictures/", "inference/training/curves.py")),
        ("torch", "inference/training/"),
        ("onnxruntime", "inference/session.py"),
        ("pynetdicom", "app/pacs/"),
    ],
)
def test_each_heavy_package_has_one_home(repo: Path, forbidden: str, allowed: str) -> None:
    """Looks at the source itself, so that an exception added to the contracts is noticed here."""
    homes = set()
    for root in ("app", "inference", "resources"):
        for path in (repo / root).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                if isinstance(node, ast.ImportFrom) and not node.level:
                    names.append(node.module or "")
                if any(name.split(".")[0] == forbidden for name in names):
                    homes.add(path.relative_to(repo).as_posix())
    assert homes, f"nothing imports {forbidden}"
    assert [home for home in sorted(homes) if not home.startswith(allowed)] == []


def test_top_level_holds_only_what_belongs(repo: Path) -> None:
    found = {name.split("/")[0] for name in _tracked(repo)}
    assert {name for name in found if not name.startswith(".")} <= TOP_LEVEL


def test_no_image_or_network_of_training_is_tracked(repo: Path) -> None:
    kinds = (".dcm", ".nii", ".nii.gz", ".pt", ".jpg", ".jpeg")
    assert [name for name in _tracked(repo) if name.endswith(kinds)] == []


def test_constraints_name_no_host_and_pin_every_dependency(repo: Path) -> None:
    text = (repo / "installer" / "constraints.txt").read_text(encoding="utf-8")
    pins = [Requirement(line) for line in text.splitlines() if line and not line.startswith("#")]
    assert "://" not in text
    assert [str(pin) for pin in pins if [clause.operator for clause in pin.specifier] != ["=="]] == []
    pinned = {canonicalize_name(pin.name): next(iter(pin.specifier)).version for pin in pins}
    assert len(pinned) == len(pins)

    project = tomllib.loads((repo / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *(line for extra in project["optional-dependencies"].values() for line in extra)]
    for wanted in map(Requirement, asked):
        if wanted.name != project["name"]:
            version = pinned[canonicalize_name(wanted.name)]
            assert wanted.specifier.contains(version), f"{wanted} does not allow the pinned {version}"
