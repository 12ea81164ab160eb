"""Which of the files of a study are results of any product, and what each says. Damaged ones are listed as such."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from app.domain.other_results import OtherResult, ResultKind
from app.results.reading import contours, report, segmentation
from app.results.reading.drawing import Drawing, NotDrawable
from inference.elements import quiet, text
from inference.files import read_header, read_whole
from inference.types import FileSource, Volume

#: Dose reports are of modality SR, and no results.
_DOSE = frozenset({"1.2.840.10008.5.1.4.1.1.88.67", "1.2.840.10008.5.1.4.1.1.88.76"})
_DESCRIBE = {
    ResultKind.SEGMENTATION: segmentation.describe,
    ResultKind.REPORT: report.describe,
    ResultKind.CONTOURS: contours.describe,
}
_MODALITIES = frozenset(kind.value for kind in ResultKind)
_DAMAGED = "This object is damaged and cannot be read."


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What was found.

    Attributes:
        results: the newest first; those without a date last.
        frames_of_reference: Frame of Reference UID of each CT series, by its Series Instance UID.
        objects: how many files of each series of results there are, by its Series Instance UID.
    """

    results: tuple[OtherResult, ...]
    frames_of_reference: tuple[tuple[str, str], ...]
    objects: tuple[tuple[str, int], ...]


def catalogue(
    paths: Iterable[FileSource], study_instance_uid: str, cancelled: Callable[[], bool] = lambda: False
) -> Catalogue:
    """Look through the files of a study; what belongs to another study is left out. Never raises for what they hold."""
    found: dict[str, OtherResult] = {}
    frames: dict[str, str] = {}
    counts: dict[str, int] = {}
    with quiet():
        for path in paths:
            if cancelled():
                break
            kind = None
            try:
                header = read_header(path)
                if header is None or text(header, "StudyInstanceUID") not in ("", study_instance_uid):
                    continue
                modality, series = text(header, "Modality"), text(header, "SeriesInstanceUID")
                if modality == "CT" and series not in frames:
                    frames[series] = text(read_whole(path), "FrameOfReferenceUID")
                if modality not in _MODALITIES or text(header, "SOPClassUID") in _DOSE:
                    continue
                kind = ResultKind(modality)
                counts[series] = counts.get(series, 0) + 1
                one = _DESCRIBE[kind](read_whole(path), path)
            except Exception:  # pydicom raises anything on damaged files; the others are read all the same
                if kind is None:
                    continue
                one = OtherResult(kind, "", path, trouble=_DAMAGED)
            found.setdefault(one.sop_instance_uid or path.name, one)
    ordered = sorted(found.values(), key=lambda one: one.made_at or datetime.min, reverse=True)
    return Catalogue(tuple(ordered), tuple(frames.items()), tuple(counts.items()))


def draw(result: OtherResult, volume: Volume, frame_of_reference: str) -> Drawing:
    """The parts of a result on the slices of ``volume``; raises NotDrawable."""
    if result.kind is ResultKind.SEGMENTATION:
        return segmentation.draw(result.path, volume, frame_of_reference)
    if result.kind is ResultKind.CONTOURS:
        return contours.draw(result.path, volume, frame_of_reference)
    raise NotDrawable("nothing_to_draw", "A report holds nothing that can be drawn.")
