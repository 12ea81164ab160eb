"""What happens to a study in each stage, apart from threads, queue and journal."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import pydicom
from pydicom.errors import InvalidDicomError

from app.domain.edits import ReaderResult
from app.domain.study import Study
from app.errors import ArchiveCancelled, ArchiveError, CacheError
from app.pacs.archives import Archives
from app.pacs.association import Cancel
from app.pacs.candidates import candidate_series
from app.pacs.contexts import CLASSES
from app.pacs.header import with_lost_letters
from app.pacs.query import SeriesFound
from app.pacs.retrieve import Retrieved
from app.pipeline.completeness import missing_slices
from app.results import case_files, reader_files
from app.results.dicom.source import SERIES_DESCRIPTION
from app.store.cache import ImageCache
from inference.dicom import Series, StudyFiles, load_volume, read_studies
from inference.elements import quiet
from inference.errors import NotAnalysable, Reason
from inference.series import choose
from inference.types import CaseResult, FileSource, Volume, opened

_NO_IMAGE = "No image of this study has arrived yet."
_REMOVED = "The images were removed to keep the cache within its limits; fetch and analyse the study again to see them."
#: A study of fewer images is fetched as a whole: to choose among its series would save nothing.
LARGE = 100
#: The archive tried to send what was asked for, and says that it failed.
_NOT_SENT = ("get_failed", "move_failed")
#: Progress of a fetch is told at most this often.
PROGRESS_S = 0.25


@dataclass(frozen=True, slots=True)
class Description:
    """A study as the archive describes it right now, with its series (empty where the archive has no answer)."""

    study: Study
    series: tuple[SeriesFound, ...]


def describe(archives: Archives, study_instance_uid: str, cancel: Cancel) -> Description | None:
    """Ask for a study and its series; station and body part come from the first CT series that names them.

    None where the archive does not hold the study. Raises ArchiveError, ArchiveCancelled.
    """
    study = archives.find_study(study_instance_uid, cancel=cancel)
    if study is None:
        return None
    series = archives.find_series(study_instance_uid, cancel=cancel)
    ct = [one for one in series if one.modality in ("CT", "")]
    if study.images_expected is None and series and all(one.images_expected is not None for one in series):
        study = replace(study, images_expected=sum(one.images_expected or 0 for one in series))
    return Description(
        replace(
            study,
            station_name=study.station_name or next((one.station_name for one in ct if one.station_name), ""),
            body_part=study.body_part or next((one.body_part for one in ct if one.body_part), ""),
        ),
        series,
    )


@dataclass(frozen=True, slots=True)
class Fetched:
    """How a fetch ended: how many objects of the study are here, and what is missing (None where nothing is)."""

    images_received: int
    missing: Reason | None


def worth_first(described: Description) -> tuple[SeriesFound, ...]:
    """The series of a large study that suffice for an answer; empty where the whole study is to be fetched at once.

    Only series whose number of images is known: of others nobody could tell whether they came whole.
    """
    if (described.study.images_expected or 0) < LARGE:
        return ()
    uids = candidate_series(described.series)
    chosen = tuple(one for one in described.series if one.series_instance_uid in uids)
    if chosen:  # with them what Firstread found elsewhere, which is small
        chosen += tuple(one for one in described.series if one.description == SERIES_DESCRIPTION)
    known = all(one.images_expected is not None for one in chosen)
    return chosen if known and len(chosen) < len(described.series) else ()


def fetch(
    archives: Archives,
    cache: ImageCache,
    described: Description,
    cancel: Cancel,
    progress: Callable[[int], None],
    series: Sequence[SeriesFound] = (),
) -> Fetched:
    """Retrieve a study into the cache and compare what is there with what the archive announced.

    ``series`` are those to fetch; all without. What earlier attempts brought counts as well. Raises ArchiveError,
    ArchiveCancelled, CacheError.
    """
    uid = described.study.study_instance_uid
    told_at = 0.0

    def tell(count: int) -> None:
        nonlocal told_at
        now = time.monotonic()
        if now - told_at >= PROGRESS_S:
            told_at = now
            progress(count)

    def retrieve(wanted: Sequence[SeriesFound], before: int = 0) -> Retrieved:
        return archives.retrieve(
            uid,
            lambda sop, encoded: cache.store(uid, sop, encoded),
            series=[one.series_instance_uid for one in wanted] or None,
            progress=lambda count: tell(before + count),
            cancel=cancel,
        )

    retrieved = _in_parts(retrieve, series, described)
    images = cache.images(uid)
    missing = _missing(series, described, retrieved, images)
    if missing is not None and images:
        ours = _without_foreign(archives, described, images, cancel)
        uids = {one.series_instance_uid for one in series}
        missing = _missing([one for one in ours.series if one.series_instance_uid in uids], ours, retrieved, images)
    return Fetched(len(images), missing)


def _in_parts(
    retrieve: Callable[[Sequence[SeriesFound], int], Retrieved], series: Sequence[SeriesFound], described: Description
) -> Retrieved:
    """What was asked for, or each CT series by itself where the archive does not get through with it.

    Some, such as Orthanc, end a whole C-GET with a failure at the first object that they cannot send, as one of a class
    that we do not offer.
    """
    try:
        return retrieve(series, 0)
    except ArchiveError as error:
        parts = series or [one for one in described.series if one.modality in ("CT", "")]
        if error.reason.code not in _NOT_SENT or not parts or len(series) == 1:
            raise
        got: list[Retrieved] = []
        for one in parts:
            try:
                got.append(retrieve([one], sum(before.received for before in got)))
            except ArchiveError as trouble:
                if trouble.reason.code not in _NOT_SENT:
                    raise
        if not got:
            raise
    return Retrieved(frozenset().union(*(one.sop_instance_uids for one in got)), None, failed=1)


def _missing(
    series: Sequence[SeriesFound], described: Description, retrieved: Retrieved, images: Sequence[FileSource]
) -> Reason | None:
    return _missing_of(series, images) if series else missing_images(described, retrieved, images)


def _without_foreign(
    archives: Archives, described: Description, images: Iterable[FileSource], cancel: Cancel
) -> Description:
    """The description without what can never come: objects in CT series whose class we do not offer, as scanners keep
    data of their own there."""
    here = _count_by_series(images)
    found = []
    for one in described.series:
        if one.modality in ("CT", "") and here.get(one.series_instance_uid, 0) < (one.images_expected or 0):
            try:
                uids = described.study.study_instance_uid, one.series_instance_uid
                foreign = sum(bool(uid) and uid not in CLASSES for uid in archives.find_classes(*uids, cancel=cancel))
                one = replace(one, images_expected=max(0, (one.images_expected or 0) - foreign))
            except ArchiveCancelled:
                raise
            except ArchiveError:
                pass  # it does not say; then all of them are missing
        found.append(one)
    return replace(described, series=tuple(found))


def named_in_full(cache: ImageCache, study: Study) -> Study:
    """A study with the letters that the archive's answer lost, from the first of its images."""
    images = cache.images(study.study_instance_uid)
    with quiet():
        return with_lost_letters(study, images[0]) if images else study


