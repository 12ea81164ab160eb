"""Reading the CT-ICH set: HU restored before interpolation, unlocated bleeds never negatives, outlines in loose boxes.

A small set of the same layout is made from nothing; the real one is read where the data for development are there.
"""

from __future__ import annotations

import csv
import importlib.util
import json
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("skimage", reason="scikit-image is only in the extra `train`")

from inference.training.ctich import GRID, SOURCE_GRID, SPACING, folds, hounsfield, load_patient, patients
from inference.training.masks import derive_mask
from inference.types import TYPES
from tests.inference.training.small_ctich import small_set

EDH, SDH, SAH, IPH, IVH = TYPES


@pytest.fixture(scope="module")
def ctich(shared_data: Path) -> Path:
    folder = shared_data / "ctich"
    if not folder.is_dir():
        pytest.skip("the CT-ICH stacks are not on this machine")
    return folder


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_set(
        tmp_path_factory.mktemp("ctich"),
        {"001": [None, EDH, EDH, None, None], "002": [None, IPH, None, None, None], "003": [None] * 5},
    )


def test_hounsfield_restores_the_clipped_ends() -> None:
    grey = np.full((40, 40), 128, np.uint8)
    grey[:, :5] = 0  # air, touching the border
    grey[20:24, 20:24] = 0  # a dark spot inside: CSF or fat, not air
    grey[30:33, 30:33] = 255
    hu = hounsfield(grey)
    assert (hu[:, :5] == -1000).all()
    assert (hu[20:24, 20:24] == -20).all()
    assert (hu[30:33, 30:33] == 800).all()
    assert hu[10, 10] == pytest.approx(128 / 255 * 120 - 20)


def test_slices_are_sorted_and_bleeds_without_place_are_unknown(small: Path) -> None:
    stack = load_patient(small, "001")
    assert stack.hu.shape == stack.labels.shape == (5, GRID, GRID)
    assert stack.hu.dtype == np.int16 and stack.labels.dtype == np.uint8
    assert stack.slice_types[:, 0].tolist() == [False, True, True, False, False]
    assert stack.positive.tolist() == [False, True, True, False, False]
    # Slice 11 is positive by its label and has no box: neither a negative nor an outline.
    assert stack.known.tolist() == [True, True, False, True, True]
    assert not stack.labels[2].any()
    assert [len(boxes) for boxes in stack.boxes] == [0, 1, 0, 0, 0]
    assert stack.boxes[1][0].x0 == pytest.approx(120 * GRID / SOURCE_GRID)


@pytest.mark.parametrize("told", ["a box without an outline", "a label without a box"])
def test_a_slice_that_is_located_in_part_is_unknown(tmp_path: Path, told: str) -> None:
    root = small_set(tmp_path, {"001": [None, EDH, None, None, None]})
    if told == "a box without an outline":
        boxes = json.loads((root / "boxes.json").read_text())
        boxes["001_10"].append({"cls": "IVH", "box": [320.0, 320.0, 380.0, 380.0]})
        (root / "boxes.json").write_text(json.dumps(boxes))
    else:
        with (root / "labels.csv").open(newline="") as file:
            rows = list(csv.reader(file))
        for row in rows:
            if row[:2] == ["001", "10"]:
                row[rows[0].index("subarachnoid")] = "1"
        with (root / "labels.csv").open("w", newline="") as file:
            csv.writer(file).writerows(rows)
    stack = load_patient(root, "001")
    assert stack.labels[1].any() and stack.known.tolist() == [True, False, True, True, True]


def test_an_outline_is_found_in_the_box(small: Path) -> None:
    stack = load_patient(small, "001")
    y, x = np.mgrid[:GRID, :GRID] * (SOURCE_GRID / GRID) - 325.0
    truth = (np.hypot(y / 230, x / 185) < 1) & (np.hypot(y / 75, (x + 195) / 40) < 1)
    found = stack.labels[1] == EDH.label
    assert 2 * (truth & found).sum() / (truth.sum() + found.sum()) > 0.9
    assert not (found & (stack.hu[1] > 100)).any()


