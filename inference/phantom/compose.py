"""Turns the smooth fields of one scan plane into attenuation: bone, air, fat, brain, CSF and what lies in them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.phantom.brain import Brain
from inference.phantom.fields import F32, edge
from inference.phantom.mimics import Cut
from inference.phantom.skull import Skull
from inference.phantom.spec import PhantomSpec

#: Attenuation in HU (soft tissue: Barkovich, Osborn; bone: 120 kV, soft kernel).
CSF, GREY, WHITE, DURA, BLOOD_POOL = 6.0, 38.0, 30.0, 46.0, 53.0
ENHANCED_HU = 230.0
MUSCLE, FAT, SKIN, VITREOUS, LENS = 52.0, -92.0, 28.0, 9.0, 75.0


@dataclass(frozen=True, slots=True, eq=False)
class Plane:
    """One thin plane, all float32 [rows, columns].

    Attributes:
        cavity: share of the pixel inside the dura.
        inside: attenuation contributed by that share (share times HU).
        outside: attenuation contributed by the rest.
        ventricle, csf, brain: shares of the pixel that intraventricular, subarachnoid and parenchymal blood may fill.
    """

    cavity: F32
    inside: F32
    outside: F32
    ventricle: F32
    csf: F32
    brain: F32


#: Names of the fields that the composition of one plane needs, in the order of its stack.
OUTER = ("inner", "thickness", "skin", "bone", "grain")
FACE = ("air", "cells", "orbit", "globe", "lens", "muscle")
INTRACRANIAL = (
    "sulcus",
    "sulcus_depth",
    "gap",
    "cistern",
    "ventricle",
    "nuclei",
    "midline",
    "fissure",
    "falx",
    "tentorium",
    "tent_extent",
    "stem",
    "sinus",
    "calcium",
    "infarct",
    "folia",
)
ENHANCED = ("choroid", "veins")
CUTS = ("sheet", "extent")


@dataclass(frozen=True, slots=True)
class Tissue:
    """What of the patient's tissue is not in the fields."""

    sulcus: float
    closed: float
    sulcus_blood: float
    dura: float
    contrast: bool
    arteries_hu: float | None
    sinus_hu: float
    thick_dura: bool
    scalp_swelling: bool

    @classmethod
    def of(cls, spec: PhantomSpec, sulcus: float, atrophy: float) -> Tissue:
        """Read the tissue's properties from the spec."""
        sinus = BLOOD_POOL + (0.0 if spec.age > 25 else 3.0)
        if "hyperdense_sinus" in spec.mimics:
            sinus = 74.0
        if spec.contrast:
            sinus = 190.0
        return cls(
            sulcus=sulcus,
            closed=0.45 - 0.35 * atrophy,
            sulcus_blood=1.2,
            dura=0.55,
            contrast=spec.contrast,
            arteries_hu=spec.arteries_hu or (ENHANCED_HU if spec.contrast else None),
            sinus_hu=sinus,
            thick_dura="thick_dura" in spec.mimics,
            scalp_swelling="fracture" in spec.mimics,
        )


def stack_fields(
    skull: Skull, brain: Brain, cut: Cut | None, tissue: Tissue, *, face: bool
) -> tuple[list[F32], list[str]]:
    """Fields and their names for :func:`compose`; the face only where a plane meets it."""
    names = list(OUTER) + (list(FACE) if face else [])
    fields: list[F32] = [getattr(skull, name) for name in names]
    inside = list(INTRACRANIAL) + (list(ENHANCED) if tissue.contrast else [])
    inside += [] if tissue.arteries_hu is None else ["arteries"]
    fields += [getattr(brain, name) for name in inside]
    names += inside
    if cut is not None:
        fields += [cut.sheet, cut.extent]
        names += list(CUTS)
    return fields, names


