from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.shared_marks import Act, Mark, MarkKind, Said, agreed, checked
from tests.app.values import T0

_VERDICT = {
    "at": T0.isoformat(), "reader": "ann", "kind": "agree", "reason": "", "positive": 1, "probability": 0.5,
    "score": 0.5, "threshold": None, "types": "SDH", "total_ml": 3.0, "model": "m",
}  # fmt: skip


def _agreed(kind: MarkKind, theirs: Said, ours: Said, hours: float = 1.0) -> Said:
    """Bob has ``theirs`` in the database; Ann, cut off, did ``ours`` so many hours later."""
    act = Act("a", "s", kind, ours, "ann", T0 + timedelta(hours=hours), 1)
    return agreed(act, Mark("s", kind, theirs, "bob", T0, 2))


@pytest.mark.parametrize(
    ("theirs", "ours", "holds"),
    [("bob", "ann", "bob"), ("", "ann", "ann"), ("bob", "", "bob"), ("ann", "", ""), ("ann", "ann", "ann")],
)
def test_who_has_a_study_keeps_it(theirs: str, ours: str, holds: str) -> None:
    assert _agreed(MarkKind.CLAIM, theirs, ours) == holds


@given(st.booleans(), st.booleans())
def test_a_flag_stays(theirs: bool, ours: bool) -> None:
    assert _agreed(MarkKind.FLAG, theirs, ours) is (theirs or ours)


def test_the_first_reading_counts_and_else_the_later_act() -> None:
    early, late = {"at": T0.isoformat(), "by": "ann"}, {"at": (T0 + timedelta(hours=2)).isoformat(), "by": "bob"}
    assert _agreed(MarkKind.READ, late, early) == early
    assert _agreed(MarkKind.READ, early, late) == early
    assert _agreed(MarkKind.READ, early, None) is None
    assert _agreed(MarkKind.READ, early, None, hours=-1) == early


@given(st.text(max_size=500), st.text(max_size=500))
def test_of_two_notes_nothing_is_lost(theirs: str, ours: str) -> None:
    both = _agreed(MarkKind.NOTE, theirs, ours)
    assert theirs in both
    assert ours in both
    assert _agreed(MarkKind.NOTE, both, ours) == both  # nothing twice


def test_of_one_readers_verdicts_the_later_counts() -> None:
    assert _agreed(MarkKind.VERDICT, _VERDICT, None) is None
    assert _agreed(MarkKind.VERDICT, _VERDICT, None, hours=-1) == _VERDICT


def test_what_marks_say_is_accepted() -> None:
    for kind, said in [
        (MarkKind.CLAIM, "Ann"), (MarkKind.CLAIM, ""), (MarkKind.READ, None), (MarkKind.FLAG, True),
        (MarkKind.READ, {"at": T0.isoformat(), "by": "ann"}), (MarkKind.NOTE, "two\nlines"), (MarkKind.VERDICT, None),
        (MarkKind.VERDICT, _VERDICT),
    ]:  # fmt: skip
        assert checked(kind, said) == said


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (MarkKind.CLAIM, 3), (MarkKind.CLAIM, "a\x07"), (MarkKind.CLAIM, "a" * 65), (MarkKind.FLAG, 1),
        (MarkKind.NOTE, None), (MarkKind.NOTE, "a" * 20_001), (MarkKind.READ, {}), (MarkKind.READ, "yes"),
        (MarkKind.READ, {"at": "yesterday", "by": "ann"}), (MarkKind.READ, {"at": "2026-01-01T00:00:00", "by": "ann"}),
        (MarkKind.VERDICT, {**_VERDICT, "score": "much"}), (MarkKind.VERDICT, {"kind": "agree"}),
        (MarkKind.VERDICT, {**_VERDICT, "at": 3}),
    ],
)  # fmt: skip
def test_what_no_workstation_wrote_is_refused(kind: MarkKind, said: Said) -> None:
    with pytest.raises(ValueError, match=r"mark of kind|isoformat"):
        checked(kind, said)


@given(st.sampled_from(MarkKind), st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists))
def test_nonsense_is_refused_or_harmless(kind: MarkKind, said: Said) -> None:
    try:
        checked(kind, said)
    except ValueError:
        return
    assert said is None or isinstance(said, str | bool)
