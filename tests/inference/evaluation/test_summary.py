"""The arithmetic of the report on known answers, against scikit-learn, and its written forms."""

from __future__ import annotations

import json

import numpy as np
import pytest
from sklearn import metrics

from inference import measures as ms
from inference.evaluation.by_lesion import MISSED, NOTHING, confusion, lesion_level, slice_level
from inference.evaluation.case import quantities
from inference.evaluation.markdown import markdown
from inference.evaluation.summary import Report, summarise
from inference.evaluation.written import report_json
from inference.phantom import PhantomSpec, render
from inference.types import TYPES, SizeClass
from tests.inference.evaluation.values import CASES, IPH, IVH, RUNTIME, THRESHOLD, random_set


@pytest.fixture(scope="module")
def report() -> Report:
    return summarise(CASES, RUNTIME, THRESHOLD, {4: "the mask is too small"})


@pytest.fixture(scope="module")
def with_lesions() -> Report:
    return summarise(random_set(1), RUNTIME, THRESHOLD)


def test_full_set_counts_every_study(report: Report) -> None:
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


def test_full_set_is_scikit_learns(with_lesions: Report) -> None:
    truth = [j.example.positive for j in random_set(1)]
    score = [j.score for j in random_set(1)]
    called = np.array(score) >= THRESHOLD
    o = with_lesions.overall
    assert o.accuracy.value == pytest.approx(metrics.accuracy_score(truth, called))
    assert o.auc.value == pytest.approx(metrics.roc_auc_score(truth, score))
    assert o.sensitivity.value == pytest.approx(metrics.recall_score(truth, called))
    assert o.specificity.value == pytest.approx(metrics.recall_score(truth, called, pos_label=False))
    assert o.ppv.value == pytest.approx(metrics.precision_score(truth, called))
    assert o.npv.value == pytest.approx(metrics.precision_score(truth, called, pos_label=False))
    row = with_lesions.rows["all", "all"]
    assert row.balanced.accuracy.value == pytest.approx(metrics.balanced_accuracy_score(truth, called))
    # precision with the classes weighted to be equal is the predictive value of the balanced set
    weight = np.where(truth, 1 / np.sum(truth), 1 / np.sum(~np.array(truth)))
    assert row.balanced.ppv.value == pytest.approx(metrics.precision_score(truth, called, sample_weight=weight))
    assert row.balanced.npv.value == pytest.approx(
        metrics.precision_score(truth, called, sample_weight=weight, pos_label=False)
    )
    assert with_lesions.brier == pytest.approx(metrics.brier_score_loss(truth, score))


def test_rows_by_group_type_and_size(report: Report) -> None:
    rows = report.rows
    found = {key: (row.sensitivity.value, row.positives) for key, row in rows.items() if row.positives}
    assert found == {
        ("all", "all"): (4 / 6, 6), ("all", "large"): (1, 1), ("all", "medium"): (1, 1), ("all", "small"): (0.5, 2),
        ("IPH", "all"): (2 / 3, 3), ("IPH", "large"): (1, 1), ("IPH", "small"): (0.5, 2),
        ("EDH/SDH", "all"): (0.5, 2), ("EDH/SDH", "medium"): (1, 1),
        ("SAH", "all"): (0, 1), ("SAH", "small"): (0, 1),
        ("type EDH", "all"): (0, 1), ("type SDH", "all"): (1, 1), ("type SDH", "medium"): (1, 1),
        ("type IPH", "all"): (0.5, 2), ("type IPH", "large"): (1, 1), ("type IPH", "small"): (0, 1),
        ("type IVH", "all"): (1, 1), ("type IVH", "small"): (1, 1),
    }  # fmt: skip
    iph = rows["IPH", "all"]
    assert iph.specificity == ms.proportion(3, 4) and iph.negatives == 4
    assert iph.auc.value == ms.auc([0.9, 0.8, 0.3], [0.1, 0.2, 0.4, 0.65])
    assert iph.balanced.accuracy.value == pytest.approx((2 / 3 + 3 / 4) / 2)
    assert iph.balanced.ppv.value == pytest.approx((2 / 3) / (2 / 3 + 1 / 4))
    assert rows["SAH", "punctate"].sensitivity.value is None


