"""The exported ONNX graphs answer as torch does, in the runtime that ships."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="PyTorch is only in the extra `train`")
pytest.importorskip("onnx", reason="ONNX export is only in the extra `train`")

from inference.errors import ModelError  # noqa: E402
from inference.session import Session  # noqa: E402
from inference.training.export import export  # noqa: E402
from inference.training.losses import PROPOSALS, flat  # noqa: E402
from inference.training.network import HybridMaskRCNN, roi_align  # noqa: E402

pytestmark = pytest.mark.filterwarnings(
    "ignore::DeprecationWarning", "ignore::UserWarning", "ignore::torch.jit.TracerWarning"
)


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> tuple[HybridMaskRCNN, Path]:
    torch.manual_seed(5)
    model = HybridMaskRCNN()
    with torch.no_grad():
        for _ in range(12):
            model(torch.randn(1, 1, 7, 64, 64))
    folder = tmp_path_factory.mktemp("model")
    torch.save({"average": model.state_dict()}, folder / "checkpoint.pt")
    export(
        folder / "checkpoint.pt", folder / "model", name="test", version="0", threshold=0.5,
        calibration={"slope": 1.0, "intercept": 0.0},
    )  # fmt: skip
    return model.eval(), folder / "model"


def test_onnx_equals_torch_on_sizes_never_exported(exported: tuple[HybridMaskRCNN, Path]) -> None:
    model, folder = exported
    slabs = torch.randn(1, 1, 8, 96, 128)
    boxes = torch.tensor([[0, 0.5, 1.5, 9.0, 20.0], [3, 2.0, 2.0, 31.0, 23.0]])
    with torch.no_grad(), Session.open(folder, "cpu") as session:
        dense = model(slabs)
        maps = session.run("backbone", {"slabs": slabs.numpy()})
        for i, level in enumerate(("p2", "p3", "p4", "p5")):
            np.testing.assert_allclose(maps[level], dense.features[i].numpy(), atol=1e-3)
        scores, moves = flat(dense)
        best, places = maps["proposal_logits"], torch.from_numpy(maps["proposal_places"])
        np.testing.assert_allclose(best, scores.topk(PROPOSALS, 1).values.numpy(), atol=1e-3)
        np.testing.assert_allclose(best, scores.gather(1, places).numpy(), atol=1e-3)
        for n, slice_places in enumerate(places):
            np.testing.assert_allclose(maps["proposal_deltas"][n], moves[n, slice_places].numpy(), atol=1e-3)
        logits, deltas = model.classify(roi_align(dense.features[0], boxes, 7))
        answer = session.run("heads", {"feature": maps["p2"], "boxes": boxes.numpy()})
        np.testing.assert_allclose(answer["class_logits"], logits.numpy(), atol=1e-3)
        np.testing.assert_allclose(answer["box_deltas"], deltas.numpy(), atol=1e-3)
        masks = model.segment(roi_align(dense.features[0], boxes, 14, samples=1))
        answer = session.run("masks", {"feature": maps["p2"], "boxes": boxes.numpy()})
        np.testing.assert_allclose(answer["mask_logits"], masks.numpy(), atol=1e-3)


def test_a_damaged_graph_is_refused(exported: tuple[HybridMaskRCNN, Path], tmp_path: Path) -> None:
    for file in exported[1].iterdir():
        content = bytearray(file.read_bytes())
        if file.name == "heads.onnx":
            content[len(content) // 2] ^= 1
        (tmp_path / file.name).write_bytes(content)
    with pytest.raises(ModelError):
        Session.open(tmp_path, "cpu")
