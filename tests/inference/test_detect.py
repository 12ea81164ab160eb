"""The shipped network on phantoms, through every step from DICOM files to lesions on the stored slices."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from inference import detect as detector
from inference.detect import analyze, detect, look, open_session
from inference.errors import Cancelled, DeviceError, ModelError
from inference.labels import one_type_each
from inference.phantom import Hemorrhage, Phantom, PhantomSpec, render, write_series
from inference.preprocess import prepare
from inference.session import Session
from inference.types import CaseResult, CaseState, HemorrhageType, Volume
from tests.inference.test_session import write_model as tiny_model

#: Part of a head is enough, and keeps the suite fast.
SLICES = 14
BLEED_ML = 30.0


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    with Session.open(provider="cpu") as opened:
        yield opened


def _phantom(*hemorrhages: Hemorrhage) -> Phantom:
    return render(PhantomSpec(seed=41, hemorrhages=hemorrhages), slices=SLICES, first_mm=50.0)


@pytest.fixture(scope="module")
def bleed() -> Phantom:
    return _phantom(Hemorrhage(HemorrhageType.IPH, BLEED_ML, "left lobar"))


@pytest.fixture(scope="module")
def found(bleed: Phantom, session: Session) -> CaseResult:
    return detect(bleed.to_volume(), session)


def test_an_obvious_bleed_is_found_where_it_is(bleed: Phantom, found: CaseResult) -> None:
    assert found.state is CaseState.POSITIVE
    assert found.score is not None and found.score >= found.threshold
    assert found.probability is not None and found.probability > 0.5
    assert found.labels is not None
    truth, mask = bleed.labels > 0, found.labels > 0
    dice = 2 * (truth & mask).sum() / (truth.sum() + mask.sum())
    assert dice > 0.6, dice
    assert found.lesions[0].volume_ml == pytest.approx(BLEED_ML, rel=0.4)
    assert found.total_ml == pytest.approx(sum(lesion.volume_ml for lesion in found.lesions))


def test_one_type_is_no_more_probable_than_any(
    bleed: Phantom, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = {"slope": 1.0, "intercept": 9.0}
    monkeypatch.setitem(session.manifest, "calibration", {"slope": 1.0, "intercept": -9.0, "by_type": {"IPH": own}})
    result = detect(bleed.to_volume(), session)
    assert result.probability is not None and 0 < result.probability < 0.9
    assert result.probability_by_type[HemorrhageType.IPH] == result.probability


def test_every_slice_has_a_score_and_the_bleeding_ones_the_highest(bleed: Phantom, found: CaseResult) -> None:
    scores = np.array([one.score for one in found.slices])
    bleeding = np.array([plane.any() for plane in bleed.labels])
    assert len(scores) == SLICES
    assert scores.max() == found.score
    assert bleeding[scores.argmax()]
    assert scores[bleeding].mean() > scores[~bleeding].mean()


def test_smaller_batches_give_the_same_answer(bleed: Phantom, found: CaseResult, session: Session) -> None:
    small = detect(bleed.to_volume(), session, chunk=2)
    assert small.state is found.state and small.labels is not None and found.labels is not None
    assert small.score == pytest.approx(found.score, abs=1e-3)
    assert (small.labels != found.labels).mean() < 1e-4


class _AsOnGpu(Session):
    """What is done for a GPU, done by the CPU: whole chunks, whole blocks of boxes, features that are held."""

    _held_on = "cpu"

    @property
    def on_gpu(self) -> bool:
        return True


def test_what_is_done_for_a_gpu_gives_the_same_answer(
    bleed: Phantom, found: CaseResult, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(detector, "GPU_BOXES_TOGETHER", {"heads": 64, "masks": 16})
    with _AsOnGpu.open(provider="cpu") as session:
        kept = session.run("backbone", {"slabs": np.zeros((1, 1, 5, 64, 64), np.float32)}, hold=("p2",))
        assert not isinstance(kept["p2"], np.ndarray) and isinstance(kept["p3"], np.ndarray)
        same = detect(bleed.to_volume(), session, chunk=4)
    assert same.labels is not None and found.labels is not None
    assert same.score == pytest.approx(found.score, abs=1e-3)
    assert [one.score for one in same.slices] == pytest.approx([one.score for one in found.slices], abs=1e-3)
    assert (same.labels != found.labels).mean() < 1e-4


def test_a_gpu_without_room_for_an_exam_is_left_for_the_cpu(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(session: Session) -> None:
        raise DeviceError("device_failed", "The card has too little memory.")

    monkeypatch.setattr(detector, "make_ready", no_room)
    with open_session() as session:
        assert session.runtime.provider == "cpu"
        assert session.rejected[-1].why == "The card has too little memory."
    with pytest.raises(DeviceError):
        open_session(provider="cpu")


def test_a_folder_with_another_network_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="another version"):
        open_session(tiny_model(tmp_path / "tiny"), "cpu")


def test_a_turned_image_gives_the_same_answer_in_its_own_pixels(
    bleed: Phantom, found: CaseResult, session: Session
) -> None:
    """Rows and columns stored the other way round: the detector turns the image, the mask comes back turned."""
    volume = bleed.to_volume()
    affine = volume.affine.copy()
    rows, columns = volume.hu.shape[1:]
    affine[:3, 3] += affine[:3, 0] * (columns - 1) + affine[:3, 1] * (rows - 1)
    affine[:3, :2] *= -1
    turned = detect(_with(volume, np.ascontiguousarray(volume.hu[:, ::-1, ::-1]), affine), session)
    assert turned.score == pytest.approx(found.score, abs=1e-3)
    assert turned.labels is not None and found.labels is not None
    assert (turned.labels[:, ::-1, ::-1] != found.labels).mean() < 1e-4


def test_leaving_out_what_lies_beyond_the_head_changes_nothing(bleed: Phantom, session: Session) -> None:
    seen = prepare(bleed.to_volume())
    (cropped, _, labels), (full, _, full_labels) = (look(seen, session, crop=crop) for crop in (True, False))
    for z in range(SLICES):
        scores = [found.scores[found.slices == z].max(initial=0.0) for found in (cropped, full)]
        assert abs(scores[0] - scores[1]) < 0.02, z
    assert (labels != full_labels).mean() < 1e-4


def _with(volume: Volume, hu: np.ndarray, affine: np.ndarray) -> Volume:
    return Volume(
        hu, affine, volume.positions_mm, volume.offsets_mm, volume.tilt_degrees, volume.study_instance_uid,
        volume.series_instance_uid, volume.sop_instance_uids, volume.frame_numbers,
    )  # fmt: skip


def test_what_is_not_a_head_is_never_negative(tmp_path: Path, session: Session) -> None:
    write_series(render(PhantomSpec(seed=8, body="abdomen"), slices=12, matrix=256, spacing_mm=1.5), tmp_path)
    result = analyze(tmp_path, session)
    assert result.state is CaseState.NOT_ANALYSABLE
    assert result.probability is None and result.score is None
    assert result.reasons and result.reasons[0].text


def test_an_empty_folder_is_not_analysable(tmp_path: Path, session: Session) -> None:
    result = analyze(tmp_path, session)
    assert result.state is CaseState.NOT_ANALYSABLE
    assert result.reasons


def test_cancelling_ends_the_analysis(bleed: Phantom, session: Session) -> None:
    volume = bleed.to_volume()
    with pytest.raises(Cancelled):
        detect(volume, session, lambda _: session.cancel(), chunk=2)
    session.reset()


def test_a_lesion_named_differently_on_few_slices_keeps_one_name() -> None:
    labels = np.zeros((6, 20, 20), np.uint8)
    labels[0:5, 5:10, 5:10] = HemorrhageType.SDH.label
    labels[5, 5:10, 5:10] = HemorrhageType.EDH.label
    labels[2, 15:18, 15:18] = HemorrhageType.IPH.label
    named = one_type_each(labels)
    assert set(np.unique(named[:, :12])) == {0, HemorrhageType.SDH.label}
    assert (named[2, 15:18, 15:18] == HemorrhageType.IPH.label).all()
    assert not one_type_each(np.zeros((6, 20, 20), np.uint8)).any()


@pytest.mark.parametrize(("large", "small", "kept"), [
    ("IPH", "IVH", True), ("IVH", "IPH", True), ("IPH", "SAH", True), ("SDH", "SAH", True), ("SAH", "EDH", True),
    ("IPH", "EDH", False), ("SDH", "EDH", False), ("EDH", "IPH", False), ("IVH", "SDH", False),
])  # fmt: skip
def test_blood_in_one_piece_is_not_on_both_sides_of_the_arachnoid(large: str, small: str, kept: bool) -> None:
    labels = np.zeros((7, 20, 20), np.uint8)
    labels[0:4, 5:10, 5:10] = HemorrhageType(large).label
    labels[4:7, 5:10, 5:10] = HemorrhageType(small).label
    named = one_type_each(labels)
    assert bool(named[4, 5, 5] == HemorrhageType(small).label) is kept
    assert (named[:4] == labels[:4]).all() and ((named > 0) == (labels > 0)).all()


def test_the_pixels_opinion_of_a_box_is_the_mean_of_its_best_quarter() -> None:
    rng = np.random.default_rng(4)
    blood = rng.random((3, 16, 20), np.float32)
    corner = rng.uniform(0, 50, (60, 2))
    boxes = np.concatenate([corner, np.minimum(corner + rng.uniform(0.5, 30, (60, 2)), (80, 64))], 1).astype(np.float32)
    slices, scores = rng.integers(0, 3, 60), rng.uniform(0.01, 1, 60).astype(np.float32)
    factors = detector.second_opinion(blood, slices, boxes, scores)
    for n, box, score, factor in zip(slices, boxes / 4, scores, factors, strict=True):
        rows, columns = (slice(int(box[axis]), max(int(np.ceil(box[axis + 2])), int(box[axis]) + 1)) for axis in (1, 0))
        cells = np.sort(blood[n, rows, columns], axis=None)
        expected = cells[-max(len(cells) // 4, 1) :].mean()
        assert (factor * score) == pytest.approx(np.sqrt(expected * score), rel=1e-5)
