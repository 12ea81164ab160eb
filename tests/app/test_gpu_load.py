"""The load of graphics processors: told where there is one (nvidia-smi says so), and nothing is made up elsewhere."""

from __future__ import annotations

import shutil
import subprocess
from importlib.util import find_spec

import pytest

from app.gpu_load import GpuLoads, visible_gpus


def test_what_the_driver_tells_is_told() -> None:
    names: list[str] = []
    smi = shutil.which("nvidia-smi")
    if smi is not None and find_spec("pynvml") is not None:
        asked = subprocess.run([smi, "--query-gpu=name", "--format=csv,noheader"], capture_output=True, text=True)
        names = asked.stdout.splitlines() if asked.returncode == 0 else []
    loads = GpuLoads()
    found = loads.look()
    loads.close()
    assert [one.name for one in found] == names
    for one in found:
        assert 0 < one.memory_used <= one.memory_total
        assert one.busy is None or 0 <= one.busy <= 1
    assert loads.look() == ()


def test_what_our_programs_may_see_is_what_the_environment_or_the_driver_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    loads = GpuLoads()
    assert visible_gpus() == tuple(str(number) for number in range(len(loads.look())))
    loads.close()
    for said, seen in (("", ()), ("2", ("2",)), ("0, GPU-4f2", ("0", "GPU-4f2"))):
        monkeypatch.setenv("CUDA_VISIBLE_DEVICES", said)
        assert visible_gpus() == seen
