"""Which series of a study to analyse: the axial soft-tissue reconstruction of the head without contrast.

Geometry sorts out scouts, reformats and reports from headers alone. The rest are compared on the pixels of a few slices
(is it brain, is it enhanced, how noisy would a 5 mm slab be, how sharp), then on slice thickness and coverage, and on
the texts of the header last. The first of that order which passes the gate on all its slices is taken.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from inference.anatomy import SliceLook, enhancement_cm2, look
from inference.dicom import StudyFiles, load_slices, load_volume, usable_slices
from inference.errors import NoSuitableSeries, NotAnalysable, Reason
from inference.geometry import order
from inference.headers import Series
from inference.suitability import ENHANCED_CM2, MIN_EXTENT_MM, MIN_SLICES, check, is_sharp
from inference.types import Volume
from inference.wording import (
    declares_contrast,
    describes_contrast,
    describes_head,
    describes_sharp_kernel,
    states_contrast,
)

#: Slices decoded of each candidate, from the part of the stack in which the brain lies.
_LOOKED_AT: Final = 7
_WITHIN: Final = (0.25, 0.85)
_SLAB_MM: Final = 5.0


@dataclass(frozen=True, slots=True, eq=False)
class SeriesChoice:
    """The series to analyse, or the best of those that may not be judged.

    Attributes:
        rejected: why each other one lost, as (Series Instance UID, reason).
        warnings: what to keep in mind about an answer: of the files, the volume and the gate.
        refused: why the gate lets no series pass, this one neither; None where it may be judged.
    """

    series: Series
    volume: Volume
    rejected: tuple[tuple[str, Reason], ...]
    warnings: tuple[Reason, ...] = ()
    refused: Reason | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """What was measured on a series that could be analysed.

    Attributes:
        step_mm: median distance of the slices; ``extent_mm`` length of the stack.
        noise_hu: median noise of the brain, as a 5 mm slab of this series would have it.
        enhanced: as bright as with contrast medium on the few slices looked at. A calcified falx can look so too, which
            is why this only ranks the series; the gate decides on all slices.
        score: 0 is ideal; each point subtracted is about one clear fault.
    """

    series: Series
    slices: int
    extent_mm: float
    step_mm: float
    noise_hu: float
    enhanced: bool
    score: float


def choose(study: StudyFiles) -> SeriesChoice:
    """Pick and load the best series that passes the gate.

    Decodes a few slices of each candidate and all of the winner's, and of those before it that the gate refused.

    Raises:
        NoSuitableSeries: with the code of the best loser: ``no_ct``, ``not_axial``, ``localizer``, ``too_few_slices``,
            ``not_a_head``, ``no_brain``, ``contrast``, ``bone_kernel`` or what made its images unreadable.
        FileError: a file that its disk does not give.
    """
    rejected: list[tuple[str, Reason]] = []
    candidates: list[Candidate] = []
    for series in study.series:
        verdict = _examine(series)
        if isinstance(verdict, Reason):
            rejected.append((series.series_instance_uid, verdict))
        else:
            candidates.append(verdict)
    candidates.sort(key=lambda c: c.score, reverse=True)
    refused: SeriesChoice | None = None
    for place, winner in enumerate(candidates):
        uid = winner.series.series_instance_uid
        try:
            volume = load_volume(winner.series)
        except NotAnalysable as error:
            rejected.append((uid, error.reason))
            continue
        try:
            warnings = check(volume, winner.series)
        except NotAnalysable as error:
            rejected.append((uid, error.reason))
            refused = refused or SeriesChoice(winner.series, volume, (), refused=error.reason)
            continue
        rejected += [(c.series.series_instance_uid, _why_worse(c, winner)) for c in candidates[place + 1 :]]
        warnings = (*_damaged(study), *volume.warnings, *warnings)
        return SeriesChoice(winner.series, volume, tuple(rejected), warnings)
    if refused is not None:
        others = (one for one in rejected if one[0] != refused.series.series_instance_uid)
        return replace(refused, rejected=tuple(others))
    raise _none_suitable(rejected)


def _damaged(study: StudyFiles) -> tuple[Reason, ...]:
    if not study.damaged:
        return ()
    files = "One file beside the series is" if study.damaged == 1 else f"{study.damaged} files beside the series are"
    return (Reason("images_skipped", f"{files} damaged: images of it may be missing."),)


def _examine(series: Series) -> Candidate | Reason:
    """A candidate with its score, or why the series is out of question."""
    if series.modality != "CT":
        return Reason("not_ct", "The series is not CT.")
    if not series.slices:
        return series.problems[0] if series.problems else Reason("no_slices", "The series has no images.")
    if all("LOCALIZER" in one.image_type for one in series.slices):
        return Reason("localizer", "The series is a localizer (scout).")
    if series.plane != "axial":
        return Reason("not_axial", f"The series is {series.plane}, not axial.")
    try:
        slices, _ = usable_slices(series)
        stack = [group[0] for group in order(slices)]
        extent = float(np.dot(np.subtract(stack[-1].position, stack[0].position), stack[0].normal))
        if len(stack) < MIN_SLICES or extent < MIN_EXTENT_MM:
            return Reason("too_few_slices", f"The series has too few slices ({len(stack)} over {extent:.0f} mm).")
        hu, _ = load_slices(series, _LOOKED_AT, _WITHIN)
    except NotAnalysable as error:
        return error.reason
    looks = [look(plane, stack[0].pixel_spacing) for plane in hu]
    return _judge(series, len(stack), extent, looks)


def _judge(series: Series, slices: int, extent: float, looks: list[SliceLook]) -> Candidate | Reason:
    brain = [one for one in looks if one.is_brain]
    if not brain:
        hollow = [one for one in looks if 40 <= one.inside_cm2 <= 280 and one.hollow > 0.5]
        if len(hollow) * 2 > len(looks):
            return Reason("no_brain", "The skull is hollow, as in a plastic head phantom: there is no brain to judge.")
        return Reason("not_a_head", "The images do not show a head with a brain.")
    step = extent / (slices - 1)
    thickness = min(_SLAB_MM, series.thickness_mm or step)
    noise = float(np.median([one.noise_hu for one in brain])) * float(np.sqrt(thickness / _SLAB_MM))
    grain = float(np.median([one.grain for one in brain]))
    sharp = describes_sharp_kernel(series)
    if is_sharp(noise, grain, series.slices[0].pixel_spacing[0], series):
        return Reason("bone_kernel", "The series is a bone (sharp) reconstruction.")
    enhanced = enhancement_cm2(brain) >= ENHANCED_CM2
    if states_contrast(series):
        return Reason("contrast", "The series was made with contrast medium.")
    faults = 3.0 * enhanced + noise / 10 + max(0.0, 100 - extent) / 50 + 1.0 * (extent > 350)
    faults += 0.2 * (step < 3.5) + 0.2 * (step < 2.0) + 0.3 * (step > 6.5) + 0.7 * (step > 9.0)
    # texts last: they decide between series that measure alike
    mentioned = declares_contrast(series) + describes_contrast(series)
    faults += 0.5 * sharp + 0.5 * mentioned + 0.3 * (describes_head(series) is False)
    faults += 1.0 * bool(_PROJECTED & set(series.image_type)) + 0.1 * ("SECONDARY" in series.image_type)
    return Candidate(series, slices, extent, step, noise, enhanced, -faults)


_PROJECTED: Final = frozenset({"MIP", "MINIP", "MAXIP", "PROJECTION IMAGE", "MAXIMUM", "MINIMUM", "CPR", "VRT", "3D"})


def _why_worse(loser: Candidate, winner: Candidate) -> Reason:
    """The largest difference between two usable series, in words."""
    if loser.enhanced and not winner.enhanced:
        return Reason("contrast", "The series looks as if made with contrast medium, and another does not.")
    if loser.noise_hu > winner.noise_hu + 2:
        return Reason("noisier", "Another reconstruction has less noise.")
    if loser.step_mm < 3.5 <= winner.step_mm:
        return Reason("thinner", "Another reconstruction has the usual slice thickness.")
    if loser.step_mm > winner.step_mm + 1:
        return Reason("thicker", "Another reconstruction has thinner slices.")
    if loser.extent_mm < winner.extent_mm - 20:
        return Reason("covers_less", "Another series covers more of the head.")
    return Reason("second_choice", "Another series suits as well or better.")


#: From the most to the least telling, for a study in which no series can be used.
_TELLING: Final = (
    "contrast", "bone_kernel", "no_brain", "not_a_head", "conflicting_positions", "mixed_orientation", "mixed_grids",
    "truncated_pixels", "damaged_pixels", "no_pixels", "unsupported_encoding", "unsupported_pixels", "no_rescale",
    "too_large", "too_few_slices", "not_axial", "missing_position", "missing_orientation", "missing_pixel_spacing",
    "bad_matrix", "localizer", "colour_image", "not_an_image", "not_ct",
)  # fmt: skip


def _none_suitable(rejected: list[tuple[str, Reason]]) -> NoSuitableSeries:
    if not rejected:
        return NoSuitableSeries("no_slices", "The study has no images.")
    if all(reason.code == "not_ct" for _, reason in rejected):
        return NoSuitableSeries("not_ct", "The study is not CT; only CT can be analysed.")

    def rank(reason: Reason) -> int:
        return _TELLING.index(reason.code) if reason.code in _TELLING else len(_TELLING)

    first = min((reason for _, reason in rejected), key=rank)
    return NoSuitableSeries(first.code, first.text)
