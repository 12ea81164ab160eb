"""inference.session on small real ONNX graphs: loading, provider choice, self-test, cancelling."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime as ort  # type: ignore[import-untyped]
import platformdirs
import pytest
from onnx import TensorProto, helper

from inference import processors, session
from inference.errors import Cancelled, DeviceError, ModelError
from inference.session import Session, default_model_dir

SIDE = 64


def affine_graph() -> bytes:
    """y = 2 x + 1 for float32 [n]."""
    graph = helper.make_graph(
        [helper.make_node("Mul", ["x", "two"], ["d"]), helper.make_node("Add", ["d", "one"], ["y"])],
        "affine",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n"])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["n"])],
        [helper.make_tensor(name, TensorProto.FLOAT, [1], [value]) for name, value in (("two", 2.0), ("one", 1.0))],
    )
    return _bytes(graph)


def slow_graph(products: int = 400) -> bytes:
    """A chain of matrix products of float32 [n, n]: about a second of work for n = 1024."""
    nodes = [helper.make_node("MatMul", [f"x{i}" if i else "x", "x"], [f"x{i + 1}"]) for i in range(products)] + [
        helper.make_node("Identity", [f"x{products}"], ["y"])
    ]
    info = [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", "n"]) for name in "xy"]
    return _bytes(helper.make_graph(nodes, "slow", info[:1], info[1:]))


def _bytes(graph: onnx.GraphProto) -> bytes:
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())


def write_model(folder: Path, **changes: Any) -> Path:
    """A model folder with the graphs ``affine`` and ``slow``; ``changes`` replace manifest entries."""
    folder.mkdir(parents=True, exist_ok=True)
    graphs = {"affine": affine_graph(), "slow": slow_graph()}
    for name, content in graphs.items():
        (folder / f"{name}.onnx").write_bytes(content)
    x = np.arange(4, dtype=np.float32)
    rotation = np.eye(SIDE, dtype=np.float32)[::-1].copy()
    np.savez(folder / "self_test.npz", allow_pickle=False, **{
        "affine/in/x": x, "affine/out/y": 2 * x + 1, "slow/in/x": rotation, "slow/out/y": rotation})  # fmt: skip
    files = {n: {"file": f"{n}.onnx", "sha256": hashlib.sha256(c).hexdigest()} for n, c in graphs.items()}
    manifest = {"schema": 1, "name": "tiny", "version": "0.1", "created": "2026-01-01", "files": files,
                "self_test": {"file": "self_test.npz", "tolerance": 1e-3}} | changes  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return folder


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return write_model(tmp_path / "tiny")


def test_cpu_runs_and_says_so(model: Path) -> None:
    with Session.open(model, "cpu", threads=1) as opened:
        assert set(opened.graphs) == {"affine", "slow"}
        out = opened.run("affine", {"x": np.array([1.5, -2], np.float32)})
        np.testing.assert_allclose(out["y"], [4, -3])
        assert opened.runtime.provider == "cpu"
        assert opened.runtime.device == processors.cpu_name() != ""
        assert opened.runtime.model == "tiny 0.1"
        assert opened.runtime.model_sha256 == hashlib.sha256((model / "manifest.json").read_bytes()).hexdigest()
        assert opened.rejected == ()
    with pytest.raises(ValueError, match="closed"):
        opened.run("affine", {"x": np.zeros(1, np.float32)})


def test_auto_ends_on_a_provider_that_works_and_is_quiet(model: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with Session.open(model) as opened:
        used = {graph.get_providers()[0] for graph in opened._graphs.values()}
    assert {p: n for p, n in session._ONNX_NAMES.items() if n in used}.keys() == {opened.runtime.provider}
    order = list(session.PROVIDERS)
    assert [r.provider for r in opened.rejected] == order[: order.index(opened.runtime.provider)]
    assert all(r.why.endswith(".") for r in opened.rejected)
    captured = capfd.readouterr()
    assert captured.out == captured.err == ""


def test_nobody_is_told_of_its_use(model: Path, tmp_path: Path) -> None:
    """ONNX Runtime would begin with an identifier of the computer, and events to be sent, in the user's folder."""
    home = tmp_path / "home"
    home.mkdir()
    places = dict.fromkeys(("HOME", "USERPROFILE", "LOCALAPPDATA", "XDG_CACHE_HOME", "XDG_DATA_HOME"), str(home))
    others = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    code = (
        "import sys; from pathlib import Path; from inference.session import Session\n"
        "with Session.open(Path(sys.argv[1]), 'cpu', threads=1) as opened: assert opened.graphs"
    )
    subprocess.run([sys.executable, "-c", code, str(model)], check=True, env=others | places)
    assert [path.name for path in home.rglob("*") if "onnx" in path.name.lower()] == []


