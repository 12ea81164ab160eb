"""A backfill of a labelled manifest on this computer alone: the same command, without a cluster."""

from __future__ import annotations

from pathlib import Path

import pytest

from inference.phantom import Hemorrhage, PhantomSpec, render, write_series
from inference.types import HemorrhageType
from tests.integration import ray_process

pytestmark = pytest.mark.timeout(300)


def test_a_manifest_is_read_and_judged_by_its_labels(repo: Path, tmp_path: Path) -> None:
    ray_process.needs_ray()
    lines = ["path,any,iph,edh,sdh,sah,ivh"]
    for seed, blood in enumerate(((Hemorrhage(HemorrhageType.IPH, 30.0, hu=75),), ())):
        phantom = render(
            PhantomSpec(seed, blood, age=30.0), slices=5, slice_mm=9.0, first_mm=35.0, matrix=96, spacing_mm=2.4
        )
        write_series(phantom, tmp_path / f"study-{seed}")
        lines.append(f"study-{seed},{int(bool(blood))},{int(bool(blood))},0,0,0,0")
    manifest, out, log = tmp_path / "labels.csv", tmp_path / "out", tmp_path / "log"
    manifest.write_text("\n".join(lines) + "\n")
    command = ("backfill", "--manifest", str(manifest), "--out", str(out), "--provider", "cpu", "--workers", "1")
    with ray_process.running(repo, log, *command) as process:
        assert process.wait(200) == 0, log.read_text()[-2000:]
    summary = (out / "summary.md").read_text()
    assert "2 of 2 studies are in the results; 2 were read now" in summary
    assert "| positive | 1 |" in summary
    assert "| negative | 1 |" in summary
    assert "Expected calibration error" in summary  # a table of `evaluate`
