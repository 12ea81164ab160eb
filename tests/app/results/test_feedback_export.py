"""The export of verdicts names nobody."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.feedback import Judgement, Verdict
from app.errors import CacheError
from app.results.feedback_export import COLUMNS, write_feedback
from app.store import marks
from app.store.journal import Journal
from inference.types import CaseState
from tests.app.store.test_marks import _answered
from tests.app.values import T0


def test_what_is_written_and_what_is_not(tmp_path: Path) -> None:
    with Journal(tmp_path / "j") as journal:
        _answered(journal, "1.2.840.777")
        _answered(journal, "1.2.840.778", CaseState.NEGATIVE, 0.1)
        marks.note(journal, "1.2.840.777", "Mrs Unmistakable")
        marks.judge(journal, "1.2.840.777", Verdict.NOT_HEMORRHAGE, "calcification", "dr.unmistakable")
        marks.judge(journal, "1.2.840.778", Verdict.AGREE, "", "dr.unmistakable")
        verdicts = marks.verdicts(journal)
    path = tmp_path / "feedback.csv"
    assert write_feedback([*verdicts, replace(verdicts[0], verdict=None)], path) == 2
    text = path.read_text(encoding="utf-8-sig")
    assert "nmistakable" not in text and "1.2.840" not in text and "-" not in text.replace("test 1", "")
    first, second = csv.DictReader(text.splitlines())
    assert tuple(first) == COLUMNS
    assert (first["answer"], first["verdict"], first["hemorrhage"]) == ("negative", "agree", "0")
    assert (second["reason"], second["hemorrhage"], second["score"], second["types"]) == (
        "calcification", "0", "0.9000", "IPH",
    )  # fmt: skip


def test_the_order_of_the_lines_tells_nothing(tmp_path: Path) -> None:
    ones = [Judgement(T0, Verdict.AGREE, True, score=score) for score in (0.9, 0.5, 0.7)]
    for name, order in (("a", ones), ("b", ones[::-1])):
        write_feedback(order, tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(CacheError, match="cannot be written"):
        write_feedback([], tmp_path / "no" / "f.csv")
