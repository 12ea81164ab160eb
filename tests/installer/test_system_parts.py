"""Whose libraries are in the bundle: asked of Debian itself, and written where people look for it."""

import json
import re
import shutil
from pathlib import Path

import pytest

from installer.system_parts import NOT_SHIPPED, Part, add_to_licences, add_to_list, system_parts


@pytest.mark.skipif(shutil.which("dpkg-query") is None, reason="only Debian and Ubuntu know whose a library is")
def test_the_owner_of_a_library_is_found(tmp_path: Path) -> None:
    library = next(Path("/usr/lib").glob("*-linux-gnu/libc.so.6"))
    own = tmp_path / "own.so"
    own.touch()
    table = [
        ("libc.so.6", str(library), "BINARY"),
        ("own.so", str(own), "BINARY"),
        ("README", "/usr/share/doc/libc6/copyright", "DATA"),
    ]
    contents = tmp_path / "COLLECT-00.toc"
    contents.write_text(repr((table, "name")), encoding="utf-8")
    (part,) = system_parts(contents)
    assert part.name == "libc6"
    assert part.version.startswith("2.")
    assert part.texts == Path("/usr/share/doc/libc6/copyright")


def test_licences_name_the_package_and_hold_its_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    common = tmp_path / "common"
    common.mkdir()
    (common / "LGPL-2.1").write_text("of the GNU project", encoding="utf-8")
    monkeypatch.setattr("installer.system_parts.COMMON", common)
    (tmp_path / "README.md").write_text("# What\n", encoding="utf-8")
    texts = tmp_path / "copyright"
    said = "See /usr/share/common-licenses/LGPL-2.1.\nOr `/usr/share/common-licenses/none'."
    texts.write_text(said, encoding="utf-8")
    folder = tmp_path
    add_to_licences(folder, [Part("libx", "1.2", texts), Part("liby", "3", tmp_path / "none")])
    written = (folder / "README.md").read_text(encoding="utf-8")
    assert "* libx 1.2\n* liby 3\n" in written
    assert (folder / "libx" / "copyright").read_text(encoding="utf-8") == said
    assert [one.name for one in (folder / "common-licenses").iterdir()] == ["LGPL-2.1"]
    assert not (folder / "liby").exists()


def test_list_has_what_is_shipped_and_nothing_else(tmp_path: Path) -> None:
    names = ["numpy", *sorted(NOT_SHIPPED)]
    document = {
        "metadata": {"component": {"bom-ref": "root"}},
        "components": [{"name": name, "bom-ref": name} for name in names],
        "dependencies": [{"ref": "root", "dependsOn": ["numpy", "pip"]}, {"ref": "pip"}, {"ref": "numpy"}],
    }
    sbom = tmp_path / "sbom.json"
    sbom.write_text(json.dumps(document), encoding="utf-8")
    add_to_list(sbom, [Part("libx++6", "1:1.2+deb", tmp_path)])
    found = json.loads(sbom.read_text(encoding="utf-8"))
    assert [one["name"] for one in found["components"]] == ["numpy", "libx++6"]
    assert re.fullmatch(r"pkg:deb/[a-z]+/libx%2B%2B6@1:1.2%2Bdeb", found["components"][1]["purl"])
    assert found["dependencies"] == [{"ref": "root", "dependsOn": ["numpy"]}, {"ref": "numpy", "dependsOn": []}]