def test_table_1_counts_studies_without_mask_as_unknown(report: Report) -> None:
    sizes = report.sizes
    assert sizes["all"] == {"large": 1, "medium": 1, "small": 2, "punctate": 0, "unknown": 3}
    assert sizes["SAH"] == {"large": 0, "medium": 0, "small": 1, "punctate": 0, "unknown": 1}
    assert sizes["type IVH"] == {"large": 0, "medium": 0, "small": 1, "punctate": 0, "unknown": 0}
    assert list(sizes) == ["all", "IPH", "EDH/SDH", "SAH", "type EDH", "type SDH", "type IPH", "type IVH"]


def test_size_needs_a_mask() -> None:
    assert CASES[0].size("IPH") is SizeClass.LARGE
    assert CASES[0].size("SAH") is None and CASES[4].size("EDH/SDH") is None


def test_quantification_is_over_what_is_truly_there(report: Report) -> None:
    found = report.quantification
    iph = found["IPH"]
    assert iph.dice.n == 3
    assert (iph.dice.value, iph.dice_median.value) == pytest.approx((0.8, 0.8))
    assert iph.volume_r.value == pytest.approx(np.corrcoef([30, 3, 1], [27, 3.5, 0])[0, 1])
    assert iph.bias == pytest.approx(30.5 / 34 - 1)
    assert iph.bias is not None and iph.bias_interval is not None
    assert iph.bias_interval[0] < iph.bias < iph.bias_interval[1]
    assert iph.volume_agreement.difference.value == pytest.approx((-3 + 0.5 - 1) / 3)
    assert iph.abc2_r.value == pytest.approx(1) and iph.abc2_bias == pytest.approx(0.2)
    assert iph.abc2_agreement.difference.value == pytest.approx(0.2 * 34 / 3)
    assert found["type EDH"].bias is None and found["type EDH"].dice.value is None
    assert found["SAH"].volume_r.value is None and found["SAH"].bias_interval is None


def test_quantities_by_stratum() -> None:
    phantom = render(PhantomSpec(8), slices=4, matrix=64, spacing_mm=3.6, slice_mm=10)
    volume = phantom.to_volume()
    truth, answer = np.zeros_like(phantom.labels), np.zeros_like(phantom.labels)
    truth[2, 10:20, 10:20], truth[2, 40:50, 40:50] = IPH.label, IVH.label
    answer[2, 10:20, 10:15], answer[2, 40:50, 40:50] = IPH.label, IPH.label
    found = quantities(truth, answer, volume)
    voxel = 3.6 * 3.6 * 10 / 1000
    assert (found["IPH"].truth_ml, found["IPH"].predicted_ml) == pytest.approx((200 * voxel, 150 * voxel))
    assert found["IPH"].dice == pytest.approx(2 * 150 / 350)
    assert found["type IPH"].dice == pytest.approx(2 * 50 / 250)
    assert found["type IVH"].dice == 0 and found["SAH"].dice is None
    assert found["SAH"].truth_ml == found["SAH"].abc2_ml == 0
    assert found["all"].abc2_ml == pytest.approx(found["type IPH"].abc2_ml + found["type IVH"].abc2_ml)


# --------------------------------------------------------------------------------------------------- lesions, slices


def test_lesions_at_the_threshold_and_at_all_others(with_lesions: Report) -> None:
    exams = [j.findings for j in random_set(1) if j.findings is not None]
    lesions = [lesion for exam in exams for lesion in exam.lesions]
    level = with_lesions.lesions
    assert (level.exams, level.count) == (40, len(lesions))
    large = [x for x in lesions if x.size is SizeClass.LARGE and x.type in (IPH, IVH)]
    assert len(large) > 0
    assert level.found["IPH", "large"] == ms.proportion(sum(x.given is not None for x in large), len(large))
    assert level.false_per_exam.value == pytest.approx(sum(len(e.false_types) for e in exams) / 40)
    for name in ("all", "SAH"):
        mine = [x for x in lesions if name in ("all", x.type.group)]
        for point in level.froc[name]:
            hits = sum(x.score >= point.threshold for x in mine)
            false = sum(max([c for s, c in e.false_steps if s >= point.threshold], default=0) for e in exams)
            assert point.sensitivity.value == pytest.approx(hits / len(mine))
            assert point.false_per_exam == pytest.approx(false / 40)
    now = next(p for p in level.froc["all"] if p.threshold == THRESHOLD)
    assert now.sensitivity.value == level.found["all", "all"].value
    assert now.false_per_exam == pytest.approx(level.false_per_exam.value)


