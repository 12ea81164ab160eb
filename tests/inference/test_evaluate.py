"""The paper's tables: the reading of manifests, the arithmetic on known answers, and a small set from end to end."""

from __future__ import annotations

import csv
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from inference import measures as ms
from inference.errors import Cancelled, Reason
from inference.evaluate import (
    STRATA,
    Example,
    Judged,
    ManifestError,
    Quantity,
    evaluate,
    markdown,
    quantities,
    read_labels,
    read_manifest,
    report_json,
    summarise,
)
from inference.phantom import Hemorrhage, Phantom, PhantomSpec, render, write_series
from inference.session import Session
from inference.types import CaseState, HemorrhageType, SizeClass
from tests.inference.model_by_hand import write_model

EDH, SDH, SAH, IPH, IVH = HemorrhageType
HEADER = "path,any,iph,edh,sdh,sah,ivh,mask\n"


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    with Session.open(write_model(tmp_path_factory.mktemp("model"), threshold=0.999), "cpu") as opened:
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
    return root, bleed


def _small(spec: PhantomSpec) -> Phantom:
    return render(spec, slices=8, matrix=128, spacing_mm=1.8, slice_mm=10)


def manifest(folder: Path, *lines: str, header: str = HEADER) -> Path:
    path = folder / "manifest.csv"
    path.write_text(header + "".join(line + "\n" for line in lines))
    return path


# ------------------------------------------------------------------------------------------------------- manifests


