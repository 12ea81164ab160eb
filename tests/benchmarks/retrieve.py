"""How fast images come: ``python -m tests.benchmarks.retrieve [--studies N] [--slices N] [--rounds N]``.

Ours by C-GET, C-MOVE and DICOMweb into the image cache, beside dcmtk's getscu and movescu with storescp, all from the
same Orthanc in one run, in turns; the best round of each counts. Then four studies at the same time against one after
the other. Memory is what this process has more at its peak than before.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np

from app.pacs.archive import Archive, Method
from app.pacs.archives import Archives
from app.pacs.store_scp import Listening, StoreScp
from app.store.cache import ImageCache
from tests.integration import peers

SIZE = 512
PARALLEL = 4


def memory_mb() -> float:
    """Memory of this process in MB; 0 where the system does not tell."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1e3 for line in lines if line.startswith("VmRSS:")), 0.0)


@contextmanager
def peak_memory() -> Iterator[list[float]]:
    """Within this context the growth of memory is looked at; its peak in MB is the list's only value afterwards."""
    before, stop, peak = memory_mb(), threading.Event(), [0.0]

    def watch() -> None:
        while not stop.wait(0.05):
            peak[0] = max(peak[0], memory_mb() - before)

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield peak
    finally:
        stop.set()
        thread.join()


def fill(archive: Archive, studies: int, slices: int) -> tuple[list[str], float]:
    """Store studies of noise; their UIDs, and the MB of pixels in each."""
    noise = np.random.default_rng(1).integers(0, 2**12, (SIZE, SIZE), dtype="<u2").tobytes()
    uids = []
    for _ in range(studies):
        images = peers.ct_images(slices)
        for ds in images:
            ds.Rows = ds.Columns = SIZE
            ds.PixelData = noise
        peers.store(archive, images)
        uids.append(str(images[0].StudyInstanceUID))
    return uids, slices * len(noise) / 1e6


class Bench:
    """Everything that is measured, on one Orthanc."""

    def __init__(self, folder: Path, archive: Archive, receiver: StoreScp, theirs: int) -> None:
        """``theirs`` is the port of dcmtk's storescp."""
        self.folder, self.archive, self.receiver, self.theirs = folder, archive, receiver, theirs

    def ours(self, method: Method, uids: Sequence[str], at_once: int = 1) -> None:
        """Fetch studies into a new cache."""
        cache = ImageCache(self.folder / "cache")
        archive = replace(self.archive, method=method, associations=8)
        archives = Archives((archive,), receiver=self.receiver)
        expected = None

        def fetch(uid: str) -> int:
            return archives.retrieve(uid, lambda sop, data: cache.store(uid, sop, data)).received

        with ThreadPoolExecutor(at_once) as pool:
            for received in pool.map(fetch, uids):
                expected = received if expected is None else expected
                assert received == expected > 0
        archives.close()
        shutil.rmtree(cache.root)

    def getscu(self, uids: Sequence[str]) -> None:
        """The same by dcmtk's C-GET."""
        for uid in uids:
            self._run("getscu", uid, "-od", str(self._empty()))

    def movescu(self, uids: Sequence[str]) -> None:
        """The same by dcmtk's C-MOVE, into its own storescp."""
        out = self._empty()
        with subprocess.Popen([peers.program("storescp"), "-od", str(out), str(self.theirs)]) as storescp:
            try:
                time.sleep(0.3)
                for uid in uids:
                    self._run("movescu", uid, "-aem", "STORESCP")
            finally:
                storescp.terminate()

    def _empty(self) -> Path:
        out = self.folder / "theirs"
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir()
        return out

    def _run(self, program: str, uid: str, *more: str) -> None:
        keys = ["-k", "QueryRetrieveLevel=STUDY", "-k", f"StudyInstanceUID={uid}"]
        call = [peers.program(program), "-S", "-aet", peers.OUR_TITLE, "-aec", self.archive.ae_title, *more, *keys]
        subprocess.run([*call, self.archive.host, str(self.archive.port)], check=True, capture_output=True)


@contextmanager
def bench(folder: Path) -> Iterator[Bench]:
    """A new Orthanc with DICOMweb that knows our store and dcmtk's."""
    web, ours, theirs = peers.free_port(), peers.free_port(), peers.free_port()
    process, archive = peers.start_orthanc(
        folder,
        Plugins=[peers.dicomweb_plugin()],
        HttpServerEnabled=True,
        HttpPort=web,
        AuthenticationEnabled=False,
        DicomWeb={"Enable": True, "Root": "/dicom-web/"},
        DicomModalities={
            "ours": [peers.OUR_TITLE, "127.0.0.1", ours],
            "theirs": ["STORESCP", "127.0.0.1", theirs],
        },
    )
    archive = replace(archive, dicomweb_url=f"http://127.0.0.1:{web}/dicom-web")
    try:
        peers.wait_for(archive, process)
        with StoreScp(Listening(peers.OUR_TITLE, ours, host="127.0.0.1")) as receiver:
            yield Bench(folder, archive, receiver, theirs)
    finally:
        peers.stop(process)


def seconds(do: Callable[[], None]) -> float:
    """How long ``do`` takes."""
    started = time.perf_counter()
    do()
    return time.perf_counter() - started


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print MB of pixels a second."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--studies", type=int, default=4)
    parser.add_argument("--slices", type=int, default=120)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name, bench(Path(name)) as one:
        uids, each = fill(one.archive, given.studies, given.slices)
        total = each * len(uids)
        ways: dict[str, Callable[[], None]] = {
            "C-GET, getscu": lambda: one.getscu(uids),
            "C-GET, ours": lambda: one.ours(Method.GET, uids),
            "C-MOVE, movescu + storescp": lambda: one.movescu(uids),
            "C-MOVE, ours": lambda: one.ours(Method.MOVE, uids),
            "DICOMweb, ours": lambda: one.ours(Method.DICOMWEB, uids),
            f"C-GET, ours, {PARALLEL} at once": lambda: one.ours(Method.GET, uids, PARALLEL),
            f"DICOMweb, ours, {PARALLEL} at once": lambda: one.ours(Method.DICOMWEB, uids, PARALLEL),
        }
        best: dict[str, float] = {}
        grown: dict[str, float] = {}
        for _ in range(given.rounds):
            for way, do in ways.items():
                with peak_memory() as peak:
                    taken = seconds(do)
                best[way] = min(taken, best.get(way, taken))
                grown[way] = max(peak[0], grown.get(way, 0.0))
    print(f"{len(uids)} studies of {given.slices} slices, {total:.0f} MB; best of {given.rounds} rounds")
    for way, taken in best.items():
        memory = f"{grown[way]:6.0f} MB more memory" if "ours" in way else ""
        print(f"{way:<30}{total / taken:8.1f} MB/s {memory}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
