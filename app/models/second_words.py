"""What a second reader says of a study, in words: viewer, worklist, summary and report say the same."""

from __future__ import annotations

from app.domain.events import SecondReaderStatus
from app.domain.second_reading import SecondReading
from app.domain.study import StudyRecord
from app.models import wording
from app.models.translation import tr
from inference.types import CaseState


def sentence(record: StudyRecord, status: SecondReaderStatus | None = None) -> str:
    """What the second reader says of the answer, or why it says nothing; empty without an answer, and where there is no
    second reader.

    ``status`` is None where no second reader is at work, or that does not matter.
    """
    if not record.state.analysed:
        return ""
    if record.second is not None:
        return _said(record.second)
    if status is None:
        return ""
    if status.text:
        return tr("There is no second reader: {why}").format(why=status.text)
    if record.second_wanted():
        return tr("Not yet judged by the second reader, which waits until no study waits for its first answer.")
    if record.read_at is not None:
        return tr("Not judged by the second reader: it was read before.")
    return tr("Not judged by the second reader: the answer is older than a day.")


def _said(said: SecondReading) -> str:
    if said.agrees is None or said.score is None:
        why = " ".join(reason.text for reason in said.reasons)
        return tr("The second reader could not answer: {why}").format(why=why)
    parts = [
        tr("score {score} (threshold {threshold})").format(score=f"{said.score:.2f}", threshold=f"{said.threshold:.2f}")
    ]
    if said.state is CaseState.POSITIVE:
        text = (
            tr("Second reader {model} agrees: hemorrhage, {numbers}.")
            if said.agrees
            else tr("Second reader {model} DISAGREES: hemorrhage, {numbers}.")
        )
        parts.append(f"{wording.ml_text(said.total_ml)} mL")
        if said.slice_number is not None:
            parts.append(tr("most on slice {number}").format(number=said.slice_number))
        if said.agrees and said.dice is not None:
            parts.append(tr("overlap of the masks (Dice) {dice}").format(dice=f"{said.dice:.2f}"))
    else:
        text = (
            tr("Second reader {model} agrees: no hemorrhage found, {numbers}.")
            if said.agrees
            else tr("Second reader {model} DISAGREES: no hemorrhage found, {numbers}.")
        )
    return text.format(model=said.model, numbers=", ".join(parts))
