"""Damaged and hostile files: only typed errors come out, and no memory is taken for empty promises."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydicom.dataset import Dataset
from pydicom.tag import Tag
from pydicom.uid import JPEG2000Lossless, RLELossless

from inference.dicom import load_slices, load_volume, read_studies
from inference.errors import NotAnalysable
from inference.series import choose
from tests.inference.dicom_files import datasets, enhanced, from_bytes, jpeg_lossless, to_bytes

HU = np.random.default_rng(3).integers(-1000, 2000, (2, 32, 32)).astype(np.int16)


def _compressed(syntax: str) -> bytes:
    ds = datasets(HU)[0]
    ds.compress(syntax, generate_instance_uid=False)
    return to_bytes(ds)


SEEDS: dict[str, bytes] = {
    "plain": to_bytes(datasets(HU)[0]),
    "enhanced": to_bytes(enhanced(HU, [1, 0])),
    "rle": _compressed(RLELossless),
    "jpeg2000": _compressed(JPEG2000Lossless),
    "jpeg": to_bytes(jpeg_lossless(datasets(HU)[0])),
}
FUZZ = settings(
    max_examples=45, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip


def survive(path: Path | list[Dataset]) -> str:
    """Read, load and choose; "ok" or the code of the typed error. Anything else fails the test."""
    try:
        for study in read_studies(path):
            for series in study.series:
                load_slices(series, 2)
                load_volume(series)
            choose(study)
    except NotAnalysable as error:
        return error.reason.code
    return "ok"


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz") / "a.dcm"


@pytest.fixture(autouse=True)
def _bounded_memory() -> Iterator[None]:
    """At most 300 MB may be added to the process by one test, where the system tells."""
    if sys.platform != "linux":
        yield
        return
    import resource

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000


@pytest.mark.parametrize("kind", SEEDS)
def test_whole_files_are_read(kind: str, file: Path) -> None:
    file.write_bytes(SEEDS[kind])
    assert survive(file) == "too_few_slices"


@pytest.mark.parametrize("kind", SEEDS)
@given(data=st.data())
@FUZZ
def test_flipped_bytes(kind: str, data: st.DataObject, file: Path) -> None:
    raw = bytearray(SEEDS[kind])
    body = raw.rfind(b"\xe0\x7f\x10\x00")  # most flips go to the header and the start of the pixel data
    spots = data.draw(
        st.lists(
            st.tuples(st.integers(128, min(body + 200, len(raw) - 1)), st.integers(0, 255)), min_size=1, max_size=8
        )
    )
    for at, byte in spots:
        raw[at] = byte
    file.write_bytes(raw)
    survive(file)


@pytest.mark.parametrize("kind", SEEDS)
@given(data=st.data())
@FUZZ
def test_truncation(kind: str, data: st.DataObject, file: Path) -> None:
    raw = SEEDS[kind]
    file.write_bytes(raw[: data.draw(st.integers(0, len(raw) - 1))])
    survive(file)


@given(raw=st.binary(max_size=400))
@FUZZ
def test_noise_after_the_magic_word(raw: bytes, file: Path) -> None:
    file.write_bytes(b"\0" * 128 + b"DICM" + raw)
    survive(file)
    file.write_bytes(b"\x08\x00\x05\x00" + raw)
    survive(file)


ODD = st.sampled_from([0, 1, 2, 31, 33, 4095, 4096, 4097, 65535])


@given(
    rows=ODD, columns=ODD, allocated=st.sampled_from([0, 1, 8, 12, 16, 24, 32, 64, 65535]),
    stored=st.integers(0, 40), high=st.integers(0, 40), samples=st.integers(0, 4), sign=st.integers(0, 3),
    frames=st.sampled_from([0, 1, 2, 2**31 - 1]),
)  # fmt: skip
@FUZZ
def test_odd_sizes(
    rows: int, columns: int, allocated: int, stored: int, high: int, samples: int, sign: int, frames: int
) -> None:
    for ds in (enhanced(HU, [0, 1]), datasets(HU)[0]):
        ds.Rows, ds.Columns, ds.BitsAllocated, ds.BitsStored = rows, columns, allocated, stored
        ds.HighBit, ds.SamplesPerPixel, ds.PixelRepresentation, ds.NumberOfFrames = high, samples, sign, frames
        survive([ds])


@pytest.mark.parametrize("keyword", [
    "Rows", "Columns", "BitsAllocated", "BitsStored", "PixelRepresentation", "PixelSpacing", "ImagePositionPatient",
    "ImageOrientationPatient", "RescaleSlope", "RescaleIntercept", "SliceThickness", "Modality", "StudyInstanceUID",
    "ImageType", "PixelData", "SharedFunctionalGroupsSequence", "PerFrameFunctionalGroupsSequence", "NumberOfFrames",
])  # fmt: skip
@pytest.mark.parametrize("vr", [b"UL", b"SS", b"DS", b"IS", b"OB", b"UN", b"SQ", b"FD", b"AT", b"PN", b"ZZ"])
def test_wrong_value_representations(keyword: str, vr: bytes, file: Path) -> None:
    for kind in ("plain", "enhanced"):
        raw = bytearray(SEEDS[kind])
        tag = Tag(keyword)
        at = raw.find(tag.group.to_bytes(2, "little") + tag.element.to_bytes(2, "little"), 132)
        if at >= 0:
            raw[at + 4 : at + 6] = vr
            file.write_bytes(raw)
            survive(file)


@pytest.mark.parametrize("length", [0, 1, 3, 7, 0xFFFE, 0xFFFF])
@pytest.mark.parametrize("keyword", ["Rows", "PixelSpacing", "ImagePositionPatient", "StudyInstanceUID", "Modality"])
def test_wrong_lengths(keyword: str, length: int, file: Path) -> None:
    raw = bytearray(SEEDS["plain"])
    tag = Tag(keyword)
    at = raw.find(tag.group.to_bytes(2, "little") + tag.element.to_bytes(2, "little"), 132)
    raw[at + 6 : at + 8] = length.to_bytes(2, "little")
    file.write_bytes(raw)
    survive(file)


@pytest.mark.parametrize("length", [0xFFFFFFFF, 0xFFFFFFFE, 0x7FFFFFFF])
@pytest.mark.parametrize("kind", SEEDS)
def test_pixel_data_of_claimed_gigabytes(kind: str, length: int, file: Path) -> None:
    raw = bytearray(SEEDS[kind])
    at = raw.rfind(b"\xe0\x7f\x10\x00")
    raw[at + 8 : at + 12] = length.to_bytes(4, "little")
    file.write_bytes(raw)
    survive(file)


def _nested(depth: int) -> bytes:
    """A sequence in a sequence in a sequence, of undefined length and without an end."""
    return b"\x40\x00\x75\x02SQ\0\0\xff\xff\xff\xff\xfe\xff\x00\xe0\xff\xff\xff\xff" * depth


@pytest.mark.parametrize("make", [
    lambda raw: raw.replace(b"\x20\x00\x0d\x00UI", _nested(3000) + b"\x20\x00\x0d\x00UI", 1),
    lambda raw: raw.replace(b"\x28\x00\x10\x00US\x02\x00", b"\x28\x00\x10\x00UL\x04\x00\xff\xff", 1),
    lambda raw: raw[:132] + raw[132:].replace(b"1.2.840.10008.1.2.1", b"1.2.840.10008.1.2.4", 1),
    lambda raw: raw + raw,
    lambda raw: raw + b"\xff" * 5000,
    lambda raw: raw[132:],
    lambda raw: b"\x1f\x8b\x08" + raw,
], ids=["nested", "rows-ul", "other-syntax", "twice", "trailer", "no-preamble", "gzip-like"])  # fmt: skip
def test_known_attacks(make: Callable[[bytes], bytes], file: Path) -> None:
    file.write_bytes(make(SEEDS["plain"]))
    survive(file)


def test_nan_and_infinity_in_numbers() -> None:
    for keyword in ("PixelSpacing", "ImagePositionPatient", "RescaleSlope", "RescaleIntercept", "SliceThickness"):
        for content in ("NaN", "inf", "1e400", "-1e308", "1e-320", "Not Supplied", ""):
            ds = datasets(HU)[0]
            count = len(ds[keyword].value) if keyword in ("PixelSpacing", "ImagePositionPatient") else 1
            raw = to_bytes(ds)
            element = ds[keyword]
            tag = element.tag.group.to_bytes(2, "little") + element.tag.element.to_bytes(2, "little")
            at = raw.find(tag + b"DS", 132)
            old = int.from_bytes(raw[at + 6 : at + 8], "little")
            value = "\\".join([content] * count).encode()
            value += b" " * (len(value) % 2)
            damaged = raw[: at + 6] + len(value).to_bytes(2, "little") + value + raw[at + 8 + old :]
            survive([from_bytes(damaged)])
