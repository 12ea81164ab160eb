"""The command-line contract: what ``python -m inference`` prints, writes and returns."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from inference.__main__ import main
from inference.phantom import Hemorrhage, PhantomSpec, render, write_series
from inference.types import HemorrhageType
from tests.inference.model_by_hand import write_model

BLOCK_TORCH = """
import sys

class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] == "torch":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Blocked())
from inference.__main__ import main
sys.exit(main([sys.argv[1], "x"]))
"""


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(write_model(tmp_path_factory.mktemp("model"), threshold=0.999))


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("studies") / "study"
    spec = PhantomSpec(7, (Hemorrhage(HemorrhageType.IPH, 30.0, hu=75),))
    write_series(render(spec, slices=8, matrix=128, spacing_mm=1.8, slice_mm=10), folder / "deep" / "er")
    (folder / "readme.txt").write_text("not DICOM")
    return folder


def run(*arguments: object, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    try:
        status = main([str(a) for a in arguments])
    except SystemExit as end:
        status = int(end.code or 0)
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def plain(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    assert len({key for key, _ in pairs}) == len(pairs), "a key twice"
    return dict(pairs)


def test_analyze_prints_the_result(study: Path, model: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run("analyze", study, "--model", model, "--provider", "cpu", capsys=capsys)
    assert (status, err) == (0, "")
    result = json.loads(out, object_pairs_hook=plain)
    assert result["schema"] == 1 and result["state"] == "positive"
    assert result["score"] >= result["threshold"] == 0.999
    assert 0 <= result["probability"] <= 1
    assert [s["index"] for s in result["slices"]] == list(range(8))
    assert np.all(np.diff([s["z_mm"] for s in result["slices"]]) > 0)
    assert result["volumes_ml"]["total"] == pytest.approx(30, rel=0.5)
    assert result["volumes_ml"]["total"] == pytest.approx(sum(x["volume_ml"] for x in result["lesions"]))
    lesion = result["lesions"][0]
    assert (lesion["id"], lesion["type"], lesion["group"]) == (1, "IPH", "IPH")
    assert lesion["volume_ml_interval"][0] < lesion["volume_ml"] < lesion["volume_ml_interval"][1]
    assert all(0 <= b["x0"] < b["x1"] <= 128 and 0 <= b["y0"] < b["y1"] <= 128 for b in lesion["boxes"])
    assert result["runtime"]["provider"] == "cpu" and len(result["runtime"]["model_sha256"]) == 64
    assert result["timing_s"]["total"] >= result["timing_s"]["inference"] > 0


def test_analyze_writes_files(study: Path, model: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    json_file, masks = tmp_path / "r.json", tmp_path / "m.npz"
    status, out, err = run("analyze", study, "--model", model, "--json", json_file, "--masks", masks, capsys=capsys)
    assert (status, out, err) == (0, "", "")
    result = json.loads(json_file.read_text())
    with np.load(masks, allow_pickle=False) as archive:
        labels = archive["labels"]
    assert labels.dtype == np.uint8 and labels.shape == (8, 128, 128)
    voxel_ml = 1.8 * 1.8 * 10 / 1000
    assert (labels == HemorrhageType.IPH.label).sum() * voxel_ml == pytest.approx(result["volumes_ml"]["IPH"], rel=1e-3)
    status, out, _ = run("analyze", study, "--model", model, "--masks", tmp_path / "n.npz", capsys=capsys)
    assert status == 0 and json.loads(out)["volumes_ml"] == result["volumes_ml"]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["m.npz", "n.npz", "r.json"]


def test_a_mask_that_cannot_be_written_does_not_cost_the_result(
    study: Path, model: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    masks, json_file = tmp_path / "m.npz", tmp_path / "r.json"
    masks.mkdir()
    status, out, err = run("analyze", study, "--model", model, "--json", json_file, "--masks", masks, capsys=capsys)
    assert (status, out) == (1, "") and err
    assert json.loads(json_file.read_text())["state"] == "positive"
    status, out, err = run("analyze", study, "--model", model, "--masks", masks, capsys=capsys)
    assert status == 1 and err and json.loads(out)["state"] == "positive"


def test_analyze_of_nothing_is_not_analysable(model: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    masks = tmp_path / "m.npz"
    masks.write_bytes(b"of an earlier study")
    (tmp_path / "empty").mkdir()
    for path in (tmp_path / "empty", tmp_path / "none"):
        status, out, err = run("analyze", path, "--model", model, "--masks", masks, capsys=capsys)
        result = json.loads(out)
        assert (status, err, result["state"]) == (0, "", "not_analysable")
        assert result["probability"] is result["score"] is None
        assert result["reasons"][0]["text"] and not masks.exists()


@pytest.mark.parametrize("arguments", [["--model", "nowhere"], ["--provider", "tensorrt"], ["--provider", "openvino"]])
def test_analyze_without_a_working_model_has_failed(
    study: Path, model: str, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = run("analyze", study, "--model", model, *arguments, capsys=capsys)
    result = json.loads(out)
    if result["state"] == "positive":
        pytest.skip("this computer has what the test wants missing")
    assert (status, err, result["state"]) == (0, "", "failed")
    assert result["reasons"][0]["code"] in {"model_missing", "no_gpu", "provider_missing", "provider_failed"}
    assert result["runtime"]["provider"] == "none"


def test_a_defect_is_a_failed_study_not_a_stack(
    study: Path, model: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("patient name and path")

    monkeypatch.setattr("inference.detect.analyze", broken)
    status, out, _ = run("analyze", study, "--model", model, capsys=capsys)
    result = json.loads(out)
    assert (status, result["state"]) == (0, "failed")
    assert result["reasons"] == [{"code": "defect", "text": "The program itself failed (RuntimeError)."}]


@pytest.mark.parametrize(
    "arguments",
    [
        [], ["diagnose"], ["analyze"], ["analyze", "x", "--provider", "abacus"], ["analyze", "x", "--masks", "m.txt"],
        ["analyze", "x", "--json", "no/such/folder/r.json"], ["evaluate", "none.csv"],
        ["evaluate", "none.csv", "--out", "o"], ["bench", "--repeats", "0"], ["bench", "none"],
        ["analyze", ""], ["analyze", "x", "--json", ""], ["analyze", "x", "--masks", ""],
        ["analyze", "x", "--model", ""],
        ["analyze", "x", "--json", "."], ["analyze", "x.dcm", "--json", "x.dcm"], ["bench", ""],
        ["bench", ".", "--json", "no/such/folder/r.json"], ["evaluate", ""], ["evaluate", "m.csv", "--out", ""],
    ],
)  # fmt: skip
def test_wrong_usage_is_status_2(
    arguments: list[str],
    model: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    if arguments[:1] == ["evaluate"]:
        arguments = [*arguments, "--model", model]
    status, out, err = run(*arguments, capsys=capsys)
    assert (status, out) == (2, "") and err
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written(
    study: Path, model: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / ("x" * 300)
    status, out, err = run("analyze", study, "--model", model, "--json", file, capsys=capsys)
    assert (status, out) == (1, "") and err.startswith("firstread: ") and str(tmp_path) not in err


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"path,any,iph,edh,sdh,sah,ivh\nM\xfcller,1,0,0,0,0,0\n", "is not UTF-8 text"),
        (b'"' + b"x" * 200_000, "is no CSV"),
        (None, "cannot be read (No such file or directory)"),
    ],
)
def test_why_a_manifest_cannot_be_used(
    content: bytes | None, why: str, model: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest = tmp_path / "manifest.csv"
    if content is not None:
        manifest.write_bytes(content)
    status, out, err = run("evaluate", manifest, "--out", tmp_path / "out", "--model", model, capsys=capsys)
    assert (status, out) == (2, "") and err.startswith(f"firstread: the manifest {why}")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes")
@pytest.mark.parametrize("command", [["inference", "analyze", "none"], ["app", "settings", "get", "archive.host"]])
def test_a_reader_that_ended_first_is_no_error(command: list[str], repo: Path, tmp_path: Path) -> None:
    """As with ``head``."""
    closed, output = os.pipe()
    os.close(closed)
    words = command[1:] if command[0] == "inference" else ["--profile", str(tmp_path), *command[1:]]
    told = [sys.executable, "-m", command[0], *words]
    with os.fdopen(output, "wb") as pipe:
        done = subprocess.run(told, cwd=repo, stdout=pipe, stderr=subprocess.PIPE, text=True, check=False, timeout=120)
    assert (done.returncode, done.stderr) == (1, "")


def test_evaluate_prints_its_report(
    study: Path, model: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest = study.parent / "manifest.csv"
    manifest.write_text("path,any,iph,edh,sdh,sah,ivh\nstudy,1,1,0,0,0,0\n")
    status, out, err = run("evaluate", manifest, "--out", tmp_path / "out", "--model", model, capsys=capsys)
    assert status == 0 and err.startswith("1 of 1: positive")
    assert out == (tmp_path / "out" / "report.md").read_text() and "| IPH | 1 |" in out


def test_bench_prints_and_writes(study: Path, model: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "bench.json"
    status, out, _ = run("bench", study, "--model", model, "--repeats", 1, "--json", target, capsys=capsys)
    assert status == 0 and "first pass" in out and "preprocess" in out
    assert json.loads(target.read_text())["exams"][0]["slices"] == 8


def test_bench_without_a_model_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run("bench", "--model", tmp_path, capsys=capsys)
    assert (status, out) == (1, "") and err == "firstread: The model folder has no readable manifest.json.\n"


def test_module_runs_and_knows_its_commands(repo: Path) -> None:
    done = _python("-m", "inference", "--help", cwd=repo)
    assert done.returncode == 0 and done.stderr == ""
    for command in ("analyze", "evaluate", "bench", "train", "export"):
        assert f"\n    {command} " in done.stdout


@pytest.mark.parametrize("command", ["train", "export"])
def test_training_without_torch_says_what_to_install(repo: Path, command: str) -> None:
    done = _python("-c", BLOCK_TORCH, command, cwd=repo)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"firstread: {command} needs torch") and '-e ".[train]"' in done.stderr


@pytest.mark.parametrize("command", ["train", "export"])
def test_training_commands_know_their_options(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    if importlib.util.find_spec("torch") is None:
        pytest.skip("torch (the extra `train`) is not installed")
    assert run(command, "--help", capsys=capsys)[0] == 0
    assert run(command, capsys=capsys)[0] == 2


@pytest.mark.parametrize("command", ["train", "cross-validate"])
def test_training_without_data_says_so_at_once(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if importlib.util.find_spec("torch") is None:
        pytest.skip("torch (the extra `train`) is not installed")
    version = ["--model-version", "1"] if command == "cross-validate" else []
    status, out, err = run(command, tmp_path, "--out", tmp_path / "out", *version, capsys=capsys)
    assert (status, out) == (1, "") and err == "firstread: The folder of the data lacks labels.csv or boxes.json.\n"
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_checkpoint_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if importlib.util.find_spec("torch") is None:
        pytest.skip("torch (the extra `train`) is not installed")
    (tmp_path / "notes.txt").write_text("not a checkpoint")
    out = tmp_path / "out"
    status, _, err = run("export", tmp_path / "notes.txt", "--out", out, "--model-version", "1", capsys=capsys)
    assert (status, err) == (1, "firstread: notes.txt is not a checkpoint of a training run.\n")
    assert not out.exists()


def _python(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], cwd=cwd, capture_output=True, text=True, check=False, timeout=120
    )


def test_a_package_says_what_it_does_not_have(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Training and cluster are left out of packages, together with our own modules for them."""
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    for module in ("inference.training.commands", "inference.cluster.commands"):
        monkeypatch.setitem(sys.modules, module, None)
    for command, extra in (("train", "train"), ("serve", "cluster")):
        assert main([command]) == 1
        said = capsys.readouterr().err
        assert f"{command} is not part of this package" in said and f'-e ".[{extra}]"' in said
