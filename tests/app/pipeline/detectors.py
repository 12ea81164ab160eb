"""Detectors that do what a study's accession number says: for the pipeline's tests, run in a real child process.

Only what surrounds the detector is under test here; the network itself is used in tests/integration/test_line.py.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
import pydicom

from inference.dicom import load_volume, read_studies
from inference.errors import Cancelled, DeviceError, FileError, ModelError, NotAnalysable, Reason
from inference.types import Box, CaseResult, CaseState, FileSource, HemorrhageType, Runtime
from inference.volumetry import measure, volumes_ml
from tests.app.values import RUNTIME, content, result


class ObedientDetector:
    """Answers by the study's accession number: POSITIVE, NEGATIVE, WRONG, CRASH, HANG, DEAF, ODD, BIG, HUGE,
    UNREAD (the first time), UNREADABLE (each time)."""

    def __init__(self, provider: str = "cpu") -> None:
        self.runtime: Runtime = replace(RUNTIME, provider=provider)
        self.note = "Only a test."
        self._cancelled = threading.Event()
        self._read: set[str] = set()

    def analyze(self, images: Sequence[FileSource], batch: int | None) -> CaseResult:
        """Look at the volume, and do as it says."""
        (study,) = read_studies(images)
        (series,) = study.series
        volume = load_volume(series)
        uid, series_uid, slices = study.study_instance_uid, series.series_instance_uid, volume.sop_instance_uids
        match _task(images):
            case "CRASH":
                os._exit(3)
            case "HANG":
                if self._cancelled.wait(60):
                    raise Cancelled
            case "DEAF":
                time.sleep(60)
            case "WRONG":
                raise NotAnalysable("not_a_head", "The images do not show a head.")
            case ("UNREAD" | "UNREADABLE") as task if task == "UNREADABLE" or uid not in self._read:
                self._read.add(uid)
                raise FileError("Input/output error")
            case "ODD":
                raise ZeroDivisionError("patient's name")
            case "BIG" if batch is None:
                np.ones(2**57)  # more than any machine has, so that NumPy raises its own MemoryError
            case "HUGE" if self.runtime.provider != "cpu":
                raise DeviceError("device_failed", "CUDA failed while computing; it may have run out of memory.")
            case "NEGATIVE":
                return result(CaseState.NEGATIVE, 0.1, uid=uid, series_uid=series_uid, slices=slices)
        labels = np.zeros(volume.hu.shape, np.uint8)
        labels[1] = 4
        return result(CaseState.POSITIVE, 0.9, uid=uid, series_uid=series_uid, labels=labels, slices=slices)

    def cancel(self) -> None:
        """As the session does."""
        self._cancelled.set()

    def reset(self) -> None:
        """As the session does."""
        self._cancelled.clear()


def _task(images: Sequence[FileSource]) -> str:
    """What the uppermost slice says."""
    headers = [pydicom.dcmread(BytesIO(content(image)), stop_before_pixels=True) for image in images]
    return str(max(headers, key=lambda header: int(header.InstanceNumber)).AccessionNumber)


def open_obedient(model_dir: str, provider: str) -> ObedientDetector:
    """A detector that opens."""
    return ObedientDetector()


def open_with_gpu(model_dir: str, provider: str) -> ObedientDetector:
    """A machine with a GPU, so that there is something less to fall back to."""
    return ObedientDetector("cpu" if provider == "cpu" else "cuda")


def open_missing(model_dir: str, provider: str) -> ObedientDetector:
    """A model that is not there."""
    raise ModelError("model_missing", "No trained model is installed.")


def open_broken(model_dir: str, provider: str) -> ObedientDetector:
    """A mistake while opening."""
    raise ZeroDivisionError


def open_crashing(model_dir: str, provider: str) -> ObedientDetector:
    """A library that takes the process down."""
    os._exit(4)


def open_slow(model_dir: str, provider: str) -> ObedientDetector:
    """Minutes, as TensorRT takes to build its engine."""
    time.sleep(120)
    return ObedientDetector()


def open_on_two(model_dir: str, provider: str) -> ObedientDetector:
    """Tells what it was asked for."""
    detector = ObedientDetector()
    detector.runtime = replace(RUNTIME, provider=provider, device=model_dir)
    return detector


class PlacedDetector(ObedientDetector):
    """Says in each result which graphics processors its process sees."""

    def analyze(self, images: Sequence[FileSource], batch: int | None) -> CaseResult:
        """As the obedient one does."""
        device = os.environ.get("CUDA_VISIBLE_DEVICES", "all")
        return replace(super().analyze(images, batch), runtime=replace(self.runtime, device=device))


def open_placed(model_dir: str, provider: str) -> PlacedDetector:
    """A machine with a GPU, or with several."""
    return PlacedDetector("cpu" if provider == "cpu" else "cuda")


def open_on_first(model_dir: str, provider: str) -> ObedientDetector:
    """A machine whose second GPU does not work."""
    return ObedientDetector("cpu" if "CUDA_VISIBLE_DEVICES" in os.environ else "cuda")


class PickyDetector(ObedientDetector):
    """Needs all three series of a study whose uppermost slice says MORE. For studies that are fetched in two parts."""

    def analyze(self, images: Sequence[FileSource], batch: int | None) -> CaseResult:
        """Not analysable while a series is missing and the uppermost slice asks for more."""
        (study,) = read_studies(images)
        volume = load_volume(study.series[0])
        state = CaseState.NOT_ANALYSABLE if _task(images) == "MORE" and len(study.series) < 3 else CaseState.NEGATIVE
        return result(
            state, 0.1, uid=study.study_instance_uid, series_uid=study.series[0].series_instance_uid,
            slices=volume.sop_instance_uids,
        )  # fmt: skip


def open_picky(model_dir: str, provider: str) -> PickyDetector:
    """A detector for studies of several series."""
    return PickyDetector()


class MeasuringDetector(ObedientDetector):
    """Answers with a lesion that is measured as the real one's are, and so can be sent; ``version`` is its own."""

    def __init__(self, version: str = "1.0.0") -> None:
        super().__init__()
        self.runtime = replace(self.runtime, version=version, model_sha256="ab" * 32)

    def analyze(self, images: Sequence[FileSource], batch: int | None) -> CaseResult:
        """One SDH and one IPH."""
        (study,) = read_studies(images)
        volume = load_volume(max(study.series, key=lambda one: len(one.slices)))  # not results that lie beside it
        labels = np.zeros(volume.hu.shape, np.uint8)
        labels[1, 10:20, 12:30] = HemorrhageType.SDH.label
        labels[2, 30:33, 30:41] = HemorrhageType.IPH.label
        boxes = [(HemorrhageType.SDH, Box(1, 12, 10, 30, 20, 0.91)), (HemorrhageType.IPH, Box(2, 30, 30, 41, 33, 0.7))]
        base = result(
            CaseState.POSITIVE, 0.9, uid=study.study_instance_uid, series_uid=volume.series_instance_uid,
            labels=labels, slices=volume.sop_instance_uids,
        )  # fmt: skip
        return replace(
            base, lesions=measure(labels, volume, boxes), volumes_ml=volumes_ml(labels, volume), runtime=self.runtime,
            reasons=(Reason("vertex_missing", "The top of the head is cut."),),
        )  # fmt: skip


