"""The writing in the corners of the slice view: what every reader looks for before believing an image."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from app.domain.edits import EDITED
from app.domain.study import StudyRecord
from app.models import wording
from app.models.translation import tr
from app.views import image_colours
from app.views.anatomy import Flips, edge_letters, location_mm, radiological_flips
from app.views.annotations import Line
from app.views.windows import Window, preset_name
from inference.types import CaseResult, HemorrhageType, Volume

#: A step to the next slice that is longer than the usual one by this factor is a gap.
_GAP = 1.5


class Probe(NamedTuple):
    """The pixel under the pointer: column, row, HU, and the type of the mask that is drawn there."""

    x: int
    y: int
    hu: int
    type: HemorrhageType | None


def slice_lines(
    volume: Volume, index: int, window: Window, inverted: bool, zoom: float, place: tuple[int, int] | None = None
) -> list[str | Line]:
    """The upper right corner: institution, series, slice, place in the patient, window, zoom, tilt, gaps.

    ``zoom`` is screen pixels for each image column; ``place`` the number of the slice and how many there are, where
    the volume is one slice of a series that is still read.
    """
    number, count = place or (index + 1, volume.hu.shape[0])
    name = preset_name(window)
    where = location_mm(volume.affine, float(volume.positions_mm[index]))
    lines: list[str | Line] = [
        *(text for text in (volume.institution, volume.series_description) if text),
        tr("Slice {number} of {count}").format(number=number, count=count),
        _location(volume, index, where),
        f"W {window.width:.0f}  L {window.center:.0f}" + (f"  {tr(name)}" if name else ""),
        tr("Zoom {percent} %").format(percent=f"{zoom * 100:.0f}"),
    ]
    if inverted:
        lines.append(_warn(tr("Inverted: dense is dark")))
    if volume.tilt_degrees:
        lines.append(_warn(tr("Gantry tilt {degrees}").format(degrees=f"{volume.tilt_degrees:.1f}\N{DEGREE SIGN}")))
    return [*lines, *(_warn(text) for text in gaps(volume.positions_mm, index))]


def _location(volume: Volume, index: int, where: float) -> str:
    if volume.hu.shape[0] == 1:
        return tr("Location {mm} mm").format(mm=f"{where:.1f}")
    apart = f"{volume.slice_extent_mm[index]:.1f}"
    return tr("Location {mm} mm, {apart} mm apart").format(mm=f"{where:.1f}", apart=apart)


def gaps(positions_mm: Sequence[float] | np.ndarray, index: int) -> list[str]:
    """Warnings of slices that are missing beside slice ``index``."""
    steps = np.diff(np.asarray(positions_mm, np.float64))
    if len(steps) < 2:
        return []
    usual = float(np.median(steps))
    found = []
    if index < len(steps) and steps[index] > _GAP * usual:
        found.append(tr("Gap of {mm} mm above this slice").format(mm=f"{steps[index]:.1f}"))
    if index > 0 and steps[index - 1] > _GAP * usual:
        found.append(tr("Gap of {mm} mm below this slice").format(mm=f"{steps[index - 1]:.1f}"))
    return found


def laterality(volume: Volume, flips: Flips) -> str | Line:
    """One line: whether the image is shown as radiologists expect it, the patient's right on the left."""
    shown = edge_letters(volume.affine).flipped(flips)
    if "R" in shown.left and flips == radiological_flips(volume.affine):
        return tr("Radiological: R on the left")
    flipped = tr("FLIPPED: {left} on the left, {top} on top")
    return _warn(flipped.format(left=shown.left or "?", top=shown.top or "?"))


def patient_lines(record: StudyRecord) -> tuple[str, ...]:
    """The upper left corner: patient and study."""
    study = record.study
    born = tr("born {date}").format(date=study.birth_date.isoformat()) if study.birth_date else ""
    return (
        wording.patient_name(study.patient_name),
        tr("ID {id}").format(id=study.patient_id) if study.patient_id else "",
        "   ".join(part for part in (wording.age_sex(study), born) if part),
        tr("Accession {number}").format(number=study.accession_number) if study.accession_number else "",
        study.description,
        "   ".join(part for part in (wording.study_time(study.study_at), study.station_name) if part),
    )


def notice_lines(result: CaseResult | None, threshold: float | None, earlier: bool = False) -> tuple[str | Line, ...]:
    """The lower left corner: model, what computed, what the software is not, a threshold that is for looking only.

    ``earlier`` tells that the result is not of the latest analysis.
    """
    model = tr("No result")
    if result is not None and result.score is not None:  # a model named beside a bare image looks like an answer
        model = tr("Model {model}, {provider}").format(model=result.runtime.model, provider=result.runtime.provider)
    look = (_warn(view_only(threshold, result.threshold)),) if threshold is not None and result is not None else ()
    edited = result is not None and any(reason.code == EDITED.code for reason in result.reasons)
    by_reader = (_warn(tr("Edited by reader")),) if edited else ()
    elsewhere = (
        (tr("Computed by the department's detector"),) if result is not None and result.runtime.on_cluster else ()
    )
    before = (_warn(tr("Earlier answer")),) if earlier else ()
    return (*look, *before, *by_reader, model, *elsewhere, wording.research_only())


def view_only(threshold: float, stored: float) -> str:
    """The warning beside a threshold that is for looking only."""
    words = tr("View only at threshold {threshold}; the result is unchanged at {stored}")
    return words.format(threshold=f"{threshold:.2f}", stored=f"{stored:.2f}")


def probe_text(probe: Probe | None) -> str:
    """The pixel under the pointer: its value, the mask there, column and row."""
    if probe is None:
        return ""
    mask = f"  {probe.type.value}" if probe.type is not None else ""
    return f"{probe.hu} HU{mask}   x {probe.x}, y {probe.y}"


def _warn(text: str) -> Line:
    return Line(text, image_colours.WARNING)
