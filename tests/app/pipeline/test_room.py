"""Room on the disk and in the memory: asked of this very machine."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from app.pipeline.room import available_memory, shortage


def test_there_is_room_and_there_is_not(tmp_path: Path) -> None:
    free = shutil.disk_usage(tmp_path).free / 1e9
    assert shortage(tmp_path, 0, 0) == ""
    text = shortage(tmp_path, free + 100, 0)
    assert text.startswith("The disk") and text.endswith(f"less than {free + 100:g} GB.")
    assert shortage(tmp_path / "nowhere", free + 100, 0) == ""


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS does not say")
def test_memory(tmp_path: Path) -> None:
    memory = available_memory()
    assert memory is not None and 1e6 < memory < 1e14
    assert "memory left" in shortage(tmp_path, 0, memory / 1e9 + 1000)
