"""BLAST-CT's checkpoints come through the import with the answers that its own code gives."""

from __future__ import annotations

import hashlib
import json
import shutil
from functools import partial
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="PyTorch is only in the extra `train`")
pytest.importorskip("onnx", reason="ONNX export is only in the extra `train`")
deepmedic = pytest.importorskip("blast_ct.models.deepmedic", reason="BLAST-CT is only in the extra `train`")
assets = pytest.importorskip("blast_ct.assets", reason="BLAST-CT is only in the extra `train`")

from inference.__main__ import main  # noqa: E402
from inference.blast_ct import CLASSES, MARGIN, MM, WINDOW_HU, open_session  # noqa: E402
from inference.errors import ModelError  # noqa: E402
from inference.training.blast_ct import PARITY, import_checkpoints  # noqa: E402
from inference.training.blast_ct import deepmedic as full  # noqa: E402

#: The published network with fewer maps.
small = partial(deepmedic.DeepMedic, 1, 5, feature_maps=(3, 3, 4, 4, 4, 4, 5, 5), fully_connected=(6, 6))


@pytest.fixture(scope="module")
def checkpoints(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder, out = tmp_path_factory.mktemp("checkpoints"), []
    for seed in (1, 2):
        torch.manual_seed(seed)
        model = small()
        for name, value in model.state_dict().items():
            if name.endswith(("bn.weight", "bn.running_var")):
                value.uniform_(0.5, 1.5)
            elif name.endswith(("bn.bias", "bn.running_mean", "prelu.weight")):
                value.uniform_(-0.3, 0.5)
        out.append(folder / f"model_{seed}.torch_model")
        torch.save(model.state_dict(), out[-1])
    return out


@pytest.fixture(scope="module")
def imported(checkpoints: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("imported") / "new" / "reader"
    import_checkpoints(checkpoints, folder, small)
    return folder


def test_each_checkpoint_answers_as_the_published_code(imported: Path, checkpoints: list[Path]) -> None:
    manifest = json.loads((imported / "manifest.json").read_text())
    assert manifest["kind"] == "blast-ct" and list(manifest["parity"]) == ["model_1", "model_2"]
    assert max(manifest["parity"].values()) <= PARITY
    answers = []
    with open_session(imported, "cpu") as session, torch.no_grad():
        assert session.graphs == ("model_1", "model_2")
        for graph, checkpoint in zip(session.graphs, checkpoints, strict=True):
            model = small().eval()
            model.load_state_dict(torch.load(checkpoint, weights_only=True))
            image = torch.rand(1, 1, 15 + 2 * MARGIN, 30 + 2 * MARGIN, 15 + 2 * MARGIN) * 2 - 1
            expected = model(image)[0].softmax(1).numpy()
            found = session.run(graph, {"image": image.numpy()})["probability"]
            assert found.shape == (1, 5, 15, 30, 15)
            np.testing.assert_allclose(found, expected, atol=PARITY)
            answers.append(found)
    assert np.ptp(answers[0]) > 0.01  # not the same everywhere
    assert np.abs(answers[0] - answers[1]).max() > 0.01
    for entry, checkpoint in zip(manifest["files"].values(), checkpoints, strict=True):
        assert hashlib.sha256((imported / entry["file"]).read_bytes()).hexdigest() == entry["sha256"]
        assert hashlib.sha256(checkpoint.read_bytes()).hexdigest() == entry["checkpoint_sha256"]


def test_a_later_import_replaces_the_earlier_one(imported: Path, checkpoints: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "reader"
    shutil.copytree(imported, out)
    import_checkpoints(checkpoints[1:], out, small)
    assert sorted(path.name for path in out.iterdir()) == ["manifest.json", "model_1.onnx", "self_test.npz"]
    with open_session(out, "cpu") as session:
        assert session.graphs == ("model_1",)


def test_another_file_is_refused_and_the_earlier_import_stays(imported: Path, tmp_path: Path) -> None:
    before = {path.name: path.read_bytes() for path in imported.iterdir()}
    other = tmp_path / "other.pt"
    torch.save({"weight": torch.zeros(3)}, other)
    with pytest.raises(ModelError) as refused:
        import_checkpoints([other], imported, small)
    assert refused.value.reason.code == "not_blast_ct" and "other.pt" in refused.value.reason.text
    assert {path.name: path.read_bytes() for path in imported.iterdir()} == before


@pytest.fixture(params=["version 1", "version 2"])
def published(request: pytest.FixtureRequest, repo: Path, tmp_path: Path) -> Path:
    """A checkpoint of the published size: the first of version 1, or version 2's network as its settings make it."""
    if request.param == "version 1":
        checkpoint = repo.parent / "shared" / "models" / "blast-ct-v1" / "model_1.pt"
        if not checkpoint.is_file():
            pytest.skip("the checkpoints of BLAST-CT version 1 (../shared/models/blast-ct-v1) are not on this machine")
        return checkpoint
    settings = json.loads(Path(assets.get_config_path()).read_text())
    data = settings["data"]
    assert settings["model"].keys() == {"DeepMedic"} and tuple(data["class_names"][1:]) == CLASSES[1:]
    assert (data["input_channels"], data["resolution"]) == (1, [MM] * 3)
    window = data["transformation"]["IntensityWindowNormalization"]
    assert (window["lower_bound"], window["upper_bound"]) == WINDOW_HU
    torch.manual_seed(0)
    model = deepmedic.DeepMedic(data["input_channels"], data["num_classes"], **settings["model"]["DeepMedic"])
    checkpoint = tmp_path / "model_1.torch_model"
    torch.save(model.state_dict(), checkpoint)
    return checkpoint


def test_a_checkpoint_of_the_published_size_is_taken_whole(published: Path, tmp_path: Path) -> None:
    weights = torch.load(published, map_location="cpu", weights_only=True)
    assert weights.keys() == full().state_dict().keys()  # strict: nothing missing, nothing over
    manifest = import_checkpoints([published], tmp_path / "reader")  # which compares the answers of both
    assert 0 <= manifest["parity"]["model_1"] <= PARITY
    with open_session(tmp_path / "reader", "cpu") as session:
        assert session.graphs == ("model_1",)
    spare = dict(weights) | {"another.weight": torch.zeros(1)}
    torch.save(spare, tmp_path / "spare.pt")
    with pytest.raises(ModelError):
        import_checkpoints([tmp_path / "spare.pt"], tmp_path / "reader")


def test_command_says_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "notes.txt"
    other.write_text(json.dumps({"no": "checkpoint"}))
    assert main(["import-blast-ct", str(other), "--out", str(tmp_path / "out")]) == 1
    assert capsys.readouterr().err == "firstread: notes.txt is not a checkpoint of BLAST-CT.\n"
    assert main(["import-blast-ct", str(tmp_path / "missing.pt"), "--out", str(tmp_path / "out")]) == 1
    assert capsys.readouterr().err == "firstread: No such file or directory.\n"
    with pytest.raises(SystemExit) as ended:
        main(["import-blast-ct"])
    assert ended.value.code == 2
