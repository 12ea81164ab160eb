"""What is said of a second reader beside the first."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from inference.errors import Reason
from inference.second_reader import compare
from inference.types import CaseResult, CaseState, HemorrhageType, Runtime, Timing


def result(state: CaseState, *drawn: tuple[int, int]) -> CaseResult:
    labels = np.zeros((2, 4, 4), np.uint8)
    for row, column in drawn:
        labels[0, row, column] = HemorrhageType.IPH.label
    return CaseResult(
        study_instance_uid="1.2", series_instance_uid="1.3", state=state, reasons=(Reason("a_code", "A sentence."),),
        probability=0.7, probability_by_type={}, score=0.7, threshold=0.5, slices=(), lesions=(), excluded=(),
        volumes_ml={HemorrhageType.SDH: 1.5, HemorrhageType.IPH: 2.0}, timing=Timing(total=9.0),
        runtime=Runtime("cpu", "a processor", "a model 1", "", "0"), labels=labels,
    )  # fmt: skip


def test_agreement_and_overlap() -> None:
    first = result(CaseState.POSITIVE, (0, 0), (0, 1))
    second = result(CaseState.POSITIVE, (0, 1), (2, 2), (3, 3))
    answer = compare(first, second)
    assert answer["agrees"] is True and answer["dice"] == 2 / 5
    assert (answer["state"], answer["score"], answer["threshold"]) == ("positive", 0.7, 0.5)
    assert answer["volumes_ml"] == {"EDH": 0, "SDH": 1.5, "SAH": 0, "IPH": 2.0, "IVH": 0, "total": 3.5}
    assert answer["reasons"] == [{"code": "a_code", "text": "A sentence."}]
    assert (answer["seconds"], answer["model"], answer["provider"]) == (9.0, "a model 1", "cpu")


def test_disagreement() -> None:
    answer = compare(result(CaseState.POSITIVE, (0, 0)), result(CaseState.NEGATIVE))
    assert answer["agrees"] is False and answer["dice"] == 0


def test_two_empty_masks_have_no_overlap() -> None:
    answer = compare(result(CaseState.NEGATIVE), result(CaseState.NEGATIVE))
    assert answer["agrees"] is True and answer["dice"] is None


def test_without_an_answer_there_is_nothing_to_agree_on() -> None:
    failed = replace(result(CaseState.FAILED), labels=None, score=None, volumes_ml={})
    for first, second in ((failed, result(CaseState.POSITIVE, (0, 0))), (result(CaseState.NEGATIVE), failed)):
        answer = compare(first, second)
        assert answer["agrees"] is None and answer["dice"] is None
        assert answer["state"] == second.state
