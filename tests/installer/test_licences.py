"""The licences of what is shipped: every text, also where a package has several of one name."""

from __future__ import annotations

from importlib.metadata import distributions
from pathlib import Path

import pytest

from installer import licences


def _package(site: Path, name: str, texts: dict[str, str]) -> None:
    info = f"{name}-1.0.dist-info"
    files = {f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\nLicense: MIT\n"}
    files |= {place.replace("INFO", info): text for place, text in texts.items()}
    for place, text in files.items():
        (site / place).parent.mkdir(parents=True, exist_ok=True)
        (site / place).write_text(text)
    (site / info / "RECORD").write_text("".join(f"{place},,\n" for place in files))


def test_every_text_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site, out = tmp_path / "site", tmp_path / "licences"
    own, other = "INFO/licenses/LICENSE.txt", "INFO/licenses/many/parts/LICENSE.txt"
    _package(site, "many", {own: "its own", other: "of a part", "many/LICENSE": "in the code"})
    _package(site, "none", {"none/__init__.py": ""})
    monkeypatch.setattr(licences, "distributions", lambda: distributions(path=[str(site)]))
    assert licences.main(out) == 0
    texts = {file.relative_to(out / "many").as_posix(): file.read_text() for file in (out / "many").rglob("LICENSE*")}
    assert texts == {"LICENSE.txt": "its own", "many/parts/LICENSE.txt": "of a part", "many/LICENSE": "in the code"}
    assert "License: MIT" in (out / "none" / "METADATA").read_text()
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in (out / "GNU" / "LGPL-3.0.txt").read_text()
    assert "GNU GENERAL PUBLIC LICENSE" in (out / "GNU" / "GPL-3.0.txt").read_text()
    assert "| none | 1.0 | MIT |" in (out / "README.md").read_text()
