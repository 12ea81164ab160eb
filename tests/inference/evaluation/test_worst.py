"""Which errors a model card shows, and in which order."""

from __future__ import annotations

from dataclasses import replace

from inference.evaluation.case import Findings, Judged, TrueLesion
from inference.evaluation.worst import SHOWN, WorstCase, worst
from tests.inference.evaluation.values import CASES, IPH, SAH, judged


def looked_at(study: Judged, *lesions: TrueLesion) -> Judged:
    return replace(study, findings=Findings(lesions, (), (), (), ()), highest_slice=1)


def test_the_worst_of_each_kind() -> None:
    found = worst(CASES)
    # without a mask last; the unanswered are no misses
    assert [w.line for w in found["misses"]] == [4, 6]
    assert found["misses"][0] == WorstCase(4, "SAH+IPH", 1.0, 0.3, None)
    assert found["misses"][1] == WorstCase(6, "EDH", None, 0.45, None)
    assert found["false_positives"] == (WorstCase(12, "", None, 0.65, None),)
    assert found["missed_lesions"] == ()


def test_missed_lesions_are_those_of_studies_called_positive() -> None:
    lost, larger = TrueLesion(SAH, 0.5, 7, 0.2, None), TrueLesion(SAH, 2.0, 4, 0.0, None)
    seen = TrueLesion(IPH, 30.0, 3, 0.9, IPH)
    found = worst(
        [
            looked_at(judged(2, {IPH}, 0.9, 30.0), seen, lost, larger),
            looked_at(judged(3, {IPH}, 0.9, 30.0), seen),
            looked_at(judged(4, {SAH}, 0.2, 2.5), lost, larger),
        ]
    )
    assert found["missed_lesions"] == (WorstCase(2, "SAH", 2.0, 0.0, 4),)
    # the slice of the largest lesion, not that of the highest score
    assert found["misses"] == (WorstCase(4, "SAH", 2.5, 0.2, 4),)


def test_no_more_than_fit_on_a_page() -> None:
    found = worst([judged(line, None, 0.5 + line / 100) for line in range(2, 30)])
    assert [w.line for w in found["false_positives"]] == list(range(29, 29 - SHOWN, -1))