@pytest.mark.parametrize("seed", range(3))
def test_confusion_of_types_is_scikit_learns(seed: int) -> None:
    exams = [j.findings for j in random_set(seed) if j.findings is not None]
    pairs = [(str(x.type), str(x.given or MISSED)) for exam in exams for x in exam.lesions]
    pairs += [(NOTHING, str(kind)) for exam in exams for kind in exam.false_types]
    names = [*map(str, TYPES), MISSED, NOTHING]
    expected = metrics.confusion_matrix(*zip(*pairs, strict=True), labels=names)
    found = confusion(exams)
    assert [[found.get(row, {}).get(column, 0) for column in names] for row in names] == expected.tolist()
    assert MISSED not in found[NOTHING]


def test_slices_are_scikit_learns(with_lesions: Report) -> None:
    exams = [j.findings for j in random_set(1) if j.findings is not None]
    truth = np.concatenate([e.slice_truths for e in exams])
    score = np.concatenate([e.slice_scores for e in exams])
    s = with_lesions.slices
    assert (s.positives, s.negatives) == (truth.sum(), (~truth).sum())
    assert s.auc.value == pytest.approx(metrics.roc_auc_score(truth, score))
    assert s.sensitivity.value == pytest.approx(metrics.recall_score(truth, score >= THRESHOLD))
    assert s.specificity.value == pytest.approx(metrics.recall_score(truth, score >= THRESHOLD, pos_label=False))
    assert s.auc.low is not None and s.auc.value is not None and s.auc.high is not None
    assert s.auc.low < s.auc.value < s.auc.high


def test_no_masks_no_lesions() -> None:
    level, slices = lesion_level([], THRESHOLD), slice_level([], THRESHOLD)
    assert level.count == 0 and level.froc["all"] == () and level.found["all", "all"].value is None
    assert slices.auc.value is None and slices.positives == 0


# ------------------------------------------------------------------------------------------------------ written forms


def test_report_is_json_and_shows_the_unanswered(report: Report) -> None:
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
    assert "## Lesions" not in text and "## Slices" not in text
    assert "| 4 | SAH+IPH | 1.00 | 0.300 | - |" in text


def test_lesions_in_the_written_forms(with_lesions: Report) -> None:
    content = json.loads(json.dumps(report_json(with_lesions), allow_nan=False))
    level = content["lesions"]
    assert level["found"]["all, all"]["n"] == level["count"] == level["froc_at"]["all"]["0.5"]["n"]
    assert set(level["confusion"]) == {"EDH", "SDH", "SAH", "IPH", "IVH", "nothing"}
    assert content["worst"]["misses"][0]["line"] in {j.example.line for j in random_set(1)}
    text = markdown(with_lesions)
    for title in ("Lesions", "Confusion of types", "Slices", "Masks and volumes", "The worst errors"):
        assert f"\n## {title}\n" in text
    assert "| nothing (false finding) |" in text


def test_tables_are_rectangular(report: Report, with_lesions: Report) -> None:
    for text in (markdown(report), markdown(with_lesions)):
        width = 0
        for line in text.splitlines():
            if not line.startswith("|"):
                width = 0
                continue
            width = width or line.count("|")
            assert line.count("|") == width, line


def test_one_class_only_gives_no_invented_numbers() -> None:
    negatives = summarise([c for c in CASES if not c.example.positive], RUNTIME, THRESHOLD)
    assert negatives.overall.auc.value is None
    assert not negatives.roc and not negatives.roc_band
    assert negatives.overall.sensitivity.value is None
    assert "NA" in markdown(negatives)
    json.dumps(report_json(negatives), allow_nan=False)
