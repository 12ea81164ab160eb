from __future__ import annotations

from dataclasses import replace

import pytest

from app.pipeline.comparing import changes
from inference.types import HemorrhageType
from tests.gui import values

SDH = HemorrhageType.SDH


def test_change_by_type_and_when_it_is_clear() -> None:
    now = values.result_of(values.volume())
    ml = now.volumes_ml[SDH]
    grown = {
        one.type: one for one in changes(replace(now, volumes_ml=dict.fromkeys(now.volumes_ml, 0.0), lesions=()), now)
    }
    assert grown[SDH].difference_ml == pytest.approx(ml) and grown[SDH].clear
    assert grown[None].difference_ml == pytest.approx(ml) and tuple(grown) == (*HemorrhageType, None)
    assert grown[HemorrhageType.IPH].difference_ml == 0 and not grown[HemorrhageType.IPH].clear
    same = {one.type: one for one in changes(now, now)}
    assert same[SDH].difference_ml == 0 and not same[SDH].clear


def test_what_was_not_analysed_is_not_zero() -> None:
    image = values.volume()
    for before in (None, values.no_answer(image)):
        found = {one.type: one for one in changes(before, values.result_of(image))}
        assert found[SDH].before_ml is None and found[SDH].difference_ml is None and not found[SDH].clear
        assert found[SDH].now_ml is not None
