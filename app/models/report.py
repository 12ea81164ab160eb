"""What a report says, as HTML for a printed page: findings, lesions, totals, key slices, what the software is not."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime
from html import escape

from app.domain.edits import EDITED, ReaderResult
from app.domain.follow_up import Category, FollowUp
from app.domain.study import StudyRecord
from app.models import follow_up_words, second_words, wording
from app.models.lesions import HEADERS, LesionColumn, best_slice, shown_text, totals
from app.models.measurements import MidlineShift
from app.models.translation import QT_TR_NOOP, tr
from inference.types import CaseResult, Lesion, Volume

#: A report shows at most so many slices.
MOST_PICTURES = 6
#: Width and height of one on the page, in 1/96 inch.
PICTURE_WIDTH = 205
_COLUMNS = (
    LesionColumn.ID, LesionColumn.TYPE, LesionColumn.SIDE, LesionColumn.REGION, LesionColumn.ML, LesionColumn.ABC2,
    LesionColumn.SIZE, LesionColumn.SLICES, LesionColumn.SCORE,
)  # fmt: skip
_NOTE = QT_TR_NOOP(
    "mL: voxels of the mask times their true size; the interval takes the mask's surface to be right within half a "
    "voxel and says nothing of larger errors. Side and region: by position in the skull alone. \u2260: ABC/2 differs "
    "from the mask by more than 30 %. Slices count from the skull base. Brain window, 80/40 HU."
)
_CHANGE_NOTE = QT_TR_NOOP(
    "Larger and smaller: by more than 6 mL or 33 %, and clear of the 95 % intervals of both volumes."
)
#: Warnings that name a day, and so are left out where nothing may tell who it was.
_DATED = frozenset({"found_in_archive"})
_WORDS = (LesionColumn.TYPE, LesionColumn.SIDE, LesionColumn.REGION, LesionColumn.SIZE)


@dataclass(frozen=True, slots=True, eq=False)
class ReportCase:
    """A study with the result that is reported: the reader's where there is one; ``midline`` as a reader marked it."""

    record: StudyRecord
    volume: Volume
    result: CaseResult
    edits: ReaderResult | None = None
    follow_up: FollowUp | None = None
    midline: MidlineShift | None = None


@dataclass(frozen=True, slots=True)
class KeySlice:
    """A slice worth a picture, and the lesions for which it stands."""

    index: int
    lesions: tuple[Lesion, ...]

    @property
    def caption(self) -> str:
        """What stands under the picture."""
        names = ", ".join(f"{one.type.value} {one.id}" for one in self.lesions)
        slice_words = tr("Slice {number}").format(number=self.index + 1)
        return slice_words + (f": {names}" if names else "")


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
    made_by = tr("Model {model} ({digest}), Firstread {version}.").format(
        model=model.model, digest=model.model_sha256[:12], version=model.version
    )
    return f"{wording.research_only()}. {made_by}"


def html(case: ReportCase, deidentified: bool, pictures: int, printed_at: datetime) -> str:
    """The page as HTML that QTextDocument understands; picture ``n`` is the resource ``key:n``.

    De-identified means: no name, identifiers, dates, description, station or reader; sex and age (to 89) stay.
    """
    # Each text stands alone: Qt's tools find none inside an f-string.
    title = tr("Head CT: probable intracranial hemorrhage")
    look = tr("Made by a program; look at the images themselves.")
    answer = tr("The program answers: {finding}.").format(finding=wording.finding(case.record))
    parts = [
        "<html><head><style>"
        "body{font-family:sans-serif;font-size:9pt;color:#000}"
        "h1{font-size:15pt;margin:0}h2{font-size:11pt;margin:12px 0 4px 0}"
        "td,th{padding:2px 12px 2px 0}th{color:#444}"
        ".note{color:#444;font-size:8pt}.warn{font-weight:bold}"
        "</style></head><body>",
        f"<h1>{escape(title)}</h1>",
        f"<p class='warn'>{escape(wording.research_only())}. {escape(look)}</p>",
        _table(None, _who(case, deidentified, printed_at)),
        _head(tr("Result")),
        f"<p>{escape(answer)}</p>",
        *_second(case.record),
        *_edited(case.edits, deidentified),
        *_warnings(case, deidentified),
        _head(tr("Lesions")),
    ]
    lesions = sorted(case.result.lesions, key=lambda one: (-one.volume_ml, one.id))
    if lesions:
        rows = [[shown_text(one, column) for column in _COLUMNS] for one in lesions]
        numbers = [place for place, column in enumerate(_COLUMNS) if column not in _WORDS]
        parts.append(_table([tr(HEADERS[column][0]) for column in _COLUMNS], rows, numbers))
    else:
        none = tr("No lesion above the threshold. That does not rule out hemorrhage.")
        parts.append(f"<p>{escape(none)}</p>")
    by_type = totals(case.result)
    sums = [
        ["mL", *(wording.ml_text(one.ml) for one in by_type), wording.ml_text(case.result.total_ml)],
        [tr("Lesions"), *(str(one.lesions) for one in by_type), str(len(case.result.lesions))],
    ]
    parts += [
        _head(tr("Totals")),
        _table(["", *(one.type.value for one in by_type), tr("Total")], sums, range(1, len(by_type) + 2)),
        *_midline(case.midline),
        *_since_prior(case.follow_up, deidentified),
        _head(tr("Key slices")),
        "<table><tr>",
    ]
    for number, key in enumerate(key_slices(case)[:pictures]):
        if number and number % 3 == 0:
            parts.append("</tr><tr>")
        parts.append(
            f"<td><img src='key:{number}' width='{PICTURE_WIDTH}'><br/>"
            f"<span class='note'>{escape(key.caption)}</span></td>"
        )
    parts += [
        "</tr></table>",
        f"<p class='note'>{escape(tr(_NOTE))}</p>",
        "</body></html>",
    ]
    return "".join(parts)


