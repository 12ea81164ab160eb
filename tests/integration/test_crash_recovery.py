"""The line is killed, at the end of every step and at any moment, and goes on as if nothing had been.

Eight kills here; FIRSTREAD_KILLS=200 takes minutes, and ``python -m tests.benchmarks.crash_recovery`` prints it.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path

import pytest

from app.pacs.archive import Archive
from app.store.audit import study_name, verify
from tests.integration import killing, peers

KILLS = int(os.environ.get("FIRSTREAD_KILLS", "8"))
STUDIES = 6

pytestmark = [
    pytest.mark.skipif(os.name != "posix", reason="SIGKILL and fork are POSIX"),
    pytest.mark.slow,
    pytest.mark.timeout(600 + 30 * KILLS),
]


def test_the_whole_application_is_killed_at_each_step_and_its_audit_is_whole(fresh: Archive, tmp_path: Path) -> None:
    """Each time before anything but the journal heard of the step: the audit file learns of it from the journal."""
    peers.store(fresh, [ds for _ in range(STUDIES) for ds in peers.ct_images(3, size=32)])
    kills = [killing.Kill(state, 2) for state in killing.BOUNDARIES]
    with killing.line(fresh, STUDIES, "whole") as running:
        undisturbed, _, _ = killing.timed(running, tmp_path / "undisturbed")
        killed = killing.chain(running, tmp_path / "killed", kills)
        assert running.kills == kills
    assert killed.answers == undisturbed.answers and len(killed.answers) == STUDIES
    assert killed.done_twice == [] and killed.integrity == ("ok",)
    expected = {
        (study_name(uid), action, detail)
        for uid, (state, *_) in killed.answers.items()
        for action, detail in (("fetched", "complete"), ("analysed", str(state)))
    }
    for run in ("undisturbed", "killed"):
        file = tmp_path / run / "data" / "audit.jsonl"
        assert verify(file).problems == ()
        lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        told = Counter((one["study"], one["action"], one["detail"]) for one in lines if one["study"])
        assert told == Counter(expected), run
        assert [one["action"] for one in lines].count("started") >= (len(kills) if run == "killed" else 1)


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
