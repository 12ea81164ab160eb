"""DICOM files or data sets -> studies -> series -> :class:`~inference.types.Volume`.

Headers are read first; pixels only of the series that is asked for. Slices are sorted by their position along the
slice normal, never by Instance Number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset

from inference.elements import quiet, text
from inference.errors import FileError, FirstreadError, GeometryError, NotAnalysable, Reason, UnreadableInput
from inference.files import files_under, looks_like_dicom, read_header
from inference.geometry import images, lay_out, main_group, order, without_repeats
from inference.headers import MAX_VOXELS, Series, SeriesDraft, SliceHeader
from inference.pixels import read_hu
from inference.types import FileSource, StoredFile, Volume

__all__ = ["Series", "SliceHeader", "StudyFiles", "load_slices", "load_volume", "read_studies"]


@dataclass(frozen=True, slots=True, eq=False)
class StudyFiles:
    """One study: its series, in the order of their first file. Series without images (reports) are kept.

    Attributes:
        damaged: how many files beside it hold DICOM of which nobody knows what: they may be images of this study.
    """

    study_instance_uid: str
    series: tuple[Series, ...]
    damaged: int = 0


def read_studies(path: FileSource | Sequence[FileSource] | Iterable[Dataset]) -> tuple[StudyFiles, ...]:
    """Read the headers of every DICOM object; other files are ignored.

    Args:
        path: a file, a folder of any nesting, several of them, or data sets. Files are taken as they are given where
            they are not simply read from a path.

    Raises:
        UnreadableInput: ``not_found`` no such file or folder; ``no_dicom`` no DICOM object in it;
            ``unreadable`` DICOM files, but none whose header can be read.
        FileError: a file that its disk does not give; FirstreadError: as :meth:`inference.types.StoredFile.read`.
    """
    drafts: dict[tuple[str, str], SeriesDraft] = {}
    damaged = 0
    with quiet():
        for source in _sources(path):
            try:
                ds = source if isinstance(source, Dataset) else read_header(source)
                if ds is None:
                    continue
                key = text(ds, "StudyInstanceUID"), text(ds, "SeriesInstanceUID")
                if not len(ds) or (not any(key) and not text(ds, "SOPClassUID")):
                    damaged += 1
                    continue
                drafts.setdefault(key, SeriesDraft(*key)).add(ds, source)
            except FirstreadError:  # of its disk or cache: it may be had anew, and must not be left out in silence
                raise
            except Exception:  # pydicom raises anything on damaged files; one such file must not lose the study
                damaged += 1
    whole = {key: draft for key, draft in drafts.items() if all(key)}
    if any(draft.slices for draft in whole.values()):  # a header that was cut off before its UIDs is no other study
        damaged += sum(len(one.slices) + one.skipped for key, one in drafts.items() if not all(key))
        drafts = whole
    if not drafts:
        if damaged:
            raise UnreadableInput("unreadable", "The DICOM files are damaged: no header could be read.")
        raise UnreadableInput("no_dicom", "There are no DICOM images here.")
    studies: dict[str, list[Series]] = {}
    for draft in drafts.values():
        studies.setdefault(draft.study_instance_uid, []).append(draft.finish())
    return tuple(StudyFiles(uid, tuple(series), damaged) for uid, series in studies.items())


def load_volume(series: Series) -> Volume:
    """Decode a CT series into its volume, inferior to superior.

    Raises:
        NotAnalysable: ``not_ct`` another modality.
        GeometryError: no usable slices, mixed orientations or grids, different images at one position.
        UnreadableInput: damaged, truncated or unsupported pixel data.
        FileError: a file that its disk does not give.
    """
    if series.modality != "CT":
        raise NotAnalysable("not_ct", "The series is not CT; only CT can be analysed.")
    slices, warnings = usable_slices(series)
    with quiet():
        kept, hu, duplicates = _without_duplicates(order(slices))
    if duplicates:
        warnings += (Reason("duplicates_dropped", f"{duplicates} images were there more than once."),)
    if series.skipped:
        warnings += (Reason("images_skipped", f"{images(series.skipped)} of the series could not be used."),)
    if kept[0].photometric == "MONOCHROME1":
        warnings += _make_upright_grey(hu)
    layout = lay_out(kept)
    return Volume(
        hu=hu, affine=layout.affine, positions_mm=layout.positions_mm, offsets_mm=layout.offsets_mm,
        tilt_degrees=layout.tilt_degrees, study_instance_uid=series.study_instance_uid,
        series_instance_uid=series.series_instance_uid, sop_instance_uids=tuple(s.sop_instance_uid for s in kept),
        frame_numbers=tuple(s.frame for s in kept), warnings=(*warnings, *layout.warnings),
        series_description=series.description, institution=series.institution,
        thickness_mm=tuple(s.thickness_mm for s in kept),
    )  # fmt: skip


def usable_slices(series: Series) -> tuple[list[SliceHeader], tuple[Reason, ...]]:
    """The slices that form the stack, from headers only. Raises GeometryError as :func:`load_volume` does."""
    if not series.slices:
        first = series.problems[0] if series.problems else Reason("no_slices", "The series has no images.")
        raise GeometryError(first.code, first.text)
    slices, warnings = main_group(series.slices)
    if len(slices) * slices[0].rows * slices[0].columns > MAX_VOXELS:
        raise GeometryError("too_large", "The series is too large to be a head CT.")
    slices, repeated = without_repeats(slices)
    return slices, warnings + repeated


def load_slices(
    series: Series, count: int, within: tuple[float, float] = (0.0, 1.0)
) -> tuple[NDArray[np.int16], tuple[SliceHeader, ...]]:
    """A few slices, evenly taken from the part ``within`` of the stack: int16 HU [count, Y, X] and their headers.

    Cheap: only these slices are decoded. Raises as :func:`load_volume`.
    """
    slices, _ = usable_slices(series)
    positions = [group[0] for group in order(slices)]
    low, high = within[0] * (len(positions) - 1), within[1] * (len(positions) - 1)
    picked = [positions[i] for i in sorted({round(i) for i in np.linspace(low, high, count)})]
    with quiet():
        return read_hu(picked), tuple(picked)


def _sources(path: FileSource | Sequence[FileSource] | Iterable[Dataset]) -> Iterator[FileSource | Dataset]:
    for item in [path] if isinstance(path, (str, Path, StoredFile, Dataset)) else path:
        if isinstance(item, (Dataset, StoredFile)):
            yield item
            continue
        root = Path(item)
        try:
            there = root.exists()
        except OSError as error:
            raise FileError(error.strerror or "unknown error") from error
        if not there:
            raise UnreadableInput("not_found", "The file or folder does not exist.")
        for file in files_under(root):
            try:
                wanted = looks_like_dicom(file)
            except OSError:
                wanted = True  # reading its header says why not
            if wanted:
                yield file


def _without_duplicates(groups: list[list[SliceHeader]]) -> tuple[list[SliceHeader], NDArray[np.int16], int]:
    """One slice a position: headers, HU [Z, Y, X] and how many equal copies were dropped.

    Different images at one position are an error.
    """
    hu = read_hu([one for group in groups for one in group])
    firsts: list[int] = []
    end = 0
    for group in groups:
        first, end = end, end + len(group)
        if any(not np.array_equal(hu[first], other) for other in hu[first + 1 : end]):
            raise GeometryError("conflicting_positions", "The series has different images at the same position.")
        firsts.append(first)
    duplicates = end - len(groups)
    return [group[0] for group in groups], hu[firsts] if duplicates else hu, duplicates


def _make_upright_grey(hu: NDArray[np.int16]) -> tuple[Reason, ...]:
    """MONOCHROME1 concerns display only (PS3.3 C.7.6.3.1.2), yet some writers store the values upside down.

    The air around the head decides: bright air, dark when mirrored at the middle of the range, means inverted; ``hu``
    is then mirrored in place.
    """
    edge = np.concatenate([hu[:, 0].ravel(), hu[:, -1].ravel(), hu[:, :, 0].ravel(), hu[:, :, -1].ravel()])
    low, high = int(hu.min()), int(hu.max())
    if float(np.median(edge)) < -500 or float(np.median(edge)) - low < 0.5 * (high - low):
        return ()
    for plane in hu:
        plane[...] = (np.int32(min(low, -1024)) + high - plane.astype(np.int32)).clip(-32768, 32767)
    return (Reason("inverted_grey", "The images were stored with inverted grey values."),)
