"""``evaluate`` from DICOM to the report, on a small set of phantoms."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pydicom
import pytest

from inference import measures as ms
from inference.errors import Cancelled
from inference.evaluate import ManifestError, evaluate
from inference.phantom import Hemorrhage, Phantom, PhantomSpec, render, write_series
from inference.session import Session
from inference.types import HemorrhageType
from tests.inference.model_by_hand import write_model

IPH = HemorrhageType.IPH
HEADER = "path,any,iph,edh,sdh,sah,ivh,mask\n"

#: ``python -m inference evaluate`` on a computer without matplotlib.
BLOCK_MATPLOTLIB = """
import sys

class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] == "matplotlib":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Blocked())
from inference.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_model(tmp_path_factory.mktemp("model"), threshold=0.999)


@pytest.fixture(scope="module")
def session(model: Path) -> Iterator[Session]:
    with Session.open(model, "cpu") as opened:
        yield opened


@pytest.fixture(scope="module")
def studies(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Phantom]:
    """Folder with ``bleed`` and ``clear``, small phantom exams, ``paper`` without images, and the first's truth."""
    root = tmp_path_factory.mktemp("studies")
    bleed = _small(PhantomSpec(7, (Hemorrhage(IPH, 30.0, hu=75),)))
    write_series(bleed, root / "bleed")
    write_series(_small(PhantomSpec(8)), root / "clear")
    (root / "paper").mkdir()
    (root / "paper" / "note.txt").write_text("no image")
    np.savez(root / "bleed.npz", allow_pickle=False, labels=bleed.labels)
    np.save(root / "wrong.npy", bleed.labels[1:])
    np.save(root / "empty.npy", bleed.labels * 0)
    return root, bleed


def _small(spec: PhantomSpec) -> Phantom:
    return render(spec, slices=8, matrix=128, spacing_mm=1.8, slice_mm=10)


def manifest(folder: Path, *lines: str) -> Path:
    path = folder / "manifest.csv"
    path.write_text(HEADER + "".join(line + "\n" for line in lines))
    return path


def test_a_refused_study_with_a_mask_counts_with_no_blood_found(
    studies: tuple[Path, Phantom], session: Session, tmp_path: Path
) -> None:
    root, bleed = studies
    (tmp_path / "contrast").mkdir()
    for source in (root / "bleed").iterdir():
        ds = pydicom.dcmread(source)
        ds.ContrastBolusAgent, ds.SeriesDescription = "OMNIPAQUE 350", "HEAD WITH CONTRAST"
        ds.save_as(tmp_path / "contrast" / source.name)
    path = manifest(
        tmp_path, f"contrast,1,1,0,0,0,0,{root / 'bleed.npz'}", f"contrast,1,1,0,0,0,0,{root / 'wrong.npy'}"
    )
    report = evaluate(path, tmp_path / "out", session)
    assert report.not_answered == {"contrast": 2} and list(report.mask_problems) == [3]
    whole = report.quantification["IPH"]
    assert (whole.dice.n, whole.dice.value, whole.bias) == (1, 0.0, -1.0)
    assert report.sizes["IPH"] == {"large": 1, "medium": 0, "small": 0, "punctate": 0, "unknown": 1}
    with (tmp_path / "out" / "cases.csv").open(newline="") as file:
        row = next(csv.DictReader(file))
    assert float(row["truth_ml"]) == pytest.approx(bleed.truth_ml[IPH])


