from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.follow_up import (
    EXPANSION_ML,
    EXPANSION_SHARE,
    Category,
    Change,
    FollowUp,
    Measured,
    Obstacle,
    compare,
    spacing_mm,
)
from app.domain.study import Study
from inference.errors import Reason
from inference.types import TYPES, CaseResult, CaseState, HemorrhageType, SliceScore
from tests.gui import values

H = HemorrhageType


def _measured(ml: float, below: float = 0.0, above: float | None = None) -> Measured:
    return Measured(ml, max(0.0, ml - below), ml + (below if above is None else above))


def _change(before: Measured, now: Measured) -> Change:
    return Change(H.SDH, before, now)


@st.composite
def measured(draw: st.DrawFn) -> Measured:
    ml = draw(st.just(0.0) | st.floats(0.001, 300))
    if ml == 0:
        return Measured(0, 0, 0)
    return Measured(ml, ml * draw(st.floats(0, 1)), ml * draw(st.floats(1, 3)))


changes = st.builds(_change, measured(), measured())


@given(changes)
def test_the_category_says_what_the_numbers_say(change: Change) -> None:
    before, now, difference, interval = change.before, change.now, change.difference_ml, change.interval_ml
    assert before is not None and now is not None and difference is not None and interval is not None
    assert interval[0] <= difference <= interval[1]
    match change.category:
        case Category.ABSENT:
            assert before.ml == now.ml == 0
        case Category.NEW:
            assert before.ml == 0 < now.ml
        case Category.RESOLVED:
            assert now.ml == 0 < before.ml
        case Category.LARGER:
            assert interval[0] > 0
            assert difference > EXPANSION_ML or difference > EXPANSION_SHARE * before.ml
        case Category.SMALLER:
            assert interval[1] < 0
            assert -difference > EXPANSION_ML or -difference > EXPANSION_SHARE * before.ml
        case Category.STABLE:
            assert before.ml > 0 and now.ml > 0
            within = abs(difference) <= EXPANSION_ML and abs(difference) <= EXPANSION_SHARE * before.ml
            assert within or interval[0] <= 0 <= interval[1]
            assert change.unsure is not within
        case _:
            raise AssertionError(change.category)


@given(measured(), measured(), st.floats(0, 100))
def test_more_blood_never_sounds_better(before: Measured, now: Measured, more: float) -> None:
    order = [Category.RESOLVED, Category.SMALLER, Category.STABLE, Category.LARGER]
    grown = Measured(now.ml + more, now.low + more, now.high + more)
    first, second = _change(before, now).category, _change(before, grown).category
    if before.ml == 0:
        assert (first, second) in {
            (Category.ABSENT, Category.ABSENT), (Category.ABSENT, Category.NEW), (Category.NEW, Category.NEW),
        }  # fmt: skip
    else:
        assert order.index(first) <= order.index(second)


@given(measured(), measured(), st.floats(1, 3))
def test_more_uncertainty_never_makes_a_change(before: Measured, now: Measured, wider: float) -> None:
    vague = [
        Measured(m.ml, max(0.0, m.ml - wider * (m.ml - m.low)), m.ml + wider * (m.high - m.ml)) for m in (before, now)
    ]
    sharp, blurred = _change(before, now), _change(*vague)
    assert blurred.category is sharp.category or blurred.category is Category.STABLE


@given(measured())
def test_what_did_not_change_is_stable(volume: Measured) -> None:
    change = _change(volume, volume)
    assert change.category is (Category.ABSENT if volume.ml == 0 else Category.STABLE) and not change.unsure
    assert change.difference_ml == 0


@pytest.mark.parametrize(
    ("before", "now", "category", "unsure"),
    [
        (_measured(30, 1), _measured(35.9, 1), Category.STABLE, False),  # 5.9 mL, 20 %
        (_measured(30, 1), _measured(36.1, 1), Category.LARGER, False),  # more than 6 mL
        (_measured(3, 0.1), _measured(3.9, 0.1), Category.STABLE, False),  # 30 %
        (_measured(3, 0.1), _measured(4.1, 0.1), Category.LARGER, False),  # 37 %
        (_measured(30, 8), _measured(40, 7), Category.STABLE, True),  # 10 mL, of which 10.6 may be error
        (_measured(30, 6), _measured(40, 7), Category.LARGER, False),  # 10 mL +- 9.2, though the intervals overlap
        (_measured(40, 2), _measured(30, 2), Category.SMALLER, False),
        (_measured(0), _measured(0.02, 0.02), Category.NEW, False),
        (_measured(4, 1), _measured(0), Category.RESOLVED, False),
    ],
)
def test_the_threshold_of_expansion(before: Measured, now: Measured, category: Category, unsure: bool) -> None:
    change = _change(before, now)
    assert (change.category, change.unsure) == (category, unsure)


def test_difference_and_per_cent_with_their_interval() -> None:
    change = _change(Measured(20, 17, 24), Measured(30, 26, 33))
    assert change.difference_ml == 10 and change.percent == 50
    assert change.interval_ml == pytest.approx((10 - (4**2 + 4**2) ** 0.5, 10 + (3**2 + 3**2) ** 0.5))
    assert change.interval_percent == pytest.approx(tuple(5 * ml for ml in change.interval_ml or ()))
    assert _change(_measured(0), _measured(5)).percent is None
    for bad in ((1, 2, 3), (1, 0, 0.5), (1, -1, 2), (float("nan"), 0, 1), (1, 0, float("inf"))):
        with pytest.raises(ValueError):
            Measured(*bad)


# Whole studies


