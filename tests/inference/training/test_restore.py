"""A network comes back from its model folder, says the same, and can be trained further."""

from __future__ import annotations

from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="PyTorch is only in the extra `train`")
onnx = pytest.importorskip("onnx", reason="onnx is only in the extras `train` and `dev`")

from torch import Tensor, nn  # noqa: E402

from inference.session import default_model_dir  # noqa: E402
from inference.training.export import export  # noqa: E402
from inference.training.network import HybridMaskRCNN  # noqa: E402
from inference.training.restore import restore  # noqa: E402

pytestmark = pytest.mark.filterwarnings(
    "ignore::DeprecationWarning", "ignore::UserWarning", "ignore::torch.jit.TracerWarning"
)


def _examples(count: int = 3) -> list[Tensor]:
    generator = torch.Generator().manual_seed(5)
    return [torch.randn((1, 1, 6, 64, 64), generator=generator).clamp(-3, 3) for _ in range(count)]


def _exported(model: HybridMaskRCNN, folder: Path) -> Path:
    torch.save({"average": model.state_dict()}, folder / "checkpoint.pt")
    export(
        folder / "checkpoint.pt", folder / "model", name="test", version="0", threshold=0.5,
        calibration={"slope": 1.0, "intercept": 0.0},
    )  # fmt: skip
    return folder / "model"


def test_says_what_it_said_before(tmp_path: Path) -> None:
    torch.manual_seed(3)
    model = HybridMaskRCNN()
    with torch.no_grad():
        for slabs in _examples():  # norms with statistics of their own
            model.train()(slabs)
        for module in model.modules():
            if isinstance(module, nn.BatchNorm2d):
                module.weight.uniform_(0.5, 1.5)
                module.bias.uniform_(-0.5, 0.5)
        again = restore(_exported(model.eval(), tmp_path), _examples())
        assert again.training
        for slabs in _examples(2):
            before, now = model(slabs), again.eval()(slabs)
            for one, other in zip(before.features, now.features, strict=True):
                torch.testing.assert_close(one, other, rtol=1e-3, atol=1e-3)
        boxes = torch.rand((4, 128, 7, 7))
        torch.testing.assert_close(model.classify(boxes), again.classify(boxes))


def test_norms_have_the_statistics_of_the_examples() -> None:
    """In training, where each step uses its own batch's statistics, the answer stays near what it was."""
    examples = [torch.cat(_examples(4))]
    model = restore(default_model_dir(), examples)
    with torch.no_grad():
        trained, said = model.train()(examples[0]), model.eval()(examples[0])
    for one, other in zip(trained.features, said.features, strict=True):
        assert float((one - other).abs().mean()) < 0.1 * float(other.abs().mean())


def test_needs_examples() -> None:
    with pytest.raises(ValueError, match="examples"):
        restore(default_model_dir(), [])


def test_another_network_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    folder.mkdir()
    for name in ("backbone", "heads", "masks"):
        graph = onnx.load(str(default_model_dir() / f"{name}.onnx"))
        graph.graph.initializer[0].name = "someone.else"
        onnx.save(graph, str(folder / f"{name}.onnx"))
    with pytest.raises(ValueError, match="another network"):
        restore(folder, _examples())