def missing_images(described: Description, retrieved: Retrieved, images: Iterable[FileSource]) -> Reason | None:
    """Why a study is not complete; None where it is.

    Complete means: as many objects as Number of Study Related Instances and as the C-GET's sub-operations. Where
    fewer came, each CT series must be there in full; other objects (reports, states) may be missing.
    """
    images = list(images)
    announced = [n for n in (described.study.images_expected, retrieved.offered) if n is not None]
    if not images:
        wanted = f"None of {max(announced)} images" if announced and max(announced) > 0 else "No image"
        return Reason("images_missing", f"{wanted} arrived.")
    if announced and len(images) >= max(announced):
        return None
    if not announced and retrieved.failed == 0:
        return missing_slices(images)  # nobody tells how many there should be
    ct = [one for one in described.series if one.modality in ("CT", "")]
    if ct and all(one.images_expected is not None for one in ct):
        return _missing_of(ct, images)
    return Reason(
        "images_missing", f"{len(images)} of {max(announced, default=len(images) + retrieved.failed)} images arrived."
    )


def _missing_of(series: Sequence[SeriesFound], images: Iterable[FileSource]) -> Reason | None:
    here = _count_by_series(images)
    expected = sum(one.images_expected or 0 for one in series)
    arrived = sum(min(here.get(one.series_instance_uid, 0), one.images_expected or 0) for one in series)
    return None if arrived >= expected else Reason("images_missing", f"{arrived} of {expected} images arrived.")


