"""The gate before the detector: is this volume a plain CT of a head with a brain in it?

It refuses only what the detector cannot judge, and says why in plain words; what merely lowers confidence is a
warning. Pixels decide. Texts of the header only tip the balance where the pixels already point the same way, except
that a series whose agent and series description both declare contrast is believed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from inference.anatomy import SliceLook, enhancement_cm2, look
from inference.errors import NotAnalysable, Reason
from inference.geometry import gaps_mm, unseen_mm
from inference.headers import Series
from inference.types import Volume
from inference.vessels import arteries_mm
from inference.wording import declares_contrast, describes_contrast, describes_sharp_kernel, states_contrast

#: Fewest slices and shortest stack that hold a useful part of the brain. CT-ICH has 19 to 39 slices over 90 to 190 mm.
MIN_SLICES: Final = 5
MIN_EXTENT_MM: Final = 30.0
#: Least brain, in mL. Measured: CT-ICH 712 (an infant; the next 1060) to 2069, GE 1461, InVesalius 1722, phantoms from
#: 904 (one year old); plastic heads, chest, abdomen, pelvis and neck 0.
MIN_BRAIN_ML: Final = 250.0
PARTIAL_BRAIN_ML: Final = 600.0
#: Least median texture of the brain, in HU. Measured: CT-ICH 4.0 to 8.1, GE 7.7, InVesalius 4.4; phantoms 3.3 and
#: more, but 1.99 with a gantry tilt of 18 degrees; an even filling with noise 0.6 to 1.3.
MIN_TEXTURE_HU: Final = 1.6
#: One hole of this many missing mm can hide a hemorrhage; so can this share of the stack.
MAX_GAP_MM: Final = 15.0
MAX_GAP_SHARE: Final = 0.2
#: Bright area on the slices of the vault, in cm2. Measured: below 0.001 in CT-ICH, GE, InVesalius and every plain
#: phantom (with all mimics at once, metal and up to 120 mL of blood at 90 HU); enhanced phantoms 0.20 to 0.25, sinus
#: and vessels of 120 to 250 HU painted into GE and InVesalius 0.26 to 1.2.
ENHANCED_CM2: Final = 0.1
PERHAPS_ENHANCED_CM2: Final = 0.05
#: Length of arteries on both sides together. Measured: 0 in CT-ICH, GE and InVesalius, at most 25 where the saturated
#: specks of CT-ICH, mostly bone, are set to 300 HU; at most 25 in plain phantoms with all mimics. Arteries of 250 to
#: 400 HU: 45 to 70 in phantoms of 5 mm, 54 painted into GE, and into InVesalius with its pixels of 1 mm from 320 HU
#: on; 0 in a phantom of 7.5 mm. Without a word of the header they only warn: calcified arteries
#: of the old can be as long, and no real angiogram was at hand.
ARTERIES_MM: Final = 35.0
PERHAPS_ARTERIES_MM: Final = 30.0
#: Noise of a 5 mm slab in HU. Measured: CT-ICH 2.5 to 4.7, GE 3.9, InVesalius 5.2; phantoms soft 3.5 to 4.4, bone 9.6
#: to 11.8.
SHARP_NOISE_HU: Final = 25.0
NOISY_HU: Final = 12.0
PERHAPS_SHARP_NOISE_HU: Final = 8.0
#: Grain of a sharp kernel, meaningful on small pixels only. Measured: soft 0.15 to 0.39, bone 0.82.
SHARP_GRAIN: Final = 0.65
_GRAIN_PIXEL_MM: Final = 0.7
#: Blood and brain differ by 20 to 40 HU. Images of 8 bits for all HU, as after lossy JPEG, have steps of 16.
COARSE_HU: Final = 4.0
_SLAB_MM: Final = 5.0
_MOST_SLABS: Final = 24
_SHADES_HU: Final = 80
#: Values of Image Type of images that were made from others.
_REFORMATTED: Final = frozenset({"DERIVED", "MPR", "REFORMATTED", "AVERAGE"})


@dataclass(frozen=True, slots=True)
class Findings:
    """What the gate measured; see the thresholds above.

    Attributes:
        brain_ml: inside of the ring over all slices that show brain.
        brain_slabs: how many of the slabs looked at show brain.
        texture_hu: their median texture.
        bright_cm2: see :func:`inference.anatomy.enhancement_cm2`.
        arteries_mm: see :func:`inference.vessels.arteries_mm`.
        noise_hu: their median noise, that of a 5 mm slab; ``grain`` how fine it is.
        ring: largest share of directions that meet bone in any slab.
        hollow: median air fraction inside rings of bone, over slabs that have one.
    """

    brain_ml: float
    brain_slabs: int
    texture_hu: float
    bright_cm2: float
    arteries_mm: float
    noise_hu: float
    grain: float
    ring: float
    hollow: float


def check(volume: Volume, series: Series) -> tuple[Reason, ...]:
    """Warnings for a volume that may be analysed, without those that it already carries.

    Raises:
        NotAnalysable: ``infant``, ``too_few_slices``, ``slice_gaps``, ``not_a_head``, ``no_brain``, ``contrast``,
            ``bone_kernel``.
    """
    if series.patient_age_years is not None and series.patient_age_years < 1:
        raise NotAnalysable("infant", "The patient is under one year old; the detector was not made for infants.")
    _require_slices(volume)
    _require_no_gaps(volume, series)
    found = measure(volume)
    _require_brain(found)
    if is_sharp(found.noise_hu, found.grain, volume.pixel_mm[0], series):
        raise NotAnalysable("bone_kernel", "The series is a bone (sharp) reconstruction; a soft-tissue one is needed.")
    warnings = list(_contrast(found, series))
    if found.noise_hu > NOISY_HU:
        warnings.append(Reason("noisy", "The images are noisy; small hemorrhages may be missed."))
    step = grey_step_hu(volume)
    if step >= COARSE_HU:
        text = f"The images have one shade of grey in {step:.0f} HU, as after lossy compression; blood may be missed."
        warnings.append(Reason("coarse_grey", text))
    if found.brain_ml < PARTIAL_BRAIN_ML:
        warnings.append(Reason("partial_brain", "Only part of the brain is on the images."))
    if series.kvp is not None and not 90 <= series.kvp <= 150:
        warnings.append(Reason("kvp", f"Unusual tube voltage ({series.kvp:.0f} kV): brightness may differ."))
    return tuple(warnings)


def is_sharp(noise_hu: float, grain: float, pixel_mm: float, series: Series) -> bool:
    """A bone, lung or edge kernel: by its noise, or by moderate noise with fine grain or with the header's word."""
    fine = grain > SHARP_GRAIN and pixel_mm < _GRAIN_PIXEL_MM
    return noise_hu > SHARP_NOISE_HU or (noise_hu > PERHAPS_SHARP_NOISE_HU and (fine or describes_sharp_kernel(series)))


