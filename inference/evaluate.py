"""The tables of Chang 2018 on any labelled set: detection by type and size, volumes, masks, lesions, calibration.

Every study of the manifest is counted. One that could not be analysed, or failed, is shown as such and enters a second,
pessimistic sensitivity and specificity in which it counts as wrong.

"Balanced" numbers are computed from sensitivity and specificity at a prevalence of one half. The paper's predictive
values follow from its own rates in that way; its balanced accuracies do not (0.984 with rates of 0.971 and 0.975).
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from inference.detect import Judge, analyze, unanswered
from inference.errors import Cancelled, DeviceError, Reason
from inference.evaluation.case import Judged
from inference.evaluation.key_slice import KeySlice, key_slice
from inference.evaluation.manifest import Example, ManifestError, read_manifest
from inference.evaluation.markdown import markdown
from inference.evaluation.pictures import PicturesMissing, draw
from inference.evaluation.study import Study
from inference.evaluation.summary import Report, summarise
from inference.evaluation.worst import worst
from inference.evaluation.written import report_json, write_cases
from inference.result_json import to_json
from inference.session import Session
from inference.types import CaseResult, CaseState

__all__ = ["ManifestError", "Report", "evaluate", "markdown", "report_json"]

Say = Callable[[str], None]


def evaluate(
    manifest: Path, out: Path, session: Session, say: Say = lambda _: None, reader: Judge | None = None
) -> Report:
    """Analyses every study of ``manifest`` and writes the report to the folder ``out``.

    Writes ``report.json``, ``report.md``, ``cases.csv``, ``cases/LINE.json`` (the result of each study) and, if
    matplotlib is installed, ``pictures/*.png``. Only the manifest's line numbers name the studies.

    Where the manifest has masks, each study with a mask and each without hemorrhage goes through the network twice:
    once for its result, and once for the boxes below the threshold, which the FROC curve needs.

    Args:
        say: called with a line of progress for each study.
        reader: another reader in place of the detector, such as :func:`inference.blast_ct.judge`; ``session`` is then
            its own. It has no boxes below its threshold, so there is no FROC curve.

    Raises:
        ManifestError: see :func:`read_manifest`; also if it has no studies.
        Cancelled: ``session.cancel()`` was called.
    """
    examples = read_manifest(manifest)
    if not examples:
        raise ManifestError("the manifest has no studies")
    (out / "cases").mkdir(parents=True, exist_ok=True)
    by_lesion = reader is None and any(example.mask is not None for example in examples)
    judged: list[Judged] = []
    problems: dict[int, str] = {}
    shown: dict[int, KeySlice] = {}
    for number, example in enumerate(examples, start=1):
        result = _analyze(example, session, reader)
        (out / "cases" / f"{example.line}.json").write_text(json.dumps(to_json(result), indent=1) + "\n")
        study = Study(example, result)
        judged.append(study.judge(session, by_lesion))
        if study.problem:
            problems[example.line] = study.problem
        shown = _still_worst(shown, judged, study)
        say(f"{number} of {len(examples)}: {result.state}, {result.timing.total:.1f} s")
    report = summarise(judged, session.runtime, float(session.manifest["threshold"]), problems)
    try:
        report = replace(report, pictures=draw(report, judged, shown, out / "pictures"))
    except PicturesMissing as error:
        report = replace(report, pictures_missing=str(error))
        say(str(error))
    (out / "report.json").write_text(json.dumps(report_json(report), indent=1, allow_nan=False) + "\n")
    (out / "report.md").write_text(markdown(report))
    write_cases(judged, out / "cases.csv")
    return report


def _analyze(example: Example, session: Session, reader: Judge | None) -> CaseResult:
    started = time.perf_counter()
    try:
        return analyze(example.path, session, judge=reader)
    except (Cancelled, KeyboardInterrupt):
        raise
    except DeviceError as error:
        reason = error.reason
    except Exception as error:  # a defect must cost one study of the table, and be seen in it
        reason = Reason("defect", f"The program itself failed ({type(error).__name__}).")
    return unanswered(CaseState.FAILED, reason, session, "", "", started)


def _still_worst(shown: dict[int, KeySlice], judged: list[Judged], study: Study) -> dict[int, KeySlice]:
    """The key slices that would be in the report if it ended here; all others are let go."""
    wanted = {case.line: case.slice for cases in worst(judged).values() for case in cases if case.slice is not None}
    kept = {line: picture for line, picture in shown.items() if line in wanted}
    line = study.example.line
    if line in wanted:
        kept[line] = key_slice(wanted[line], study.volume, study.result, study.truth)
    return kept
