"""Judged studies on their way to a report: kept one by one, then written to a folder."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from inference.evaluation.case import Judged
from inference.evaluation.key_slice import KeySlice, key_slice
from inference.evaluation.markdown import markdown
from inference.evaluation.pictures import PicturesMissing, draw
from inference.evaluation.study import Study
from inference.evaluation.summary import Report, summarise
from inference.evaluation.worst import worst
from inference.evaluation.written import report_json, write_cases
from inference.result_json import to_json
from inference.session import Session
from inference.types import Runtime


class Collection:
    """What is kept of each study until the report is written; its images are let go.

    Args:
        out: the report's folder; made if it is not there.
    """

    def __init__(self, out: Path) -> None:
        self.out = out
        self.judged: list[Judged] = []
        self.problems: dict[int, str] = {}
        self.shown: dict[int, KeySlice] = {}
        (out / "cases").mkdir(parents=True, exist_ok=True)

    def add(self, study: Study, session: Session, by_lesion: bool) -> None:
        """Judges a study and writes its result to ``cases/LINE.json``.

        Args:
            session: whose answer it is.
            by_lesion: as of :meth:`Study.judge`.

        Raises:
            Cancelled: ``session.cancel()`` was called.
        """
        line = study.example.line
        (self.out / "cases" / f"{line}.json").write_text(json.dumps(to_json(study.result), indent=1) + "\n")
        self.judged.append(study.judge(session, by_lesion))
        if study.problem:
            self.problems[line] = study.problem
        # the key slices that would be in the report if it ended here; all others are let go
        wanted = {
            case.line: case.slice for cases in worst(self.judged).values() for case in cases if case.slice is not None
        }
        self.shown = {number: picture for number, picture in self.shown.items() if number in wanted}
        if line in wanted:
            self.shown[line] = key_slice(wanted[line], study.volume, study.result, study.truth)

    def write(
        self, runtime: Runtime, threshold: float, say: Callable[[str], None], remarks: Sequence[str] = ()
    ) -> Report:
        """Writes ``report.json``, ``report.md``, ``cases.csv`` and, if matplotlib is installed, ``pictures/*.png``.

        Args:
            runtime: what computed the answers.
            threshold: the operating threshold of the raw score.
            remarks: what a reader has to know of the set; each a paragraph at the head of the report.
        """
        report = replace(summarise(self.judged, runtime, threshold, self.problems), remarks=tuple(remarks))
        try:
            report = replace(report, pictures=draw(report, self.judged, self.shown, self.out / "pictures"))
        except PicturesMissing as error:
            report = replace(report, pictures_missing=str(error))
            say(str(error))
        (self.out / "report.json").write_text(json.dumps(report_json(report), indent=1, allow_nan=False) + "\n")
        (self.out / "report.md").write_text(markdown(report))
        write_cases(self.judged, self.out / "cases.csv")
        return report