@pytest.mark.parametrize("provider", session.PROVIDERS)
def test_explicit_provider_is_used_or_refused_in_plain_words(
    model: Path, provider: str, capfd: pytest.CaptureFixture[str]
) -> None:
    try:
        opened = Session.open(model, provider)
    except DeviceError as error:
        assert provider != "cpu"
        assert error.reason.code in {"provider_missing", "no_gpu", "provider_failed", "self_test_failed"}
        assert "Error" not in error.reason.text and error.reason.text.endswith(".")
    else:
        assert opened.runtime.provider == provider
        opened.close()
    captured = capfd.readouterr()
    assert captured.out == captured.err == ""


def test_providers_whose_libraries_are_missing_are_refused_quietly(
    model: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """A driver without the CUDA libraries: ONNX Runtime itself would go on with the CPU and print about it."""
    if "CUDAExecutionProvider" not in ort.get_available_providers():
        pytest.skip("this ONNX Runtime has no CUDA provider")
    if session._has_driver():
        pytest.skip("this computer has a GPU")
    monkeypatch.setattr(session, "_has_driver", lambda: True)
    for provider in ("cuda", "tensorrt"):
        with pytest.raises(DeviceError) as caught:
            Session.open(model, provider)
        assert caught.value.reason.code == "provider_failed"
    with Session.open(model) as opened:
        assert opened.runtime.provider == "cpu"
    captured = capfd.readouterr()
    assert captured.out == captured.err == ""


def test_tensorrt_without_a_folder_for_its_engines_is_left_for_the_next(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered = ["TensorrtExecutionProvider", "CPUExecutionProvider"]
    monkeypatch.setattr(ort, "get_available_providers", lambda: offered)
    monkeypatch.setattr(ort, "preload_dlls", lambda: None)
    monkeypatch.setattr(session, "_has_driver", lambda: True)
    (tmp_path / "file").touch()
    monkeypatch.setattr(platformdirs, "user_cache_path", lambda *_: tmp_path / "file")
    with pytest.raises(DeviceError, match="engines"):
        Session.open(model, "tensorrt")
    with Session.open(model) as opened:
        assert opened.runtime.provider == "cpu" and "tensorrt" in {one.provider for one in opened.rejected}


def test_unknown_provider(model: Path) -> None:
    with pytest.raises(DeviceError, match="choose auto"):
        Session.open(model, "abacus")


def damage_graph(folder: Path) -> None:
    path = folder / "affine.onnx"
    path.write_bytes(path.read_bytes()[:-1] + b"\x00")


def damage_manifest(folder: Path) -> None:
    (folder / "manifest.json").write_text("{")


def climb(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["files"]["affine"]["file"] = "../affine.onnx"
    (folder / "manifest.json").write_text(json.dumps(manifest))


def sign_nonsense(folder: Path) -> None:
    (folder / "affine.onnx").write_bytes(b"not a graph")
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["files"]["affine"]["sha256"] = hashlib.sha256(b"not a graph").hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest))


def forget_a_test(folder: Path) -> None:
    np.savez(folder / "self_test.npz", allow_pickle=False, **{"slow/out/y": np.zeros(1)})


def change_self_test(folder: Path, answer: float) -> None:
    with np.load(folder / "self_test.npz") as file:
        arrays = dict(file)
    arrays["affine/out/y"][1] = answer
    np.savez(folder / "self_test.npz", allow_pickle=False, **arrays)


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        (damage_graph, "model_damaged"), (damage_manifest, "model_damaged"), (climb, "model_damaged"),
        (sign_nonsense, "model_damaged"), (forget_a_test, "model_damaged"),
        (lambda f: (f / "self_test.npz").write_bytes(b"PK"), "model_damaged"),
        (lambda f: (f / "self_test.npz").write_bytes((f / "self_test.npz").read_bytes()[:200]), "model_damaged"),
        (lambda f: change_self_test(f, np.nan), "model_damaged"),
        (lambda f: change_self_test(f, np.inf), "model_damaged"),
        (lambda f: (f / "manifest.json").write_text("[]"), "model_damaged"),
        (lambda f: (f / "slow.onnx").unlink(), "model_missing"),
        (lambda f: (f / "manifest.json").unlink(), "model_missing"),
        (lambda f: write_model(f, schema=2), "model_schema"),
        (lambda f: write_model(f, files={}), "model_damaged"),
    ],
)  # fmt: skip
def test_damaged_models_are_refused(model: Path, harm: Callable[[Path], object], code: str) -> None:
    harm(model)
    with pytest.raises(ModelError) as caught:
        Session.open(model, "cpu")
    assert caught.value.reason.code == code
    assert str(model.parent) not in caught.value.reason.text