def grey_step_hu(volume: Volume) -> float:
    """HU from one shade of grey to the next among those of brain and blood, in the slice with the most shades."""
    shades = 1
    for index in _spread(len(volume.hu), _MOST_SLABS):
        plane = volume.hu[index]
        shades = max(shades, int(np.count_nonzero(np.bincount(plane[(plane >= 0) & (plane < _SHADES_HU)]))))
    return _SHADES_HU / shades


def measure(volume: Volume) -> Findings:
    """Look at the volume in at most 24 slabs of about 5 mm, so that thin noisy slices compare with thick ones."""
    looks: list[SliceLook] = []
    per_slab = max(1, round(_SLAB_MM / float(np.median(volume.slice_extent_mm))))
    groups = [np.arange(i, min(i + per_slab, len(volume.hu))) for i in range(0, len(volume.hu), per_slab)]
    groups = [groups[i] for i in _spread(len(groups), _MOST_SLABS)]
    for group in groups:
        looks.append(look(_mean(volume.hu[group]), volume.pixel_mm))
    brain = [one for one in looks if one.is_brain]
    rings = [one for one in looks if 40 <= one.inside_cm2 <= 280]
    mm_per_look = float(volume.slice_extent_mm.sum()) / len(looks)

    def median(values: list[float]) -> float:
        return float(np.median(values)) if values else 0.0

    return Findings(
        brain_ml=sum(one.inside_cm2 for one in brain) * mm_per_look / 10,
        brain_slabs=len(brain),
        texture_hu=median([one.texture_hu for one in brain]),
        bright_cm2=enhancement_cm2(brain),
        arteries_mm=arteries_mm(
            [one.spots if one.is_head else () for one in looks],
            [float(volume.positions_mm[group].mean()) for group in groups],
            per_slab * float(np.median(volume.slice_extent_mm)),
            int(abs(volume.affine[0, 0]) >= abs(volume.affine[0, 1])),
        ),
        noise_hu=median([one.noise_hu for one in brain]),
        grain=median([one.grain for one in brain]),
        ring=max(one.ring for one in looks),
        hollow=median([one.hollow for one in rings]),
    )