def test_a_small_set_from_dicom_to_report(studies: tuple[Path, Phantom], session: Session, tmp_path: Path) -> None:
    root, bleed = studies
    # the last line is the first study under a wrong name, so that there is a false positive
    path = manifest(root, "bleed,1,1,0,0,0,0,bleed.npz", "clear,0,0,0,0,0,0,", "paper,1,0,0,0,0,0,",
                    "bleed,1,1,0,0,0,0,wrong.npy", "clear,1,0,0,0,1,0,empty.npy", "bleed,0,0,0,0,0,0,")  # fmt: skip
    said: list[str] = []
    report = evaluate(path, tmp_path / "out", session, said.append)
    assert report.counts == {"positive": (2, 1), "negative": (1, 1), "not_analysable": (1, 0), "failed": (0, 0)}
    assert report.not_answered == {"no_dicom": 1}
    assert report.sizes["IPH"] == {"large": 1, "medium": 0, "small": 0, "punctate": 0, "unknown": 1}
    whole = report.quantification["IPH"]
    assert whole.dice.n == 1 and whole.dice.value is not None and whole.dice.value > 0.6
    assert whole.bias is not None and abs(whole.bias) < 0.5
    assert list(report.mask_problems) == [5, 6] and "(7, 128, 128)" in report.mask_problems[5]
    assert report.mask_problems[6] == "the mask is empty, but any is 1"
    assert bleed.truth_ml[IPH] == pytest.approx(30, rel=0.02)
    assert len(said) == 6 and said[0].startswith("1 of 6: positive")

    # line 2 has a mask, lines 3 and 7 need none; the others' truth is not known
    assert (report.lesions.exams, report.lesions.count) == (3, 1)
    assert report.lesions.found["IPH", "large"] == ms.proportion(1, 1)
    assert report.lesions.confusion["IPH"]["IPH"] == 1
    assert sum(report.lesions.confusion["nothing"].values()) >= 1
    curve = report.lesions.froc["all"]
    assert min(p.threshold for p in curve) < session.manifest["threshold"] < max(p.threshold for p in curve)
    assert [p.sensitivity.value for p in curve][-1] == 1
    assert report.slices.positives == int(bleed.labels.any(axis=(1, 2)).sum())
    assert report.slices.auc.value is not None and report.slices.auc.value > 0.4
    assert [w.line for w in report.worst["misses"]] == [6] and [w.line for w in report.worst["false_positives"]] == [7]

    out = tmp_path / "out"
    assert json.loads((out / "report.json").read_text())["provider"] == "cpu"
    assert "## Balanced set" in (out / "report.md").read_text()
    with (out / "cases.csv").open(newline="") as file:
        rows: list[dict[str, Any]] = list(csv.DictReader(file))
    assert [",".join(r[name] for name in ("line", "positive", "types", "state", "reason")) for r in rows] == [
        "2,1,IPH,positive,vertex_missing",
        "3,0,,negative,vertex_missing",
        "4,1,,not_analysable,no_dicom",
        "5,1,IPH,positive,vertex_missing",
        "6,1,SAH,negative,vertex_missing",
        "7,0,,positive,vertex_missing",
    ]
    assert float(rows[0]["truth_ml"]) == pytest.approx(bleed.truth_ml[IPH])
    assert [(r["lesions"], r["lesions_found"]) for r in rows] == [
        ("1", "1"), ("0", "0"), ("", ""), ("", ""), ("", ""), ("0", "0")]  # fmt: skip
    assert sorted(p.name for p in (out / "cases").iterdir()) == [f"{n}.json" for n in range(2, 8)]
    drawn = {p.name for p in (out / "pictures").iterdir()}
    assert {"roc.png", "froc.png", "misses.png", "false_positives.png"} <= drawn
    text = (out / "report.md").read_text() + (out / "cases.csv").read_text() + (out / "report.json").read_text()
    assert all(path in text for path in report.pictures.values())
    assert "bleed" not in text and str(root) not in text


def test_without_masks_nothing_is_looked_at_twice(
    studies: tuple[Path, Phantom], session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> None:
        raise AssertionError("a second pass")

    monkeypatch.setattr("inference.evaluation.study.candidates", never)
    report = evaluate(manifest(studies[0], "clear,0,0,0,0,0,0,"), tmp_path, session)
    assert report.lesions.exams == 0 and report.mask_problems == {}
    # with a mask in the manifest it would be, and a defect in it is told, not raised
    path = manifest(studies[0], "clear,0,0,0,0,0,0,", "paper,1,1,0,0,0,0,bleed.npz")
    report = evaluate(path, tmp_path, session)
    assert report.mask_problems[2] == "the program itself failed (AssertionError)"


def test_without_matplotlib_the_tables_are_written_and_it_says_so(
    repo: Path, model: Path, studies: tuple[Path, Phantom], tmp_path: Path
) -> None:
    path = manifest(studies[0], "clear,0,0,0,0,0,0,")
    arguments = ["evaluate", path, "--out", tmp_path / "out", "--model", model, "--provider", "cpu"]
    done = subprocess.run([sys.executable, "-c", BLOCK_MATPLOTLIB, *map(str, arguments)], cwd=repo,
                          capture_output=True, text=True, check=False)  # fmt: skip
    assert done.returncode == 0
    assert "No pictures: they need matplotlib" in done.stderr and '-e ".[evaluate]"' in done.stderr
    assert "## Pictures\n\nNo pictures: they need matplotlib." in done.stdout
    report = json.loads((tmp_path / "out" / "report.json").read_text())
    assert report["pictures"] == {} and report["pictures_missing"]
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["cases", "cases.csv", "report.json", "report.md"]


def test_a_defect_costs_one_study_and_is_seen(
    studies: tuple[Path, Phantom], session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    graphs = dict(session._graphs)
    monkeypatch.delitem(graphs, "heads")
    monkeypatch.setattr(session, "_graphs", graphs)
    path = manifest(studies[0], "bleed,1,1,0,0,0,0,bleed.npz", "paper,0,0,0,0,0,0,")
    report = evaluate(path, tmp_path, session)
    assert report.counts["failed"] == (1, 0) and report.not_answered == {"defect": 1, "no_dicom": 1}
    assert report.overall.pessimistic_sensitivity == ms.proportion(0, 1)
    assert report.quantification["IPH"].dice.value == 0  # the true mask still counts


def test_cancel_ends_the_evaluation(studies: tuple[Path, Phantom], session: Session, tmp_path: Path) -> None:
    path = manifest(studies[0], *["clear,0,0,0,0,0,0,"] * 50)
    timer = threading.Timer(0.5, session.cancel)
    timer.start()
    with pytest.raises(Cancelled):
        evaluate(path, tmp_path, session)
    timer.join()
    session.reset()


def test_empty_manifest(session: Session, tmp_path: Path) -> None:
    with pytest.raises(ManifestError, match="no studies"):
        evaluate(manifest(tmp_path), tmp_path / "out", session)
    assert not (tmp_path / "out").exists()