def test_manifest_is_read(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    np.save(tmp_path / "m.npy", np.zeros((1, 2, 2), np.uint8))
    path = manifest(tmp_path, "a,1,1,0,0,1,0,m.npy", "b,0,0,0,0,0,0,", "b, 1 ,0,0,0,0,0")
    assert read_manifest(path) == (
        Example(2, tmp_path / "a", True, frozenset({IPH, SAH}), tmp_path / "m.npy"),
        Example(3, tmp_path / "b", False, frozenset()),
        Example(4, tmp_path / "b", True, frozenset()),
    )


def test_manifest_of_a_spreadsheet_without_masks(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    path = tmp_path / "m.csv"
    path.write_text("\ufeff" + HEADER.replace(",mask", "") + "a,0,0,0,0,0,0\n", encoding="utf-8")
    assert read_manifest(path) == (Example(2, tmp_path / "a", False, frozenset()),)


@pytest.mark.parametrize(
    ("lines", "header", "text"),
    [
        (["a,0,1,0,0,0,0,"], HEADER, "line 2.*any is 0"),
        (["a,2,1,0,0,0,0,"], HEADER, "line 2.*0 or 1"),
        (["a,1"], HEADER, "line 2.*0 or 1"),
        (["a,1,1,0,0,0,0,", "x,1,1,0,0,0,0,"], HEADER, "line 3.*does not exist"),
        (["a,1,1,0,0,0,0,none.npz"], HEADER, "line 2.*does not exist"),
        ([",1,1,0,0,0,0,"], HEADER, "line 2.*does not exist"),
        ([], "path,any\n", "no column iph, edh"),
        ([], "", "no column path"),
    ],
)
def test_broken_manifests_name_their_line(tmp_path: Path, lines: list[str], header: str, text: str) -> None:
    (tmp_path / "a").mkdir()
    with pytest.raises(ManifestError, match=text):
        read_manifest(manifest(tmp_path, *lines, header=header))


def test_manifest_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ManifestError, match="cannot be read"):
        read_manifest(tmp_path / "none.csv")
    (tmp_path / "binary.csv").write_bytes(b"\xff\xfe\x00\xd8")
    with pytest.raises(ManifestError, match="cannot be read"):
        read_manifest(tmp_path / "binary.csv")


def test_masks_are_checked(tmp_path: Path) -> None:
    good = np.full((1, 2, 2), 5, np.int64)
    np.save(tmp_path / "good.npy", good)
    assert read_labels(tmp_path / "good.npy").dtype == np.uint8
    for bad in (good + 1, good - 6, good.astype(float), good[0]):
        np.save(tmp_path / "bad.npy", bad)
        with pytest.raises(ValueError, match="mask must hold"):
            read_labels(tmp_path / "bad.npy")


# ------------------------------------------------------------------------------------------------------- arithmetic


def judged(
    line: int, types: set[HemorrhageType] | None, score: float | None, ml: float | None = None, answer_ml: float = 0.0
) -> Judged:
    """A study with these true types (None is negative), called positive from 0.5; no score is no answer."""
    example = Example(line, Path("x"), types is not None, frozenset(types or ()))
    volumes = {}
    if ml is not None:
        volumes = {name: Quantity(ml if types and types & mine else 0.0, answer_ml, 1.2 * ml, 0.8)
                   for name, mine in STRATA.items()}  # fmt: skip
    if score is None:
        return Judged(example, CaseState.NOT_ANALYSABLE, (Reason("contrast", "."),), None, None, 0.5, 1.0)
    state = CaseState.POSITIVE if score >= 0.5 else CaseState.NEGATIVE
    return Judged(example, state, (), score, score, 0.5, 2.0, volumes)


CASES = [
    judged(2, {IPH}, 0.9, 30.0, 27.0), judged(3, {IVH}, 0.8, 3.0, 3.5), judged(4, {IPH, SAH}, 0.3, 1.0, 0.0),
    judged(5, {SDH}, 0.7, 8.0, 8.0), judged(6, {EDH}, 0.45), judged(7, set(), 0.6), judged(8, {SAH}, None),
    judged(9, None, 0.1), judged(10, None, 0.2), judged(11, None, 0.4), judged(12, None, 0.65), judged(13, None, None),
]  # fmt: skip


def test_full_set_counts_every_study(session: Session) -> None:
    report = summarise(CASES, session)
    assert report.counts == {"positive": (4, 1), "negative": (2, 3), "not_analysable": (1, 1), "failed": (0, 0)}
    assert report.not_answered == {"contrast": 2}
    overall = report.overall
    assert overall.sensitivity == ms.proportion(4, 6)
    assert overall.specificity == ms.proportion(3, 4)
    assert overall.accuracy == ms.proportion(7, 10)
    assert overall.ppv == ms.proportion(4, 5)
    assert overall.npv == ms.proportion(3, 5)
    assert overall.pessimistic_sensitivity == ms.proportion(4, 7)
    assert overall.pessimistic_specificity == ms.proportion(3, 5)
    assert overall.auc.value == ms.auc([0.9, 0.8, 0.3, 0.7, 0.45, 0.6], [0.1, 0.2, 0.4, 0.65])
    assert report.seconds == pytest.approx((22 / 12, 2, 2))


def test_rows_by_group_type_and_size(session: Session) -> None:
    rows = summarise(CASES, session).rows
    found = {key: (row.sensitivity.value, row.positives) for key, row in rows.items() if row.positives}
    assert found == {
        ("all", "all"): (4 / 6, 6), ("all", "large"): (1, 1), ("all", "medium"): (1, 1), ("all", "small"): (0.5, 2),
        ("IPH", "all"): (2 / 3, 3), ("IPH", "large"): (1, 1), ("IPH", "small"): (0.5, 2),
        ("EDH/SDH", "all"): (0.5, 2), ("EDH/SDH", "medium"): (1, 1),
        ("SAH", "all"): (0, 1), ("SAH", "small"): (0, 1),
        ("type EDH", "all"): (0, 1), ("type SDH", "all"): (1, 1), ("type IPH", "all"): (0.5, 2),
        ("type IVH", "all"): (1, 1),
    }  # fmt: skip
    iph = rows["IPH", "all"]
    assert iph.specificity == ms.proportion(3, 4) and iph.negatives == 4
    assert iph.auc.value == ms.auc([0.9, 0.8, 0.3], [0.1, 0.2, 0.4, 0.65])
    assert iph.balanced.accuracy.value == pytest.approx((2 / 3 + 3 / 4) / 2)
    assert iph.balanced.ppv.value == pytest.approx((2 / 3) / (2 / 3 + 1 / 4))
    assert rows["SAH", "punctate"].sensitivity.value is None


def test_table_1_counts_studies_without_mask_as_unknown(session: Session) -> None:
    sizes = summarise(CASES, session).sizes
    assert sizes["all"] == {"large": 1, "medium": 1, "small": 2, "punctate": 0, "unknown": 3}
    assert sizes["SAH"] == {"large": 0, "medium": 0, "small": 1, "punctate": 0, "unknown": 1}
    assert list(sizes) == ["all", "IPH", "EDH/SDH", "SAH"]


def test_quantification_is_over_what_is_truly_there(session: Session) -> None:
    found = summarise(CASES, session).quantification
    iph = found["IPH"]
    assert iph.dice.n == 3 and iph.dice.value == pytest.approx(0.8)
    assert iph.volume_r.value == pytest.approx(np.corrcoef([30, 3, 1], [27, 3.5, 0])[0, 1])
    assert iph.bias == pytest.approx(30.5 / 34 - 1)
    assert iph.abc2_r.value == pytest.approx(1) and iph.abc2_bias == pytest.approx(0.2)
    assert found["type EDH"].bias is None and found["type EDH"].dice.value is None
    assert found["SAH"].volume_r.value is None


def test_report_is_json_and_shows_the_unanswered(session: Session) -> None:
    report = summarise(CASES, session, {4: "the mask is too small"})
    content = json.loads(json.dumps(report_json(report), allow_nan=False))
    assert content["counts"]["not_analysable"] == {"truly_positive": 1, "truly_negative": 1}
    assert content["rows"]["IPH, large"]["sensitivity"]["value"] == 1
    assert content["roc"][0] == {"threshold": None, "sensitivity": 0, "specificity": 1}
    assert sum(b["observed"]["n"] for b in content["calibration"]) == 10
    text = markdown(report)
    assert "| not_analysable | 1 | 1 |" in text
    assert "Without an answer: 2 (contrast 2)." in text
    assert "| Unanswered counted as wrong |  |  | 0.571 (" in text
    assert "- line 4: the mask is too small" in text
    assert "| SAH, punctate | 0 | NA | NA | NA | 0.750 (" in text
    widths = {line.count("|") for line in text.split("## Balanced")[1].split("95 %")[0].splitlines() if "|" in line}
    assert widths == {9}


def test_one_class_only_gives_no_invented_numbers(session: Session) -> None:
    report = summarise([c for c in CASES if not c.example.positive], session)
    assert report.overall.auc.value is None and report.roc == ()
    assert report.overall.sensitivity.value is None
    assert "NA" in markdown(report)
    json.dumps(report_json(report), allow_nan=False)


def test_quantities_by_stratum(studies: tuple[Path, Phantom]) -> None:
    volume = studies[1].to_volume()
    truth, answer = np.zeros_like(studies[1].labels), np.zeros_like(studies[1].labels)
    truth[2, 10:20, 10:20], truth[2, 40:50, 40:50] = IPH.label, IVH.label
    answer[2, 10:20, 10:15], answer[2, 40:50, 40:50] = IPH.label, IPH.label
    found = quantities(truth, answer, volume)
    voxel = 1.8 * 1.8 * 10 / 1000
    assert (found["IPH"].truth_ml, found["IPH"].predicted_ml) == pytest.approx((200 * voxel, 150 * voxel))
    assert found["IPH"].dice == pytest.approx(2 * 150 / 350)
    assert found["type IPH"].dice == pytest.approx(2 * 50 / 250)
    assert found["type IVH"].dice == 0 and found["SAH"].dice is None
    assert found["SAH"].truth_ml == found["SAH"].abc2_ml == 0
    assert found["all"].abc2_ml == pytest.approx(found["type IPH"].abc2_ml + found["type IVH"].abc2_ml)


# ------------------------------------------------------------------------------------------------------- end to end


def test_a_small_set_from_dicom_to_report(studies: tuple[Path, Phantom], session: Session, tmp_path: Path) -> None:
    root, bleed = studies
    path = manifest(root, "bleed,1,1,0,0,0,0,bleed.npz", "clear,0,0,0,0,0,0,", "paper,1,0,0,0,0,0,",
                    "bleed,1,1,0,0,0,0,wrong.npy")  # fmt: skip
    said: list[str] = []
    report = evaluate(path, tmp_path / "out", session, said.append)
    assert report.counts == {"positive": (2, 0), "negative": (0, 1), "not_analysable": (1, 0), "failed": (0, 0)}
    assert report.not_answered == {"no_dicom": 1}
    assert report.overall.auc.value == 1
    assert report.sizes["IPH"] == {"large": 1, "medium": 0, "small": 0, "punctate": 0, "unknown": 1}
    whole = report.quantification["IPH"]
    assert whole.dice.n == 1 and whole.dice.value is not None and whole.dice.value > 0.6
    assert whole.bias is not None and abs(whole.bias) < 0.5
    assert list(report.mask_problems) == [5] and "(7, 128, 128)" in report.mask_problems[5]
    assert bleed.truth_ml[IPH] == pytest.approx(30, rel=0.02)
    assert len(said) == 4 and said[0].startswith("1 of 4: positive")

    out = tmp_path / "out"
    assert json.loads((out / "report.json").read_text())["provider"] == "cpu"
    assert "## Balanced set" in (out / "report.md").read_text()
    with (out / "cases.csv").open(newline="") as file:
        rows: list[dict[str, Any]] = list(csv.DictReader(file))
    assert [(r["line"], r["positive"], r["types"], r["state"], r["reason"]) for r in rows] == [
        ("2", "1", "IPH", "positive", ""), ("3", "0", "", "negative", ""),
        ("4", "1", "", "not_analysable", "no_dicom"), ("5", "1", "IPH", "positive", "")]  # fmt: skip
    assert float(rows[0]["truth_ml"]) == pytest.approx(bleed.truth_ml[IPH])
    assert sorted(p.name for p in (out / "cases").iterdir()) == ["2.json", "3.json", "4.json", "5.json"]
    text = (out / "report.md").read_text() + (out / "cases.csv").read_text() + (out / "report.json").read_text()
    assert "bleed" not in text and str(root) not in text


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


def test_size_needs_a_mask() -> None:
    assert CASES[0].size("IPH") is SizeClass.LARGE
    assert CASES[0].size("SAH") is None and CASES[4].size("EDH/SDH") is None