class IdleDetector(MeasuringDetector):
    """The same algorithm, which must not be run."""

    def analyze(self, images: Sequence[FileSource], batch: int | None) -> CaseResult:
        """Fails."""
        raise ZeroDivisionError


def open_measuring(model_dir: str, provider: str) -> ObedientDetector:
    """A detector whose results can be sent."""
    return MeasuringDetector()


def open_measuring_newer(model_dir: str, provider: str) -> ObedientDetector:
    """The same of a later version."""
    return MeasuringDetector("1.10.0")


def open_idle(model_dir: str, provider: str) -> ObedientDetector:
    """A detector that fails when it is asked."""
    return IdleDetector()


class SecondDetector(ObedientDetector):
    """Another opinion: whatever the study says, it is positive. Notes in a file what it begins, and hears of no cancel.

    A study that says SLOW is answered only once a second file is there.
    """

    def analyze(self, images: Sequence[FileSource], batch: int | None) -> CaseResult:
        """Says when it began."""
        folder = Path(os.environ[SECOND_FOLDER])
        (study,) = read_studies(images)
        with (folder / BEGUN).open("a", encoding="utf-8") as file:
            file.write(f"{study.study_instance_uid} {os.getpid()}\n")
        header = pydicom.dcmread(BytesIO(content(images[0])), stop_before_pixels=True)
        while header.StudyDescription == "SLOW" and not (folder / GO).exists():
            time.sleep(0.02)
        volume = load_volume(study.series[0])
        labels = np.zeros(volume.hu.shape, np.uint8)
        labels[1:3] = 4
        return replace(
            result(
                CaseState.POSITIVE, 0.8, uid=study.study_instance_uid, series_uid=volume.series_instance_uid,
                labels=labels, slices=volume.sop_instance_uids,
            ),
            runtime=replace(RUNTIME, model="second 1"),
        )  # fmt: skip


#: The environment variable with the folder of the second detector's files, and their names.
SECOND_FOLDER, BEGUN, GO = "FIRSTREAD_TEST_SECOND", "begun", "go"


def open_second(model_dir: str, provider: str) -> SecondDetector:
    """A second reader."""
    return SecondDetector()
