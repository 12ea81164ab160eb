"""What a report says, as HTML for a printed page: findings, lesions, totals, key slices, what the software is not."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime
from html import escape

from app.domain.edits import ReaderResult
from app.domain.follow_up import Category, FollowUp
from app.domain.study import StudyRecord
from app.models import follow_up_words, wording
from app.models.lesions import HEADERS, LesionColumn, best_slice, lesion_text, totals
from inference.types import CaseResult, Lesion, Volume

#: A report shows at most so many slices.
MOST_PICTURES = 6
_COLUMNS = (
    LesionColumn.ID, LesionColumn.TYPE, LesionColumn.SIDE, LesionColumn.REGION, LesionColumn.ML, LesionColumn.ABC2,
    LesionColumn.SIZE, LesionColumn.SLICES, LesionColumn.SCORE,
)  # fmt: skip
_WORDS = (LesionColumn.TYPE, LesionColumn.SIDE, LesionColumn.REGION, LesionColumn.SIZE)


@dataclass(frozen=True, slots=True, eq=False)
class ReportCase:
    """A study with the result that is reported: the reader's where there is one."""

    record: StudyRecord
    volume: Volume
    result: CaseResult
    edits: ReaderResult | None = None
    follow_up: FollowUp | None = None


@dataclass(frozen=True, slots=True)
class KeySlice:
    """A slice worth a picture, and the lesions for which it stands."""

    index: int
    lesions: tuple[Lesion, ...]

    @property
    def caption(self) -> str:
        """What stands under the picture."""
        names = ", ".join(f"{one.type.value} {one.id}" for one in self.lesions)
        return f"Slice {self.index + 1}" + (f": {names}" if names else "")


