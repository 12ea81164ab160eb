"""A thousand damaged and hostile files on their way from the network to the detector, in a process of its own.

No crash, no hang, no memory taken for empty promises, no file outside the store, and for each a plain reason.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

#: Of processor time, so that a busy machine does not fail the suite; the worst takes 3 to 8, by machine.
SECONDS, MEGABYTES = 30.0, 1000

#: Run as a program: passes each file through the store, the header's reader, the detector's reader and the viewer's.
PROGRAM = """
import json, sys, time
from pathlib import Path
from app.errors import CacheError
from app.pacs.header import read_received
from app.pipeline.stages import load_case
from app.store.cache import ImageCache
from inference.dicom import load_slices, load_volume, read_studies
from inference.errors import NotAnalysable
from inference.series import choose
from tests.inference.hostile_files import TRICKS, corpus

root = Path(sys.argv[1])
cache = ImageCache(root / "some" / "where" / "cache")

def outcome(path):
    try:
        for study in read_studies(path):
            for series in study.series:
                load_slices(series, 2)
                load_volume(series)
            choose(study)
    except NotAnalysable as error:
        return error.reason.code, error.reason.text
    return "ok", ""

def memory_mb():
    # on Linux not ru_maxrss, which begins there with the peak of the process that started this one
    status = Path("/proc/self/status")
    if not status.exists():
        try:
            import resource
        except ImportError:
            return 0
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)
    return next(int(line.split()[1]) / 1024 for line in status.read_text().splitlines() if line.startswith("VmHWM"))

with Path(sys.argv[2]).open("w", encoding="utf-8") as told:
    for number, (name, raw) in enumerate(corpus()):
        study, sop = TRICKS[number % len(TRICKS)], TRICKS[number // 7 % len(TRICKS)]
        told.write(json.dumps({"name": name}) + "\\n")  # so that a crash says where
        told.flush()
        started = time.process_time()
        path = cache.store(study, sop, raw)
        read_received(path)
        code, text = outcome(path)
        if number % 10 == 0:
            load_case(cache, study)
        seconds = time.process_time() - started
        line = {"name": name, "code": code, "text": text, "seconds": seconds, "mb": memory_mb()}
        told.write(json.dumps(line) + "\\n")
        cache.remove(study)
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory, repo: Path) -> tuple[Path, list[dict[str, object]]]:
    """The folder that the program worked in, and what it told of each file."""
    folder = tmp_path_factory.mktemp("hostile")
    root, told = folder / "root", folder / "told"
    root.mkdir()
    # the time is the reader's own: coverage, which follows into every process, doubles it
    untraced = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_PROCESS")}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PROGRAM, str(root), str(told)], cwd=repo, capture_output=True, text=True,
        check=False, timeout=600, env=untraced,
    )  # fmt: skip
    lines = [json.loads(line) for line in told.read_text(encoding="utf-8").splitlines()]
    assert done.returncode == 0, (lines[-1:], done.stderr[-2000:])
    return root, [line for line in lines if "code" in line]


@pytest.mark.timeout(600)
def test_a_thousand_files_and_no_crash(run: tuple[Path, list[dict[str, object]]]) -> None:
    _, told = run
    assert len(told) >= 1000
    assert len({line["name"] for line in told}) == len(told)
    assert len({str(line["name"]).split()[0] for line in told}) >= 12  # kinds of damage


def test_none_keeps_us_busy_or_takes_the_memory(run: tuple[Path, list[dict[str, object]]]) -> None:
    _, told = run
    assert [line for line in told if float(str(line["seconds"])) > SECONDS] == []
    assert max(float(str(line["mb"])) for line in told) < MEGABYTES


def test_each_has_its_plain_reason(run: tuple[Path, list[dict[str, object]]]) -> None:
    _, told = run
    codes = {str(line["code"]) for line in told}
    assert len(codes) >= 10, codes
    assert "ok" not in codes  # none of them is a study
    for line in told:
        text = str(line["text"])
        assert 15 < len(text) < 160 and text.endswith(".") and text[0].isupper(), line
        for secret in ("Secret", "SECRET-ID", "2.25.", "passwd", "\\", ".."):
            assert secret not in text, line


def test_no_file_outside_the_store(run: tuple[Path, list[dict[str, object]]]) -> None:
    root, _ = run
    cache = root / "some" / "where" / "cache"
    assert [path for path in root.rglob("*") if cache not in path.parents and path not in (cache, *cache.parents)] == []
    assert [path for path in cache.rglob("*") if path.is_file()] == []  # and all were removed again
    assert not Path("/tmp/x").exists() and not (root.parent / "x").exists()
