"""Secondary Capture (PS3.3 A.8.1): one picture with the answer in words, for archives that show nothing else.

No name and no ID is drawn into the picture: Burned In Annotation is NO.
"""

from __future__ import annotations

import highdicom as hd
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from pydicom.dataset import Dataset
from pydicom.uid import ExplicitVRLittleEndian
from pydicom.valuerep import DA, TM
from scipy import ndimage

from app.results import codes
from app.results.dicom.lesion_masks import key_slices
from app.results.dicom.source import NOTICE, SAID, WINDOW, Source
from inference.types import TYPES, Volume

SERIES_NUMBER = 9104
_WIDTH, _LINE, _TILE = 768, 26, 384
_OUTLINE = (255, 96, 64)


def make_capture(source: Source) -> Dataset:
    """The summary of any result."""
    head = source.headers[0]
    alike = source.equipment("capture", SERIES_NUMBER)
    made = hd.sc.SCImage(
        pixel_array=draw(source),
        photometric_interpretation="RGB",
        bits_allocated=8,
        coordinate_system=hd.CoordinateSystemNames.PATIENT,
        study_instance_uid=str(head.StudyInstanceUID),
        patient_id=head.PatientID,
        patient_name=head.PatientName,
        patient_birth_date=head.PatientBirthDate,
        patient_sex=head.PatientSex or None,
        accession_number=head.AccessionNumber,
        study_id=head.StudyID,
        study_date=head.StudyDate,
        study_time=head.StudyTime,
        referring_physician_name=head.ReferringPhysicianName,
        patient_orientation=_orientation(source.volume),
        transfer_syntax_uid=ExplicitVRLittleEndian,
        **alike,
    )
    made.ImageType = ["DERIVED", "SECONDARY"]
    made.BodyPartExamined = "HEAD"
    made.BurnedInAnnotation = "NO"
    made.DerivationDescription = NOTICE
    made.DateOfSecondaryCapture = DA(source.made_at.date())
    made.TimeOfSecondaryCapture = TM(source.made_at.strftime("%H%M%S"))
    return source.finish(made)


def lines(source: Source) -> list[str]:
    """What the picture says, line by line."""
    result = source.result
    said = [SAID[result.state]]
    if result.probability is not None:
        said.append(f"Probability {100 * result.probability:.0f} %")
    for kind in TYPES:
        count = sum(lesion.type is kind for lesion in result.lesions)
        if count:
            ml = result.volumes_ml.get(kind, 0.0)
            said.append(f"{codes.NAMES[kind]}: {count} lesion{'s' if count > 1 else ''}, {ml:.1f} mL")
    said += [reason.text for reason in result.reasons]
    return [*said, f"Firstread {source.version}, model {source.model}", NOTICE]


def draw(source: Source) -> NDArray[np.uint8]:
    """uint8 [Y, X, 3]: the words, and below them up to four slices with the lesions outlined."""
    font = ImageFont.load_default(18)
    rows = [row for text in lines(source) for row in _wrapped(text)]
    shown = key_slices(source.result, 4) if source.volume is not None else ()
    tiles = -(-len(shown) // 2)
    picture = Image.new("RGB", (_WIDTH, _LINE * (len(rows) + 1) + _TILE * tiles))
    pen = ImageDraw.Draw(picture)
    for number, row in enumerate(rows):
        pen.text((12, 8 + number * _LINE), row, fill=(255, 255, 255), font=font)
    top = _LINE * (len(rows) + 1)
    for number, index in enumerate(shown):
        place = (number % 2 * _TILE, top + number // 2 * _TILE)
        picture.paste(_slice(source, index), place)
        pen.text((place[0] + 8, place[1] + 6), f"Slice {index + 1}", fill=(255, 255, 255), font=font)
        assert source.volume is not None
        for edge, letter in zip((8, _TILE - 22), edges(source.volume), strict=True):
            pen.text((place[0] + edge, place[1] + _TILE // 2 - 10), letter, fill=(255, 255, 255), font=font)
    return np.asarray(picture, np.uint8)


def edges(volume: Volume) -> tuple[str, str]:
    """Which side of the patient lies at the left and at the right edge of a slice: front or back where they lay on a
    side."""
    across = volume.affine[:3, 0]
    return _towards(-across), _towards(across)


def _orientation(volume: Volume | None) -> tuple[str, str]:
    """Patient Orientation (PS3.3 C.7.6.1.1.1) of the slices: that of rows, and that of columns."""
    if volume is None:
        return "L", "P"
    return _towards(volume.affine[:3, 0]), _towards(volume.affine[:3, 1])


def _towards(direction: NDArray[np.float64]) -> str:
    """The letter of the body axis nearest to a direction float64 [3] in LPS."""
    axis = int(np.abs(direction).argmax())
    return ("RL", "AP", "FH")[axis][int(direction[axis] > 0)]


def _slice(source: Source, index: int) -> Image.Image:
    assert source.volume is not None
    centre, width = WINDOW
    grey = np.clip((source.volume.hu[index] - (centre - width / 2)) / width, 0, 1)
    colours = np.repeat((255 * grey).astype(np.uint8)[..., None], 3, axis=2)
    if source.result.labels is not None:
        mask = source.result.labels[index] > 0
        colours[ndimage.binary_dilation(mask) & ~mask] = _OUTLINE
    image = Image.fromarray(colours)
    row_mm, column_mm = source.volume.pixel_mm
    extent = max(image.height * row_mm, image.width * column_mm)
    size = (
        max(1, round(_TILE * image.width * column_mm / extent)),
        max(1, round(_TILE * image.height * row_mm / extent)),
    )
    tile = Image.new("RGB", (_TILE, _TILE))
    tile.paste(image.resize(size), ((_TILE - size[0]) // 2, (_TILE - size[1]) // 2))
    return tile


def _wrapped(text: str, most: int = 80) -> list[str]:
    rows = [""]
    for word in text.split():
        if rows[-1] and len(rows[-1]) + len(word) >= most:
            rows.append("")
        rows[-1] = f"{rows[-1]} {word}".strip()
    return rows
