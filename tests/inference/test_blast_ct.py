"""BLAST-CT's way around its networks: grid, tiles, score and result, with a network made by hand."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import numpy as np
import onnx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from scipy import ndimage

from inference import blast_ct
from inference.__main__ import main
from inference.blast_ct import CLASSES, MARGIN, STEP, head_grid, judge, open_session, probabilities, tiles
from inference.caveats import caveats
from inference.dicom import read_studies
from inference.errors import Cancelled, DeviceError, ModelError
from inference.input_statistics import input_statistics
from inference.intracranial import intracranial
from inference.phantom import Hemorrhage, PhantomSpec, render, write_series
from inference.preprocess import prepare
from inference.series import choose
from inference.session import Session
from inference.types import CaseState, HemorrhageType, Volume
from tests.inference.model_by_hand import write_model

BLOOD_ML = 30.0


def write_reader(folder: Path, *, models: int = 1, threshold: float = 0.5, kind: str = "blast-ct") -> Path:
    """Networks that call a blob between 50 and 90 HU IPH if it is thicker than 5 mm; each surer than the one before."""
    folder.mkdir(parents=True)
    rng = np.random.default_rng(0)
    image = rng.uniform(-1, 1, (1, 1, 95, 95, 95)).astype(np.float32).round(1)
    files: dict[str, dict[str, str]] = {}
    arrays: dict[str, Any] = {}
    for number in range(1, models + 1):
        graph, share = f"model_{number}", number / models
        content = _network(share).SerializeToString()
        (folder / f"{graph}.onnx").write_bytes(content)
        files[graph] = {"file": f"{graph}.onnx", "sha256": hashlib.sha256(content).hexdigest()}
        answer = np.zeros((1, 5, 15, 15, 15), np.float32)  # noise has no blob
        answer[:, 0] = 1
        arrays |= {f"{graph}/in/image": image, f"{graph}/out/probability": answer}
    np.savez_compressed(folder / "self_test.npz", allow_pickle=False, **arrays)
    manifest = {
        "schema": 1, "kind": kind, "name": "blast-ct", "version": "by hand", "files": files, "threshold": threshold,
        "calibration": {"slope": 1.0, "intercept": 0.0}, "self_test": {"file": "self_test.npz", "tolerance": 1e-4},
    }  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return folder


def _network(share: float) -> onnx.ModelProto:
    numbers = {"low": 0.14, "high": 0.83, "steep": 8.0, "zero": 0.0, "one": 1.0, "share": share}
    initial = [numpy_helper.from_array(np.array(value, np.float32), name) for name, value in numbers.items()]
    edge = MARGIN - 4  # two pools of 5 take 4
    places = {"begin": [edge] * 3, "end": [-edge] * 3, "axes": [2, 3, 4]}
    initial += [numpy_helper.from_array(np.array(value, np.int64), name) for name, value in places.items()]
    nodes = [
        helper.make_node("Slice", ["image", "begin", "end", "axes"], ["seen"]),
        helper.make_node("Sub", ["seen", "low"], ["above"]),
        helper.make_node("Sub", ["high", "seen"], ["below"]),
        helper.make_node("Min", ["above", "below"], ["inside"]),
        helper.make_node("Mul", ["inside", "steep"], ["scaled"]),
        helper.make_node("Clip", ["scaled", "zero", "one"], ["dense"]),
        helper.make_node("Neg", ["dense"], ["negative"]),
        *_pooled("negative", "eroded"),
        helper.make_node("Neg", ["eroded"], ["thick"]),
        *_pooled("thick", "opened"),
        helper.make_node("Mul", ["opened", "share"], ["iph"]),
        helper.make_node("Sub", ["one", "iph"], ["background"]),
        helper.make_node("Mul", ["iph", "zero"], ["none"]),
        helper.make_node("Concat", ["background", "iph", "none", "none", "none"], ["probability"], axis=1),
    ]
    graph = helper.make_graph(
        nodes, "by_hand",
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, [1, 1, "d", "h", "w"])],
        [helper.make_tensor_value_info("probability", TensorProto.FLOAT, [1, 5, "do", "ho", "wo"])],
        initial,
    )  # fmt: skip
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.checker.check_model(model, full_check=True)
    return model


def _pooled(name: str, out: str) -> list[onnx.NodeProto]:
    """The maximum over 5 x 5 x 5 voxels, one axis after the other."""
    names = [name, f"{out}_z", f"{out}_zy", out]
    return [
        helper.make_node(
            "MaxPool", [names[axis]], [names[axis + 1]], kernel_shape=[5 if i == axis else 1 for i in range(3)]
        )
        for axis in range(3)
    ]


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_reader(tmp_path_factory.mktemp("reader") / "one")


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("study")
    spec = PhantomSpec(7, (Hemorrhage(HemorrhageType.IPH, BLOOD_ML, hu=70),))
    write_series(render(spec, slices=10, matrix=96, spacing_mm=2.4, slice_mm=8), folder)
    return folder


@pytest.fixture(scope="module")
def volume(study: Path) -> Volume:
    return choose(read_studies(study)[0]).volume


def test_blood_is_found_and_measured(volume: Volume, reader: Path) -> None:
    steps: list[float] = []
    with open_session(reader, "cpu") as session:
        result = judge(volume, session, steps.append)
    assert result.state is CaseState.POSITIVE and result.score is not None and result.score >= 0.5
    assert result.volumes_ml[HemorrhageType.IPH] == pytest.approx(BLOOD_ML, rel=0.3)
    assert result.total_ml == result.volumes_ml[HemorrhageType.IPH]
    assert result.labels is not None and result.labels.shape == volume.hu.shape
    inside = volume.hu[result.labels == HemorrhageType.IPH.label]
    assert 60 < np.median(inside) < 80
    assert sum(lesion.volume_ml for lesion in result.lesions) == pytest.approx(result.total_ml)
    largest = result.lesions[0]
    assert largest.type is HemorrhageType.IPH and largest.score >= 0.5
    for box in largest.boxes:
        assert result.labels[box.slice, box.y0 : box.y1, box.x0 : box.x1].any()
    brightest = max(result.slices, key=lambda one: one.score)
    assert largest.slices[0] <= brightest.index <= largest.slices[1]
    assert {reason.code for reason in result.reasons} >= {"extra_axial_not_split", "not_calibrated"}
    assert set(result.probability_by_type) == {HemorrhageType.SDH, HemorrhageType.IPH, HemorrhageType.IVH}
    assert steps[-1] == 1 and steps == sorted(steps)
    assert result.runtime.model == "blast-ct by hand"


def test_it_warns_of_what_the_own_network_warns_of(volume: Volume, reader: Path) -> None:
    cut = replace(
        volume, hu=volume.hu[:-4], positions_mm=volume.positions_mm[:-4], offsets_mm=volume.offsets_mm[:-4],
        sop_instance_uids=volume.sop_instance_uids[:-4], frame_numbers=volume.frame_numbers[:-4],
        thickness_mm=volume.thickness_mm[:-4],
    )  # fmt: skip
    seen = prepare(cut)
    inside = intracranial(seen.pixels, seen.mm[0])
    with open_session(reader, "cpu") as session:
        result = judge(cut, session)
    warned = caveats(cut, seen, inside)
    assert "vertex_missing" in {reason.code for reason in warned} and set(warned) <= set(result.reasons)
    assert result.inputs == input_statistics(cut, seen, inside)


def test_without_blood_it_is_negative(volume: Volume, reader: Path) -> None:
    with open_session(reader, "cpu") as session:
        before = judge(volume, session)
        assert before.labels is not None
        blood = ndimage.binary_dilation(before.labels > 0, iterations=3)
        result = judge(replace(volume, hu=np.where(blood, volume.hu.clip(max=32), volume.hu)), session)
    assert result.state is CaseState.NEGATIVE and result.score is not None and result.score < 0.5
    assert result.labels is not None and not result.labels.any() and result.lesions == ()


def test_what_does_not_reach_the_threshold_is_shown_as_excluded(volume: Volume, tmp_path: Path) -> None:
    folder = write_reader(tmp_path / "strict", threshold=1.1)
    with open_session(folder, "cpu") as session:
        result = judge(volume, session)
    assert result.state is CaseState.NEGATIVE and result.lesions == () and result.total_ml == 0
    assert result.excluded and all(0 <= box.score <= 1 for box in result.excluded)


def test_the_mean_of_all_networks_counts(volume: Volume, tmp_path: Path, reader: Path) -> None:
    grid = head_grid(volume)
    with open_session(reader, "cpu") as session:
        alone = probabilities(grid, session)
    with open_session(write_reader(tmp_path / "two", models=2), "cpu") as session:
        together = probabilities(grid, session)
    np.testing.assert_allclose(together[1], alone[1] * 0.75, atol=1e-5)  # shares of a half and of one


def test_small_tiles_answer_as_large_ones(volume: Volume, reader: Path) -> None:
    grid = head_grid(volume)
    with open_session(reader, "cpu") as session:
        whole = probabilities(grid, session, memory_bytes=1 << 40)
        parts = probabilities(grid, session, memory_bytes=45 * 45 * 45 * blast_ct.TILE_BYTES)
    np.testing.assert_allclose(parts * grid.head, whole * grid.head, atol=1e-6)
    assert whole[1].max() == pytest.approx(1)
    np.testing.assert_allclose(whole.sum(0), 1, atol=1e-5)


@given(
    seed=st.integers(0, 1000), shape=st.tuples(*[st.integers(1, 60)] * 3), share=st.floats(0.0001, 0.5),
    most=st.integers(1, 90**3),
)  # fmt: skip
def test_tiles_cover_what_is_needed_once(seed: int, shape: tuple[int, ...], share: float, most: int) -> None:
    needed = np.random.default_rng(seed).random(shape) < share
    size, firsts = tiles(needed, most)
    assert all(side % STEP == 0 for side in size)
    assert np.prod(size) <= max(most, STEP**3)
    counts = np.zeros([length + side for length, side in zip(shape, size, strict=True)], int)
    for first in firsts:
        place = tuple(slice(start, start + side) for start, side in zip(first, size, strict=True))
        counts[place] += 1
        assert needed[place].any()
    counts = counts[tuple(slice(length) for length in shape)]
    assert counts.max(initial=0) <= 1 and (counts[needed] == 1).all()


def _ramp(flip: bool, tilt_mm: float) -> Volume:
    """HU that rise evenly along the patient's own axes, stored in any order of rows and columns."""
    y, x = np.meshgrid(np.arange(60) * 1.5, np.arange(80) * 0.8, indexing="ij")
    offsets = np.array([[0.0, tilt_mm * index] for index in range(6)])
    positions = np.array([0.0, 4, 8, 13, 18, 23])
    hu = np.stack(
        [20 + 0.3 * x + 0.2 * (y + offset) + 0.5 * z for z, (_, offset) in zip(positions, offsets, strict=True)]
    )
    affine = np.diag([0.8, 1.5, 4.6, 1.0])
    if flip:
        affine = affine @ np.diag([-1.0, -1, 1, 1])
        affine[:, [0, 1]] = affine[[1, 0, 2, 3]][:, [0, 1]]
    return Volume(
        hu.round().astype(np.int16), affine, positions, offsets, 0.0, "1", "2", tuple(map(str, range(6))), (1,) * 6
    )