def compose(f: dict[str, F32], tissue: Tissue, cut: Cut | None) -> Plane:
    """Compose one plane from its fields ``f`` (float32 [rows, columns] each)."""
    cavity = edge(f["inner"])
    outside = _outside(f, tissue, cut) * (1 - cavity)
    inside, ventricle, csf = _intracranial(f, tissue)
    return Plane(
        cavity=cavity,
        inside=cavity * inside,
        outside=outside,
        ventricle=cavity * ventricle,
        csf=cavity * csf,
        brain=cavity * (1 - ventricle),
    )


def _over(base: F32, hu: NDArray[np.floating] | float, share: NDArray[np.floating]) -> None:
    """Paint ``hu`` over ``base`` in place."""
    base += share * (hu - base)


def _outside(f: dict[str, F32], tissue: Tissue, cut: Cut | None) -> F32:
    inner, thickness, skin, grain = f["inner"], f["thickness"], f["skin"], f["grain"]
    outer = inner - thickness
    below_skin = -skin
    # Fat lobules with fibrous septa; the galea and the periosteum lie on the bone.
    hu = FAT + 11 * grain
    septa = np.clip(1 - np.abs(grain) * 4, 0, 1)
    _over(hu, 5, septa * 0.6)
    _over(hu, 10, edge(outer - 1.4, 1.6))
    if "muscle" in f:
        # Deep to the fat under the skin of face and neck lie muscles, vessels and glands with fat between them.
        flesh = edge(skin + 9.0 + 3.0 * grain, 4.0) * edge(3.0 - outer, 2.0)
        planes = np.clip(1.1 - np.abs(f["folia"] + 0.3 * grain) * 4.5, 0, 1)
        _over(hu, 46 + 4 * grain - 110 * planes, flesh)
        _over(hu, MUSCLE + 3 * grain - np.float32(28) * np.clip(grain - 1.0, 0, 1), edge(f["muscle"], 1.5))
        orbit = edge(f["orbit"], 1.5)
        _over(hu, FAT - 5, orbit * edge(-f["muscle"], 1.5))
        _over(hu, MUSCLE - 8, edge(f["globe"], 1.2))
        _over(hu, VITREOUS, edge(f["globe"] + 1.6, 1.2))
        _over(hu, LENS, edge(f["lens"], 1.2))
    if tissue.scalp_swelling and cut is not None:
        _over(hu, 55 + 4 * grain, edge(f["extent"] - 4, 6.0) * edge(outer - 5.0, 2.0))
    _over(hu, SKIN + 10, edge(below_skin - (2.4 if "muscle" in f else 1.9), 1.2))
    if tissue.contrast:
        hu += np.clip(grain - 1.9, 0, 1) * 150
    # Two dense tables with the diploe between them; thin bone has none.
    shell = np.maximum(-inner, outer)
    if "orbit" in f:
        shell = np.maximum(shell, -f["orbit"])
    within = np.minimum(inner, -outer)
    spongy = np.clip((within - 1.1) * 1.1, 0, 1)
    bone_hu = 1420 + 60 * grain - spongy * (690 - 150 * grain)
    bone = edge(shell)
    extra = f["bone"]
    spongy_extra = np.clip((-extra - 2.2) * 0.6, 0, 1)
    extra_hu = 1250 + 80 * grain - spongy_extra * (650 - 160 * grain)
    if "cells" in f:
        # The bone around air cells is dense.
        extra_hu += np.clip(1 - np.abs(f["cells"] - 1.0) * 0.1, 0, 1) * 350 * spongy_extra
    share = edge(extra)
    bone_hu = np.where(share > bone, extra_hu, bone_hu)
    bone = np.maximum(bone, share)
    if cut is not None:
        bone *= 1 - edge(np.maximum(np.abs(f["sheet"]) - cut.half_width, f["extent"])) * cut.lucency
    _over(hu, bone_hu, bone)
    if "air" in f:
        _over(hu, -985, edge(f["air"]) * edge(-below_skin + 3))
        # Cells: bubbles of air between thin septa.
        bubble = np.clip((np.abs(grain) - 0.32) * 4, 0, 1) * edge(f["cells"], 2.0)
        _over(hu, -900, bubble)
    _over(hu, -1000, edge(below_skin))
    return np.asarray(hu, dtype=np.float32)


