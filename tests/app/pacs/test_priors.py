"""Which earlier study is worth comparing with."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from app.domain.study import Study
from app.pacs.priors import comparable, ranked

NOW = Study(
    "1.1", patient_id="P1", birth_date=date(1950, 1, 1), sex="F", description="CT HEAD", study_at=datetime(2026, 3, 1)
)


def _earlier(uid: str, day: int = 1, **fields: object) -> Study:
    study = replace(NOW, study_instance_uid=uid, study_at=datetime(2025, 1, day))
    return replace(study, **fields)  # type: ignore[arg-type]


def test_the_newest_plain_head_goes_first() -> None:
    others = [
        _earlier("old", 1), _earlier("new", 9), _earlier("chest", 20, description="CT Chest"),
        _earlier("angio", 21, description="CT Angio head"), _earlier("unnamed", 22, description=""),
    ]  # fmt: skip
    assert [one.study_instance_uid for one in ranked(NOW, others)] == ["new", "old", "unnamed", "angio", "chest"]


def test_only_earlier_studies_of_the_same_patient() -> None:
    others = [
        NOW, _earlier("later", study_at=datetime(2026, 3, 2)), _earlier("other id", patient_id="P2"),
        _earlier("other birthday", birth_date=date(1951, 1, 1)), _earlier("other sex", sex="M"),
        _earlier("fits", birth_date=None, sex=""),
    ]  # fmt: skip
    assert [one.study_instance_uid for one in ranked(NOW, others)] == ["fits"]
    assert ranked(replace(NOW, patient_id=" "), others) == ()


def test_what_is_worth_analysing_for_a_comparison() -> None:
    good = [_earlier("a"), _earlier("b", description=""), _earlier("c", description="", body_part="HEAD")]
    assert all(comparable(one) for one in good)
    bad = [
        _earlier("a", description="CT Angio head"), _earlier("b", description="CT Chest"),
        replace(_earlier("c"), study_at=None),
    ]  # fmt: skip
    assert not any(comparable(one) for one in bad)
