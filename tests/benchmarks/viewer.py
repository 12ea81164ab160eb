"""Cost of a frame in the viewer, and from the click to the first image: ``python -m tests.benchmarks.viewer [FRAMES]``.

A phantom head of 31 slices of 512 x 512 with five hemorrhages, their masks and boxes, shown in a view of 800 x 800 and
in one of 3840 x 2160. A frame is the change (a slice further, a step of the window, of the zoom) and the painting of
the whole view, by the CPU. "wall" is what a reader waits; "cpu" is the time of the painting thread alone, which other
programs on the machine disturb less. With ``QT_QPA_PLATFORM=offscreen`` (the default here) no screen is needed.

The first image is timed with the whole application but the archive: pipeline, journal, cache, bridge and window; once
with images that are kept as they came, once with encrypted ones.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QApplication
from scipy import ndimage

from app.application import Application
from app.domain.states import StudyState
from app.domain.study import ResultSummary, Study
from app.pacs.archive import Archive
from app.paths import Paths
from app.qt_application import qt_application
from app.results import case_files
from app.settings import Settings
from app.views.slice_canvas import SliceCanvas
from inference.dicom import load_volume, read_studies
from inference.phantom import Hemorrhage, PhantomSpec, render
from inference.phantom.dicom_writer import PhantomStudy, image_datasets
from inference.types import TYPES, Box, CaseResult, CaseState, HemorrhageType, Runtime, SliceScore, Timing, Volume
from inference.volumetry import measure, volumes_ml
from tests.app.key_store import key_store
from tests.inference.dicom_files import to_bytes

H = HemorrhageType
SPEC = PhantomSpec(
    seed=11,
    hemorrhages=(Hemorrhage(H.IPH, 30.0), Hemorrhage(H.SDH, 40.0), Hemorrhage(H.SAH, 8.0), Hemorrhage(H.IVH, 6.0)),
)
VIEWS = ((800, 800), (3840, 2160))
RUNTIME = Runtime("CPUExecutionProvider", "CPU", "benchmark", "0" * 64, "0")
STUDIES = ("2.25.901", "2.25.902", "2.25.903")


def result_for(volume: Volume, labels: NDArray[np.uint8]) -> CaseResult:
    """A result as the detector writes it: a box round every part of a mask on every slice."""
    boxes: list[tuple[HemorrhageType, Box]] = []
    for kind in TYPES:
        for index, plane in enumerate(labels == kind.label):
            parts, _ = ndimage.label(plane)
            for rows, columns in ndimage.find_objects(parts):
                box = Box(index, columns.start, rows.start, columns.stop, rows.stop, 0.9)
                boxes.append((kind, box))
    by_slice = [0.9 if plane.any() else 0.0 for plane in labels]
    scores = tuple(
        SliceScore(i, uid, float(volume.positions_mm[i]), by_slice[i]) for i, uid in enumerate(volume.sop_instance_uids)
    )
    return CaseResult(
        volume.study_instance_uid, volume.series_instance_uid, CaseState.POSITIVE, (), 0.9, dict.fromkeys(TYPES, 0.5),
        0.9, 0.6, scores, measure(labels, volume, boxes), (), volumes_ml(labels, volume), Timing(), RUNTIME, labels,
    )  # fmt: skip


def told(name: str, wall: list[float], cpu: list[float]) -> None:
    """Print the quantiles of one kind of frame in milliseconds."""
    w50, w99 = np.percentile(wall, [50, 99]) * 1e3
    c50, c99 = np.percentile(cpu, [50, 99]) * 1e3
    print(f"  {name:34} wall p50 {w50:6.2f}  p99 {w99:6.2f}    cpu p50 {c50:6.2f}  p99 {c99:6.2f}  ms")


def frames(canvas: SliceCanvas, count: int, name: str, change: Callable[[int], object]) -> None:
    """Time ``change`` and the painting that follows."""
    wall, cpu = [], []
    for number in range(count + 5):
        start, used = time.perf_counter(), time.thread_time()
        change(number)
        canvas.viewport().repaint()
        if number >= 5:
            wall.append(time.perf_counter() - start)
            cpu.append(time.thread_time() - used)
        QApplication.processEvents()
    told(name, wall, cpu)


def paint(volume: Volume, result: CaseResult, count: int) -> None:
    """Frames of every kind in every view."""
    marked = sorted({box.slice for lesion in result.lesions for box in lesion.boxes})
    pixels = [int(np.count_nonzero(result.labels[i])) for i in marked] if result.labels is not None else []
    worst = marked[int(np.argmax(pixels))]
    print(f"{len(marked)} of {volume.hu.shape[0]} slices with masks, up to {max(pixels)} pixels; "
          f"{sum(len(lesion.boxes) for lesion in result.lesions)} boxes")  # fmt: skip
    for width, height in VIEWS:
        print(f"{width} x {height}")
        paint_view(width, height, volume, result, marked, worst, count)


def paint_view(
    width: int, height: int, volume: Volume, result: CaseResult, marked: list[int], worst: int, count: int
) -> None:
    """Frames of every kind in a view of this size; ``marked`` slices have masks, ``worst`` the most of them."""
    half = volume.hu.shape[2] * volume.pixel_mm[1] / 2
    canvas = SliceCanvas()
    canvas.resize(width, height)
    canvas.show()
    canvas.set_case(volume, result, worst)
    canvas.set_writing(("DOE, Jane", "ID 123456", "61 F", "Accession 7", "CT HEAD"), ("Model x", "Research"))
    canvas.set_shown(rejected=True)
    QApplication.processEvents()
    frames(canvas, count, "scroll, masks and boxes", lambda n: canvas.go_to(marked[n % len(marked)]))
    canvas.go_to(worst)
    frames(canvas, count, "window, masks and boxes", lambda n: canvas.set_window(canvas.window_hu.dragged(1, 0)))
    canvas.reset()
    frames(canvas, count, "opacity, masks and boxes", lambda n: canvas.set_shown(opacity=0.2 + n % 50 / 100))
    frames(canvas, count, "threshold", lambda n: canvas.set_threshold(0.85 + n % 10 / 100))
    canvas.set_threshold(None)
    frames(canvas, count, "zoom, masks and boxes", lambda n: canvas.zoom_to(half, half, 3 + n % 40 / 10))
    canvas.fit()
    canvas.set_peek(True)
    frames(canvas, count, "scroll, bare image", lambda n: canvas.go_to(n % volume.hu.shape[0]))
    canvas.hide()


def first_image(
    folder: Path, phantom_labels: NDArray[np.uint8], files: list[tuple[str, bytes]], encrypted: bool
) -> None:
    """From the click on a row to the painted image: first read from the disk, then read ahead, then seen before."""
    paths = Paths.of_profile(folder).make()
    settings = Settings(poll_interval_s=3600.0, privacy_encrypt_images=encrypted)
    with Application(paths, settings, Archive("None", "127.0.0.1", 9, "NONE", "BENCH")) as application:
        for number, uid in enumerate(STUDIES):
            application.journal.found(Study(uid, patient_name=f"Bench^{number}", study_at=datetime.now()))
            for sop, raw in files:
                application.cache.store(uid, sop, raw.replace(b"2.25.900", uid.encode()))
            volume = load_volume(read_studies(application.cache.images(uid))[0].series[0])
            result = result_for(volume, phantom_labels)
            case_files.save(application.cache.folder(uid), result)
            steps = (StudyState.QUEUED, StudyState.FETCHING, StudyState.READY, StudyState.ANALYSING)
            for state in steps:
                application.journal.transition(uid, state)
            application.journal.transition(uid, StudyState.POSITIVE, summary=ResultSummary.of(result))
        application.start()
        window = application.window
        viewer = window.viewer
        _until(lambda: window.model.rowCount() == len(STUDIES))
        order = [record.uid for record in window.model.records()]

        def click(uid: str) -> tuple[float, float]:
            """Milliseconds until an image is painted, and until all slices are there."""
            start = time.perf_counter()
            window.open_study(uid)
            _until(lambda: viewer.canvas.volume is not None or viewer.answered)
            viewer.canvas.viewport().repaint()
            first = time.perf_counter()
            _until(lambda: viewer.answered)
            viewer.canvas.viewport().repaint()
            if viewer.canvas.volume is None:
                raise RuntimeError(viewer.message.text.text())
            return (first - start) * 1e3, (time.perf_counter() - start) * 1e3

        print(f"first image after the click, ms (all slices), images {'encrypted' if encrypted else 'not encrypted'}")
        print("  read from the disk                 {:6.0f} ({:.0f})".format(*click(order[0])))
        _until(lambda: order[1] in application.pipeline.kept_in_memory)
        print("  next of the list, read ahead       {:6.0f} ({:.0f})".format(*click(order[1])))
        again = [click(order[n % 2])[1] for n in range(20)]
        print(
            f"  opened before                 p50  {np.percentile(again, 50):6.0f}  p99 {np.percentile(again, 99):6.0f}"
        )


def _until(done: Callable[[], bool], seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not done():
        QApplication.processEvents()
        time.sleep(0.0005)
        if time.monotonic() > deadline:
            raise TimeoutError


def main(count: int) -> int:
    """Run and print."""
    qt_application(Settings())
    phantom = render(SPEC)
    images = list(image_datasets(phantom, study=PhantomStudy("2.25.900", at=datetime.now()), series_uid="2.25.900.1"))
    files = [(str(image.SOPInstanceUID), to_bytes(image)) for image in images]
    volume = load_volume(read_studies(images)[0].series[0])
    with tempfile.TemporaryDirectory() as name, key_store():
        for encrypted in (False, True):
            first_image(Path(name) / str(encrypted), phantom.labels, files, encrypted)
    paint(volume, result_for(volume, phantom.labels), count)
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 300))
