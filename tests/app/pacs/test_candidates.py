"""Which series is fetched first, from descriptions as scanners of several vendors write them."""

from __future__ import annotations

import pytest

from app.pacs.candidates import candidate_series
from app.pacs.query import SeriesFound


def series(*described: tuple[str, int | None], modality: str = "CT") -> list[SeriesFound]:
    return [
        SeriesFound(f"1.{number}", modality, text, images_expected=count, number=number)
        for number, (text, count) in enumerate(described, 1)
    ]


@pytest.mark.parametrize(
    ("study", "first"),
    [
        ([("Topogram 0.6 T20f", 2), ("Head 5.0 J40s", 30), ("Head 5.0 H60s bone", 30)], "1.2"),
        ([("Scout", 1), ("BONE PLUS", 120), ("BRAIN AX 5MM", 32), ("COR BRAIN MPR", 60), ("Dose Report", 1)], "1.3"),
        ([("Surview", 2), ("Schädel nativ 1,0 Hr40", 180), ("Schädel nativ 5,0 Hr40", 36)], "1.3"),
        ([("CTA 0.75", 400), ("CT Brain w/o", 34), ("Perfusion", 600)], "1.2"),
        ([("", 30), ("", 2)], "1.1"),
        ([("Localizers", None), ("1.25mm Std", None)], "1.2"),
        ([("HEAD NECK CTA", 500), ("HEAD ROUTINE", 40)], "1.2"),
    ],
)
def test_the_axial_soft_tissue_stack(study: list[tuple[str, int | None]], first: str) -> None:
    assert candidate_series(series(*study))[0] == first


@pytest.mark.parametrize("study", [[], [("Scout", 2)], [("Dose report", 1), ("SAG MPR", 50)]])
def test_where_nothing_can_be_told_all_is_fetched(study: list[tuple[str, int | None]]) -> None:
    assert candidate_series(series(*study)) == ()


def test_other_modalities_are_left_for_later() -> None:
    assert candidate_series(series(("Head", 30), modality="MR")) == ()
    assert candidate_series(series(("Head", 30), modality="")) == ("1.1",)
