"""A Ray cluster that asks nobody for a token is not used: whoever reaches it could run programs there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.integration import ray_process

pytestmark = pytest.mark.timeout(300)


def test_a_cluster_without_a_token_is_refused(repo: Path, tmp_path: Path) -> None:
    ray_process.needs_ray()
    (tmp_path / "studies" / "one").mkdir(parents=True)
    log = tmp_path / "log"
    command = ("backfill", "--folder", str(tmp_path / "studies"), "--out", str(tmp_path / "out"))
    with (
        ray_process.cluster(repo, tmp_path / "head.log", 1, tokens=False) as (address, _),
        ray_process.running(repo, log, *command, "--address", address) as process,
    ):
        assert process.wait(120) == 1, log.read_text()[-2000:]
    assert "asks for no token" in log.read_text()
    assert not (tmp_path / "out").exists()