def test_thin_blood_in_a_loose_box_is_followed_along_the_bone() -> None:
    y, x = np.mgrid[:300, :300] - 149.5
    away = np.hypot(y, x)
    rng = np.random.default_rng(0)
    hu = np.where(away < 120, 34, np.where(away < 132, 800, -1000)) + rng.normal(0, 3, away.shape)
    truth = (away > 112) & (away < 120) & (np.abs(np.arctan2(y, x)) < 0.6)  # 8 pixels thick, on the right
    hu[truth] += 28
    found = derive_mask(hu.astype(np.int16), away < 120, SDH, (200.0, 40.0, 290.0, 260.0))
    assert 2 * (found & truth).sum() / (found.sum() + truth.sum()) > 0.85


def test_drawn_masks_are_taken(small: Path) -> None:
    stack = load_patient(small, "002")
    assert stack.drawn.tolist() == [False, True, False, False, False]
    assert stack.known.all()
    rows, columns = np.nonzero(stack.labels[1] == IPH.label)
    assert (rows.min(), columns.min()) == pytest.approx((220 * GRID / SOURCE_GRID, 350 * GRID / SOURCE_GRID), abs=1)
    derived = load_patient(small, "002", use_drawn=False)
    assert not derived.labels.any() and derived.known.tolist() == [True, False, True, True, True]


def test_patients_are_summed_up(small: Path) -> None:
    first, second, third = patients(small)
    assert (first.patient, first.slices, first.types, first.positive) == ("001", 5, frozenset({EDH}), True)
    assert (first.unknown_slices, second.unknown_slices, third.unknown_slices) == (1, 0, 0)
    assert not third.positive and third.fracture and not third.types


def test_an_unknown_patient_is_an_error(small: Path) -> None:
    with pytest.raises(KeyError):
        load_patient(small, "999")
    with pytest.raises(FileNotFoundError):
        patients(small / "images")


def test_no_outline_where_nothing_is_denser(small: Path) -> None:
    stack = load_patient(small, "003")
    assert not stack.labels.any() and stack.known.all()
    for kind in TYPES:
        assert not derive_mask(stack.hu[2], stack.brain[2], kind, (100, 180, 160, 330)).any()
        assert not derive_mask(stack.hu[2], np.zeros_like(stack.brain[2]), kind, (100, 180, 160, 330)).any()


def test_real_set_counts(ctich: Path) -> None:
    everyone = patients(ctich)
    assert len(everyone) == 57 and sum(p.slices for p in everyone) == 1716
    assert sum(p.positive for p in everyone) == 25
    assert {p.patient for p in everyone if p.unknown_slices} == {"049", "053", "083", "085", "091", "092"}


@pytest.mark.parametrize("seed", [0, 1])
def test_folds_share_out_types(ctich: Path, seed: int) -> None:
    dealt = folds(ctich, 5, seed)
    by_id = {p.patient: p for p in patients(ctich)}
    assert sorted(p for fold in dealt for p in fold) == sorted(by_id)
    assert dealt == folds(ctich, 5, seed)
    for fold in dealt:
        assert 11 <= len(fold) <= 12
        assert sum(by_id[p].positive for p in fold) == 5
        types = [kind for p in fold for kind in by_id[p].types]
        assert types.count(IPH) >= 1 and types.count(EDH) >= 2
    assert folds(ctich, 5, 0) != folds(ctich, 5, 7)
    with pytest.raises(ValueError, match="two folds"):
        folds(ctich, 1)


def test_hu_are_those_of_the_dicom_tool(ctich: Path) -> None:
    tool = ctich.parent.parent / "tools" / "ctich_to_dicom.py"
    spec = importlib.util.spec_from_file_location("ctich_to_dicom", tool)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    stack = load_patient(ctich, "079")
    assert np.array_equal(stack.hu, module.slices("079", ctich / "images", GRID))
    assert pytest.approx((5.0, 0.4507, 0.4507), abs=1e-3) == SPACING


def test_derived_outlines_against_drawn_ones(ctich: Path) -> None:
    """The two clean drawn slices; patient 078's were drawn around old, partly dark blood and beside their boxes."""
    drawn = load_patient(ctich, "077")
    derived = load_patient(ctich, "077", use_drawn=False)
    for z in np.flatnonzero(drawn.drawn):
        a, b = drawn.labels[z] > 0, derived.labels[z] > 0
        assert 2 * (a & b).sum() / (a.sum() + b.sum()) > 0.8
    assert not derived.drawn.any()