def _count_by_series(images: Iterable[FileSource]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for image in images:
        try:
            with opened(image) as file:
                header = pydicom.dcmread(file, stop_before_pixels=True, specific_tags=["SeriesInstanceUID"])
            uid = str(header.get("SeriesInstanceUID", ""))
        except (InvalidDicomError, OSError, ValueError, EOFError):
            continue
        counts[uid] = counts.get(uid, 0) + 1
    return counts


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """What the viewer shows of a study; ``text`` says what is missing."""

    volume: Volume | None
    result: CaseResult | None
    text: str = ""


def load_case(cache: ImageCache, study_instance_uid: str) -> Case:
    """A study's images and result from the cache, also of one that could not be analysed. Raises CacheError.

    Without a result the series is chosen as the detector would; where none suits, the largest one that can be
    shown is shown.
    """
    images = cache.images(study_instance_uid)
    result: CaseResult | None = None
    text = ""
    try:
        result = case_files.load(cache.folder(study_instance_uid))
    except CacheError as error:
        text = error.reason.text
    if not images:
        return Case(None, result, _NO_IMAGE if result is None else _REMOVED)
    try:
        studies = read_studies(images)
    except NotAnalysable as error:
        return Case(None, result, error.reason.text)
    study = next((s for s in studies if s.study_instance_uid == study_instance_uid), studies[0])
    try:
        volume = _volume(study, result)
    except NotAnalysable as error:
        return Case(None, result, error.reason.text)
    if result is not None and result.series_instance_uid and not _fits(result, volume):
        return Case(volume, None, "The images changed since the analysis; analyse the study again.")
    return Case(volume, result, text)


def chosen_series(images: Sequence[FileSource], result: CaseResult) -> Volume | None:
    """The series that the detector would choose among these files of a study, if ``result`` speaks of it; else None.

    With images that came after a result another series may be the better one, and nobody has looked at that yet.
    """
    try:
        for study in read_studies(images):
            if study.study_instance_uid == result.study_instance_uid:
                choice = choose(study)
                same = choice.series.series_instance_uid == result.series_instance_uid
                return choice.volume if same and choice.refused is None else None
    except NotAnalysable:
        pass
    return None


def load_edits(cache: ImageCache, study_instance_uid: str, result: CaseResult | None) -> ReaderResult | None:
    """What a reader made of exactly this result; None where nothing, or where it cannot be read."""
    if result is None:
        return None
    try:
        folder = cache.folder(study_instance_uid)
        edits = reader_files.load(folder)
    except CacheError:
        return None
    return edits if edits is not None and edits.base == reader_files.fingerprint(result) else None


def load_prior(cache: ImageCache, study_instance_uid: str) -> Volume:
    """The stack of a study that the detector would look at; raises NotAnalysable where there is none, CacheError."""
    studies = read_studies(cache.images(study_instance_uid))
    study = next((s for s in studies if s.study_instance_uid == study_instance_uid), studies[0])
    return choose(study).volume


def _volume(study: StudyFiles, result: CaseResult | None) -> Volume:
    analysed = result.series_instance_uid if result is not None else ""
    for series in study.series:
        if analysed and series.series_instance_uid == analysed:
            return load_volume(series)
    failure: NotAnalysable | None = None
    try:
        return choose(study).volume
    except NotAnalysable as error:
        failure = error
    for series in sorted(study.series, key=_slices, reverse=True):
        try:
            return load_volume(series)
        except NotAnalysable:
            continue
    raise failure


def _slices(series: Series) -> int:
    return len(series.slices)


def _fits(result: CaseResult, volume: Volume) -> bool:
    """Whether a result speaks of exactly these slices; images that came later make it another stack."""
    if result.series_instance_uid != volume.series_instance_uid:
        return False
    if result.labels is not None and result.labels.shape != volume.hu.shape:
        return False
    analysed = tuple(one.sop_instance_uid for one in result.slices)
    return not analysed or analysed == volume.sop_instance_uids
