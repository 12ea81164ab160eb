"""The pictures are really drawn; what they show is read from the figures, that something is there from the pixels."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from matplotlib.axes import Axes
from PIL import Image

from inference.evaluation.key_slice import KeySlice
from inference.evaluation.pictures import charts, draw, errors
from inference.evaluation.summary import Report, summarise
from inference.types import Box
from tests.inference.evaluation.values import CASES, IPH, RUNTIME, SAH, THRESHOLD, random_set


@pytest.fixture(scope="module")
def report() -> Report:
    return summarise(random_set(2), RUNTIME, THRESHOLD)


def texts(axes: Axes) -> str:
    legend = axes.get_legend()
    lines = [text.get_text() for text in legend.get_texts()] if legend is not None else []
    return "\n".join([axes.get_title(), axes.get_title(loc="left"), *lines, *(t.get_text() for t in axes.texts)])


def picture(index: int) -> KeySlice:
    truth, answer = np.zeros((64, 48), np.uint8), np.zeros((64, 48), np.uint8)
    truth[10:20, 0:12], answer[30:40, 20:30] = SAH.label, IPH.label
    grey = np.full((64, 48), 90, np.uint8)
    boxes = (Box(index, 19, 29, 31, 41, 0.83),), (Box(index, 2, 50, 9, 60, 0.31),)
    return KeySlice(index, 9, grey, (1.0, 1.0), truth, answer, *boxes)


def test_every_picture_is_a_file_with_something_on_it(report: Report, tmp_path: Path) -> None:
    slices = {case.line: picture(case.slice or 0) for cases in report.worst.values() for case in cases}
    made = draw(report, random_set(2), slices, tmp_path / "pictures")
    assert sorted(made.values()) == sorted(f"pictures/{p.name}" for p in (tmp_path / "pictures").iterdir())
    assert {Path(p).stem for p in made.values()} >= {
        "roc", "froc", "types", "calibration", "scores", "volumes", "misses", "false_positives",
    }  # fmt: skip
    for name in made.values():
        with Image.open(tmp_path / name) as image:
            assert min(image.size) > 400
            assert image.info.keys() <= {"dpi"}  # nothing about who drew it, and when
            pixels = np.asarray(image.convert("L"))
        assert pixels.std() > 10


def test_roc_shows_curve_band_and_operating_point(report: Report) -> None:
    (axes,) = charts.roc(report).axes
    auc = report.overall.auc
    assert f"AUC {auc.value:.3f} ({auc.low:.3f}-{auc.high:.3f})" in texts(axes)
    x, y = np.asarray(axes.lines[0].get_data(), np.float64)
    assert np.trapezoid(y, x) == pytest.approx(auc.value)
    assert len(axes.collections) >= 1


def test_froc_passes_through_the_operating_point(report: Report) -> None:
    (axes,) = charts.froc(report).axes
    curve = np.asarray(axes.lines[0].get_data(), np.float64).T
    dot = next(line for line in axes.lines if line.get_marker() == "o")
    assert np.abs(curve - np.asarray(dot.get_data(), np.float64).T).sum(axis=1).min() == pytest.approx(0, abs=1e-9)


def test_confusion_shows_all_counts(report: Report) -> None:
    (axes,) = charts.types(report).axes
    shown = sum(int(t.get_text().split("\n")[0]) for t in axes.texts)
    assert shown == sum(sum(row.values()) for row in report.lesions.confusion.values()) > 0


def test_volumes_beside_abc2_with_one_scale(report: Report) -> None:
    detector, bedside, below, below_bedside = charts.volumes(report, random_set(2)).axes
    assert detector.get_xlim() == bedside.get_xlim() and below.get_ylim() == below_bedside.get_ylim()
    assert f"bias {report.quantification['IPH'].abc2_bias:+.0%}" in texts(bedside)
    points = sum(len(np.asarray(line.get_xdata())) for line in detector.lines if line.get_marker() != "None")
    assert points == sum(report.quantification[name].dice.n for name in ("IPH", "EDH/SDH", "SAH"))


def test_calibration_has_its_counts(report: Report) -> None:
    above, below = charts.calibration(report).axes
    assert "Brier score" in texts(above)
    assert sum(int(t.get_text() or 0) for t in below.texts) == 40


def test_errors_are_named_by_line_and_drawn_with_masks_and_boxes(report: Report) -> None:
    case = report.worst["misses"][0]
    title, figure = errors.figures(report, {case.line: picture(case.slice or 0)})["misses"]
    first, *others = figure.axes
    assert f"Line {case.line}, slice {(case.slice or 0) + 1} of 9" in first.get_title()
    assert "0.83" in texts(first) and len(first.patches) == 2 and len(first.collections) == 2
    assert all(not axes.axison for axes in others) and "called negative" in title


def test_slices_that_are_not_at_hand_are_left_out(report: Report) -> None:
    case = report.worst["misses"][0]
    assert errors.figures(report, {}) == {}
    assert errors.figures(report, {case.line: picture((case.slice or 0) + 1)}) == {}


def test_no_curve_without_data(tmp_path: Path) -> None:
    negatives = [c for c in CASES if not c.example.positive]
    made = draw(summarise(negatives, RUNTIME, THRESHOLD), negatives, {}, tmp_path / "p")
    assert sorted(made.values()) == ["p/calibration.png", "p/scores.png"]
