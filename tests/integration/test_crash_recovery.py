"""The line is killed, at the end of every step and at any moment, and goes on as if nothing had been.

Eight kills here; FIRSTREAD_KILLS=200 takes minutes, and ``python -m tests.benchmarks.crash_recovery`` prints it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.pacs.archive import Archive
from tests.integration import killing, peers

KILLS = int(os.environ.get("FIRSTREAD_KILLS", "8"))
STUDIES = 6

pytestmark = [
    pytest.mark.skipif(os.name != "posix", reason="SIGKILL and fork are POSIX"),
    pytest.mark.slow,
    pytest.mark.timeout(600 + 30 * KILLS),
]


def test_a_line_that_is_killed_loses_nothing_and_does_nothing_twice(fresh: Archive, tmp_path: Path) -> None:
    peers.store(fresh, [ds for _ in range(STUDIES) for ds in peers.ct_images(3, size=32)])
    with killing.line(fresh, STUDIES) as running:
        undisturbed, seconds, statements = killing.timed(running, tmp_path / "undisturbed")
        assert len(undisturbed.answers) == STUDIES and not undisturbed.done_twice
        assert undisturbed.integrity == ("ok",)
        left = killing.some_kills(KILLS, seconds, statements, STUDIES, seed=2026)
        number = 0
        while left:
            number += 1
            before = len(running.kills)
            killed = killing.chain(running, tmp_path / f"killed {number}", left[:8])
            left = left[max(1, len(running.kills) - before) :]
            assert killed.answers == undisturbed.answers
            assert killed.done_twice == []
            assert killed.integrity == ("ok",)
        assert len(running.kills) >= KILLS // 2