@pytest.mark.parametrize("flip", [False, True])
@pytest.mark.parametrize("tilt_mm", [0.0, 1.3])
def test_the_grid_leads_back_to_the_stored_pixels(flip: bool, tilt_mm: float) -> None:
    volume = _ramp(flip, tilt_mm)
    grid = head_grid(volume)
    assert grid.pixels.shape[0] == 24 and grid.pixels.min() >= -1 and grid.pixels.max() <= 1
    for index, stored in enumerate(volume.hu):
        back = (grid.plane(grid.pixels, index) * 115 + 85) / 2
        assert back.shape == stored.shape
        np.testing.assert_allclose(back[3:-8, 3:-8], stored[3:-8, 3:-8], atol=1.1)


def test_the_grid_is_one_millimetre_and_upright() -> None:
    grid = head_grid(_ramp(flip=True, tilt_mm=1.3))
    hu = (grid.pixels * 115 + 85) / 2
    middle = hu[5:15, 30:40, 30:40]
    rises = sorted(float(np.diff(middle, axis=axis).mean()) for axis in (1, 2))
    assert abs(rises[0]) in (pytest.approx(0.3, abs=0.02), pytest.approx(0.2, abs=0.02))
    assert sorted(abs(rise) for rise in rises) == pytest.approx([0.2, 0.3], abs=0.02)
    assert float(np.diff(middle, axis=0).mean()) == pytest.approx(0.5, abs=0.1)