def _head(text: str) -> str:
    return f"<h2>{escape(text)}</h2>"


def _second(record: StudyRecord) -> list[str]:
    """What the second reader says, where there is one."""
    said, how = second_words.sentence(record), " class='warn'" if record.disputed else ""
    return [f"<p{how}>{escape(said)}</p>"] if said else []


def _edited(edits: ReaderResult | None, deidentified: bool) -> list[str]:
    """The sentence on who changed the result."""
    if edits is None:
        return []
    last = edits.steps[-1]
    if deidentified:
        who = tr("Masks and volumes below were edited by a reader")
    else:
        who = tr("Masks and volumes below were edited by reader {name}, {at}").format(
            name=last.reader, at=f"{last.at.astimezone():%Y-%m-%d %H:%M}"
        )
    changes = tr("%n changes", "", len(edits.steps))
    own = tr("score and probability are the program's own.")
    return [f"<p class='warn'>{escape(who)} ({escape(changes)}); {escape(own)}</p>"]


def _warnings(case: ReportCase, deidentified: bool) -> list[str]:
    """Every warning on the answer and its images, as the image shows them; the reader's edits have their own line."""
    reasons = (*case.record.reasons, *case.result.reasons, *case.volume.warnings)
    left_out = {EDITED.code, *(_DATED if deidentified else ())}
    texts = dict.fromkeys(reason.text for reason in reasons if reason.code not in left_out)
    return [f"<p class='warn'>{escape(text)}</p>" for text in texts]


def _midline(shift: MidlineShift | None) -> list[str]:
    """The section on the midline, where the reader measured it."""
    if shift is None:
        return []
    how = tr(
        "Measured by the reader on slice {number}: distance of the septum from the line between the attachments of the "
        "falx."
    ).format(number=shift.slice + 1)
    return [_head(tr("Midline")), f"<p>{escape(shift.text)}. {escape(how)}</p>"]


def _since_prior(follow_up: FollowUp | None, deidentified: bool) -> list[str]:
    """The section on the earlier study: one sentence, and each type that either study shows."""
    if follow_up is None:
        return []
    said = follow_up_words.sentence(follow_up, named=not deidentified)
    parts = [_head(tr("Since the earlier study")), f"<p>{escape(said)}</p>"]
    shown = [one for one in follow_up.changes if one.type is None or one.category is not Category.ABSENT]
    if all(one.before is not None and one.now is not None for one in shown) and len(shown) > 1:
        rows = [
            [tr("Total") if one.type is None else one.type.value, follow_up_words.volume_text(one, before=True),
             follow_up_words.volume_text(one, before=False), follow_up_words.difference_text(one),
             follow_up_words.percent_text(one), follow_up_words.change_word(one, follow_up)]
            for one in shown
        ]  # fmt: skip
        titles = [tr("Type"), tr("Before, mL"), tr("Now, mL"), tr("Change, mL"), tr("Change, %"), ""]
        parts.append(_table(titles, rows, range(1, 5)))
    parts.append(f"<p class='note'>{escape(tr(_CHANGE_NOTE))}</p>")
    return parts


def _who(case: ReportCase, deidentified: bool, printed_at: datetime) -> list[list[str]]:
    study, age = case.record.study, case.record.study.age_years
    if deidentified:
        years = "" if age is None else tr("90 or older") if age >= 90 else str(age)
        person = " ".join(part for part in (years, study.sex) if part)
        return [[tr("Patient"), ", ".join(part for part in (tr("de-identified"), person) if part)]]
    rows = [
        [tr("Patient"), wording.patient_name(study.patient_name)],
        [tr("Patient ID"), study.patient_id],
        [tr("Age, sex"), wording.age_sex(study)],
        [tr("Accession"), study.accession_number],
        [tr("Study"), f"{study.description} {f'{study.study_at:%Y-%m-%d %H:%M}' if study.study_at else ''}".strip()],
        [tr("Printed"), f"{printed_at:%Y-%m-%d %H:%M}"],
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