@pytest.mark.parametrize("wrong", [3.01, -3, 0])
def test_a_device_that_computes_wrongly_is_refused(model: Path, wrong: float) -> None:
    change_self_test(model, wrong)
    for provider in ("cpu", "auto"):
        with pytest.raises(DeviceError) as caught:
            Session.open(model, provider)
        assert caught.value.reason.code == "self_test_failed"


def test_tolerance_is_relative_to_the_largest_answer(model: Path) -> None:
    change_self_test(model, 3 + 6e-3)  # the largest answer is 7, the tolerance 1e-3 of it
    Session.open(model, "cpu").close()


def test_feeds_that_do_not_fit_are_a_programming_error(model: Path) -> None:
    with Session.open(model, "cpu") as opened:
        with pytest.raises(ValueError, match="rank"):
            opened.run("affine", {"x": np.zeros((2, 2), np.float32)})
        with pytest.raises(ValueError, match="missing"):
            opened.run("affine", {})
        with pytest.raises(ValueError, match="no graph"):
            opened.run("nothing", {})


def test_a_device_that_gives_up_is_named(model: Path) -> None:
    with Session.open(model, "cpu") as opened, pytest.raises(DeviceError) as caught:
        opened.run("slow", {"x": np.zeros((2, 3), np.float32)})  # fits the declared rank, not the product
    assert caught.value.reason.code == "device_failed"


def test_cancel_stops_a_run_within_a_tenth_of_a_second(model: Path) -> None:
    with Session.open(model, "cpu", threads=1) as opened:
        work = {"x": np.eye(1024, dtype=np.float32)}
        stopped: list[float] = []

        def worker() -> None:
            with pytest.raises(Cancelled):
                opened.run("slow", work)
            stopped.append(time.perf_counter())

        thread = threading.Thread(target=worker)
        thread.start()
        time.sleep(0.2)
        assert thread.is_alive()
        asked = time.perf_counter()
        opened.cancel()
        thread.join(10)
        assert not thread.is_alive()
        assert stopped[0] - asked < 0.1
        np.testing.assert_allclose(opened.run("affine", {"x": np.ones(1, np.float32)})["y"], [3])


def test_cancel_between_runs_stops_the_next_one_once(model: Path) -> None:
    feeds = {"x": np.ones(1, np.float32)}
    with Session.open(model, "cpu") as opened:
        opened.cancel()
        with pytest.raises(Cancelled):
            opened.run("affine", feeds)
        assert opened.run("affine", feeds)["y"] == 3
        opened.cancel()
        opened.reset()
        assert opened.run("affine", feeds)["y"] == 3


def test_default_model_is_the_newest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "__file__", str(tmp_path / "inference" / "session.py"))
    with pytest.raises(ModelError, match="No trained model"):
        default_model_dir()
    for name, created in (("a", "2026-03-01"), ("b", "2026-01-01")):
        write_model(tmp_path / "resources" / "models" / name, created=created)
    assert default_model_dir().name == "a"


def test_cores_are_counted_within_the_machine() -> None:
    cores = processors.usable_cores()
    assert cores is None or 1 <= cores <= (os.cpu_count() or 1)