class _Short:
    """A device whose memory ends above a size of tile; the way out cannot be tried on a real one here."""

    graphs = ("model_1",)

    def __init__(self, most: int) -> None:
        self.most = most
        self.sizes: list[int] = []

    def run(self, graph: str, feeds: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
        shape = [side - 2 * MARGIN for side in feeds["image"].shape[2:]]
        self.sizes.append(int(np.prod(shape)))
        if self.sizes[-1] > self.most:
            raise DeviceError("device_failed", "Too large.")
        return {"probability": np.full((1, len(CLASSES), *shape), 0.2, np.float32)}


def test_tiles_shrink_where_the_device_runs_out_of_memory(volume: Volume) -> None:
    grid = head_grid(volume)
    device = _Short(60**3)
    out = probabilities(grid, cast(Session, device), memory_bytes=1 << 40)
    assert (out[:, grid.head] == np.float32(0.2)).all()
    assert device.sizes[0] > 60**3 >= device.sizes[-1]
    with pytest.raises(DeviceError):
        probabilities(grid, cast(Session, _Short(0)))


def test_it_can_be_cancelled(volume: Volume, reader: Path) -> None:
    with open_session(reader, "cpu") as session:
        session.cancel()
        with pytest.raises(Cancelled):
            judge(volume, session)


def test_only_an_imported_reader_opens(tmp_path: Path) -> None:
    with pytest.raises(ModelError) as missing:
        open_session(tmp_path, "cpu")
    assert missing.value.reason.code == "not_imported" and "import-blast-ct" in missing.value.reason.text
    with pytest.raises(ModelError) as wrong:
        open_session(write_reader(tmp_path / "other", kind="something"), "cpu")
    assert wrong.value.reason.code == "wrong_reader"


# ------------------------------------------------------------------------------------------------------ command line


def _analyze(capsys: pytest.CaptureFixture[str], *arguments: object) -> dict[str, Any]:
    assert main(["analyze", *map(str, arguments), "--provider", "cpu"]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    return cast(dict[str, Any], json.loads(captured.out)) if captured.out else {}


def test_it_can_be_chosen_alone(study: Path, reader: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = _analyze(capsys, study, "--reader", "blast-ct", "--model", reader)
    assert result["state"] == "positive" and result["runtime"]["model"] == "blast-ct by hand"
    assert result["probability_by_type"]["EDH"] is None and result["probability_by_type"]["IPH"] > 0.5
    assert "extra_axial_not_split" in [reason["code"] for reason in result["reasons"]]
    assert result["timing_s"]["load"] > 0 and "second_reader" not in result


def test_without_an_import_the_result_says_so(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = _analyze(capsys, study, "--reader", "blast-ct")
    assert result["state"] == "failed" and [reason["code"] for reason in result["reasons"]] == ["not_imported"]


def test_second_reader_is_added_to_the_first_result(
    study: Path, reader: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(blast_ct, "default_dir", lambda: reader)
    model, file = write_model(tmp_path / "model", threshold=0.999), tmp_path / "r.json"
    alone = _analyze(capsys, study, "--model", model)
    assert _analyze(capsys, study, "--model", model, "--second-reader", "--json", file) == {}
    result = json.loads(file.read_text())
    second = result.pop("second_reader")
    del result["timing_s"], alone["timing_s"]
    assert result == alone
    assert second["state"] == "positive" and second["agrees"] is (alone["state"] == "positive")
    assert 0.3 < second["dice"] <= 1 and second["model"] == "blast-ct by hand"


def test_it_is_evaluated_in_the_same_tables(
    study: Path, reader: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest = tmp_path / "manifest.csv"
    manifest.write_text(f"path,any,iph,edh,sdh,sah,ivh\n{study},1,1,0,0,0,0\n")
    given = ["evaluate", manifest, "--out", tmp_path / "out", "--reader", "blast-ct", "--model", reader]
    assert main([*map(str, given), "--provider", "cpu"]) == 0
    assert "blast-ct by hand" in capsys.readouterr().out
    case = json.loads((tmp_path / "out" / "cases" / "2.json").read_text())
    assert case["state"] == "positive" and case["runtime"]["model"] == "blast-ct by hand"