def _mean(slices: NDArray[np.int16]) -> NDArray[np.int16]:
    if len(slices) == 1:
        return np.asarray(slices[0])
    return np.asarray(np.rint(slices.clip(-1024, 3071).mean(axis=0, dtype=np.float32)).astype(np.int16))


def _spread(count: int, most: int) -> list[int]:
    return sorted({round(i) for i in np.linspace(0, count - 1, min(count, most))})


def _require_slices(volume: Volume) -> None:
    if len(volume.hu) < MIN_SLICES or float(volume.positions_mm[-1]) < MIN_EXTENT_MM:
        raise NotAnalysable("too_few_slices", "There are too few slices to judge the brain.")


def _require_no_gaps(volume: Volume, series: Series) -> None:
    # A thick reformat may still state the thickness of the images it was made from: only its own steps tell of holes.
    holes = gaps_mm if _REFORMATTED & set(series.image_type) else unseen_mm
    gaps = holes(volume.positions_mm, volume.thickness_mm or [None] * len(volume.positions_mm))
    if gaps.size and (gaps.max() > MAX_GAP_MM or gaps.sum() > MAX_GAP_SHARE * volume.positions_mm[-1]):
        total = f"{gaps.sum():.0f} mm of the stack"
        raise NotAnalysable("slice_gaps", f"Slices are missing, or too far apart: {total} are on no image.")


def _require_brain(found: Findings) -> None:
    if found.brain_ml >= MIN_BRAIN_ML and found.brain_slabs >= 3 and found.texture_hu >= MIN_TEXTURE_HU:
        return
    if found.brain_ml >= MIN_BRAIN_ML:
        raise NotAnalysable("no_brain", "Inside the skull there is no brain tissue, as in a test phantom.")
    if found.ring >= 0.9 and found.hollow > 0.5:
        raise NotAnalysable(
            "no_brain", "The skull is hollow, as in a plastic head phantom: there is no brain to judge."
        )
    raise NotAnalysable("not_a_head", "The images do not show a head with enough brain.")


def _contrast(found: Findings, series: Series) -> list[Reason]:
    mentioned = declares_contrast(series) or describes_contrast(series)
    if (
        found.bright_cm2 >= ENHANCED_CM2
        or (mentioned and (found.bright_cm2 >= PERHAPS_ENHANCED_CM2 or found.arteries_mm >= PERHAPS_ARTERIES_MM))
        or states_contrast(series)
    ):
        raise NotAnalysable("contrast", "Contrast medium was given; enhanced vessels look like blood to the detector.")
    if mentioned:
        return [
            Reason("contrast_declared", "The header mentions contrast medium, but the vessels do not look enhanced.")
        ]
    if found.arteries_mm >= ARTERIES_MM:
        return [
            Reason(
                "arteries_bright",
                "Arteries on both sides are as bright as after contrast medium; vessels may be taken for blood.",
            )
        ]
    return []
