"""Test series: simple heads and trunks in HU, written as DICOM the way scanners (and broken scanners) write it."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydicom import dcmread
from pydicom.config import disable_value_validation
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.sequence import Sequence as DicomSequence
from pydicom.uid import UID, CTImageStorage, EnhancedCTImageStorage, ExplicitVRLittleEndian, JPEGLosslessSV1
from scipy import ndimage

HU = NDArray[np.int16]
REPOSITORY = Path(__file__).resolve().parents[2]
SHARED_DATA = REPOSITORY.parent / "shared" / "data"


# ---------------------------------------------------------------- anatomy


def head_hu(
    slices: int = 24,
    step_mm: float = 5.0,
    matrix: int = 160,
    pixel_mm: float = 1.4,
    *,
    noise: float = 4.0,
    sharp: bool = False,
    contrast_hu: float = 0.0,
    filling: float | None = None,
    texture: float = 6.0,
    seed: int = 0,
) -> HU:
    """An ellipsoid head, int16 [Z, Y, X]: scalp, skull, textured brain, ventricles; the vertex is the last slices.

    ``contrast_hu`` fills a sagittal sinus and arteries; ``filling`` replaces the brain by one value (air, water).
    """
    rng = np.random.default_rng(seed)
    y, x = (np.mgrid[:matrix, :matrix] - (matrix - 1) / 2) * pixel_mm
    z = np.arange(slices) * step_mm
    waves = ndimage.gaussian_filter(rng.standard_normal((slices, matrix, matrix)), [1.0, 5 / pixel_mm, 5 / pixel_mm])
    waves *= texture / waves.std()
    hu = np.full((slices, matrix, matrix), -1000.0)
    for k in range(slices):
        height = max(0.0, z[k] - 0.35 * z[-1]) / max(0.75 * z[-1], 1.0)
        scale = np.sqrt(max(0.02, 1 - height**2))
        r = np.hypot(x / 66, y / 84) / scale
        mm = (r - 1) * 75 * scale
        hu[k][mm < 11] = 40
        hu[k][mm < 6] = 900
        inside = mm < 0
        hu[k][inside] = 33 + waves[k][inside]
        hu[k][inside & (mm > -3)] = 8
        if 0.35 * z[-1] <= z[k] <= 0.65 * z[-1]:
            hu[k][(np.hypot((np.abs(x) - 12) / 7, y / 24) < 1) & inside] = 6
        if filling is not None:
            hu[k][inside] = filling
        if contrast_hu:
            hu[k][(np.abs(x) < 5) & (y > 70 * scale) & inside] = contrast_hu
            hu[k][(np.abs(x) < 4) & (y < -74 * scale) & inside] = contrast_hu
            for cx, cy in ((-24, -10), (24, -10), (0, -20), (-36, 12), (36, 12)):
                hu[k][(np.hypot(x - cx, y - cy) < 2.2) & inside] = contrast_hu * 1.2
    hu = ndimage.gaussian_filter(hu, [0, *(2 * [0.35 if sharp else 0.6 / pixel_mm])])
    grain = rng.standard_normal(hu.shape)
    if not sharp:
        grain = ndimage.gaussian_filter(grain, [0, 0.7, 0.7])
        grain /= grain.std()
    whole: HU = np.rint(hu + noise * grain).clip(-1024, 3071).astype(np.int16)
    return whole


def trunk_hu(
    kind: str = "abdomen", slices: int = 24, matrix: int = 160, pixel_mm: float = 2.4, noise: float = 8.0
) -> HU:
    """A trunk, int16 [Z, Y, X]: ``abdomen``, ``chest`` (lungs, closed-looking ribs), ``pelvis`` or ``neck``."""
    rng = np.random.default_rng(1)
    y, x = (np.mgrid[:matrix, :matrix] - (matrix - 1) / 2) * pixel_mm
    width, depth = {"abdomen": (160, 110), "chest": (165, 115), "pelvis": (170, 110), "neck": (62, 62)}[kind]
    hu = np.full((slices, matrix, matrix), -1000.0)
    r = np.hypot(x / width, y / depth)
    wall = (r - 1) * min(width, depth)
    angle = np.arctan2(y / depth, x / width)
    for k in range(slices):
        plane = hu[k]
        plane[wall < 0] = -100
        plane[wall < -12] = 55
        organs = ndimage.gaussian_filter(rng.standard_normal(plane.shape), 8)
        plane[(wall < -25) & (organs > organs.std())] = -95
        if kind == "chest":
            plane[(np.hypot((np.abs(x) - 75) / 55, y / 75) < 1)] = -850
        if kind == "abdomen":
            plane[np.hypot((x - 60) / 20, (y + 30) / 15) < 1] = -700
        if kind in ("abdomen", "chest"):
            share = 0.75 if kind == "chest" else 0.35
            plane[(wall < -14) & (wall > -22) & (((angle * 12 / np.pi + k * 0.7) % 1) < share)] = 500
        if kind == "pelvis":
            plane[(np.hypot((np.abs(x) - 95) / 22, (y - 10) / 60) < 1)] = 450
        spine = 0.8 * depth - 30
        plane[np.hypot(x, y - spine + 25) < (16 if kind == "neck" else 24)] = 350
        if kind == "neck":
            plane[np.hypot(x, y + 22) < 10] = -1000
    hu += noise * ndimage.gaussian_filter(rng.standard_normal(hu.shape), [0, 0.7, 0.7]) * 2
    whole: HU = np.rint(hu).clip(-1024, 3071).astype(np.int16)
    return whole


# ---------------------------------------------------------------- data sets


def datasets(
    hu: HU,
    *,
    study: str = "2.25.100",
    series: str = "2.25.200",
    pixel_mm: tuple[float, float] = (1.4, 1.4),
    step_mm: float = 5.0,
    positions: Sequence[Sequence[float]] | None = None,
    orientation: Sequence[float] = (1, 0, 0, 0, 1, 0),
    slope: float = 1.0,
    intercept: float = -1024.0,
    **elements: Any,
) -> list[Dataset]:
    """One CT data set a slice, unsigned 16 bit.

    ``elements`` are set on each: a callable gets the slice index, None deletes the element.
    """
    z, rows, columns = hu.shape
    found = []
    for k in range(z):
        ds = Dataset()
        ds.file_meta = FileMetaDataset()
        ds.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
        ds.file_meta.MediaStorageSOPClassUID = ds.SOPClassUID = CTImageStorage
        with disable_value_validation():
            ds.file_meta.MediaStorageSOPInstanceUID = ds.SOPInstanceUID = UID(f"{series}.{k + 1}")
            ds.StudyInstanceUID, ds.SeriesInstanceUID = study, series
        ds.PatientName, ds.PatientID = "Secret^Name", "SECRET-ID"
        ds.Modality, ds.InstanceNumber = "CT", k + 1
        ds.ImageType = ["ORIGINAL", "PRIMARY", "AXIAL"]
        ds.SamplesPerPixel, ds.PhotometricInterpretation = 1, "MONOCHROME2"
        ds.Rows, ds.Columns = rows, columns
        ds.PixelSpacing, ds.SliceThickness = list(pixel_mm), step_mm
        ds.ImageOrientationPatient = list(orientation)
        ds.ImagePositionPatient = list(positions[k]) if positions is not None else [-100, -100, k * step_mm]
        ds.BitsAllocated, ds.BitsStored, ds.HighBit, ds.PixelRepresentation = 16, 16, 15, 0
        ds.RescaleSlope, ds.RescaleIntercept = slope, intercept
        ds.PixelData = np.rint((hu[k].astype(float) - intercept) / slope).astype("<u2").tobytes()
        for keyword, content in elements.items():
            content = content(k) if isinstance(content, Callable) else content  # type: ignore[arg-type]
            if content is None:
                del ds[keyword]
            else:
                with disable_value_validation():  # broken on purpose
                    setattr(ds, keyword, content)
        found.append(ds)
    return found


def enhanced(hu: HU, order: Sequence[int], *, step_mm: float = 5.0, pixel_mm: float = 1.4) -> Dataset:
    """One Enhanced CT instance whose frames come in the given order of slices (PS3.3 A.38)."""
    ds = datasets(hu[:1])[0]
    ds.SOPClassUID = ds.file_meta.MediaStorageSOPClassUID = EnhancedCTImageStorage
    for keyword in ("ImagePositionPatient", "ImageOrientationPatient", "PixelSpacing", "SliceThickness",
                    "RescaleSlope", "RescaleIntercept"):  # fmt: skip
        del ds[keyword]
    ds.NumberOfFrames = len(order)

    def group(**elements: Any) -> DicomSequence:
        item = Dataset()
        for keyword, content in elements.items():
            setattr(item, keyword, content)
        return DicomSequence([item])

    shared = Dataset()
    shared.PlaneOrientationSequence = group(ImageOrientationPatient=[1, 0, 0, 0, 1, 0])
    shared.PixelMeasuresSequence = group(PixelSpacing=[pixel_mm, pixel_mm], SliceThickness=step_mm)
    shared.PixelValueTransformationSequence = group(RescaleSlope=1, RescaleIntercept=-1024)
    ds.SharedFunctionalGroupsSequence = DicomSequence([shared])
    frames = []
    for k in order:
        frame = Dataset()
        frame.PlanePositionSequence = group(ImagePositionPatient=[-100, -100, k * step_mm])
        frames.append(frame)
    ds.PerFrameFunctionalGroupsSequence = DicomSequence(frames)
    ds.PixelData = (hu[list(order)].astype(int) + 1024).astype("<u2").tobytes()
    return ds


def write(folder: Path, found: Sequence[Dataset], prefix: str = "") -> Path:
    """Save data sets as DICOM files with the transfer syntax they name."""
    folder.mkdir(parents=True, exist_ok=True)
    for index, ds in enumerate(found):
        ds.save_as(folder / f"{prefix}{index:03d}.dcm", enforce_file_format=True)
    return folder


def to_bytes(ds: Dataset) -> bytes:
    """A data set as the bytes of a DICOM file."""
    buffer = io.BytesIO()
    ds.save_as(buffer, enforce_file_format=True)
    return buffer.getvalue()


def from_bytes(raw: bytes) -> Dataset:
    """The reverse of :func:`to_bytes`."""
    return dcmread(io.BytesIO(raw))


def jpeg_lossless(ds: Dataset) -> Dataset:
    """The data set in JPEG Lossless, selection value 1 (ISO 10918-1 annex H), the usual one of CT archives."""
    pixels = np.frombuffer(ds.PixelData, "<u2").reshape(ds.Rows, ds.Columns)
    ds.PixelData = encapsulate([_jpeg_stream(pixels)])
    ds["PixelData"].VR = "OB"
    ds.file_meta.TransferSyntaxUID = JPEGLosslessSV1
    return ds


def _jpeg_stream(pixels: NDArray[np.uint16]) -> bytes:
    rows, columns = pixels.shape
    values = pixels.astype(np.int64)
    predicted = np.empty_like(values)
    predicted[:, 1:] = values[:, :-1]
    predicted[1:, 0] = values[:-1, 0]
    predicted[0, 0] = 1 << 15
    difference = (values - predicted + 32768) % 65536 - 32768
    # one Huffman table in which all 17 categories have 5 bits: BITS has 17 codes of length 5
    bits = []
    for d in difference.ravel().tolist():
        category = 16 if d == -32768 else abs(d).bit_length()
        bits.append(f"{category:05b}")
        if 0 < category < 16:
            bits.append(f"{d if d > 0 else d + (1 << category) - 1:0{category}b}")
    stream = "".join(bits)
    stream += "1" * (-len(stream) % 8)
    data = int(stream, 2).to_bytes(len(stream) // 8, "big").replace(b"\xff", b"\xff\x00")
    size = rows.to_bytes(2, "big") + columns.to_bytes(2, "big")
    lengths = bytes([0, 0, 0, 0, 17] + [0] * 11)
    return b"".join([
        b"\xff\xd8", b"\xff\xc4", (19 + 17).to_bytes(2, "big"), b"\x00", lengths, bytes(range(17)),
        b"\xff\xc3", (11).to_bytes(2, "big"), b"\x10", size, b"\x01\x01\x11\x00",
        b"\xff\xda", (8).to_bytes(2, "big"), b"\x01\x01\x00\x01\x00\x00", data, b"\xff\xd9",
    ])  # fmt: skip
