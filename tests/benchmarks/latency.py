"""From the last slice stored to the row at its place: ``python -m tests.benchmarks.latency [STUDIES] [alone]``.

Everything is real: embedded archive, C-STORE, C-FIND, C-GET, journal, queue, analysis process and shipped network. Two
small phantoms, one with a hemorrhage and one without, are rendered once; each study is one of them with new UIDs.
Studies come as fast as they can be stored, so the waiting of the last ones is the length of the queue; with ``alone``
each comes when the one before has its answer, at a random moment between two polls. Every time is also given without
the own analysis of the study: what is left is the line, and the waiting for other studies.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from copy import deepcopy
from datetime import datetime
from pathlib import Path

from pydicom.dataset import Dataset
from pydicom.uid import generate_uid

from app.domain import triage
from app.domain.events import DeviceStatus, Event, StudyChanged
from app.domain.states import StudyState
from app.pacs.demo_archive import DemoArchive, Options
from app.pipeline.service import Pipeline
from app.results import case_files
from app.settings import Settings
from app.store.cache import ImageCache
from app.store.journal import Journal
from inference.phantom import Hemorrhage, PhantomSpec, render
from inference.phantom.dicom_writer import PhantomStudy, image_datasets
from inference.types import HemorrhageType
from tests.integration import peers

SLICES, MATRIX = 24, 256
#: Every so many studies one has a hemorrhage.
POSITIVE_EVERY = 5
SETTINGS = Settings(poll_interval_s=1.0, fetch_settle_s=1.0, fetch_ahead=1000)


def phantoms() -> tuple[list[Dataset], list[Dataset]]:
    """The images without and with a hemorrhage."""
    out: list[list[Dataset]] = []
    for hemorrhages in ((), (Hemorrhage(HemorrhageType.IPH, 30.0, "left lobar"),)):
        spec = PhantomSpec(seed=41, hemorrhages=hemorrhages)
        phantom = render(spec, slices=SLICES, first_mm=10.0, matrix=MATRIX, spacing_mm=0.45 * 512 / MATRIX)
        out.append(list(image_datasets(phantom, study=PhantomStudy("1.2.3", at=datetime.now()), series_uid="1.2.3.4")))
    return out[0], out[1]


def relabelled(images: Sequence[Dataset], number: int) -> list[Dataset]:
    """The same images as another study."""
    study_uid, series_uid, frame_uid = generate_uid(), generate_uid(), generate_uid()
    out = []
    for image in images:
        ds = deepcopy(image)
        ds.StudyInstanceUID, ds.SeriesInstanceUID, ds.FrameOfReferenceUID = study_uid, series_uid, frame_uid
        ds.SOPInstanceUID = ds.file_meta.MediaStorageSOPInstanceUID = generate_uid()
        ds.AccessionNumber = f"L{number:05}"
        out.append(ds)
    return out


def analysis_s(cache: ImageCache, uid: str) -> float:
    """Seconds that the network took for a study, from its files to the answer, as the result says."""
    result = case_files.load(cache.folder(uid), with_labels=False)
    return result.timing.total if result is not None else 0.0


def spread(values: Sequence[float]) -> str:
    """Median, 95th percentile and largest of times in seconds, in words."""
    ordered = sorted(values)
    late = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    return f"median {statistics.median(ordered):.2f} s, 95 % {late:.2f} s, longest {ordered[-1]:.2f} s"


def main(count: int, alone: bool) -> int:
    """Run and print; returns 1 where a study has no answer, or the order is not that of triage."""
    normal, bleed = phantoms()
    stored: dict[str, float] = {}
    answered: dict[str, float] = {}
    ready = threading.Event()

    def told(event: Event) -> None:
        if isinstance(event, StudyChanged) and event.record.state.final:
            answered.setdefault(event.record.uid, time.monotonic())
        elif isinstance(event, DeviceStatus) and (event.ready or event.text != "The network is being loaded."):
            print(event.text)
            ready.set()

    with tempfile.TemporaryDirectory() as name, DemoArchive(Options(Path(name) / "archive", studies=())) as archive:
        folder = Path(name)
        with Journal(folder / "data" / "journal") as journal:
            cache = ImageCache(folder / "cache")
            pipeline = Pipeline(archive, journal, cache, SETTINGS, told)
            pipeline.start()
            try:
                ready.wait()
                started, chance = time.monotonic(), random.Random(1)
                for number in range(count):
                    images = relabelled(bleed if number % POSITIVE_EVERY == POSITIVE_EVERY - 1 else normal, number)
                    peers.store(archive, images)
                    stored[str(images[0].StudyInstanceUID)] = time.monotonic()
                    while alone and len(answered) <= number:
                        time.sleep(0.02)
                    if alone:
                        time.sleep(chance.uniform(0, SETTINGS.poll_interval_s))
                storing = time.monotonic() - started
                while len(answered) < count:
                    time.sleep(0.05)
                whole = time.monotonic() - started
                records = journal.records()
                analysed = {r.uid: analysis_s(cache, r.uid) for r in records}
            finally:
                pipeline.stop(60)
    by_state = {state: [r for r in records if r.state is state] for state in StudyState}
    print(f"{count} studies of {SLICES} slices, {MATRIX} x {MATRIX} pixels each.")
    print(f"All were stored after {storing:.1f} s, and all answered after {whole:.1f} s.")
    print(f"Asked every {SETTINGS.poll_interval_s:g} s; the number of images rests {SETTINGS.fetch_settle_s:g} s.")
    for state, found in by_state.items():
        if found:
            waits = {r.uid: answered[r.uid] - stored[r.uid] for r in found}
            print(
                f"{state.value:>15}: {len(found):4}; last slice stored to row at its place: {spread([*waits.values()])}"
            )
            print(f"{'':>15}  without its analysis: {spread([wait - analysed[uid] for uid, wait in waits.items()])}")
    top = triage.order(records)[: len(by_state[StudyState.POSITIVE])]
    right = all(record.state is StudyState.POSITIVE for record in top)
    return int(not right or any(not record.state.analysed for record in records))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 200, "alone" in sys.argv[2:]))
