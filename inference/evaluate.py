"""The tables of Chang 2018 on any labelled set: detection by type and size, volumes, masks, lesions, calibration.

Every study of the manifest is counted. One that could not be analysed, or failed, is shown as such and enters a second,
pessimistic sensitivity and specificity in which it counts as wrong.

"Balanced" numbers are computed from sensitivity and specificity at a prevalence of one half. The paper's predictive
values follow from its own rates in that way; its balanced accuracies do not (0.984 with rates of 0.971 and 0.975).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from inference.detect import Judge, analyze, unanswered
from inference.errors import Cancelled, FirstreadError, Reason
from inference.evaluation.collection import Collection
from inference.evaluation.manifest import Example, ManifestError, read_manifest
from inference.evaluation.markdown import markdown
from inference.evaluation.study import Study
from inference.evaluation.summary import Report
from inference.evaluation.written import report_json
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
    collected = Collection(out)
    by_lesion = reader is None and any(example.mask is not None for example in examples)
    for number, example in enumerate(examples, start=1):
        result = _analyze(example, session, reader)
        collected.add(Study(example, result), session, by_lesion)
        say(f"{number} of {len(examples)}: {result.state}, {result.timing.total:.1f} s")
    return collected.write(session.runtime, float(session.manifest["threshold"]), say)


def _analyze(example: Example, session: Session, reader: Judge | None) -> CaseResult:
    started = time.perf_counter()
    try:
        return analyze(example.path, session, judge=reader)
    except (Cancelled, KeyboardInterrupt):
        raise
    except FirstreadError as error:
        reason = error.reason
    except Exception as error:  # a defect must cost one study of the table, and be seen in it
        reason = Reason("defect", f"The program itself failed ({type(error).__name__}).")
    return unanswered(CaseState.FAILED, reason, session, "", "", started)
