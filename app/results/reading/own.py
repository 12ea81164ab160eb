"""Firstread's own results in an archive: those of the same algorithm are shown instead of computing again.

A report is believed only where everything fits: its UID follows from its content, its slices are the images that are
here, and the mask that its segmentation gives is bit by bit the one that it was made of.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from pydicom.dataset import Dataset

from app.results.dicom.carried import carried, mask_digest
from app.results.dicom.source import MANUFACTURER, Source, result_uid
from app.results.reading.described import description
from app.results.reading.drawing import NotDrawable
from app.results.reading.segmentation import draw
from inference.elements import quiet, text
from inference.files import read_header, read_whole
from inference.types import CaseResult, FileSource, Runtime, Volume

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class OwnReport:
    """A report of Firstread.

    Attributes:
        result: without its mask.
        mask: the mask's digest.
        answer: what its UIDs follow from, beside the result; "" for those of the first releases.
        header: what names the report for one that replaces it.
    """

    result: CaseResult
    mask: str
    answer: str
    made_at: datetime | None
    header: Dataset


@dataclass(frozen=True, slots=True, eq=False)
class Restored:
    """A result as it was computed elsewhere, with its mask."""

    result: CaseResult
    made_at: datetime | None


def reports(paths: Iterable[FileSource], study_instance_uid: str) -> tuple[OwnReport, ...]:
    """The reports of Firstread among the files of a study, the newest first. Never raises for what they hold."""
    found = []
    with quiet():
        for path in paths:
            try:
                header = read_header(path)
                if header is None or text(header, "Modality") != "SR":
                    continue
                one = _report(read_whole(path), study_instance_uid)
            except Exception:  # pydicom raises anything on damaged files; the others are read all the same
                continue
            if one is not None:
                found.append(one)
    return tuple(sorted(found, key=lambda one: one.made_at or datetime.min, reverse=True))


def restore(
    paths: Sequence[FileSource],
    study_instance_uid: str,
    algorithm: Runtime,
    load: Callable[[Sequence[FileSource], CaseResult], Volume | None],
) -> Restored | None:
    """The result of this very algorithm (model with its SHA-256, and version) among the files of a study, or None.

    ``load`` reads the series that a result speaks of; None where that is not the one to look at among these files.
    """
    for one in reports(paths, study_instance_uid):
        if not same_algorithm(one.result.runtime, algorithm):
            continue
        result = _with_mask(one, paths, load(paths, one.result))
        if result is not None:
            return Restored(result, one.made_at)
        _log.info("a result in the archive does not fit the images that are here")
    return None


def same_algorithm(one: Runtime, other: Runtime) -> bool:
    """Whether two results come from the same model and version, whatever they ran on."""
    return bool(one.model_sha256) and (one.model, one.model_sha256, one.version) == (
        other.model, other.model_sha256, other.version,
    )  # fmt: skip


def newer(one: Runtime, other: Runtime) -> bool:
    """Whether ``one`` is of a later version of Firstread than ``other``."""
    return _numbers(one.version) > _numbers(other.version)


def replaced(one: OwnReport, by: Source) -> bool:
    """Whether a result replaces a report: that of another algorithm, or an earlier one that says something else."""
    if not same_algorithm(one.result.runtime, by.result.runtime):
        return True
    earlier = one.made_at is not None and one.made_at < by.made_at
    return earlier and str(one.header.SOPInstanceUID) != by.uid("report")


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(digits) if digits.isdigit() else 0 for digits in version.split("."))


def _report(ds: Dataset, study_instance_uid: str) -> OwnReport | None:
    found = carried(ds) if text(ds, "Manufacturer") == MANUFACTURER else None
    if found is None or found.result.study_instance_uid != study_instance_uid:
        return None
    uid = text(ds, "SOPInstanceUID")
    answer = next((one for one in (found.answer, "") if result_uid(found.result, one, "report") == uid), None)
    if answer is None:
        return None
    header = Dataset()
    for keyword in ("SOPClassUID", "SOPInstanceUID", "SeriesInstanceUID", "StudyInstanceUID"):
        setattr(header, keyword, text(ds, keyword))
    return OwnReport(found.result, found.mask, answer, description(ds)["made_at"], header)


def _with_mask(one: OwnReport, paths: Sequence[FileSource], volume: Volume | None) -> CaseResult | None:
    result = one.result
    if volume is None or volume.sop_instance_uids != tuple(item.sop_instance_uid for item in result.slices):
        return None
    labels = np.zeros(volume.hu.shape, np.uint8)
    drawn = [lesion for lesion in result.lesions if lesion.volume_ml > 0]  # segment n is the n-th of these
    if drawn:
        segmentation = _find(paths, result_uid(result, one.answer, "segmentation"))
        if segmentation is None:
            return None
        try:
            drawing = draw(segmentation, volume, "")
        except NotDrawable:
            return None
        for number, lesion in enumerate(drawn, start=1):
            labels[drawing.full(number, volume)] = lesion.type.label
    return replace(result, labels=labels) if mask_digest(labels) == one.mask else None


def _find(paths: Iterable[FileSource], sop_instance_uid: str) -> FileSource | None:
    with quiet():
        for path in paths:
            try:
                header = read_header(path)
            except Exception:  # a damaged file is not the one
                continue
            if header is not None and text(header, "SOPInstanceUID") == sop_instance_uid:
                return path
    return None