def _intracranial(f: dict[str, F32], tissue: Tissue) -> tuple[F32, F32, F32]:
    """HU inside the dura, and the shares of ventricle and subarachnoid space."""
    depth = -f["inner"]
    grain, folia = f["grain"], f["folia"]
    tent = f["tentorium"]
    # Below the tentorium, or in the brain stem, there are no cortical sulci.
    below = np.maximum(edge(np.maximum(tent, f["tent_extent"]), 1.5), edge(f["stem"] - 2.0, 2.0))
    sheet = np.sqrt(f["sulcus"] ** 2 + np.clip(f["sulcus_depth"], 0, None) ** 2 + np.float32(0.01))
    width = tissue.sulcus * np.clip(0.55 + 0.30 * folia - 0.03 * f["sulcus_depth"], 0.0, 2.2) - tissue.closed
    fissure = np.maximum(np.abs(f["midline"]) - (0.7 + 0.9 * np.clip(width, 0, None)), f["fissure"])
    sulcus = sheet - width + 30 * below
    pia = np.minimum(np.minimum(sulcus, depth - f["gap"]), np.minimum(fissure, f["cistern"]))
    csf = edge(pia, 1.1)
    # Cortex follows every surface of the hemispheres; nuclei and brain stem are grey by themselves.
    white = np.clip((pia - 2.3) * 0.5, 0, 1)
    white *= 1 - edge(f["nuclei"], 2.0) * 0.95
    white *= 1 - 0.72 * below
    hu = GREY - (GREY - WHITE) * white + 0.45 * folia
    hu += below * (np.clip(folia, -1.5, 1.5) * 1.1 - 1.0)
    if tissue.contrast:
        hu += 4 - 2 * white
    _over(hu, 15 + 2 * grain, edge(f["infarct"], 4.0))
    _over(hu, CSF, csf)
    ventricle = edge(f["ventricle"], 1.2)
    _over(hu, CSF - 1, ventricle)
    if tissue.contrast:
        _over(hu, 165, edge(f["choroid"], 1.0) * 0.8)
        _over(hu, ENHANCED_HU, edge(f["veins"], 0.9))
        _over(hu, 130, csf * np.clip(grain - 1.15, 0, 1) * edge(f["sulcus_depth"] - 2))
    if tissue.arteries_hu is not None:
        _over(hu, tissue.arteries_hu, edge(f["arteries"], 0.9))
    calcium = edge(f["calcium"], 1.2)
    _over(hu, 230 + 70 * grain, calcium)
    # Dura: falx, tentorium and the lining of the skull.
    half = tissue.dura * (2.2 if tissue.thick_dura else 1.0)
    level = DURA + (16 if tissue.thick_dura else 0) + (45 if tissue.contrast else 0)
    falx = edge(np.maximum(np.abs(f["midline"]) - half, f["falx"]), 0.9)
    leaf = edge(np.maximum(np.abs(tent) - half, f["tent_extent"]), 1.0)
    lining = edge(depth - (2.6 + 0.5 * grain if tissue.thick_dura else 0.5), 0.9)
    _over(hu, level, np.maximum(np.maximum(falx, leaf), lining))
    _over(hu, tissue.sinus_hu, edge(f["sinus"], 1.2))
    # Beam hardening brightens the brain under the skull.
    hu += 3.2 * np.exp(-np.clip(depth, 0, 40) / 6.5)
    widened = edge(np.minimum(pia, np.minimum(sulcus, np.minimum(fissure, f["cistern"])) - tissue.sulcus_blood), 1.1)
    return hu, ventricle, widened