def key_slices(case: ReportCase, most: int = MOST_PICTURES) -> tuple[KeySlice, ...]:
    """The best slice of each lesion, the largest lesions first, then in order; the middle slice without lesions."""
    chosen: dict[int, list[Lesion]] = {}
    for lesion in sorted(case.result.lesions, key=lambda one: -one.volume_ml):
        index = min(max(best_slice(lesion), 0), len(case.volume.hu) - 1)
        if index in chosen or len(chosen) < most:
            chosen.setdefault(index, []).append(lesion)
    if not chosen:
        return (KeySlice(len(case.volume.hu) // 2, ()),)
    return tuple(KeySlice(index, tuple(chosen[index])) for index in sorted(chosen))


def footer(case: ReportCase) -> str:
    """What stands at the foot of every page."""
    model = case.result.runtime
    return f"{wording.research_only()}. Model {model.model} ({model.model_sha256[:12]}), Firstread {model.version}."


def html(case: ReportCase, deidentified: bool, pictures: int, printed_at: datetime, picture_width: int = 205) -> str:
    """The page as HTML that QTextDocument understands; picture ``n`` is the resource ``key:n``.

    De-identified means: no name, identifiers, dates, description, station or reader; sex and age (to 89) stay.
    """
    parts = [
        "<html><head><style>"
        "body{font-family:sans-serif;font-size:9pt;color:#000}"
        "h1{font-size:15pt;margin:0}h2{font-size:11pt;margin:12px 0 4px 0}"
        "td,th{padding:2px 12px 2px 0}th{color:#444}"
        ".note{color:#444;font-size:8pt}.warn{font-weight:bold}"
        "</style></head><body>",
        "<h1>Head CT: probable intracranial hemorrhage</h1>",
        f"<p class='warn'>{escape(wording.research_only())}. Made by a program; look at the images themselves.</p>",
        _table(None, _who(case, deidentified, printed_at)),
        f"<h2>Result</h2><p>The program's answer: {escape(wording.finding(case.record))}.</p>",
    ]
    if case.edits is not None:
        last = case.edits.steps[-1]
        who = "a reader" if deidentified else f"reader {last.reader}, {last.at.astimezone():%Y-%m-%d %H:%M}"
        parts.append(
            f"<p class='warn'>Masks and volumes below were edited by {escape(who)} ({len(case.edits.steps)} changes); "
            "score and probability are the program's own.</p>"
        )
    parts.append("<h2>Lesions</h2>")
    lesions = sorted(case.result.lesions, key=lambda one: (-one.volume_ml, one.id))
    if lesions:
        rows = [[lesion_text(one, column) for column in _COLUMNS] for one in lesions]
        numbers = [place for place, column in enumerate(_COLUMNS) if column not in _WORDS]
        parts.append(_table([HEADERS[column][0] for column in _COLUMNS], rows, numbers))
    else:
        parts.append("<p>No lesion above the threshold. That does not rule out hemorrhage.</p>")
    by_type = totals(case.result)
    sums = [
        ["mL", *(wording.ml_text(one.ml) for one in by_type), wording.ml_text(case.result.total_ml)],
        ["Lesions", *(str(one.lesions) for one in by_type), str(len(case.result.lesions))],
    ]
    parts += [
        "<h2>Totals</h2>",
        _table(["", *(one.type.value for one in by_type), "Total"], sums, range(1, len(by_type) + 2)),
        *_since_prior(case.follow_up, deidentified),
        "<h2>Key slices</h2>",
        "<table><tr>",
    ]
    for number, key in enumerate(key_slices(case)[:pictures]):
        if number and number % 3 == 0:
            parts.append("</tr><tr>")
        parts.append(
            f"<td><img src='key:{number}' width='{picture_width}'><br/>"
            f"<span class='note'>{escape(key.caption)}</span></td>"
        )
    parts += [
        "</tr></table>",
        "<p class='note'>mL: voxels of the mask times their true size; the interval takes the mask's surface to be "
        "right within half a voxel and says nothing of larger errors. Side and region: by position in the skull alone. "
        "\N{NOT EQUAL TO}: ABC/2 differs from the mask by more than 30 %. Slices count from the skull base. Brain "
        "window, 80/40 HU.</p>",
        "</body></html>",
    ]
    return "".join(parts)


def _since_prior(follow_up: FollowUp | None, deidentified: bool) -> list[str]:
    """The section on the earlier study: one sentence, and each type that either study shows."""
    if follow_up is None:
        return []
    said = follow_up_words.sentence(follow_up, named=not deidentified)
    parts = ["<h2>Since the earlier study</h2>", f"<p>{escape(said)}</p>"]
    shown = [one for one in follow_up.changes if one.type is None or one.category is not Category.ABSENT]
    if all(one.before is not None and one.now is not None for one in shown) and len(shown) > 1:
        rows = [
            ["Total" if one.type is None else one.type.value, follow_up_words.volume_text(one, before=True),
             follow_up_words.volume_text(one, before=False), follow_up_words.difference_text(one),
             follow_up_words.percent_text(one), follow_up_words.change_word(one, follow_up)]
            for one in shown
        ]  # fmt: skip
        titles = ["Type", "Before, mL", "Now, mL", "Change, mL", "Change, %", ""]
        parts.append(_table(titles, rows, range(1, 5)))
    parts.append(
        "<p class='note'>Larger and smaller: by more than 6 mL or 33 %, and clear of the 95 % intervals of both "
        "volumes.</p>"
    )
    return parts


def _who(case: ReportCase, deidentified: bool, printed_at: datetime) -> list[list[str]]:
    study, age = case.record.study, case.record.study.age_years
    if deidentified:
        years = "" if age is None else "90 or older" if age >= 90 else str(age)
        person = " ".join(part for part in (years, study.sex) if part)
        return [["Patient", f"de-identified{', ' + person if person else ''}"]]
    rows = [
        ["Patient", wording.patient_name(study.patient_name)],
        ["Patient ID", study.patient_id],
        ["Age, sex", wording.age_sex(study)],
        ["Accession", study.accession_number],
        ["Study", f"{study.description} {f'{study.study_at:%Y-%m-%d %H:%M}' if study.study_at else ''}".strip()],
        ["Printed", f"{printed_at:%Y-%m-%d %H:%M}"],
    ]
    return [row for row in rows if row[1]]


def _table(titles: list[str] | None, rows: list[list[str]], numbers: Container[int] = ()) -> str:
    """A table of text; the columns ``numbers`` stand on the right, digit under digit."""

    def line(tag: str, cells: list[str]) -> str:
        sides = ("right" if place in numbers else "left" for place in range(len(cells)))
        parts = (f"<{tag} align='{side}'>{escape(cell)}</{tag}>" for side, cell in zip(sides, cells, strict=True))
        return f"<tr>{''.join(parts)}</tr>"

    head = line("th", titles) if titles else ""
    return f"<table cellspacing='0'>{head}{''.join(line('td', row) for row in rows)}</table>"