def _result(**ml: float) -> CaseResult:
    """Volumes by type, one lesion each whose interval is 10 % to either side, on slices 5 mm apart."""
    base = values.result_of(values.volume())
    (lesion,) = base.lesions
    lesions = tuple(
        replace(lesion, id=n, type=H(kind), volume_ml=v, volume_ml_interval=(0.9 * v, 1.1 * v))
        for n, (kind, v) in enumerate(ml.items(), start=1)
    )
    volumes = dict.fromkeys(TYPES, 0.0) | {H(kind): v for kind, v in ml.items()}
    return replace(base, lesions=lesions, volumes_ml=volumes)


@pytest.mark.parametrize(
    ("before", "now", "category"),
    [
        ({}, {}, Category.ABSENT),
        ({}, {"SAH": 1}, Category.NEW),
        ({"IPH": 30}, {"IPH": 30, "IVH": 2}, Category.NEW),  # the total hides it
        ({"IPH": 30, "SDH": 20}, {"IPH": 45, "SDH": 5}, Category.LARGER),  # and so here
        ({"SDH": 20}, {"SDH": 12}, Category.SMALLER),
        ({"SDH": 20, "SAH": 1}, {"SDH": 20}, Category.STABLE),
        ({"SDH": 20, "SAH": 1}, {}, Category.RESOLVED),
    ],
)
def test_one_word_for_a_study(before: dict[str, float], now: dict[str, float], category: Category) -> None:
    found = compare(_result(**now), _result(**before))
    assert found.obstacle is None and found.category is category
    assert [one.type for one in found.changes] == [*TYPES, None]
    assert found.total.now is not None and found.total.now.ml == pytest.approx(sum(now.values()))
    if category in (Category.NEW, Category.LARGER):
        assert found.telling[0].category is category


def _obstacle_of(
    now: CaseResult | None, before: CaseResult | None, study: Study | None = None, prior: Study | None = None
) -> Obstacle | None:
    found = compare(now, before, study=study, prior=prior)
    assert (found.category is Category.NOT_COMPARABLE) is (found.obstacle is not None)
    return found.obstacle


def test_why_two_studies_cannot_be_compared() -> None:
    good = _result(SDH=10)
    refused = values.no_answer(values.volume())
    assert _obstacle_of(good, None) is Obstacle.PRIOR_NOT_ANALYSED
    assert _obstacle_of(good, refused) is Obstacle.PRIOR_REFUSED
    assert _obstacle_of(good, replace(refused, state=CaseState.FAILED)) is Obstacle.PRIOR_FAILED
    assert _obstacle_of(None, good) is _obstacle_of(refused, good) is Obstacle.NO_ANSWER
    other = replace(good, runtime=replace(good.runtime, model_sha256="1" * 64))
    assert _obstacle_of(good, other) is Obstacle.OTHER_MODEL
    for code, why in (
        ("vertex_missing", Obstacle.INCOMPLETE), ("slice_gap", Obstacle.INCOMPLETE),
        ("skull_open", Obstacle.OPERATED), ("bone_flap", Obstacle.OPERATED), ("metal", None),
    ):  # fmt: skip
        warned = replace(good, reasons=(Reason(code, "."),))
        assert _obstacle_of(good, warned) is _obstacle_of(warned, good) is why
    for text, why in (
        ("CT HEAD POST-OP", Obstacle.OPERATED), ("CT Head s/p craniotomy", Obstacle.OPERATED),
        ("CCT Kontrolle nach OP", Obstacle.OPERATED), ("CT HEAD WO CONTRAST", None), ("CT head, post option", None),
    ):  # fmt: skip
        assert _obstacle_of(good, good, study=values.study(1, description=text)) is why
        assert _obstacle_of(good, good, prior=values.study(2, description=text)) is why


@pytest.mark.parametrize(("mm", "comparable"), [(5.0, True), (2.5, True), (10.0, True), (1.25, False), (12.0, False)])
def test_slices_of_another_thickness(mm: float, comparable: bool) -> None:
    good = _result(SDH=10)
    other = replace(good, slices=tuple(SliceScore(n, str(n), n * mm, 0.0) for n in range(9)))
    assert spacing_mm(good) == 5.0 and spacing_mm(other) == mm
    assert (_obstacle_of(good, other) is None) is comparable
    assert spacing_mm(replace(good, slices=())) is None


def test_an_obstacle_leaves_the_volumes_standing() -> None:
    found = compare(_result(SDH=10), _result(SDH=4), obstacle=Obstacle.NO_DATE, prior=values.study(3))
    assert found.category is Category.NOT_COMPARABLE and not found.unsure
    assert found.total.difference_ml == pytest.approx(6) and found.prior_uid == values.study(3).study_instance_uid
    nothing = compare(_result(SDH=10), None)
    assert nothing.total.before is None and nothing.total.difference_ml is None and nothing.telling == ()
    assert all(one.category is Category.NOT_COMPARABLE for one in nothing.changes)


@given(st.lists(st.tuples(measured(), measured()), min_size=5, max_size=5))
def test_a_type_that_grew_is_never_hidden(volumes: list[tuple[Measured, Measured]]) -> None:
    types = tuple(Change(kind, *pair) for kind, pair in zip(TYPES, volumes, strict=True))
    sums = [
        Measured(*(sum(getattr(pair[side], name) for pair in volumes) for name in ("ml", "low", "high")))
        for side in (0, 1)
    ]
    found = FollowUp(None, (*types, Change(None, *sums)))
    kinds = {one.category for one in types}
    if Category.NEW in kinds:
        assert found.category is Category.NEW
    elif Category.LARGER in kinds:
        assert found.category in (Category.LARGER, Category.NEW)
    if found.category in (Category.SMALLER, Category.RESOLVED, Category.STABLE):
        assert not kinds & {Category.NEW, Category.LARGER}
